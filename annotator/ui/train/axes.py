"""The scale of an axis: where its marks stand, and where a value is drawn."""

import math
from collections.abc import Callable
from dataclasses import dataclass

LONG = 10_000
NICE = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Axis:
    """From `low` to `high` in units of the data; `said` writes a value."""

    low: float
    high: float
    said: Callable[[float], str]

    def share(self, value: float) -> float:
        """Where a value stands, 0 at the low end, 1 at the high one."""
        return (value - self.low) / (self.high - self.low)

    def marks(self, most: int) -> list[float]:
        """Round values along the axis, `most` or a few fewer."""
        step = _nice((self.high - self.low) / max(1, most))
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        return [number * step for number in range(first, last + 1)]


def up_to(highest: float, said: Callable[[float], str]) -> Axis:
    """An axis from nothing to a round value that holds the highest."""
    step = _nice(highest / 4) if highest > 0 else 1.0
    return Axis(0.0, step * max(1, math.ceil(highest / step - 1e-9)), said)


def percent(value: float) -> str:
    """A share, 0 to 1, as people read it."""
    return f"{value:.0%}"


def number(value: float) -> str:
    """A count, short where it is long."""
    return f"{value / 1_000:,g}k" if value >= LONG else f"{value:,g}"


def _nice(step: float) -> float:
    if step <= 0:
        return 1.0
    ten = 10.0 ** math.floor(math.log10(step))
    return next(nice * ten for nice in NICE if nice * ten >= step * (1 - 1e-9))
