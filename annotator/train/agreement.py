"""Measures of agreement, out of sums that were counted by groups of documents, with intervals.

`Sums` hold a row for each group of documents and columns with names (see `agreement_counts`,
which counts them). Each measure is a function of the columns' sums; the arrays that it gets have
the labels last and may have draws of the bootstrap first. Where nothing can be said (nobody
marked anything, or there was but one label to choose) it is nan.

scikit-learn, nltk, statsmodels and krippendorff have these measures too. None of them is used:
they want each word of each annotator in an array, know no documents, and so no intervals over
documents, for which a measure must be computed a thousand times. Ours are checked against the
worked examples of their authors.

Gamma (Mathet, Widlöcher and Métivier 2015, Computational Linguistics
41/3) is not offered: `pygamma-agreement`, the only library, was last released in March 2024, brings
numba, cvxpy, cvxopt and pandas (800 MB), takes up to 20 s to import, and four seconds for one
document with seventy spans (a mixed integer programme, solved again for each sample of chance).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

RESAMPLES = 1_000
SEED = 0
INTERVAL = (2.5, 97.5)

Array = Any
"""A numpy array of float64."""
Columns = Mapping[str, Array]
Measure = Callable[[Columns], Array]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measure and the interval that holds it in 95 of 100 bootstrap resamples; None where
    nothing can be said (`low` and `high` also where there are too few documents to draw)."""

    value: float | None
    low: float | None
    high: float | None


@dataclass
class Sums:
    """Sums by `rows` (groups of documents); `columns`: how many each name has."""

    rows: int
    columns: Mapping[str, int]
    table: Array = field(init=False)

    def __post_init__(self) -> None:
        import numpy as np

        self.table = np.zeros((self.rows, sum(self.columns.values())))

    def add(self, rows: Array, table: Array) -> None:
        """Count rows of a table of the same columns into these rows."""
        import numpy as np

        if len(rows):
            order = np.argsort(rows, kind="stable")
            found, starts = np.unique(rows[order], return_index=True)
            self.table[found] += np.add.reduceat(table[order], starts, axis=0)

    def part(self, rows: slice) -> "Sums":
        """Some of the rows."""
        part = Sums(0, self.columns)
        part.table = self.table[rows]
        return part

    def named(self, table: Array) -> Columns:
        """The columns of such a table by their names."""
        found, start = {}, 0
        for name, width in self.columns.items():
            found[name] = table[..., start : start + width]
            start += width
        return found

    def total(self) -> Columns:
        """Everything."""
        return self.named(self.table.sum(axis=0))

    def documents(self) -> int:
        """How many documents were counted."""
        return int(self.total()["documents"][0])


class Draws:
    """Bootstrap resamples of sums: groups of documents are drawn with replacement, as many as
    there are (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13)."""

    def __init__(self, sums: Sums, resamples: int) -> None:
        (first, *_) = sums.columns
        assert first == "documents"
        self._sums = sums
        self._total = sums.total()
        self._drawn: Columns | None = None
        filled = sums.table[sums.table[:, 0] > 0]
        if resamples and len(filled) > 1:
            self._drawn = sums.named(_weights(len(filled), resamples) @ filled)

    def estimate(self, measure: Measure) -> Estimate:
        """A measure with its interval."""
        import numpy as np

        value = _known(measure(self._total))
        if value is None or self._drawn is None:
            return Estimate(value, None, None)
        found = measure(self._drawn)
        found = found[np.isfinite(found)]
        low, high = np.percentile(found, INTERVAL) if len(found) else (None, None)
        return Estimate(value, _known(low), _known(high))


@lru_cache(maxsize=4)
def _weights(count: int, resamples: int) -> Array:
    """How often each of `count` was drawn in each resample."""
    import numpy as np

    pick = np.random.default_rng(SEED)
    drawn = pick.integers(0, count, (resamples, count))
    found = np.stack([np.bincount(row, minlength=count) for row in drawn])
    return found.astype(float)


def _known(value: Any) -> float | None:
    return None if value is None or value != value else float(value)  # noqa: PLR0124 - nan


def ratio(part: Array, whole: Array) -> Array:
    """part / whole, nan where that is no number."""
    import numpy as np

    some = np.asarray(whole, float)
    return np.divide(part, some, out=np.full_like(some, np.nan), where=some != 0)


def f_of(right: str, first: str, second: str, label: int | None = None) -> Measure:
    """2 right / (first + second): the harmonic mean of precision and recall, which is the same
    whoever of the two is taken for right (Hripcsak and Rothschild, "Agreement, the F-measure,
    and reliability in information retrieval", JAMIA 12, 2005, 296-298)."""
    return lambda c: ratio(2 * _of(c[right], label), _of(c[first], label) + _of(c[second], label))


def share(right: str, whole: str, label: int | None = None) -> Measure:
    """right / whole."""
    return lambda c: ratio(_of(c[right], label), _of(c[whole], label))


def _of(column: Array, label: int | None) -> Array:
    return column.sum(axis=-1) if label is None else column[..., label]


def cohens_kappa(c: Columns) -> Array:
    """Agreement of two annotators by words, corrected for chance; at most 1, 0: as by chance.

    (p_o - p_e) / (1 - p_e), p_e from how often each of the two chose each label. J. Cohen, "A
    coefficient of agreement for nominal scales", Educational and Psychological Measurement 20
    (1960), 37-46.
    """
    words, same = _of(c["words"], None), _of(c["same"], None)
    chance = (c["first"] * c["second"]).sum(axis=-1)
    return ratio(words * same - chance, words * words - chance)


def kappa_of(label: int) -> Measure:
    """Cohen's kappa where the only question is whether a word has this label (0: none)."""

    def measure(c: Columns) -> Array:
        words = _of(c["words"], None)
        first, second, both = (c[name][..., label] for name in ("first", "second", "same"))
        same = words - first - second + 2 * both
        chance = first * second + (words - first) * (words - second)
        return ratio(words * same - chance, words * words - chance)

    return measure


def fleiss_kappa(c: Columns) -> Array:
    """Agreement of any number of annotators over the words that all of them have seen, at
    most 1; p_e from how often all together chose each label.

    J. L. Fleiss, "Measuring nominal scale agreement among many raters", Psychological
    Bulletin 76 (1971), 378-382.
    """
    chosen = _of(c["full_chosen"], None)
    agreed = chosen * _of(c["full_agreed"], None)
    chance = (c["full_chosen"] ** 2).sum(axis=-1)
    return ratio(agreed - chance, chosen * chosen - chance)


def krippendorffs_alpha(c: Columns) -> Array:
    """Agreement of any number of annotators by words, also where not all have seen all, for
    nominal labels; at most 1: 1 - D_o / D_e.

    K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011),
    https://repository.upenn.edu/asc_papers/43.
    """
    chosen, agreed = _of(c["chosen"], None), _of(c["agreed"], None)
    return _alpha(chosen, agreed, (c["chosen"] ** 2).sum(axis=-1))


def alpha_of(label: int) -> Measure:
    """Krippendorff's alpha where the only question is whether a word has this label (0: none);
    which label of several people differ on, K. Krippendorff, Content Analysis (2004), 11.3."""

    def measure(c: Columns) -> Array:
        chosen, with_it = _of(c["chosen"], None), c["chosen"][..., label]
        agreed = chosen - 2 * with_it + 2 * c["agreed"][..., label]
        return _alpha(chosen, agreed, with_it**2 + (chosen - with_it) ** 2)

    return measure


def _alpha(chosen: Array, agreed: Array, squares: Array) -> Array:
    expected = chosen * chosen - squares
    return ratio(expected - (chosen - 1) * (chosen - agreed), expected)
