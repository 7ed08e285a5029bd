"""How often what a source says has held, by its score: curves that are fitted elsewhere."""

import json
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

Knots = tuple[tuple[float, float], ...]
"""(score, share that was right) with rising scores, both 0 to 1; straight between them."""


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
