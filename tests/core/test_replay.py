"""Any state of an annotation is found again, and an edit leads from each to each."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.annotation import Annotation, Answer
from annotator.core.edit import Edit, apply
from annotator.core.replay import Replay, between
from annotator.core.span import Span

SPANS = st.builds(
    lambda start, length, label, note: Span(start, start + length, label, note=note),
    st.integers(0, 6),
    st.integers(1, 4),
    st.sampled_from(["PER", "ORG"]),
    st.sampled_from([None, "sure"]),
)
ANNOTATIONS = st.builds(
    lambda spans, rejected, answer, flagged, note: Annotation(
        tuple(sorted({(s.start, s.end, s.label): s for s in spans}.values(), key=str)),
        frozenset((s.start, s.end, s.label) for s in rejected),
        answer,
        flagged,
        note,
    ),
    st.lists(SPANS, max_size=5),
    st.lists(SPANS, max_size=3),
    st.sampled_from([None, *Answer]),
    st.booleans(),
    st.sampled_from([None, "a note"]),
)


def in_order(annotation: Annotation) -> Annotation:
    return apply(Edit(), annotation)


@given(ANNOTATIONS, ANNOTATIONS)
def test_the_edit_between_two_states_leads_from_one_to_the_other(
    one: Annotation, other: Annotation
) -> None:
    assert apply(between(one, other), one) == in_order(other)
    assert between(one, one).is_empty


@given(st.lists(ANNOTATIONS, max_size=6), st.lists(st.integers(0, 6), max_size=8))
def test_every_state_is_found_again_going_forth_and_back(
    states: list[Annotation], visits: list[int]
) -> None:
    states = [Annotation(), *map(in_order, states)]
    replay = Replay([between(a, b) for a, b in pairwise(states)])
    for visit in visits:
        at = min(visit, len(states) - 1)
        assert replay.after(at) == states[at]
