"""Where gold comes from: voices are packed and read again, and follow undo, redo and renaming."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.edit import Edit
from annotator.core.histories import Entry
from annotator.core.provenance import Origin, origins, packed_voices
from annotator.core.span import Span, SpanKey

ADA, IBM = Span(0, 12, "PER"), Span(20, 23, "ORG")
PARIS: SpanKey = (27, 32, "LOC")
HAD = {(0, 12, "PER"): ["ana", "ben"], PARIS: ["ben"]}
TAKEN = Edit(added=(ADA,), rejected=(PARIS,))


def entry(
    edit: Edit, gesture: str = "review version", *, kind: str = "do", voices: bool = True
) -> Entry:
    said = packed_voices(edit, lambda key: HAD.get(key, [])) if voices else None
    return Entry("u", kind, gesture, edit, "2026-01-02T03:04:05", made_by="rita", voices=said)


def origin(*had: str, how: str = "version") -> Origin:
    return Origin(had, how, "rita", "2026-01-02T03:04:05")


def test_what_is_settled_tells_who_had_it_and_who_settled_it() -> None:
    assert origins([entry(TAKEN)]) == {(0, 12, "PER"): origin("ana", "ben"), PARIS: origin("ben")}


def test_what_nobody_had_comes_from_nobody() -> None:
    found = origins([entry(Edit(added=(IBM,)), "review correction")])
    assert found == {(20, 23, "ORG"): origin(how="correction")}


def test_undo_takes_it_away_and_redo_brings_it_back() -> None:
    undone = entry(TAKEN.inverse(), kind="undo", voices=False)
    redone = entry(TAKEN, kind="redo", voices=False)
    assert origins([entry(TAKEN), undone]) == {}
    assert origins([entry(TAKEN), undone, redone]) == origins([entry(TAKEN)])


def test_another_gesture_tells_anew_but_a_new_name_of_the_label_does_not() -> None:
    renamed = Edit(
        removed=(ADA,),
        added=(Span(0, 12, "HUMAN"),),
        rejected=((27, 32, "GPE"),),
        restored=(PARIS,),
    )
    found = origins([entry(TAKEN), entry(renamed, "rename PER to HUMAN", voices=False)])
    assert found == {(0, 12, "HUMAN"): origin("ana", "ben"), (27, 32, "GPE"): origin("ben")}
    found = origins([entry(TAKEN), entry(renamed, "label", voices=False)])
    assert found[0, 12, "HUMAN"] == origin(how="label")


names = st.sets(st.text(min_size=1, max_size=3), max_size=4)


@given(st.dictionaries(st.integers(0, 90), names, max_size=9))
def test_any_voices_are_read_as_they_were_packed(had: dict[int, set[str]]) -> None:
    keys: dict[SpanKey, set[str]] = {(start, start + 1, "X"): who for start, who in had.items()}
    edit = Edit(added=tuple(Span(*key) for key in keys))
    made = Entry("u", "do", "review both", edit, "t", voices=packed_voices(edit, keys.__getitem__))
    assert {key: set(one.had) for key, one in origins([made]).items()} == keys
