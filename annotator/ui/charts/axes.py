"""The scale of an axis: where its marks stand, and where a value is drawn."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

LONG = 10_000
A_YEAR = 365
NICE = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Axis:
    """From `low` to `high` in units of the data; `said` writes a value. `is_whole`: what is
    between whole numbers has no meaning, and gets no mark."""

    low: float
    high: float
    said: Callable[[float], str]
    is_whole: bool = False

    def share(self, value: float) -> float:
        """Where a value stands, 0 at the low end, 1 at the high one."""
        return (value - self.low) / (self.high - self.low)

    def marks(self, most: int) -> list[float]:
        """Round values along the axis, `most` or a few fewer."""
        step = _nice((self.high - self.low) / max(1, most))
        if self.is_whole:
            step = math.ceil(step)
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        return [number * step for number in range(first, last + 1)]


def up_to(highest: float, said: Callable[[float], str]) -> Axis:
    """An axis from nothing to a round value that holds the highest."""
    step = _nice(highest / 4) if highest > 0 else 1.0
    return Axis(0.0, step * max(1, math.ceil(highest / step - 1e-9)), said)


def shares_round(values: Sequence[float]) -> Axis:
    """An axis of only those shares round which values are: their differences are what counts."""
    found = values or [0.0, 1.0]
    low = max(0.0, min(found) - 0.05) // 0.1 * 0.1
    high = min(1.0, -(-(max(found) + 0.02) // 0.1) * 0.1)
    return Axis(low, max(high, low + 0.1), percent)


def days(first: date, last: date) -> Axis:
    """An axis of days, by their ordinal numbers."""
    written = "%d %b" if (last - first).days < A_YEAR else "%b %Y"

    def said(value: float) -> str:
        return date.fromordinal(round(value)).strftime(written).lstrip("0")

    low = first.toordinal()
    return Axis(low, max(last.toordinal(), low + 1), said, is_whole=True)


def numbered(names: Sequence[str]) -> Axis:
    """An axis on which each of these has its place, from 0 on."""

    def said(value: float) -> str:
        place = round(value)
        return names[place] if 0 <= place < len(names) else ""

    return Axis(-0.5, max(1, len(names)) - 0.5, said, is_whole=True)


def percent(value: float) -> str:
    """A share, 0 to 1, as people read it."""
    return f"{value:.0%}"


def two_places(value: float) -> str:
    """A measure that is no share, as it may be below 0."""
    return f"{value:.2f}"


def number(value: float) -> str:
    """A count, short where it is long."""
    return f"{value / 1_000:,g}k" if value >= LONG else f"{value:,g}"


def _nice(step: float) -> float:
    if step <= 0:
        return 1.0
    ten = 10.0 ** math.floor(math.log10(step))
    return next(nice * ten for nice in NICE if nice * ten >= step * (1 - 1e-9))
