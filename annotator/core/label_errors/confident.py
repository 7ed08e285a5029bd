"""Confident learning: which given labels a model contradicts that is sure in its own terms.

Northcutt, Jiang and Chuang, "Confident Learning: Estimating Uncertainty in Dataset Labels",
Journal of Artificial Intelligence Research 70, 2021, https://arxiv.org/abs/1911.00068. A class
counts as seen where its chance reaches the mean chance that this class has among what was
given it (the threshold of section 3.1); what is given one class and seen as another is off the
diagonal of the confident joint, and probably wrong. Ranked by self-confidence: the chance of
the given class.

The library cleanlab (2.9) does the same, but needs pandas and scikit-learn, 150 MB beside what
is installed here, to run what follows; it is no dependency. A test compares with its results.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import starmap

from annotator.core.span import SpanKey

Chances = Sequence[float]
"""The chance of each class (0 to 1); they sum to 1."""
NEVER = 2.0
"""The threshold of a class that nothing was given."""
CLOSE = 1e-6


class Thresholds:
    """The mean chance of each class among what was given it: collected, then told."""

    def __init__(self, classes: int) -> None:
        self._sums = [0.0] * classes
        self._counts = [0] * classes

    def add(self, given: int, chance: float) -> None:
        """Count the chance of the given class of one example."""
        self._sums[given] += chance
        self._counts[given] += 1

    def each(self) -> list[float]:
        """The threshold of each class."""
        return list(starmap(_mean, zip(self._sums, self._counts, strict=True)))


class Record:
    """How often models agree with people on spans of each label: what they are worth here."""

    def __init__(self) -> None:
        self._said: Counter[str] = Counter()
        self._found: Counter[str] = Counter()
        self._both: Counter[str] = Counter()

    def add(self, said: Iterable[SpanKey], found: Iterable[SpanKey]) -> None:
        """Count the spans of one text."""
        people, models = set(said), set(found)
        for counter, keys in (
            (self._said, people),
            (self._found, models),
            (self._both, people & models),
        ):
            counter.update(label for _, _, label in keys)

    def trust(self, span: SpanKey | None, fix: SpanKey | None) -> float:
        """What a contradiction is worth: that to a span of people as much as models find of its
        label (recall; who misses most of a label says little by missing one more), that to
        nothing as much as is right of what they find (precision)."""
        if span is not None:
            return self._both[span[2]] / max(1, self._said[span[2]])
        return self._both[fix[2]] / max(1, self._found[fix[2]]) if fix is not None else 0.0


def seen_as(given: int, chances: Chances, thresholds: Sequence[float]) -> int | None:
    """The class that an example is seen as instead of the given one; None: it is as given, or
    nobody is sure."""
    confident = [i for i, chance in enumerate(chances) if chance >= thresholds[i] - CLOSE]
    if not confident:
        return None
    seen = max(confident, key=lambda i: chances[i])
    likeliest = max(range(len(chances)), key=lambda i: chances[i])
    return None if given in {seen, likeliest} else seen


def _mean(total: float, count: int) -> float:
    return total / count if count else NEVER
