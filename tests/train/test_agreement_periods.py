"""Days are put into weeks and months."""

from datetime import date, timedelta

import numpy as np
import pytest

from annotator.train.agreement_periods import By, Periods

FIRST = date(2025, 12, 29)


@pytest.mark.parametrize(("by", "form"), [("week", "%G-W%V"), ("month", "%Y-%m")])
def test_each_day_is_in_the_period_that_calendars_say(by: By, form: str) -> None:
    days = [FIRST + timedelta(days=n) for n in range(400)]
    periods = Periods.between(days[0], days[-1], by)
    found = periods.of(np.array(days, "datetime64[D]")).tolist()
    assert [periods.name(place) for place in found] == [day.strftime(form) for day in days]
    assert found[-1] == periods.count - 1


def test_short_work_is_shown_by_weeks_and_long_work_by_months() -> None:
    assert Periods.between(FIRST, FIRST + timedelta(days=100)).by == "week"
    assert Periods.between(FIRST, FIRST + timedelta(days=200)).by == "month"
