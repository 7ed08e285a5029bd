"""How sure a share or a mean of documents is, and how sure the difference of two kinds of them.

Intervals hold 95 % of percentile bootstraps over documents (Efron and Tibshirani, An Introduction
to the Bootstrap, 1993, chapters 13 and 16: two samples are drawn from independently).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

RESAMPLES = 1_000
INTERVAL = (2.5, 97.5)
SEED = 0

Part = tuple[float, float]
"""What one document adds to the upper and to the lower part of a fraction."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value, and the interval that it lies in."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """A fraction in `blind` and in `ordinary` documents, and `difference`: blind less ordinary.
    None where there is nothing to divide by."""

    blind: Estimate | None
    ordinary: Estimate | None
    difference: Estimate | None


def estimated(parts: Sequence[Part]) -> Estimate | None:
    """A fraction of sums over documents, with its interval; None: nothing to divide by."""
    return compared([], parts).ordinary


def compared(blind: Sequence[Part], ordinary: Sequence[Part]) -> Comparison:
    """A fraction of sums over documents of two kinds, with its intervals."""
    if not blind and not ordinary:
        return Comparison(None, None, None)
    import numpy as np

    pick = np.random.default_rng(SEED)
    ours, theirs = (_resampled(np.array(parts, float), pick) for parts in (blind, ordinary))
    difference = None if ours is None or theirs is None else ours - theirs
    return Comparison(_estimate(ours), _estimate(theirs), _estimate(difference))


def _resampled(parts: Any, pick: Any) -> Any:
    """The fraction, and then that of each resample; None where it cannot be said."""
    import numpy as np

    if not len(parts) or not parts[:, 1].sum():
        return None
    every = np.arange(len(parts))
    draws = [every, *(pick.integers(0, len(parts), len(parts)) for _ in range(RESAMPLES))]
    sums = np.array([parts[draw].sum(axis=0) for draw in draws])
    # A resample may hold nothing to divide by: it tells of no value.
    return np.divide(sums[:, 0], sums[:, 1], out=np.full(len(sums), np.nan), where=sums[:, 1] > 0)


def _estimate(values: Any) -> Estimate | None:
    import numpy as np

    if values is None:
        return None
    low, high = np.nanpercentile(values[1:], INTERVAL)
    return Estimate(float(values[0]), float(low), float(high))
