"""What a model says of the spans of one text, as examples for confident learning."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from annotator.core.label_errors.confident import Chances
from annotator.core.span import SpanKey
from annotator.core.words import Range

OUTSIDE = 0
"""The class of tokens in no span; those of labels follow."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a model made of one text: its tokens' ranges in order, the chance of each class
    (OUTSIDE, then `labels`) at each token, and the spans that it found. Code points."""

    tokens: Sequence[Range]
    chances: Sequence[Chances]
    labels: Sequence[str]
    found: Sequence[SpanKey]


class Unit(NamedTuple):
    """Tokens that were given one class: a span of people, one of the model where people have
    none, or what lies between two edges. `chances`: the means of its tokens'."""

    given: int
    chances: list[float]
    span: SpanKey | None
    found: SpanKey | None
    is_edge: bool = False

    def fix(self, seen: int, labels: Sequence[str]) -> SpanKey | None:
        """What should stand there if the unit is seen as this class."""
        if self.is_edge or seen == OUTSIDE:
            return self.found if self.is_edge else None
        start, end, _ = place = self.span or self.found or (0, 0, "")
        label = labels[seen - 1]
        if self.found is not None and self.found[2] == label:
            return self.found
        assert end > start, place
        return start, end, label


def units(said: Iterable[SpanKey], judged: Judged) -> Iterator[Unit]:
    """The units of one text. What people gave a label that the model does not know is none."""
    classes = {label: i for i, label in enumerate(judged.labels, start=1)}
    spans, found = _Ranges(said), _Ranges(judged.found)
    tokens = _Ranges((*token, "") for token in judged.tokens)
    for span in spans.keys:
        if span[2] in classes:
            near = found.meeting(span)
            same = [one for one in near if one[:2] == span[:2]]
            best = next(iter([*same, *near]), None)
            yield from _of_span(judged, classes[span[2]], tokens, span, best)
    for one in found.keys:
        if not spans.meeting(one):
            yield from _unit(judged, OUTSIDE, tokens.numbers(one), None, one)


def outside(said: Iterable[SpanKey], judged: Judged) -> Iterator[float]:
    """The chance of OUTSIDE at each token in no span of people."""
    spans = _Ranges(said)
    for token, chances in zip(judged.tokens, judged.chances, strict=True):
        if not spans.meeting((*token, "")):
            yield chances[OUTSIDE]


def _of_span(
    judged: Judged, given: int, tokens: "_Ranges", span: SpanKey, found: SpanKey | None
) -> Iterator[Unit]:
    own = tokens.numbers(span)
    yield from _unit(judged, given, own, span, None if found == span else found)
    if found is None or found[2] != span[2] or found[:2] == span[:2]:
        return
    other = tokens.numbers(found)
    if wider := sorted({*other} - {*own}):
        yield from _unit(judged, OUTSIDE, wider, span, found, is_edge=True)
    elif narrower := sorted({*own} - {*other}):
        yield from _unit(judged, given, narrower, span, found, is_edge=True)


def _unit(
    judged: Judged,
    given: int,
    tokens: Sequence[int],
    span: SpanKey | None,
    found: SpanKey | None,
    *,
    is_edge: bool = False,
) -> Iterator[Unit]:
    if tokens:
        columns = zip(*(judged.chances[i] for i in tokens), strict=True)
        yield Unit(given, [sum(c) / len(tokens) for c in columns], span, found, is_edge)


class _Ranges:
    """Ranges with labels, in order: which of them share a character with another one."""

    def __init__(self, keys: Iterable[SpanKey]) -> None:
        self.keys = sorted(keys)
        self._longest = max((end - start for start, end, _ in self.keys), default=0)

    def numbers(self, key: SpanKey) -> list[int]:
        first = bisect_left(self.keys, (key[0] - self._longest,))
        last = bisect_left(self.keys, (key[1],))
        return [i for i in range(first, last) if self.keys[i][1] > key[0]]

    def meeting(self, key: SpanKey) -> list[SpanKey]:
        return [self.keys[i] for i in self.numbers(key)]
