"""How often what a source says has held, by its score."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.calibration import (
    Calibration,
    Reliability,
    expected_calibration_error,
    interpolated,
)

KNOTS = ((0.1, 0.2), (0.5, 0.4), (0.9, 0.8))


@pytest.mark.parametrize(
    ("score", "height"), [(0.0, 0.2), (0.1, 0.2), (0.3, 0.3), (0.5, 0.4), (0.7, 0.6), (1.0, 0.8)]
)
def test_between_two_knots_a_curve_is_straight_and_beyond_them_flat(
    score: float, height: float
) -> None:
    assert interpolated(KNOTS, score) == pytest.approx(height)


@given(st.lists(st.floats(0, 1), min_size=2, max_size=2))
def test_a_rising_curve_keeps_ranks(scores: list[float]) -> None:
    low, high = sorted(scores)
    assert interpolated(KNOTS, low) <= interpolated(KNOTS, high)


def test_of_an_unknown_source_nothing_is_known() -> None:
    known = Calibration({"a": KNOTS}, {"b": 0.7})
    assert known.chance("a", 0.5) == pytest.approx(0.4)
    assert known.chance("b", None) == 0.7
    assert known.chance("a", None) is None
    assert known.chance("b", 0.5) is None


def test_it_is_read_as_it_was_written_and_nonsense_is_nothing_known() -> None:
    known = Calibration({"a": KNOTS}, {"b": 0.7})
    assert Calibration.from_json(known.to_json()) == known
    for nonsense in ("", "[]", "{", '{"curves": {"a": [1]}, "unscored": {}}', "null"):
        assert Calibration.from_json(nonsense) == Calibration()


def test_the_calibration_error_weighs_each_bin_by_what_is_in_it() -> None:
    bins = [Reliability(0.9, 60, 100), Reliability(0.5, 150, 300), Reliability(0.1, 0, 0)]
    assert expected_calibration_error(bins) == pytest.approx(100 / 400 * 0.3)
    assert expected_calibration_error([Reliability(0.25, 1, 4)]) == 0
    assert expected_calibration_error([]) is None
