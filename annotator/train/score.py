"""How well predicted spans agree with gold: precision, recall and F, with intervals.

Spans are counted with spaCy's `PRFScore` (https://spacy.io/api/scorer): a predicted span is
right if a gold span of the same document has its start, end and label (for boundaries: its start
and end). Intervals are percentile bootstraps over documents (Efron and Tibshirani, An
Introduction to the Bootstrap, 1993, chapter 13).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.core.span import SpanKey

RESAMPLES = 1_000
INTERVAL = (2.5, 97.5)
SEED = 0
NONE = ""
"""Stands for no label in the confusion."""

Pair = tuple[set[SpanKey], set[SpanKey]]
"""Gold and predicted spans of one document."""


@dataclass(frozen=True, slots=True)
class Score:
    """Shares from 0 to 1; `low` to `high` holds the F of 95 % of bootstrap resamples. `right`
    of the `predicted` spans are among the `gold` ones."""

    gold: int
    predicted: int
    right: int
    precision: float
    recall: float
    f: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Scores:
    """`exact`: range and label; `boundaries`: range alone; `labels`: exact, by label;
    `confusion`: how often (gold label, predicted label) share a range, NONE where one of the
    two has no span there."""

    documents: int
    exact: Score
    boundaries: Score
    labels: dict[str, Score] = field(default_factory=dict)
    confusion: dict[tuple[str, str], int] = field(default_factory=dict)


def scores(pairs: Iterable[Pair]) -> Scores:
    """The scores of predicted against gold spans."""
    every = list(pairs)
    names = sorted({key[2] for pair in every for keys in pair for key in keys})
    return Scores(
        documents=len(every),
        exact=score(every),
        boundaries=score([(_ranges(gold), _ranges(predicted)) for gold, predicted in every]),
        labels={name: score([_only(name, pair) for pair in every]) for name in names},
        confusion=dict(sum((_confused(*pair) for pair in every), Counter())),
    )


def _ranges(keys: set[SpanKey]) -> set[SpanKey]:
    return {(start, end, NONE) for start, end, _ in keys}


def _only(name: str, pair: Pair) -> Pair:
    gold, predicted = pair
    return {key for key in gold if key[2] == name}, {key for key in predicted if key[2] == name}


def score(pairs: Sequence[Pair]) -> Score:
    """Precision, recall and F over all documents, with the interval of F."""
    from spacy.scorer import PRFScore

    total = PRFScore()
    counts = []
    for gold, predicted in pairs:
        one = PRFScore()
        one.score_set(predicted, gold)
        total += one
        if len(one):
            counts.append((one.tp, one.fp, one.fn))
    low, high = _interval(counts)
    return Score(
        gold=total.tp + total.fn,
        predicted=total.tp + total.fp,
        right=total.tp,
        precision=total.precision,
        recall=total.recall,
        f=total.fscore,
        low=low,
        high=high,
    )


def _interval(counts: list[tuple[int, int, int]]) -> tuple[float, float]:
    import numpy as np

    if not counts:
        return 0.0, 0.0
    each = np.array(counts)
    pick = np.random.default_rng(SEED)
    found = [_f(each[pick.integers(0, len(each), len(each))].sum(axis=0)) for _ in range(RESAMPLES)]
    low, high = np.percentile(found, INTERVAL)
    return float(low), float(high)


def _f(counts: Any) -> float:
    right, wrong, missed = (int(count) for count in counts)
    return 2 * right / (2 * right + wrong + missed) if right else 0.0


def _confused(gold: set[SpanKey], predicted: set[SpanKey]) -> Counter[tuple[str, str]]:
    by_range: defaultdict[tuple[int, int], tuple[set[str], set[str]]] = defaultdict(
        lambda: (set(), set())
    )
    for which, keys in enumerate((gold, predicted)):
        for start, end, label in keys:
            by_range[start, end][which].add(label)
    found: Counter[tuple[str, str]] = Counter()
    for ours, theirs in by_range.values():
        same = ours & theirs
        found.update((label, label) for label in same)
        for one in ours - same or {NONE}:
            found.update((one, other) for other in theirs - same or {NONE} if one or other)
    return found
