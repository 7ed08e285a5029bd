"""One undoable change of an annotation, as a difference."""

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Protocol, TypeVar

from annotator.core.annotation import Annotation, Answer
from annotator.core.span import Span, SpanKey, key_of

V = TypeVar("V")
T = TypeVar("T")


class EditConflict(ValueError):
    """The edit does not fit the annotation: it removes what is not there, or adds what is."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Spans removed and added, suggestions turned down and put back; answer, flag and note
    as (before, after) where they change."""

    removed: tuple[Span, ...] = ()
    added: tuple[Span, ...] = ()
    rejected: tuple[SpanKey, ...] = ()
    restored: tuple[SpanKey, ...] = ()
    answer: tuple[Answer | None, Answer | None] | None = None
    flagged: tuple[bool, bool] | None = None
    note: tuple[str | None, str | None] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it would change nothing."""
        return self == Edit()

    def inverse(self) -> "Edit":
        """The edit that takes this one back."""
        return Edit(
            removed=self.added,
            added=self.removed,
            rejected=self.restored,
            restored=self.rejected,
            answer=self.answer and (self.answer[1], self.answer[0]),
            flagged=self.flagged and (self.flagged[1], self.flagged[0]),
            note=self.note and (self.note[1], self.note[0]),
        )


class Standing(Protocol):
    """What an edit can be fitted to: an annotation, or an open article."""

    @property
    def rejected(self) -> AbstractSet[SpanKey]:
        """Suggestions that were turned down."""
        ...

    @property
    def answer(self) -> Answer | None:
        """The answer, if one was given."""
        ...

    @property
    def flagged(self) -> bool:
        """Whether it is flagged."""
        ...

    @property
    def note(self) -> str | None:
        """The note on the document."""
        ...


def fitted(edit: Edit, there: Standing, held: Callable[[SpanKey], Span | None]) -> Edit:
    """What is left to do of an edit that was made for an earlier state; `held` finds a span
    of the state that is `there` now."""
    removed = [held(key_of(span)) for span in edit.removed]
    leaving = {key_of(span) for span in edit.removed}
    return Edit(
        removed=tuple(span for span in removed if span),
        added=tuple(s for s in edit.added if key_of(s) in leaving or not held(key_of(s))),
        rejected=tuple(key for key in edit.rejected if key not in there.rejected),
        restored=tuple(key for key in edit.restored if key in there.rejected),
        answer=_from(there.answer, edit.answer),
        flagged=_from(there.flagged, edit.flagged),
        note=_from(there.note, edit.note),
    )


def _from(now: V, change: tuple[V, V] | None) -> tuple[V, V] | None:
    return (now, change[1]) if change and change[1] != now else None


def difference(before: Annotation, after: Annotation) -> Edit:
    """The edit that makes one annotation the other."""
    old, new = ({key_of(span): span for span in one.spans} for one in (before, after))
    return Edit(
        removed=tuple(span for key, span in old.items() if new.get(key) != span),
        added=tuple(span for key, span in new.items() if old.get(key) != span),
        rejected=tuple(sorted(after.rejected - before.rejected)),
        restored=tuple(sorted(before.rejected - after.rejected)),
        answer=(before.answer, after.answer) if before.answer is not after.answer else None,
        flagged=(before.flagged, after.flagged) if before.flagged != after.flagged else None,
        note=(before.note, after.note) if before.note != after.note else None,
    )


def apply(edit: Edit, annotation: Annotation) -> Annotation:
    """The annotation after the edit; raises EditConflict if the edit does not fit it."""
    spans = {key_of(span): span for span in annotation.spans}
    for span in edit.removed:
        if spans.pop(key_of(span), None) is None:
            raise EditConflict(f"span {key_of(span)} to be removed is not there")
    for span in edit.added:
        if key_of(span) in spans:
            raise EditConflict(f"span {key_of(span)} to be added is there already")
        spans[key_of(span)] = span
    return Annotation(
        spans=tuple(spans[key] for key in sorted(spans)),
        rejected=_changed(annotation.rejected, edit),
        answer=_after(annotation.answer, edit.answer),
        flagged=_after(annotation.flagged, edit.flagged),
        note=_after(annotation.note, edit.note),
    )


def _changed(rejected: frozenset[SpanKey], edit: Edit) -> frozenset[SpanKey]:
    if not rejected.issuperset(edit.restored) or not rejected.isdisjoint(edit.rejected):
        raise EditConflict("a suggestion to be put back was not turned down, or the reverse")
    return (rejected - set(edit.restored)) | set(edit.rejected)


def _after(now: V, change: tuple[V, V] | None) -> V:
    if change is None:
        return now
    if change[0] != now:
        raise EditConflict(f"expected {change[0]!r} before the edit, found {now!r}")
    return change[1]


def in_one(edits: Iterable[Edit]) -> Edit:
    """Edits of spans and suggestions that follow on one another, as one; answers, flags and notes
    are no part of it."""
    all_ = list(edits)
    removed, added = _netted((edit.removed, edit.added) for edit in all_)
    restored, rejected = _netted((edit.restored, edit.rejected) for edit in all_)
    return Edit(removed=removed, added=added, rejected=rejected, restored=restored)


def _netted(
    pairs: Iterable[tuple[tuple[T, ...], tuple[T, ...]]],
) -> tuple[tuple[T, ...], tuple[T, ...]]:
    """What goes and what comes in all, without what goes again or comes back."""
    going: dict[T, None] = {}
    coming: dict[T, None] = {}
    for gone, come in pairs:
        for one in gone:
            if one in coming:
                del coming[one]
            else:
                going[one] = None
        for one in come:
            if one in going:
                del going[one]
            else:
                coming[one] = None
    return tuple(going), tuple(coming)
