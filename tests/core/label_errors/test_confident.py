"""Confident learning gives what its authors' library gives."""

from random import Random

import pytest

from annotator.core.label_errors.confident import Record, Thresholds, seen_as

THRESHOLDS = [0.65411538, 0.639, 0.518]
ISSUES = [57, 32, 17, 30, 19, 7, 13, 51, 21, 56, 14, 71]
"""Of the examples below: cleanlab 2.9's `get_confident_thresholds`, and `find_label_issues` with
`filter_by="confident_learning"`, ranked by self-confidence, with no least count of a class."""


def examples() -> tuple[list[int], list[list[float]]]:
    """80 examples of three classes, a fifth of them with a class at random."""
    pick = Random(7)
    given, chances = [], []
    for _ in range(80):
        true = pick.randrange(3)
        given.append(true if pick.random() < 0.8 else pick.randrange(3))
        weights = [pick.random() ** 2 for _ in range(3)]
        weights[true] += pick.random() * 2
        shares = [round(weight / sum(weights), 3) for weight in weights]
        shares[0] = round(1 - shares[1] - shares[2], 3)
        chances.append(shares)
    return given, chances


def test_thresholds_and_issues_are_those_of_the_authors_library() -> None:
    given, chances = examples()
    thresholds = Thresholds(3)
    for own, shares in zip(given, chances, strict=True):
        thresholds.add(own, shares[own])
    assert thresholds.each() == pytest.approx(THRESHOLDS)
    each = thresholds.each()
    issues = [i for i in range(80) if seen_as(given[i], chances[i], each) is not None]
    assert sorted(issues, key=lambda i: chances[i][given[i]]) == ISSUES


def test_a_class_that_nothing_was_given_is_never_seen() -> None:
    thresholds = Thresholds(3)
    thresholds.add(0, 0.4)
    thresholds.add(1, 0.6)
    assert seen_as(0, [0.1, 0.1, 0.8], thresholds.each()) is None
    assert seen_as(0, [0.1, 0.7, 0.2], thresholds.each()) == 1
    assert seen_as(0, [0.45, 0.55, 0.0], thresholds.each()) is None


def test_a_model_is_worth_as_much_as_it_agrees_with_people_on_a_label() -> None:
    record = Record()
    record.add([(0, 3, "PER"), (5, 8, "PER"), (9, 12, "LOC")], [(0, 3, "PER"), (20, 22, "PER")])
    assert record.trust((0, 3, "PER"), None) == 0.5
    assert record.trust((9, 12, "LOC"), (9, 12, "PER")) == 0.0
    assert record.trust(None, (20, 22, "PER")) == 0.5
    assert record.trust(None, (20, 22, "ORG")) == 0.0
