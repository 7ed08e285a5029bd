"""Measures of agreement, checked against worked examples of their authors and textbooks."""

from collections import Counter
from math import isnan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.agreement import (
    Labels,
    cohens_kappa,
    fleiss_kappa,
    krippendorffs_alpha,
    tabulated,
)

# Two readers of 50 grant applications: https://en.wikipedia.org/wiki/Cohen's_kappa#Simple_example
GRANTS = {("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15}

# Fourteen raters, ten subjects, five categories, after Fleiss 1971:
# https://en.wikipedia.org/wiki/Fleiss'_kappa#Worked_example
SUBJECTS = (
    (0, 0, 0, 0, 14), (0, 2, 6, 4, 2), (0, 0, 3, 5, 6), (0, 3, 9, 2, 0), (2, 2, 8, 1, 1),
    (7, 7, 0, 0, 0), (3, 2, 6, 3, 0), (2, 5, 3, 2, 2), (6, 5, 2, 1, 0), (0, 2, 2, 3, 7),
)  # fmt: skip


def fleiss_table() -> Counter[Labels]:
    rows = [tuple(str(c) for c, n in enumerate(row) for _ in range(n)) for row in SUBJECTS]
    return Counter(rows)


def test_cohens_kappa_of_the_textbook() -> None:
    assert cohens_kappa(GRANTS, 0, 1) == pytest.approx(0.4, abs=1e-9)


def test_fleiss_kappa_of_the_textbook() -> None:
    assert fleiss_kappa(fleiss_table()) == pytest.approx(0.210, abs=5e-4)


def test_krippendorffs_alpha_of_his_own_example() -> None:
    # Nominal data with missing values, section C: alpha = 0.743.
    seen = {
        1: ("1", "1", None, "1"), 2: ("2", "2", "3", "2"), 3: ("3", "3", "3", "3"),
        4: ("3", "3", "3", "3"), 5: ("2", "2", "2", "2"), 6: ("1", "2", "3", "4"),
        7: ("4", "4", "4", "4"), 8: ("1", "1", "2", "1"), 9: ("2", "2", "2", "2"),
        10: (None, "5", "5", "5"), 11: (None, None, "1", "1"), 12: (None, "3", None, None),
    }  # fmt: skip
    assert krippendorffs_alpha(Counter(seen.values())) == pytest.approx(0.743, abs=5e-4)


def test_alpha_of_two_observers_without_missing_values() -> None:
    # Krippendorff 2011, section A: binary data, two observers: alpha = 0.095.
    ours, theirs = "0100000010", "1110010000"
    assert krippendorffs_alpha(Counter(zip(ours, theirs, strict=True))) == pytest.approx(
        0.095, abs=5e-4
    )


def test_where_nothing_can_be_said_nothing_is() -> None:
    for table in ({}, {("a", "a"): 5}, {("a", None): 5}):
        assert isnan(cohens_kappa(table, 0, 1))
        assert isnan(krippendorffs_alpha(table))
    assert isnan(fleiss_kappa({("a", None): 3}))


@given(st.lists(st.tuples(*[st.sampled_from("ab")] * 2), min_size=2, max_size=30))
def test_all_are_one_when_all_agree_and_never_more(drawn: list[tuple[str, str]]) -> None:
    table = Counter(drawn)
    same = Counter((a, a) for a, _ in drawn)
    for measure in (lambda t: cohens_kappa(t, 0, 1), fleiss_kappa, krippendorffs_alpha):
        assert isnan(measure(same)) or measure(same) == pytest.approx(1)
        assert isnan(measure(table)) or measure(table) <= 1 + 1e-9


def test_units_that_are_not_listed_were_labelled_by_nobody() -> None:
    assert tabulated(5, [("a", ""), ("a", "")], ("", "")) == {("a", ""): 2, ("", ""): 3}
