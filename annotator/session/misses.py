"""Where a pipeline and people differ: each difference, its kind, and where edges differ."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from annotator.core.span import SpanKey


class Kind(StrEnum):
    """How a prediction differs from gold."""

    MISSED = "missed"
    LABEL = "wrong label"
    BOUNDARY = "wrong boundary"
    EXTRA = "not in gold"


@dataclass(frozen=True, slots=True)
class Miss:
    """One difference in one document (its key): a gold span without the same predicted one, or
    the reverse; both where they overlap. Spans are (start, end, label)."""

    key: str
    gold: SpanKey | None
    predicted: SpanKey | None

    @property
    def kind(self) -> Kind:
        """What is wrong; where both range and label are, the boundary is."""
        if self.predicted is None:
            return Kind.MISSED
        if self.gold is None:
            return Kind.EXTRA
        return Kind.LABEL if self.gold[:2] == self.predicted[:2] else Kind.BOUNDARY

    @property
    def labels(self) -> set[str]:
        """The labels that are concerned."""
        return {span[2] for span in (self.gold, self.predicted) if span}

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        return min(span[0] for span in (self.gold, self.predicted) if span)


def misses_of(key: str, gold: set[SpanKey], predicted: set[SpanKey]) -> Iterator[Miss]:
    """The differences in reading order; what overlaps is one of them."""
    wrong = sorted(predicted - gold, reverse=True)
    near: list[SpanKey] = []
    found = []
    for one in sorted(gold - predicted):
        while wrong and wrong[-1][0] < one[1]:
            near.append(wrong.pop())
        # What ends before this one begins meets none of those that follow either.
        found += [Miss(key, None, other) for other in near if other[1] <= one[0]]
        near = [other for other in near if other[1] > one[0]]
        found.append(Miss(key, one, _taken(near, one)))
    found += [Miss(key, None, other) for other in (*near, *wrong)]
    yield from sorted(found, key=lambda miss: miss.gold or miss.predicted or (0, 0, ""))


def _taken(near: list[SpanKey], one: SpanKey) -> SpanKey | None:
    meets = (i for i, other in enumerate(near) if other[0] < one[1] and one[0] < other[1])
    same = (i for i, other in enumerate(near) if other[:2] == one[:2])
    place = next(same, None)
    place = next(meets, None) if place is None else place
    return None if place is None else near.pop(place)


def edges(misses: Iterable[Miss]) -> Counter[tuple[int, int]]:
    """How often predictions begin and end earlier (-1), where gold does (0), or later (1):
    (begin, end), of those with a wrong boundary."""
    return Counter(
        (_sign(miss.predicted[0] - miss.gold[0]), _sign(miss.predicted[1] - miss.gold[1]))
        for miss in misses
        if miss.gold and miss.predicted and miss.kind is Kind.BOUNDARY
    )


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)
