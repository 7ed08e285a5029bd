"""What the Review window says: kinds, stages, who had what, and what a gesture did."""

from PySide6.QtCore import QCoreApplication

from annotator.core.adjudication import Item, Kind, Version
from annotator.core.annotation import Answer
from annotator.core.provenance import Origin
from annotator.core.span import SpanKey
from annotator.session.board import Board, Stage
from annotator.session.changes import Changes
from annotator.session.contradictions import Contradiction
from annotator.session.reviewing import Reviewing

LONGEST = 60
"""Characters of a span that are shown."""
MARKS = {Stage.OPEN: "●", Stage.BY_RULE: "○", Stage.SETTLED: "✓"}


def _tr(text: str) -> str:
    return QCoreApplication.translate("review", text)


def kind_word(kind: Kind) -> str:
    """How annotators differ, in a word."""
    return {
        Kind.AGREED: _tr("agreed"),
        Kind.LABEL: _tr("label"),
        Kind.BOUNDARY: _tr("boundary"),
        Kind.MISSING: _tr("missing"),
        Kind.MIXED: _tr("several"),
    }[kind]


def stage_word(stage: Stage) -> str:
    """How far an item is, in words."""
    return {
        Stage.OPEN: _tr("to settle"),
        Stage.BY_RULE: _tr("settled by the rule when the document is finished"),
        Stage.SETTLED: _tr("settled"),
    }[stage]


def name_of(at: Reviewing, number: int) -> str:
    """An annotator of the open document, as a letter where names are hidden."""
    board = at.board
    if board is None:
        return ""
    if at.settings.hides_names and at.contradiction is None:
        return letter(number)
    return board.names[number]


def letter(number: int) -> str:
    """A, B, … Z, A2, B2, …"""
    turn, place = divmod(number, 26)
    return chr(ord("A") + place) + (str(turn + 1) if turn else "")


def quoted(text: str, key: SpanKey) -> str:
    """Words and label of a span."""
    start, end, label = key
    words = " ".join(text[start:end][: LONGEST + 1].split())
    return f"{words[:LONGEST] + '…' if len(words) > LONGEST else words}  {label}"


def version_words(board: Board, version: Version) -> str:
    """What an annotator has of an item, or what gold has."""
    said = "  ·  ".join(quoted(board.own.text, key) for key in version)
    return said or _tr("(nothing here)")


def item_words(board: Board, number: int) -> str:
    """An item in its place."""
    item = board.items[number]
    return " ".join(board.own.text[item.start : min(item.end, item.start + LONGEST)].split())


def outcome_words(at: Reviewing, item: Item) -> str:
    """What gold has of the item that has the focus, and where that comes from."""
    board, here = at.board, at.here
    if board is None or here is None or at.contradiction is not None:
        return ""
    stage = board.stage(here)
    if stage is Stage.BY_RULE:
        said = _tr("The rule ({0}) settles it when the document is finished: {1}")
        return said.format(board.rule.value, version_words(board, board.outcome(here)))
    if stage is Stage.OPEN:
        return stage_word(stage)
    outcome, origins = board.outcome(here), at.origins()
    found = next(filter(None, map(origins.get, outcome or item.keys)), None)
    said = _tr("Gold: {0}").format(version_words(board, outcome))
    return f"{said}\n{origin_words(at, found)}" if found else said


def origin_words(at: Reviewing, origin: Origin) -> str:
    """Where a span of gold comes from."""
    how = {
        "unanimous": _tr("all had it: settled by the rule"),
        "majority": _tr("most had it: settled by the rule"),
        "version": _tr("taken from an annotator"),
        "both": _tr("all versions were taken"),
        "none": _tr("nothing here"),
        "correction": _tr("corrected"),
    }.get(origin.how, origin.how)
    had = ""
    if origin.had and not at.settings.hides_names:
        had = _tr(" · had by {0}").format(", ".join(origin.had))
    by = _tr(" · {0}").format(origin.by) if origin.by else ""
    return f"{how}{had}{by} · {origin.at[:16].replace('T', ' ')}"


def left_words(board: Board) -> str:
    """How far the document is."""
    counts = [
        (board.count(Stage.OPEN), _tr("{0:,} to settle")),
        (board.count(Stage.BY_RULE), _tr("{0:,} by the rule")),
        (board.count(Stage.SETTLED), _tr("{0:,} settled")),
    ]
    return "  ·  ".join(text.format(count) for count, text in counts)


def done_words(at: Reviewing, item: Item | None, changes: Changes) -> str:
    """What a gesture did to the item that had the focus, and what is left."""
    said, board = [], at.board
    number = board.item_of(item.keys[0]) if board is not None and item is not None else None
    if board is not None and number is not None and changes.documents:
        said.append(_tr("Gold: {0}.").format(version_words(board, board.outcome(number))))
    if at.board is not None and at.contradiction is None:
        left = at.board.count(Stage.OPEN)
        ready = _tr("All is settled here: Ctrl+Return finishes and opens the next document.")
        said.append(_tr("{0:,} to settle here.").format(left) if left else ready)
    return " ".join(said)


def heading_words(at: Reviewing) -> str:
    """How far the open document is, and whose versions there are, under which numbers."""
    article, one, board = at.session.article, at.contradiction, at.board
    if article is None or board is None:
        return ""
    if one is not None:
        said = _tr("{0} did different things in {1} copies: take one, or all")
        return said.format(contradicting_name(at, one), len(one.chains))
    names = "   ".join(f"{n + 1} {name_of(at, n)}" for n in range(len(board.names)))
    state = _tr("settled") if article.answer else _tr("to settle")
    if article.answer is Answer.REJECT:
        state = _tr("rejected")
    rule = _tr("rule: {0}").format(board.rule.value)
    return "  ·  ".join(filter(None, (state, rule, names, _others_words(at, board))))


def _others_words(at: Reviewing, board: Board) -> str:
    """Who else said something of the document."""
    words = {None: _tr("unfinished"), "reject": _tr("rejected it"), "ignore": _tr("skipped it")}
    known = [(name, words.get(answer, "")) for name, answer in board.others]
    hidden = at.settings.hides_names
    return ", ".join(f"{'?' if hidden else name} {word}".strip() for name, word in known)


def contradicting_name(at: Reviewing, one: Contradiction) -> str:
    """Whose histories they are."""
    return _tr("An annotator") if at.settings.hides_names else one.annotator
