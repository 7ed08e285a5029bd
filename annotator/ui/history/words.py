"""What an edit did, in words."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from annotator.core.edit import Edit
from annotator.core.span import Span, key_of
from annotator.session.history import Moment

NAMED = 3
"""Of more spans only the number is told."""
SHOWN = 40


def done(moment: Moment, text: str) -> str:
    """In one line: what was undone or made again, and what changed."""
    kinds = {
        "undo": _tr("Undo: {0}"),
        "redo": _tr("Redo: {0}"),
        "import": _tr("Import: {0}"),
        "do": "{0}",
    }
    said = changes(moment.entry.edit, text)
    if moment.entry.step:
        said = f"{moment.entry.gesture}: {said}"
    return kinds[moment.entry.kind].format(said)


def changes(edit: Edit, text: str) -> str:
    """What an edit changes."""
    parts = [*_spans(edit, text), *_rest(edit, text)]
    return "; ".join(parts) or _tr("nothing")


def _spans(edit: Edit, text: str) -> list[str]:
    moved = list(relabelled(edit))
    ranges = {(old.start, old.end) for old, _ in moved}
    added = [s for s in edit.added if (s.start, s.end) not in ranges]
    removed = [s for s in edit.removed if (s.start, s.end) not in ranges]
    parts = []
    if moved:
        said = (f"{words(text, a.start, a.end)} {_move(a, b)}" for a, b in moved)
        parts.append(_few(said, len(moved), _tr("{0:,} spans changed")))
    if added:
        parts.append(_few(_named(added, "+", text), len(added), _tr("{0:,} spans added")))
    if removed:
        parts.append(_few(_named(removed, "−", text), len(removed), _tr("{0:,} spans removed")))
    return parts


def _move(old: Span, new: Span) -> str:
    return f"{old.label} → {new.label}" if old.label != new.label else _tr("(note or source)")


def relabelled(edit: Edit) -> Iterable[tuple[Span, Span]]:
    """The spans that were one on the same words before and after, as pairs."""
    before, after = _alone(edit.removed), _alone(edit.added)
    return ((before[range_], after[range_]) for range_ in before if range_ in after)


def _alone(spans: Iterable[Span]) -> dict[tuple[int, int], Span]:
    found: dict[tuple[int, int], list[Span]] = {}
    for span in spans:
        found.setdefault((span.start, span.end), []).append(span)
    return {range_: held[0] for range_, held in found.items() if len(held) == 1}


def _named(spans: Iterable[Span], sign: str, text: str) -> Iterable[str]:
    return (f"{sign} {s.label} {words(text, s.start, s.end)}" for s in sorted(spans, key=key_of))


def _few(said: Iterable[str], count: int, many: str) -> str:
    return ", ".join(said) if count <= NAMED else many.format(count)


def _rest(edit: Edit, text: str) -> list[str]:
    parts = []
    for said, keys in (
        (_tr("turned down: {0}"), edit.rejected),
        (_tr("no longer turned down: {0}"), edit.restored),
    ):
        if keys:
            each = (f"{label} {words(text, start, end)}" for start, end, label in sorted(keys))
            parts.append(said.format(_few(each, len(keys), "{0:,}")))
    if edit.answer:
        parts.append(_tr("answer: {0}").format(edit.answer[1] or _tr("none")))
    if edit.flagged:
        parts.append(_tr("flagged") if edit.flagged[1] else _tr("flag taken away"))
    if edit.note:
        parts.append(_tr("note: {0}").format((edit.note[1] or _tr("none"))[:SHOWN]))
    return parts


def words(text: str, start: int, end: int) -> str:
    """The words of a span, in quotes, on one line and not too long."""
    shown = " ".join(text[start : min(end, start + SHOWN)].split())
    return f"“{shown}{'…' if end - start > SHOWN else ''}”"


def made(moment: Moment) -> str:
    """When and by whom, and under which label set."""
    when = f"{moment.made_at:%d %b %Y %H:%M:%S}"
    said = _tr("{0} by {1}").format(when, moment.made_by)
    version = moment.entry.label_version
    if version is None:
        return said
    which = "" if moment.label_set is None else _tr(" (version {0})").format(moment.label_set)
    return _tr("{0}, under label set {1}{2}").format(said, version, which)


def _tr(text: str) -> str:
    return QCoreApplication.translate("history", text)
