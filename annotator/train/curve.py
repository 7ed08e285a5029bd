"""The learning curve: how F grows with the documents learnt from, and where it leads.

An inverse power law, F(n) = a - b * n ** -c, is fitted by least squares (Figueroa, Zeng-Treitler,
Kandula, Ngo: Predicting sample size required for classification performance, BMC Medical
Informatics and Decision Making 12:8, 2012, https://doi.org/10.1186/1472-6947-12-8) with
`scipy.optimize.curve_fit`. The uncertainty is a parametric bootstrap (Efron and Tibshirani, An
Introduction to the Bootstrap, 1993, chapter 6.5): points are drawn anew around the curve with
the spread of the points round it, and fitted again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

RESAMPLES = 200
INTERVAL = (2.5, 97.5)
SEED = 0
LEAST_SIZES = 3
"""Different numbers of documents without which three parameters cannot be told."""
FARTHEST = 2.0
"""So many times the most documents learnt from, the curve is followed and no farther."""
MOST_FAILED = 0.1
"""The share of resamples that may have no fit."""
STEEPEST = 3.0
"""The greatest exponent c; beyond it a curve is a step that one more document has made."""


@dataclass(frozen=True, slots=True)
class Point:
    """One training of a learning curve: on so many documents, with this seed, the F (0 to 1) on
    the held-out ones, and the seconds it took."""

    documents: int
    seed: int
    f: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Gain:
    """What so many `more` documents would bring: F from 0 to 1, with a 95 % interval. `curve`
    holds (documents, F) along the fitted curve. Where it cannot be said, `reason` says why."""

    more: int
    f: float = 0.0
    low: float = 0.0
    high: float = 0.0
    curve: tuple[tuple[float, float], ...] = ()
    reason: str = ""


def gain(points: Sequence[Point], more: int) -> Gain:
    """What `more` documents would add to the F that the largest number of documents gave."""
    sizes = sorted({point.documents for point in points})
    reason = _cannot(points, sizes, more)
    if reason:
        return Gain(more, reason=reason)
    fitted = _fit([(point.documents, point.f) for point in points])
    if fitted is None:
        return Gain(more, reason="no curve fits the scores")
    return _with_interval(points, fitted, sizes[-1], more)


def _cannot(points: Sequence[Point], sizes: list[int], more: int) -> str:
    if len(sizes) < LEAST_SIZES or len(points) <= LEAST_SIZES:
        return "there are too few trainings"
    if sizes[-1] + more > FARTHEST * sizes[-1]:
        return f"{more:,} more are over twice the {sizes[-1]:,} learnt from: too far to tell"
    first, last = (_mean([p.f for p in points if p.documents == n]) for n in (sizes[0], sizes[-1]))
    return "" if last > first else "the scores do not grow with the documents"


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


def _with_interval(points: Sequence[Point], fitted: Any, last: int, more: int) -> Gain:
    import numpy as np

    sizes = np.array([point.documents for point in points], dtype=float)
    residuals = np.array([point.f for point in points]) - power_law(sizes, *fitted)
    freedom = len(points) - len(fitted)
    squares = float((residuals**2).sum())
    chance = np.random.default_rng(SEED)
    found = []
    for _ in range(RESAMPLES):
        # From a few points the spread itself is not known well.
        spread = np.sqrt(squares / chance.chisquare(freedom))
        drawn = power_law(sizes, *fitted) + chance.normal(0.0, spread, len(points))
        again = _fit(list(zip(sizes, drawn, strict=True)))
        if again is not None:
            found.append(_step(again, last, more))
    if len(found) < (1 - MOST_FAILED) * RESAMPLES:
        return Gain(more, reason="the scores are too scattered for a curve")
    low, high = (float(value) for value in np.percentile(found, INTERVAL))
    reach = np.linspace(min(sizes), last + more, 40)
    curve = tuple((float(n), float(power_law(n, *fitted))) for n in reach)
    return Gain(more, _step(fitted, last, more), low, high, curve)


def _step(fitted: Any, last: int, more: int) -> float:
    return float(power_law(last + more, *fitted) - power_law(last, *fitted))


def power_law(n: Any, a: float, b: float, c: float) -> Any:
    """F(n) = a - b * n ** -c."""
    return a - b * n**-c


def _fit(points: Sequence[tuple[float, float]]) -> Any:
    import numpy as np
    from scipy.optimize import curve_fit

    sizes = np.array([size for size, _ in points], dtype=float)
    scores = np.array([score for _, score in points])
    # In units of the smallest size b is of the order of F itself.
    least = sizes.min()
    bounds = ([0.0, 0.0, 0.01], [1.0, 10.0, STEEPEST])
    guess = (min(1.0, max(0.01, scores.max() + 0.05)), 0.3, 0.5)
    try:
        (a, b, c), _ = curve_fit(power_law, sizes / least, scores, p0=guess, bounds=bounds)
    except (RuntimeError, ValueError):
        return None
    return np.array([a, b * least**c, c])
