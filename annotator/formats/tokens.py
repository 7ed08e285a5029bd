"""What formats of tokens share: the words of an item, and its spans counted in words."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from annotator.core.record import Exported, Problem
from annotator.core.span import Span, key_of, overlap
from annotator.core.words import Range, Words


@dataclass(frozen=True, slots=True)
class TokenSpan:
    """A span counted in words: `first <= i < end`."""

    first: int
    end: int
    span: Span


@dataclass(frozen=True, slots=True)
class Aligned:
    """The words of an item, the spans that stand on their edges, and the problems that leave
    out the others."""

    words: list[Range]
    spans: list[TokenSpan]
    problems: list[Problem]


def aligned(item: Exported, *, flat: bool) -> Aligned:
    """The words of an item with its spans; with `flat` only spans that do not overlap, the
    longer before the shorter and the earlier before the later, as spaCy's `filter_spans`."""
    words = list(Words(item.text, item.tokens))
    spans, problems = flattened(item) if flat else inside(item)
    starts, ends = [start for start, _ in words], [end for _, end in words]
    found = []
    for span in spans:
        first, last = bisect_left(starts, span.start), bisect_left(ends, span.end)
        whole = first <= last < len(words) and (starts[first], ends[last]) == (span.start, span.end)
        if whole:
            found.append(TokenSpan(first, last + 1, span))
        else:
            reason = f"{item.text[span.start : span.end]!r} is off the token edges"
            problems.append(item.left_out("span", reason, key_of(span)))
    return Aligned(words, found, problems)


def inside(item: Exported) -> tuple[list[Span], list[Problem]]:
    """The spans of an item in reading order, and the problems of those beyond the text."""
    length, spans, problems = len(item.text), [], []
    for span in sorted(item.spans, key=key_of):
        if span.end <= length:
            spans.append(span)
        else:
            reason = f"{span.start}-{span.end} is no range of a text of {length} characters"
            problems.append(item.left_out("span", reason, key_of(span)))
    return spans, problems


def flattened(item: Exported) -> tuple[list[Span], list[Problem]]:
    """The spans that a flat format can hold, in reading order, and what is left out."""
    spans, problems = inside(item)
    kept: list[Span] = []
    for rivals in _clusters(spans):
        chosen: list[Span] = []
        for span in sorted(rivals, key=lambda s: (s.start - s.end, s.start, s.label)):
            above = next((other for other in chosen if overlap(span, other)), None)
            if above is None:
                chosen.append(span)
            else:
                reason = (
                    f"{item.text[span.start : span.end]!r} overlaps"
                    f" {item.text[above.start : above.end]!r}, and the format is flat"
                )
                problems.append(item.left_out("span", reason, key_of(span)))
        kept += sorted(chosen, key=key_of)
    return kept, problems


def _clusters(spans: Iterable[Span]) -> Iterable[list[Span]]:
    """The spans in groups of which no two overlap."""
    cluster: list[Span] = []
    end = 0
    for span in spans:
        if cluster and span.start >= end:
            yield cluster
            cluster = []
        cluster.append(span)
        end = max(end, span.end) if len(cluster) > 1 else span.end
    if cluster:
        yield cluster
