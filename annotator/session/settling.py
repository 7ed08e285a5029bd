"""What a reviewer's hands do with the item that has the focus: taking, correcting, finishing."""

from collections.abc import Iterable
from dataclasses import replace

from annotator.core.annotation import Answer
from annotator.core.edit import Edit
from annotator.core.span import Span, SpanKey, key_of, relabelled
from annotator.session import moves
from annotator.session.article import Focus
from annotator.session.board import Board, Stage
from annotator.session.changes import Changes
from annotator.session.reviewing import Reviewing


class Settling:
    """The verbs that decide. Each returns what it changed; see `Reviewing`."""

    def __init__(self, reviewing: Reviewing) -> None:
        self._at = reviewing

    def take(self, annotator: int) -> Changes:
        """Make what an annotator, numbered from 0, has of the item gold; go on."""
        item = self._at.item
        if self._at.contradiction is not None:
            return self._at.settle_contradiction(annotator)
        if item is None or not 0 <= annotator < item.people:
            return Changes()
        return self._settle("version", item.version(annotator))

    def take_proposed(self) -> Changes:
        """Make what most annotators have gold; go on. With no item, go to the first."""
        if self._at.contradiction is not None:
            return self._at.settle_contradiction(0)
        if self._at.item is None:
            return self._at.next()
        return self._settle("version", self._at.item.proposed)

    def take_all(self) -> Changes:
        """Make all that anybody has of the item gold; go on."""
        if self._at.contradiction is not None:
            return self._at.settle_contradiction(None)
        return self._settle("both", self._at.item.keys if self._at.item else ())

    def take_none(self) -> Changes:
        """Record that there is nothing here; go on."""
        return self._settle("none", ())

    def _settle(self, how: str, version: Iterable[SpanKey]) -> Changes:
        board, item = self._at.board, self._at.item
        if board is None or item is None:
            return Changes()
        before = self._at.place
        done = self._at.decide(how, lambda board: board.settling(item, version))
        self._at.go_to_next_open()
        return replace(done, moved=(before, self._at.place))

    def label(self, name: str) -> Changes:
        """Give the focused span of the item a label, which settles the item; stay."""
        focus = self._focus()
        return self._correct(relabelled(Span(*key_of(focus)), name)) if focus else Changes()

    def resize(self, *, is_start: bool, step: int, by_character: bool = False) -> Changes:
        """Move an edge of the focused span by a word or a character, which settles the item."""
        focus, shown = self._focus(), self._at.shown
        if focus is None or shown is None:
            return Changes()
        range_ = moves.moved_edge(shown, is_start=is_start, step=step, by_character=by_character)
        return self._correct(Span(*range_, focus.label)) if range_ else Changes()

    def drag_edge(self, *, is_start: bool, offset: int) -> Changes:
        """Move an edge of the focused span to the word at an offset."""
        focus, shown = self._focus(), self._at.shown
        range_ = moves.dragged_edge(shown, is_start=is_start, offset=offset) if shown else None
        return self._correct(Span(*range_, focus.label)) if focus and range_ else Changes()

    def _focus(self) -> Focus | None:
        """The span to be corrected: where nothing is settled here, what is proposed."""
        item, shown = self._at.item, self._at.shown
        if item is None or shown is None:
            return None
        if shown.place.focus is None:
            shown.place = replace(shown.place, focus=Span(*(item.proposed or item.keys)[0]))
        return shown.place.focus

    def _correct(self, span: Span) -> Changes:
        item, focus, here, before = self._at.item, self._focus(), self._at.here, self._at.place
        if item is None or focus is None:
            return Changes()
        done = self._at.decide("correction", lambda board: board.correcting(item, focus, span))
        self._at.put(here, key_of(span))
        return replace(done, moved=(before, self._at.place))

    def focus_within(self, step: int) -> Changes:
        """Focus the next (1) or previous (-1) span of the item."""
        board, item = self._at.board, self._at.item
        if board is None or item is None:
            return Changes()
        each = sorted({*item.keys, *map(key_of, board.belonging(item))})
        spans = [s for s in map(board.shown.focusable, each) if s]
        before = self._at.place
        if spans:
            at = spans.index(before.focus) if before.focus in spans else -1
            board.shown.place = moves.focused(board.shown, spans[(at + step) % len(spans)])
        return Changes(moved=(before, self._at.place))

    def settle_by_rule(self) -> Changes:
        """Make gold what the project's rule settles in this document."""
        rule = self._at.settings.rule
        return self._at.decide(rule.value, lambda board: board.settling_by_rule())

    def reject(self) -> Changes:
        """Give the document the answer that it is unfit for use."""
        now = self._at.board.own.answer if self._at.board else None
        edit = Edit(answer=(now, Answer.REJECT)) if now is not Answer.REJECT else Edit()
        return self._at.decide("reject", lambda _: edit)

    def finish(self) -> Changes:
        """Settle the rest by the rule and finish the document, unless a person is to settle
        something of it: then go there."""
        board = self._at.board
        if board is None:
            return Changes()
        if board.count(Stage.OPEN):
            self._at.here = None
            return self._at.go_to_next_open()
        how = board.rule.value if board.count(Stage.BY_RULE) else "finish"
        return self._at.decide(how, _finishing)


def _finishing(board: Board) -> Edit:
    now = board.own.answer
    answer = (now, Answer.ACCEPT) if now is not Answer.ACCEPT else None
    return replace(board.settling_by_rule(), answer=answer)
