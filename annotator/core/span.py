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


@dataclass(frozen=True, slots=True, init=False)
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

    def __init__(  # noqa: PLR0917
        self,
        start: int,
        end: int,
        label: str,
        source: str | None = None,
        score: float | None = None,
        note: str | None = None,
    ) -> None:
        # Files hold millions: what dataclass writes for a frozen class takes three times as long.
        if not 0 <= start < end:
            raise ValueError(f"a span needs 0 <= start < end, not {start}-{end}")
        _set_start(self, start)
        _set_end(self, end)
        _set_label(self, label)
        _set_source(self, source)
        _set_score(self, score)
        _set_note(self, note)


_set_start, _set_end, _set_label, _set_source, _set_score, _set_note = (
    Span.__dict__[name].__set__ for name in Span.__match_args__
)


key_of: Callable[[Ranged], SpanKey] = attrgetter("start", "end", "label")
"""Start, end and label: the reading order, and the identity within one annotation."""


all_of: Callable[[Span], tuple[int, int, str, str | None, float | None, str | None]]
all_of = attrgetter(*Span.__match_args__)
"""All fields, in their order."""


def is_plain(span: Span) -> bool:
    """Whether it has neither source nor score nor note."""
    return span.source is None and span.score is None and span.note is None


def relabelled(span: Span, label: str) -> Span:
    """The same range under another label."""
    return replace(span, label=label)


def overlap(a: Ranged, b: Ranged) -> bool:
    """Whether two spans share at least one character."""
    return a.start < b.end and b.start < a.end
