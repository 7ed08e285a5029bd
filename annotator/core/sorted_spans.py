"""A collection of spans in reading order, fast for documents with 100,000 of them."""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Generic, TypeVar

from annotator.core.span import Ranged, SpanKey, key_of

T = TypeVar("T", bound=Ranged)

_start: Callable[[Ranged], int] = attrgetter("start")

LONG = 2_000
"""Spans longer than this many characters stand in a list of their own, so that finding
what overlaps a range looks back at most this far."""


class SortedSpans(Generic[T]):
    """Spans sorted by start, end, label; at most one per such key.

    Searching costs a binary search; adding and removing cost one move of pointers.
    """

    def __init__(self, spans: Iterable[T] = ()) -> None:
        self._spans: list[T] = sorted(spans, key=key_of)
        self._long: list[T] = [s for s in self._spans if s.end - s.start > LONG]

    def kept(self, keep: Callable[[T], bool]) -> "SortedSpans[T]":
        """Another collection of those that are to be kept; they need no sorting again."""
        made: SortedSpans[T] = SortedSpans()
        made._spans = [span for span in self._spans if keep(span)]
        made._long = [span for span in self._long if keep(span)]
        return made

    def __len__(self) -> int:
        return len(self._spans)

    def __iter__(self) -> Iterator[T]:
        return iter(self._spans)

    def __contains__(self, span: Ranged) -> bool:
        return self.get(key_of(span)) is not None

    def get(self, key: SpanKey) -> T | None:
        """The span with this start, end and label, or None."""
        i = bisect_left(self._spans, key, key=key_of)
        found = i < len(self._spans) and key_of(self._spans[i]) == key
        return self._spans[i] if found else None

    def add(self, span: T) -> None:
        """Add a span; raises ValueError if its key is there already."""
        if span in self:
            raise ValueError(f"span {key_of(span)} is there already")
        insort(self._spans, span, key=key_of)
        if span.end - span.start > LONG:
            insort(self._long, span, key=key_of)

    def remove(self, key: SpanKey) -> T:
        """Take out the span with this key and return it; raises KeyError if there is none."""
        span = self.get(key)
        if span is None:
            raise KeyError(key)
        del self._spans[bisect_left(self._spans, key, key=key_of)]
        if span.end - span.start > LONG:
            self._long.remove(span)
        return span

    def overlapping(self, start: int, end: int) -> list[T]:
        """The spans that share a character with `start <= i < end`, in order."""
        i = bisect_left(self._spans, start - LONG, key=_start)
        j = bisect_left(self._spans, end, key=_start)
        near = [s for s in self._spans[i:j] if s.end > start]
        far = [s for s in self._long if s.start < start - LONG and s.end > start]
        return far + near

    def starting_in(self, start: int, end: int) -> list[T]:
        """The spans that start at `start <= i < end`, in order."""
        i = bisect_left(self._spans, start, key=_start)
        j = bisect_left(self._spans, end, key=_start)
        return self._spans[i:j]

    def after(self, key: SpanKey) -> T | None:
        """The first span whose key is greater than this one."""
        i = bisect_left(self._spans, key, key=key_of)
        if i < len(self._spans) and key_of(self._spans[i]) == key:
            i += 1
        return self._spans[i] if i < len(self._spans) else None

    def before(self, key: SpanKey) -> T | None:
        """The last span whose key is less than this one."""
        i = bisect_left(self._spans, key, key=key_of)
        return self._spans[i - 1] if i else None

    def with_range(self, start: int, end: int) -> list[T]:
        """The spans of exactly this range, whatever their label."""
        i = bisect_left(self._spans, (start, end, ""), key=key_of)
        j = bisect_left(self._spans, (start, end + 1, ""), key=key_of)
        return self._spans[i:j]
