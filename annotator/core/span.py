"""A labelled range of a document's text."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Protocol

SpanKey = tuple[int, int, str]
"""Start, end and label: what makes two spans of one annotation the same span."""


class Ranged(Protocol):
    """Anything with a labelled range: a span or a suggestion."""

    @property
    def start(self) -> int:
        """First code point."""
        ...

    @property
    def end(self) -> int:
        """One past the last code point."""
        ...

    @property
    def label(self) -> str:
        """Name of the label."""
        ...


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range `start <= i < end` of code points with one label.

    `source` and `score` (0 to 1) tell which suggester proposed it, if one did; `note` is
    what the annotator remarked on it.
    Raises ValueError if the range is empty or begins before the text.
    """

    start: int
    end: int
    label: str
    source: str | None = None
    score: float | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not {self.start}-{self.end}")


key_of: Callable[[Ranged], SpanKey] = attrgetter("start", "end", "label")
"""Start, end and label: the reading order, and the identity within one annotation."""


def relabelled(span: Span, label: str) -> Span:
    """The same range under another label."""
    return replace(span, label=label)


def overlap(a: Ranged, b: Ranged) -> bool:
    """Whether two spans share at least one character."""
    return a.start < b.end and b.start < a.end
