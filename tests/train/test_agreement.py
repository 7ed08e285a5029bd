"""Measures of agreement, checked against worked examples of their authors and textbooks.

The examples are of subjects and raters: each subject becomes a text of one word.
"""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.train.agreement import (
    Draws,
    Estimate,
    Measure,
    Sums,
    alpha_of,
    cohens_kappa,
    fleiss_kappa,
    kappa_of,
    krippendorffs_alpha,
)
from annotator.train.agreement_counts import Block, Counted, group_columns, pair_columns

Units = Sequence[Sequence[str | None]]
"""What each rater said of each unit; None: has not seen it."""

# J. Cohen 1960, table 2: two judges, 200 patients, three diagnoses.
COHEN = {"aa": 88, "ab": 14, "ac": 18, "ba": 10, "bb": 40, "bc": 10, "ca": 2, "cb": 6, "cc": 12}
# Artstein and Poesio 2008, table 1: utterances as statements or requests for information.
DIALOGUE = {"ss": 20, "si": 20, "is": 10, "ii": 50}
# J. L. Fleiss 1971, table 1: thirty patients, six psychiatrists each, five diagnoses.
PATIENTS = (
    (0, 0, 0, 6, 0), (0, 3, 0, 0, 3), (0, 1, 4, 0, 1), (0, 0, 0, 0, 6), (0, 3, 0, 3, 0),
    (2, 0, 4, 0, 0), (0, 0, 4, 0, 2), (2, 0, 3, 1, 0), (2, 0, 0, 4, 0), (0, 0, 0, 0, 6),
    (1, 0, 0, 5, 0), (1, 1, 0, 4, 0), (0, 3, 3, 0, 0), (1, 0, 0, 5, 0), (0, 2, 0, 3, 1),
    (0, 0, 5, 0, 1), (3, 0, 0, 1, 2), (5, 1, 0, 0, 0), (0, 2, 0, 4, 0), (1, 0, 2, 0, 3),
    (0, 0, 0, 0, 6), (0, 1, 0, 5, 0), (0, 2, 0, 1, 3), (2, 0, 0, 4, 0), (1, 0, 0, 4, 1),
    (0, 5, 0, 1, 0), (4, 0, 0, 0, 2), (0, 2, 0, 4, 0), (1, 0, 5, 0, 0), (0, 0, 0, 0, 6),
)  # fmt: skip
# Fourteen raters: https://en.wikipedia.org/wiki/Fleiss'_kappa#Worked_example
SUBJECTS = (
    (0, 0, 0, 0, 14), (0, 2, 6, 4, 2), (0, 0, 3, 5, 6), (0, 3, 9, 2, 0), (2, 2, 8, 1, 1),
    (7, 7, 0, 0, 0), (3, 2, 6, 3, 0), (2, 5, 3, 2, 2), (6, 5, 2, 1, 0), (0, 2, 2, 3, 7),
)  # fmt: skip
# K. Krippendorff 2011, sections A to C.
BINARY = ("0100000010", "1110010000")
NOMINAL = ("aabbdcccedda", "babbbccceddd")
MISSING = (
    ("1", "1", None, "1"), ("2", "2", "3", "2"), ("3", "3", "3", "3"), ("3", "3", "3", "3"),
    ("2", "2", "2", "2"), ("1", "2", "3", "4"), ("4", "4", "4", "4"), ("1", "1", "2", "1"),
    ("2", "2", "2", "2"), (None, "5", "5", "5"), (None, None, "1", "1"), (None, "3", None, None),
)  # fmt: skip


def sums(units: Units, *, pair: bool) -> Sums:
    """What is counted of units by raters."""
    labels = sorted({said for unit in units for said in unit if said})
    finished = np.array([[said is not None for said in unit] for unit in units], bool)
    spans = [
        (number, rater, 0, 1, labels.index(said))
        for number, unit in enumerate(units)
        for rater, said in enumerate(unit)
        if said
    ]
    block = Block(["w"] * len(units), finished, np.array(spans, int).reshape(-1, 5))
    counted = Counted(block, len(labels))
    columns = pair_columns(len(labels)) if pair else group_columns(len(labels))
    found = Sums(len(units), columns)
    found.add(*(counted.pair(0, 1) if pair else counted.group(len(units[0]))))
    return found


def measured(measure: Measure, units: Units, *, pair: bool = False, resamples: int = 0) -> Estimate:
    return Draws(sums(units, pair=pair), resamples).estimate(measure)


def of_counts(counts: dict[str, int]) -> Units:
    return [tuple(said) for said, count in counts.items() for _ in range(count)]


def of_shares(rows: Sequence[Sequence[int]]) -> Units:
    return [[str(c) for c, count in enumerate(row) for _ in range(count)] for row in rows]


@pytest.mark.parametrize(("counts", "kappa"), [(COHEN, 0.492), (DIALOGUE, 0.348)])
def test_cohens_kappa_of_worked_examples(counts: dict[str, int], kappa: float) -> None:
    found = measured(cohens_kappa, of_counts(counts), pair=True)
    assert found.value == pytest.approx(kappa, abs=5e-4)


@pytest.mark.parametrize(
    ("units", "kappa"),
    [
        (of_shares(PATIENTS), 0.430),
        (of_shares(SUBJECTS), 0.210),
        # Artstein and Poesio call it pi.
        (of_counts(DIALOGUE), 0.341),
    ],
)
def test_fleiss_kappa_of_worked_examples(units: Units, kappa: float) -> None:
    assert measured(fleiss_kappa, units).value == pytest.approx(kappa, abs=5e-4)


@pytest.mark.parametrize(
    ("units", "alpha"),
    [
        (list(zip(*BINARY, strict=True)), 0.095),
        (list(zip(*NOMINAL, strict=True)), 0.692),
        (MISSING, 0.743),
    ],
)
def test_krippendorffs_alpha_of_his_own_examples(units: Units, alpha: float) -> None:
    assert measured(krippendorffs_alpha, units).value == pytest.approx(alpha, abs=5e-4)


def test_where_nothing_can_be_said_nothing_is() -> None:
    for units in ([["a", "a"]] * 5, [["", ""]] * 5):
        for measure, pair in ((cohens_kappa, True), (fleiss_kappa, False)):
            assert measured(measure, units, pair=pair, resamples=10) == Estimate(None, None, None)
        assert measured(krippendorffs_alpha, units).value is None
    assert measured(fleiss_kappa, [["a", "b", None], [None, "a", "b"]]).value is None


TWO = st.lists(st.tuples(*[st.sampled_from(["a", "b", ""])] * 2), min_size=2, max_size=30)


@given(TWO)
def test_all_are_one_when_all_agree_and_never_more(drawn: list[tuple[str, str]]) -> None:
    same = [(a, a) for a, _ in drawn]
    for measure, pair in (
        (cohens_kappa, True),
        (fleiss_kappa, False),
        (krippendorffs_alpha, False),
    ):
        assert measured(measure, same, pair=pair).value in (None, pytest.approx(1))
        found = measured(measure, drawn, pair=pair).value
        assert found is None or found <= 1 + 1e-9


@given(TWO)
def test_one_label_alone_is_measured_as_if_there_were_no_other(
    drawn: list[tuple[str, str]],
) -> None:
    labels = sorted({one for unit in drawn for one in unit if one})
    for number, label in enumerate(labels, start=1):
        alone = [tuple("x" if one == label else "" for one in unit) for unit in drawn]
        for of_label, of_all, pair in (
            (kappa_of, cohens_kappa, True),
            (alpha_of, krippendorffs_alpha, False),
        ):
            expected = measured(of_all, alone, pair=pair).value
            found = measured(of_label(number), drawn, pair=pair).value
            assert found == (expected if expected is None else pytest.approx(expected))


@given(st.permutations(of_counts({"ab": 4, "aa": 9, "bb": 7})))
def test_the_order_of_documents_changes_nothing(drawn: list[tuple[str, str]]) -> None:
    one = measured(cohens_kappa, sorted(drawn), pair=True).value
    assert measured(cohens_kappa, drawn, pair=True).value == one


def test_an_interval_holds_the_measure_and_is_the_same_each_time() -> None:
    units = of_counts(COHEN)
    found = measured(cohens_kappa, units, pair=True, resamples=500)
    assert found == measured(cohens_kappa, units, pair=True, resamples=500)
    assert found.low is not None
    assert found.high is not None
    # The standard error that the paper gives: sqrt(p_o (1 - p_o) / (N (1 - p_e)^2)) = .055.
    assert found.low == pytest.approx(0.492 - 1.96 * 0.055, abs=0.03)
    assert found.high == pytest.approx(0.492 + 1.96 * 0.055, abs=0.03)


def test_one_document_alone_has_no_interval() -> None:
    found = measured(cohens_kappa, of_counts({"ab": 1}), pair=True, resamples=100)
    assert (found.value, found.low, found.high) == (0, None, None)
