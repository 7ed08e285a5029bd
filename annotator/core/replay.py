"""An annotation as it was after any of its edits, and what leads from one state to another."""

from collections.abc import Sequence
from typing import TypeVar

from annotator.core.annotation import Annotation, Answer
from annotator.core.edit import Edit
from annotator.core.span import Span, SpanKey, key_of

V = TypeVar("V")


class Replay:
    """Goes forth and back through the edits of one annotation; a step costs what its edit does,
    however many edits and spans there are."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._edits = edits
        self._spans: dict[SpanKey, Span] = {}
        self._rejected: set[SpanKey] = set()
        self._answer: Answer | None = None
        self._flagged = False
        self._note: str | None = None
        self._at = 0

    def after(self, count: int) -> Annotation:
        """The annotation after its first `count` edits."""
        while self._at < count:
            self._take(self._edits[self._at])
            self._at += 1
        while self._at > count:
            self._at -= 1
            self._take(self._edits[self._at].inverse())
        return Annotation(
            spans=tuple(self._spans[key] for key in sorted(self._spans)),
            rejected=frozenset(self._rejected),
            answer=self._answer,
            flagged=self._flagged,
            note=self._note,
        )

    def _take(self, edit: Edit) -> None:
        for span in edit.removed:
            self._spans.pop(key_of(span), None)
        self._spans.update((key_of(span), span) for span in edit.added)
        self._rejected.difference_update(edit.restored)
        self._rejected.update(edit.rejected)
        if edit.answer:
            self._answer = edit.answer[1]
        if edit.flagged:
            self._flagged = edit.flagged[1]
        if edit.note:
            self._note = edit.note[1]


def between(now: Annotation, then: Annotation) -> Edit:
    """The edit that makes of `now` what was `then`."""
    here, there = set(now.spans), set(then.spans)
    return Edit(
        removed=tuple(span for span in now.spans if span not in there),
        added=tuple(span for span in then.spans if span not in here),
        rejected=tuple(sorted(then.rejected - now.rejected)),
        restored=tuple(sorted(now.rejected - then.rejected)),
        answer=_change(now.answer, then.answer),
        flagged=_change(now.flagged, then.flagged),
        note=_change(now.note, then.note),
    )


def _change(now: V, then: V) -> tuple[V, V] | None:
    return None if now == then else (now, then)
