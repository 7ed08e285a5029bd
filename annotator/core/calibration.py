"""How often what a source says has held, by its score: curves that are fitted elsewhere."""

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

Knots = tuple[tuple[float, float], ...]
"""(score, share that was right) with rising scores, both 0 to 1; straight between them."""


class Reliability(NamedTuple):
    """`right` of so many suggestions with about one mean `score` (0 to 1) held."""

    score: float
    right: int
    of: int

    @property
    def share(self) -> float:
        """How many of them held, 0 to 1."""
        return self.right / self.of


def expected_calibration_error(bins: Iterable[Reliability]) -> float | None:
    """How far scores are from the shares that held, on average over all suggestions, 0 to 1;
    None: there are none.

    Sum over bins of n(bin) / n * |share(bin) - score(bin)|. M. P. Naeini, G. F. Cooper,
    M. Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning", AAAI 2015,
    2901-2907; C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger, "On calibration of modern neural
    networks", ICML 2017, https://arxiv.org/abs/1706.04599.
    """
    some = [one for one in bins if one.of]
    total = sum(one.of for one in some)
    return sum(one.of * abs(one.share - one.score) for one in some) / total if total else None


def interpolated(knots: Knots, score: float) -> float:
    """The height of a curve at a score; before the first knot and after the last as high as
    there."""
    i = bisect_right(knots, (score, 2.0))
    if i == 0:
        return knots[0][1]
    if i == len(knots):
        return knots[-1][1]
    (x0, y0), (x1, y1) = knots[i - 1], knots[i]
    return y0 + (y1 - y0) * (score - x0) / (x1 - x0)


@dataclass(frozen=True, slots=True)
class Calibration:
    """A curve for each source that was decided upon often enough, and for what sources propose
    without a score the share that was right."""

    curves: Mapping[str, Knots] = field(default_factory=dict)
    unscored: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_known(self) -> bool:
        """Whether anything is known."""
        return bool(self.curves or self.unscored)

    def chance(self, source: str, score: float | None) -> float | None:
        """How likely it is right (0 to 1); None: not known better than by the score."""
        if score is None:
            return self.unscored.get(source)
        knots = self.curves.get(source)
        return None if not knots else interpolated(knots, score)

    def to_json(self) -> str:
        """As `from_json` reads it."""
        return json.dumps({"curves": dict(self.curves), "unscored": dict(self.unscored)})

    @classmethod
    def from_json(cls, text: str) -> "Calibration":
        """What `to_json` wrote; of "", or of what it did not write, nothing is known."""
        try:
            found = json.loads(text)
            curves = {
                str(source): tuple((float(x), float(y)) for x, y in knots)
                for source, knots in found["curves"].items()
            }
            unscored = {str(source): float(share) for source, share in found["unscored"].items()}
        except (ValueError, TypeError, KeyError, AttributeError):
            return cls()
        return cls(curves, unscored)
