import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.annotation import Annotation, Answer
from annotator.core.edit import Edit, EditConflict, apply, in_one
from annotator.core.span import Span, SpanKey, key_of

spans = st.builds(
    lambda start, length, label, score: Span(start, start + length, label, "s", score),
    st.integers(0, 9),
    st.integers(1, 4),
    st.sampled_from(["A", "B"]),
    st.floats(0, 1),
)
sets_of_spans = st.lists(spans, unique_by=key_of, max_size=8)
notes = st.none() | st.text(min_size=1, max_size=3)
answers = st.none() | st.sampled_from(Answer)
keys = st.frozensets(spans.map(key_of), max_size=5)


def some_of(draw: st.DrawFn, values: list[Span] | list[SpanKey]) -> tuple[object, ...]:
    return tuple(draw(st.lists(st.sampled_from(values), unique=True))) if values else ()


@st.composite
def fitting(draw: st.DrawFn) -> tuple[Annotation, Edit]:
    """An annotation, and an edit that fits it."""
    pool = draw(sets_of_spans)
    held, others = pool[::2], pool[1::2]
    rejected, restored = draw(keys), draw(keys)
    before = Annotation(
        tuple(sorted(held, key=key_of)), restored, draw(answers), draw(st.booleans()), draw(notes)
    )
    return before, Edit(
        removed=some_of(draw, held),  # type: ignore[arg-type]
        added=some_of(draw, others),  # type: ignore[arg-type]
        rejected=some_of(draw, sorted(rejected - restored)),  # type: ignore[arg-type]
        restored=some_of(draw, sorted(restored)),  # type: ignore[arg-type]
        answer=draw(st.none() | answers.map(lambda after: (before.answer, after))),
        note=draw(st.none() | notes.map(lambda after: (before.note, after))),
        flagged=draw(st.none() | st.booleans().map(lambda after: (before.flagged, after))),
    )


@given(fitting())
def test_an_edit_and_its_inverse_leave_the_annotation_as_it_was(
    given_: tuple[Annotation, Edit],
) -> None:
    before, edit = given_
    after = apply(edit, before)
    assert apply(edit.inverse(), after) == before
    assert edit.inverse().inverse() == edit
    assert list(after.spans) == sorted(after.spans, key=key_of)
    assert set(edit.added) <= set(after.spans)
    assert not set(edit.removed) & set(after.spans)


@given(fitting())
def test_an_edit_that_changes_nothing_is_empty(given_: tuple[Annotation, Edit]) -> None:
    before, edit = given_
    assert apply(Edit(), before) == before
    assert edit.is_empty == (edit == Edit())


SPAN = Span(0, 3, "ORG")


def test_moving_a_span_is_one_edit() -> None:
    moved = Span(0, 4, "ORG")
    edit = Edit(removed=(SPAN,), added=(moved,))
    assert apply(edit, Annotation((SPAN,))) == Annotation((moved,))


@pytest.mark.parametrize(
    ("annotation", "edit"),
    [
        (Annotation(), Edit(removed=(SPAN,))),
        (Annotation((SPAN,)), Edit(added=(SPAN,))),
        (Annotation((SPAN,)), Edit(added=(Span(0, 3, "ORG", "other"),))),
        (Annotation(), Edit(restored=((0, 3, "ORG"),))),
        (Annotation(rejected=frozenset([(0, 3, "ORG")])), Edit(rejected=((0, 3, "ORG"),))),
        (Annotation(answer=Answer.ACCEPT), Edit(answer=(None, Answer.REJECT))),
        (Annotation(note="a"), Edit(note=(None, "b"))),
        (Annotation(flagged=True), Edit(flagged=(False, True))),
    ],
)
def test_an_edit_that_does_not_fit_is_refused(annotation: Annotation, edit: Edit) -> None:
    with pytest.raises(EditConflict):
        apply(edit, annotation)


def test_just_an_accepted_document_is_complete() -> None:
    assert Annotation(answer=Answer.ACCEPT).complete
    assert not Annotation(answer=Answer.IGNORE).complete
    assert Annotation().is_empty
    assert not Annotation(flagged=True).is_empty


@given(first=fitting(), data=st.data())
def test_edits_that_follow_on_one_another_are_the_same_as_one(
    first: tuple[Annotation, Edit], data: st.DataObject
) -> None:
    before, _ = first
    state, edits = before, []
    for _ in range(data.draw(st.integers(0, 4))):
        held = {key_of(span): span for span in state.spans}
        gone = data.draw(
            st.lists(st.sampled_from(sorted(held)), unique=True) if held else st.just([])
        )
        come = [s for s in data.draw(sets_of_spans) if key_of(s) not in held or key_of(s) in gone]
        turned = data.draw(keys) - state.rejected
        back = (
            data.draw(st.lists(st.sampled_from(sorted(state.rejected)), unique=True))
            if state.rejected
            else []
        )
        edit = Edit(tuple(held[key] for key in gone), tuple(come), tuple(turned), tuple(back))
        state = apply(edit, state)
        edits.append(edit)
    assert apply(in_one(edits), before) == state
