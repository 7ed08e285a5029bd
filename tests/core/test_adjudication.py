"""Where annotators differ: every span in one item, kinds, rules, and speed that does not jump."""

from collections import Counter
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.adjudication import Item, Kind, Rule, items
from annotator.core.span import SpanKey

ADA: SpanKey = (0, 12, "PER")
LOVELACE: SpanKey = (4, 12, "PER")
IBM: SpanKey = (20, 23, "ORG")

keys = st.builds(
    lambda start, length, label: (start, start + length, label),
    st.integers(0, 60),
    st.integers(1, 30),
    st.sampled_from(["PER", "ORG"]),
)
annotators = st.lists(st.sets(keys, max_size=8), min_size=1, max_size=4)


def only(found: list[Item]) -> Item:
    (item,) = found
    return item


@given(said=annotators)
def test_every_span_of_every_annotator_is_in_exactly_one_item(said: list[set[SpanKey]]) -> None:
    found = items(said)
    for number, spans in enumerate(said):
        versions = [key for item in found for key in item.version(number)]
        assert Counter(versions) == Counter(spans)
    assert Counter(key for item in found for key in item.keys) == Counter(set().union(*said))


@given(said=annotators)
def test_agreed_is_what_all_have_and_nothing_else(said: list[set[SpanKey]]) -> None:
    agreed = {item.keys[0] for item in items(said) if item.kind is Kind.AGREED}
    assert agreed == set.intersection(*said)


@given(said=annotators)
def test_the_order_of_annotators_changes_nothing_but_their_numbers(
    said: list[set[SpanKey]],
) -> None:
    found = [(item.keys, item.kind) for item in items(said)]
    for order in permutations(said):
        assert [(item.keys, item.kind) for item in items(order)] == found


@given(said=annotators)
def test_items_come_in_reading_order_and_what_is_decided_by_rule_is_a_version(
    said: list[set[SpanKey]],
) -> None:
    found = items(said)
    assert found == sorted(found, key=lambda item: item.keys)
    for item in found:
        for rule in Rule:
            version = item.by_rule(rule)
            held_by = item.versions().get(version, []) if version is not None else []
            if version is not None:
                assert len(held_by) * 2 > len(said)
            if rule is Rule.UNANIMOUS:
                assert (version is None) == (item.kind is not Kind.AGREED)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ([{ADA}, {ADA}], Kind.AGREED),
        ([{ADA}, {(0, 12, "ORG")}], Kind.LABEL),
        ([{ADA}, {LOVELACE}], Kind.BOUNDARY),
        ([{ADA}, set()], Kind.MISSING),
        ([{ADA}, {(4, 12, "ORG")}], Kind.MIXED),
        ([{ADA}, {LOVELACE}, set()], Kind.MIXED),
        ([{(0, 3, "PER"), (4, 12, "PER")}, {ADA}], Kind.MIXED),
    ],
)
def test_the_kind_says_how_they_differ(said: list[set[SpanKey]], kind: Kind) -> None:
    assert only(items(said)).kind is kind


def test_a_nested_span_that_all_have_is_no_part_of_a_conflict_round_it() -> None:
    inner, outer, found = LOVELACE, ADA, items([{ADA, LOVELACE}, {LOVELACE}, {LOVELACE}])
    assert [(item.keys, item.kind) for item in found] == [
        ((outer,), Kind.MISSING),
        ((inner,), Kind.AGREED),
    ]


def test_spans_that_one_annotator_has_side_by_side_do_not_compete() -> None:
    found = items([{ADA, LOVELACE}, set()])
    assert [item.keys for item in found] == [(ADA,), (LOVELACE,)]


def test_a_span_round_a_whole_page_swallows_no_conflicts() -> None:
    page: SpanKey = (0, 2_000, "PAGE")
    found = items([{page}, {ADA, IBM}, {LOVELACE, IBM}])
    assert [item.keys for item in found] == [(ADA, LOVELACE), (page,), (IBM,)]


def test_most_voices_are_proposed_and_something_before_nothing() -> None:
    assert only(items([{LOVELACE}, {ADA}, {ADA}])).proposed == (ADA,)
    assert only(items([set(), {ADA}])).proposed == (ADA,)
    assert only(items([{LOVELACE}, {ADA}])).proposed == (LOVELACE,)


def test_the_majority_may_be_that_there_is_nothing() -> None:
    item = only(items([{ADA}, set(), set()]))
    assert item.by_rule(Rule.MAJORITY) == ()
    assert item.by_rule(Rule.UNANIMOUS) is None
    assert only(items([{ADA}, set()])).by_rule(Rule.MAJORITY) is None
