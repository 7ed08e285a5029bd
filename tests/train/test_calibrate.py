"""The curve through what was right, by score."""

from itertools import pairwise

from annotator.core.calibration import interpolated
from annotator.train.calibrate import fitted

BINS = 20


def test_without_decisions_a_score_means_what_it_says() -> None:
    knots = fitted([0] * (BINS + 1), [0] * (BINS + 1))
    for score in (0.05, 0.3, 0.5, 0.95):
        assert abs(interpolated(knots, score) - score) < 0.03


def test_a_source_that_is_too_sure_is_taken_down_and_its_ranks_stay() -> None:
    of = [0] * 10 + [50] * 10 + [0]
    right = [0] * 10 + [25, 30, 20, 25, 30, 28, 32, 30, 36, 40] + [0]
    knots = fitted(right, of)
    found = [interpolated(knots, i / 200) for i in range(201)]
    assert all(a < b for a, b in pairwise(found[100:]))
    assert 0.75 < interpolated(knots, 0.975) < 0.85
    assert 0.45 < interpolated(knots, 0.6) < 0.6
    assert all(0 <= share <= 1 for share in found)
