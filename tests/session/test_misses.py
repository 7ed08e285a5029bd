"""Differences between people and a pipeline: what is paired, and of what kind it is."""

import time
from random import Random

import pytest

from annotator.session.misses import Kind, Miss, edges, misses_of

A, B, C = (0, 5, "PER"), (10, 15, "ORG"), (20, 25, "LOC")


def differences(gold: set, predicted: set) -> list[tuple[Kind, object, object]]:
    return [(m.kind, m.gold, m.predicted) for m in misses_of("key", gold, predicted)]


@pytest.mark.parametrize(
    ("gold", "predicted", "kind"),
    [
        ({A}, set(), Kind.MISSED),
        (set(), {A}, Kind.EXTRA),
        ({A}, {(0, 5, "ORG")}, Kind.LABEL),
        ({A}, {(0, 4, "PER")}, Kind.BOUNDARY),
        ({A}, {(3, 9, "ORG")}, Kind.BOUNDARY),
    ],
)
def test_a_difference_has_one_kind(gold: set, predicted: set, kind: Kind) -> None:
    ((found, *_),) = differences(gold, predicted)
    assert found is kind


def test_what_agrees_is_no_difference() -> None:
    assert differences({A, B, C}, {A, B, C}) == []


def test_what_only_touches_is_two_differences() -> None:
    assert differences({(0, 5, "X")}, {(5, 9, "X")}) == [
        (Kind.MISSED, (0, 5, "X"), None),
        (Kind.EXTRA, None, (5, 9, "X")),
    ]


def test_the_same_range_is_paired_before_one_that_overlaps() -> None:
    outer, inner = (0, 9, "ORG"), (0, 5, "ORG")
    assert (Kind.LABEL, A, inner) in differences({A}, {outer, inner})


def test_every_span_that_differs_is_in_exactly_one_difference() -> None:
    chance = Random(1)
    for _ in range(300):
        gold, predicted = (
            {(s := chance.randrange(40), s + chance.randrange(1, 9), chance.choice("XY"))
             for _ in range(chance.randrange(8))}
            for _ in range(2)
        )  # fmt: skip
        found = list(misses_of("key", gold, predicted))
        assert sorted(m.gold for m in found if m.gold) == sorted(gold - predicted)
        assert sorted(m.predicted for m in found if m.predicted) == sorted(predicted - gold)
        for miss in found:
            if miss.gold and miss.predicted:
                assert miss.gold[0] < miss.predicted[1]
                assert miss.predicted[0] < miss.gold[1]


def test_edges_are_counted_by_where_they_fall() -> None:
    misses = [
        Miss("k", (5, 9, "X"), (4, 9, "X")),
        Miss("k", (5, 9, "X"), (5, 12, "X")),
        Miss("k", (5, 9, "X"), (6, 8, "Y")),
        Miss("k", (5, 9, "X"), (5, 9, "Y")),
        Miss("k", (5, 9, "X"), None),
    ]
    assert edges(misses) == {(-1, 0): 1, (0, 1): 1, (1, -1): 1}


def test_the_time_for_a_difference_does_not_grow_with_their_number() -> None:
    def seconds(count: int) -> float:
        gold = {(i * 10, i * 10 + 5, "X") for i in range(count)}
        predicted = {(i * 10 + 1, i * 10 + 6, "X") for i in range(count)}
        began = time.process_time()
        assert len(list(misses_of("key", gold, predicted))) == count
        return time.process_time() - began

    few = min(seconds(5_000) for _ in range(3))
    assert seconds(50_000) < 40 * few
