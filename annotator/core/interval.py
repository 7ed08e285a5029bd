"""How far a share may be from what was counted."""

from math import sqrt

Z = 1.96
"""Standard deviations that hold 95 % of a normal distribution."""


def wilson(right: int, of: int) -> tuple[float, float] | None:
    """The 95 % interval (0 to 1) of a share of which `right` of so many were seen; None: of none.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
    Journal of the American Statistical Association 22 (1927), 209-212.
    """
    if not of:
        return None
    share, square = right / of, Z * Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = Z * sqrt(share * (1 - share) / of + square / (4 * of * of)) / (1 + square / of)
    return max(0.0, middle - half), min(1.0, middle + half)
