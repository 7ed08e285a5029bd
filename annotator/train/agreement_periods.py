"""Weeks and months, and which of them what was finished on some day counts in."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from annotator.train.agreement import Array

By = Literal["week", "month"]
SOON = timedelta(days=26 * 7)
"""Work of less than half a year is shown by weeks."""
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Periods:
    """The periods from `first` (a number) on, `count` of them."""

    by: By
    first: int
    count: int

    @classmethod
    def between(cls, first: date, last: date, by: By | None = None) -> "Periods":
        """Those that hold the days from the first to the last."""
        by = by or ("week" if last - first < SOON else "month")
        numbers = [_number(day, by) for day in (first, last)]
        return cls(by, numbers[0], numbers[1] - numbers[0] + 1)

    def of(self, days: Array) -> Array:
        """In which period each day (numpy's datetime64, by days) lies, counted from 0."""
        import numpy as np

        if self.by == "month":
            # numpy counts months from 1970.
            return days.astype("datetime64[M]").astype(int) + 1970 * MONTHS - self.first
        since = days.astype(int) + date(1970, 1, 1).toordinal() - 1
        return np.floor_divide(since, 7) - self.first

    def name(self, place: int) -> str:
        """`2026-11`, or `2026-W48` (ISO 8601)."""
        number = self.first + place
        if self.by == "month":
            return f"{number // MONTHS}-{number % MONTHS + 1:02}"
        return date.fromordinal(number * 7 + 1).strftime("%G-W%V")


def _number(day: date, by: By) -> int:
    if by == "month":
        return day.year * MONTHS + day.month - 1
    return (day.toordinal() - 1) // 7
