"""Where a learning curve leads, and when that cannot be said."""

from random import Random

from annotator.train.curve import Point, gain, power_law

SIZES = (100, 200, 300, 400)


def points(*, scatter: float, seeds: int = 3, a: float = 0.9, b: float = 2.0) -> list[Point]:
    """Scores on a known curve, with some chance in them."""
    chance = Random(1)
    return [
        Point(n, seed, power_law(n, a, b, 0.5) + chance.gauss(0, scatter), 1.0)
        for seed in range(seeds)
        for n in SIZES
    ]


def test_a_known_curve_is_found_again() -> None:
    found = gain(points(scatter=0.0005), 100)
    true = power_law(500, 0.9, 2.0, 0.5) - power_law(400, 0.9, 2.0, 0.5)
    assert found.reason == ""
    assert abs(found.f - true) < 0.003
    assert found.low < found.f < found.high
    assert found.curve[0][0] == 100
    assert found.curve[-1][0] == 500
    assert all(a[1] <= b[1] for a, b in zip(found.curve, found.curve[1:], strict=False))


def test_the_interval_grows_with_the_scatter() -> None:
    near, far = (gain(points(scatter=s), 100) for s in (0.001, 0.01))
    assert near.high - near.low < far.high - far.low


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    true = power_law(500, 0.9, 2.0, 0.5) - power_law(400, 0.9, 2.0, 0.5)
    held = said = 0
    for number in range(10):
        chance = Random(number)
        drawn = [
            Point(n, s, power_law(n, 0.9, 2.0, 0.5) + chance.gauss(0, 0.005), 1.0)
            for s in range(3)
            for n in SIZES
        ]
        found = gain(drawn, 100)
        said += not found.reason
        held += not found.reason and found.low <= true <= found.high
    assert said >= 9
    assert held >= 0.8 * said


def test_scores_that_do_not_grow_lead_nowhere() -> None:
    falling = [Point(n, 0, 0.8 - n / 1_000, 1.0) for n in SIZES]
    assert gain(falling, 100).reason == "the scores do not grow with the documents"


def test_a_few_trainings_lead_nowhere() -> None:
    assert "too few" in gain([], 100).reason
    assert "too few" in gain(points(scatter=0.001)[:2], 100).reason
    assert "too few" in gain(points(scatter=0.001, seeds=1)[:3], 100).reason


def test_no_curve_is_followed_beyond_twice_what_was_learnt_from() -> None:
    assert "twice" in gain([Point(n // 10, 0, 0.1 + n / 1_000, 1.0) for n in SIZES], 100).reason
