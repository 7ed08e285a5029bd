"""What an annotator's hands do in the open document: moving, selecting, deciding."""

from collections.abc import Callable
from dataclasses import replace

from annotator.core.annotation import Answer
from annotator.core.edit import Edit
from annotator.core.span import key_of
from annotator.core.words import Range
from annotator.session import decisions, moves
from annotator.session.article import Article, Focus, Place
from annotator.session.changes import Changes
from annotator.session.session import Session


class Gestures:
    """The verbs of the article. Each returns what it changed; see `Session.decide` for what
    is on the disk when, and for what they raise.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def focus_next(self) -> Changes:
        """Focus the next label or suggestion."""
        return self._move(lambda a: moves.focused(a, moves.next_span(a)))

    def focus_previous(self) -> Changes:
        """Focus the previous label or suggestion."""
        return self._move(lambda a: moves.focused(a, moves.previous_span(a)))

    def focus(self, span: Focus) -> Changes:
        """Focus this label or suggestion, if it is there."""
        return self._move(lambda a: moves.focused(a, a.focusable(key_of(span))))

    def click(self, offset: int) -> Changes:
        """Focus the innermost span at an offset, or put the cursor there."""
        return self._move(
            lambda a: (
                moves.focused(a, span)
                if (span := moves.span_at(a, offset))
                else moves.to_word(a, offset)
            )
        )

    def put_cursor(self, offset: int, *, select: bool = False) -> Changes:
        """Put the cursor on the word at an offset, or select up to it."""
        return self._move(
            lambda a: (
                moves.selecting(a, moves.to_word(a, offset).cursor)
                if select
                else moves.to_word(a, offset)
            )
        )

    def step(self, step: int, *, select: bool = False) -> Changes:
        """Move the cursor, or the moving end of the selection, by a word."""
        return self._move(
            lambda a: (
                moves.selecting(a, moves.word_step(a, step))
                if select
                else Place(cursor=moves.word_step(a, step))
            )
        )

    def extend(self, step: int, *, by_character: bool = False) -> Changes:
        """Select by a word or character; with a span focused, move its end by one."""
        if self._article and self._article.place.focus:
            return self.resize(is_start=False, step=step, by_character=by_character)
        if by_character:
            return self._move(lambda a: moves.selecting_by_character(a, step))
        return self.step(step, select=True)

    def find(self, needle: str, *, backwards: bool = False) -> Changes:
        """Select the next place of a string, or the one before."""
        return self._move(lambda a: moves.found(a, needle, backwards=backwards))

    def select(self, start: int, end: int, *, by_character: bool = False) -> Changes:
        """Select a range, widened to whole words unless by character."""
        return self._move(lambda a: moves.selected(a, start, end, by_character=by_character))

    def escape(self) -> Changes:
        """Drop the selection and the focus; the cursor stays."""
        return self._move(lambda a: Place(cursor=a.place.cursor))

    def accept(self) -> Changes:
        """Accept the focused suggestion and focus the next undecided one."""
        if self._article is None:
            return Changes()
        if self._article.place.focus is None:
            return self._move(lambda a: moves.focused(a, moves.first_undecided(a)))
        return self._decide("accept", decisions.accepting, moves.to_next_undecided)

    def remove(self) -> Changes:
        """Reject the focused suggestion or remove the focused label; focus the next undecided."""
        return self._decide("remove", decisions.removing, moves.to_next_undecided)

    def label(self, name: str) -> Changes:
        """Label the focused span, else the selection, else the word under the cursor."""
        return self._decide("label", lambda a: decisions.labelling(a, name), _then_focus(name))

    def label_mentions(self, excluded: frozenset[Range] = frozenset()) -> Changes:
        """Label every other mention of the focused span's words, as one step."""
        changes = self._decide(
            "mentions", lambda a: decisions.labelling_mentions(a, excluded), moves.to_focus
        )
        return replace(changes, note=_counted(len(changes.ranges)))

    def resize(self, *, is_start: bool, step: int, by_character: bool = False) -> Changes:
        """Move an edge of the focused span, or the start of the selection, by a word or a
        character."""
        if is_start and self._article and self._article.place.focus is None:
            return self._move(lambda a: moves.moved_start(a, step, by_character=by_character))
        return self._resize(
            lambda a: moves.moved_edge(a, is_start=is_start, step=step, by_character=by_character)
        )

    def drag_edge(self, *, is_start: bool, offset: int) -> Changes:
        """Move an edge of the focused span to the word at an offset."""
        return self._resize(lambda a: moves.dragged_edge(a, is_start=is_start, offset=offset))

    def _resize(self, target: Callable[[Article], Range | None]) -> Changes:
        return self._decide("resize", lambda a: decisions.resizing(a, target(a)), moves.to_added)

    def answer(self, answer: Answer) -> Changes:
        """Give the document an answer and open the next one to do."""
        given = self._decide(answer.value, lambda a: decisions.answering(a, answer))
        opened = self._session.open_next_to_do()
        return given.then(opened)

    def note(self, note: str) -> Changes:
        """Write a note on the focused span, or else on the document."""
        return self._decide("note", lambda a: decisions.noting(a, note), moves.to_added)

    def flag(self) -> Changes:
        """Flag the document for another look, or take the flag away."""
        return self._decide("flag", decisions.flagging)

    @property
    def _article(self) -> Article | None:
        return self._session.article

    def _move(self, where: Callable[[Article], Place]) -> Changes:
        return self._session.move(where)

    def _decide(
        self,
        gesture: str,
        what: Callable[[Article], Edit],
        then: Callable[[Article, Edit, Place], Place] = moves.to_focus,
    ) -> Changes:
        return self._session.decide(gesture, what, then)


def _then_focus(label: str) -> Callable[[Article, Edit, Place], Place]:
    def then(article: Article, edit: Edit, before: Place) -> Place:
        if edit.added:
            return moves.to_added(article, edit, before)
        start, end = (
            (before.focus.start, before.focus.end)
            if before.focus
            else before.selection or before.cursor
        )
        return moves.focused(article, article.spans.get((start, end, label))) if end else before

    return then


def _counted(mentions: int) -> str:
    if not mentions:
        return "No other mention is free to be labelled."
    return "1 mention labelled." if mentions == 1 else f"{mentions:,} mentions labelled."
