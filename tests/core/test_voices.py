"""Many sources, one voice."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.calibration import Calibration
from annotator.core.span import key_of, overlap
from annotator.core.suggestion import AND, Suggestion, sources_of
from annotator.core.voices import united

UNKNOWN = Calibration()
one = st.builds(
    lambda start, length, label, source, score: Suggestion(
        start, start + length, label, source, score
    ),
    st.integers(0, 20),
    st.integers(1, 8),
    st.sampled_from("XYZ"),
    st.sampled_from("abc"),
    st.none() | st.sampled_from((0.2, 0.5, 0.7, 0.9)),
)


def test_sources_that_agree_are_one_suggestion_that_names_them_as_sure_as_the_surest() -> None:
    (found,) = united([Suggestion(0, 3, "X", "a", 0.9), Suggestion(0, 3, "X", "b", 0.6)], UNKNOWN)
    assert (found.source, found.score, found.sureness) == (f"a{AND}b", 0.6, 0.9)


def test_of_other_labels_the_surest_stands_and_the_others_are_runners_up() -> None:
    said = [
        Suggestion(0, 3, "X", "a", 0.6, (("Z", 0.3),)),
        Suggestion(0, 3, "Y", "b", 0.8, (("X", 0.1),)),
    ]
    (found,) = united(said, UNKNOWN)
    assert (found.label, found.source) == ("Y", "b")
    assert found.runners_up == (("X", 0.6), ("Z", 0.3))


def test_what_overlaps_is_settled_by_what_has_held_here() -> None:
    said = [Suggestion(0, 8, "X", "a", 0.9), Suggestion(4, 12, "Y", "b", 0.6)]
    assert [s.label for s in united(said, UNKNOWN)] == ["X"]
    known = Calibration({"a": ((0.0, 0.1), (1.0, 0.2)), "b": ((0.0, 0.5), (1.0, 0.9))})
    assert [(s.label, s.score) for s in united(said, known)] == [("Y", 0.6)]


def test_spans_of_one_source_nest() -> None:
    said = [Suggestion(0, 8, "X", "a", 0.9), Suggestion(0, 3, "Y", "a", 0.2)]
    assert united([*said, Suggestion(20, 22, "X", "b")], UNKNOWN)[:2] == said[::-1]


@given(st.lists(one, max_size=12))
def test_what_stands_was_said_and_nothing_of_other_sources_overlaps_it(
    said: list[Suggestion],
) -> None:
    found = united(said, UNKNOWN)
    if len({s.source for s in said}) <= 1:
        assert found == said
        return
    assert [key_of(s) for s in found] == sorted({key_of(s) for s in found})
    assert {key_of(s) for s in found} <= {key_of(s) for s in said}
    for s in found:
        names = sources_of(s.source)
        assert len(names) == len(set(names))
        assert set(names) <= {t.source for t in said if key_of(t) == key_of(s)}
        assert s.label not in dict(s.runners_up)
        for t in found:
            if t is not s and overlap(s, t):
                assert set(names) & set(sources_of(t.source))


@given(st.lists(one, max_size=12))
def test_nothing_is_lost_without_something_surer_in_its_place(said: list[Suggestion]) -> None:
    found = united(said, UNKNOWN)
    for s in said:
        sure = 0.5 if s.score is None else s.score
        assert any(overlap(s, t) and (t.sureness is None or t.sureness >= sure) for t in found) or (
            s.score is None and any(overlap(s, t) for t in found)
        )
