import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.span import Span
from annotator.formats.tags import TagEvidence, iob2, untagged
from annotator.formats.tokens import TokenSpan

RANGES = [(0, 1, "PER"), (1, 3, "PER"), (4, 5, "ORG"), (5, 8, "LOC")]
"""Of eight tokens; the first two touch and are of one label."""
WRITTEN = {
    "IOB1": "I-PER B-PER I-PER O I-ORG I-LOC I-LOC I-LOC",
    "IOB2": "B-PER B-PER I-PER O B-ORG B-LOC I-LOC I-LOC",
    "BILOU": "U-PER B-PER L-PER O U-ORG B-LOC I-LOC L-LOC",
    "BIOES": "S-PER B-PER E-PER O S-ORG B-LOC I-LOC E-LOC",
    "IOE": "E-PER I-PER E-PER O E-ORG I-LOC I-LOC E-LOC",
}


def scheme_of(*sentences: str) -> tuple[str, float]:
    evidence = TagEvidence()
    for sentence in sentences:
        evidence.add(sentence.split())
    scheme = evidence.scheme()
    assert scheme.name in scheme.sentence
    return scheme.name, scheme.sureness


@pytest.mark.parametrize("scheme", WRITTEN)
def test_each_scheme_is_told_from_its_tags_and_read_alike(scheme: str) -> None:
    name, sureness = scheme_of(WRITTEN[scheme])
    assert (name, sureness > 0) == (scheme, True)
    found = untagged(WRITTEN[scheme].split(), scheme)
    assert (found.ranges, found.faults) == (RANGES, [])


def test_tags_without_prefix_are_runs_of_a_label() -> None:
    assert scheme_of("PER PER O ORG LOC")[0] == "IO"
    found = untagged(["PER", "PER", "O", "ORG", "LOC"], "IO")
    assert found.ranges == [(0, 2, "PER"), (3, 4, "ORG"), (4, 5, "LOC")]


def test_where_nothing_can_tell_the_sureness_is_zero() -> None:
    assert scheme_of("O O", "O") == ("IOB2", 0.0)


def test_more_evidence_makes_surer() -> None:
    one, many = scheme_of("B-PER O"), scheme_of(*["B-PER O"] * 50)
    assert one[1] < many[1] < 1


def test_a_stray_continuation_is_read_as_a_beginning_and_said() -> None:
    found = untagged(["O", "I-PER", "I-PER", "O", "B-ORG", "I-LOC"], "IOB2")
    assert found.ranges == [(1, 3, "PER"), (4, 5, "ORG"), (5, 6, "LOC")]
    assert [(fault.token, fault.is_lost) for fault in found.faults] == [(1, False), (5, False)]
    assert "'I-PER' continues no PER" in found.faults[0].reason


def test_an_entity_that_is_never_closed_is_said() -> None:
    found = untagged(["B-PER", "I-PER", "O"], "BILOU")
    assert found.ranges == [(0, 2, "PER")]
    assert [fault.token for fault in found.faults] == [1]


def test_an_unknown_prefix_is_a_lost_span() -> None:
    found = untagged(["X-PER", "B-PER", "PER"], "IOB2")
    assert found.ranges == [(1, 2, "PER")]
    assert [(fault.token, fault.is_lost) for fault in found.faults] == [(0, True), (2, True)]


def test_labels_may_hold_dashes_and_prefixes_may_stand_alone() -> None:
    assert untagged(["B-creative-work", "I-creative-work"], "IOB2").ranges == [
        (0, 2, "creative-work")
    ]
    assert untagged(["B", "I", "O"], "IOB2").ranges == [(0, 2, "ENTITY")]


@given(
    lengths=st.lists(
        st.tuples(st.integers(0, 2), st.integers(1, 4), st.sampled_from(["A", "B-C", "I-B"]))
    )
)
def test_ranges_survive_being_tagged(lengths: list[tuple[int, int, str]]) -> None:
    ranges, at = [], 0
    for gap, length, label in lengths:
        ranges.append((at + gap, at + gap + length, label))
        at += gap + length
    spans = [TokenSpan(first, end, Span(first, end, label)) for first, end, label in ranges]
    found = untagged(iob2(at, spans), "IOB2")
    assert (found.ranges, found.faults) == (ranges, [])


@given(
    tags=st.lists(
        st.from_regex(r"[BIOLUESMX]?-?[AB]?", fullmatch=True) | st.text(max_size=3), max_size=12
    ),
    scheme=st.sampled_from([*WRITTEN, "IO"]),
)
def test_any_tags_make_ranges_in_order_that_do_not_overlap(tags: list[str], scheme: str) -> None:
    evidence = TagEvidence()
    evidence.add(tags)
    assert 0 <= evidence.scheme().sureness <= 1
    ends = [0]
    for first, end, label in untagged(tags, scheme).ranges:
        assert ends[-1] <= first < end <= len(tags)
        assert label
        ends.append(end)
