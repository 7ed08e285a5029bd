"""Fitting how often suggestions of about one score were right."""

from collections.abc import Sequence

PRIOR = 0.2
"""So many decisions, right as often as the score says, are added to each bin."""
TILT = 0.01
"""What lies beyond the last middle of a bin rises by so much, so that ranks stay ranks."""


def fitted(right: Sequence[int], of: Sequence[int]) -> tuple[tuple[float, float], ...]:
    """Knots (score, share that was right) of a rising curve through bins of equal width.

    `right` and `of`: how many were right of how many, by bin from 0 to 1; a further one, for
    what had no score, is left out. Isotonic regression (scipy) with each flat stretch drawn
    through its centre alone: Oron and Flournoy, Centered Isotonic Regression (2017).
    """
    from scipy.optimize import isotonic_regression

    bins = len(right) - 1
    middles = [(i + 0.5) / bins for i in range(bins)]
    weights = [of[i] + PRIOR for i in range(bins)]
    shares = [(right[i] + PRIOR * middles[i]) / weights[i] for i in range(bins)]
    found = isotonic_regression(shares, weights=weights)
    knots = []
    for first, last in zip(found.blocks[:-1], found.blocks[1:], strict=True):
        block = range(int(first), int(last))
        centre = sum(weights[i] * middles[i] for i in block) / sum(weights[i] for i in block)
        knots.append((round(centre, 4), round(float(found.x[int(first)]), 4)))
    low, high = knots[0][1], knots[-1][1]
    ends = (0.0, round(max(0.0, low - TILT), 4)), (1.0, round(min(1.0, high + TILT), 4))
    return (ends[0], *knots, ends[1])
