"""Intervals of fractions of sums, and of their differences."""

from random import Random

from annotator.train.resampling import Comparison, compared


def test_the_interval_of_a_difference_holds_what_is_true_about_as_often_as_it_says() -> None:
    pick, held = Random(1), 0
    for _ in range(40):
        ours = [(pick.gauss(5, 2), 1.0) for _ in range(60)]
        theirs = [(pick.gauss(3, 1), 1.0) for _ in range(80)]
        found = compared(ours, theirs).difference
        assert found
        assert found.low < found.value < found.high
        held += found.low <= 2.0 <= found.high
    assert held >= 34


def test_a_fraction_of_sums_weighs_large_documents_more() -> None:
    found = compared([(10.0, 5.0), (0.0, 15.0)], [(1.0, 1.0)])
    assert found.blind
    assert found.ordinary
    assert found.difference
    assert (found.blind.value, found.ordinary.value, found.difference.value) == (0.5, 1.0, -0.5)


def test_where_there_is_nothing_to_divide_by_nothing_is_said() -> None:
    assert compared([], []) == Comparison(None, None, None)
    found = compared([(3.0, 0.0)], [(1.0, 2.0)])
    assert (found.blind, found.difference) == (None, None)
    assert found.ordinary
    assert found.ordinary.value == 0.5
