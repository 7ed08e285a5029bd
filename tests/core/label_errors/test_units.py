"""What a model says of spans, as examples of confident learning."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.label_errors.units import OUTSIDE, Judged, Unit, outside, units

LABELS = ("LOC", "PER")
TOKENS = [(0, 3), (4, 7), (8, 11), (12, 15)]
OUT, LOC, PER = (0.8, 0.1, 0.1), (0.1, 0.8, 0.1), (0.1, 0.1, 0.8)


def judged(*chances: tuple[float, ...], found: list[tuple[int, int, str]]) -> Judged:
    return Judged(TOKENS, chances, LABELS, found)


def test_a_span_is_given_its_label_and_has_the_mean_chances_of_its_tokens() -> None:
    (unit,) = units([(0, 7, "LOC")], judged(LOC, PER, OUT, OUT, found=[(0, 7, "LOC")]))
    assert (unit.given, unit.span, unit.found) == (1, (0, 7, "LOC"), None)
    assert [round(chance, 2) for chance in unit.chances] == [0.1, 0.45, 0.45]
    assert unit.fix(2, LABELS) == (0, 7, "PER")
    assert unit.fix(OUTSIDE, LABELS) is None


def test_what_only_the_model_finds_is_given_nothing() -> None:
    (unit,) = units([], judged(OUT, LOC, OUT, OUT, found=[(4, 7, "LOC")]))
    assert (unit.given, unit.span) == (OUTSIDE, None)
    assert unit.fix(1, LABELS) == (4, 7, "LOC")


def test_what_lies_between_two_edges_is_a_unit_of_its_own() -> None:
    wider = [(0, 7, "LOC")]
    _, edge = units([(0, 3, "LOC")], judged(LOC, LOC, OUT, OUT, found=wider))
    assert edge == Unit(OUTSIDE, list(LOC), (0, 3, "LOC"), (0, 7, "LOC"), is_edge=True)
    assert edge.fix(1, LABELS) == (0, 7, "LOC")
    _, edge = units([(0, 7, "LOC")], judged(LOC, OUT, OUT, OUT, found=[(0, 3, "LOC")]))
    assert (edge.given, edge.chances) == (1, list(OUT))
    assert edge.fix(OUTSIDE, LABELS) == (0, 3, "LOC")


def test_labels_that_the_model_does_not_know_are_no_units_and_hide_what_it_finds() -> None:
    assert list(units([(4, 7, "NEW")], judged(OUT, LOC, OUT, OUT, found=[(4, 7, "LOC")]))) == []


def test_outside_are_the_tokens_in_no_span() -> None:
    assert list(outside([(2, 5, "LOC")], judged(LOC, PER, OUT, OUT, found=[]))) == [0.8, 0.8]


ranges = st.tuples(st.integers(0, 14), st.integers(1, 6), st.sampled_from(LABELS)).map(
    lambda one: (one[0], one[0] + one[1], one[2])
)


@given(said=st.sets(ranges, max_size=6), found=st.sets(ranges, max_size=6))
def test_every_span_with_a_token_is_one_unit_and_every_fix_is_a_range(
    said: set[tuple[int, int, str]], found: set[tuple[int, int, str]]
) -> None:
    made = list(units(said, judged(LOC, PER, OUT, OUT, found=sorted(found))))
    plain = [unit.span for unit in made if unit.span and not unit.is_edge]
    touching = {s for s in said if any(a < s[1] and s[0] < b for a, b in TOKENS)}
    assert sorted(plain) == sorted(touching)
    for unit in made:
        for seen in range(3):
            fix = unit.fix(seen, LABELS)
            assert fix is None or fix[0] < fix[1]
