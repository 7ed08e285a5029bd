import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.characters import next_end, previous_start, trimmed
from annotator.core.search import (
    each_match,
    each_mention,
    each_place,
    next_match,
    previous_match,
)
from tests.formats.torture import texts

few_letters = st.text("aAb. ", max_size=20)


@given(text=texts, data=st.data())
def test_a_piece_of_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = next_match(text, text[start:end], start)
    assert found is not None
    assert text[slice(*found)].lower() == text[start:end].lower() or found == (start, end)


@given(text=few_letters, needle=st.text("aAb", min_size=1, max_size=2), at=st.integers(0, 20))
def test_searching_goes_round_the_ends(text: str, needle: str, at: int) -> None:
    found = list(each_match(text, needle))
    after = list(each_match(text, needle, start=at))
    before = [place for place in found if place[1] <= at]
    assert next_match(text, needle, at) == next(iter(after or found), None)
    assert previous_match(text, needle, at) == next(reversed(before or found), None)


def test_nothing_is_found_nowhere() -> None:
    assert next_match("abc", "", 0) is None
    assert list(each_mention("abc", "")) == []


@pytest.mark.parametrize(
    ("text", "surface", "expected"),
    [
        ("IBM and IBM's IBMer, ibm", "IBM", [0, 8]),
        ("A.B. or A.B.C", "A.B.", [0, 8]),
        ("Jose\u0301 and Jose", "Jose", [10]),
        ("Jose\u0301phine, Jose\u0301.", "Jose\u0301", [12]),
        ("$5 or US$5", "$5", [0, 8]),
        ("🚀🚀", "🚀", [0, 1]),
    ],
)
def test_a_mention_is_whole_words_in_the_same_case(
    text: str, surface: str, expected: list[int]
) -> None:
    assert [start for start, _ in each_mention(text, surface)] == expected


@given(text=texts)
def test_steps_by_character_go_through_the_text_and_back(text: str) -> None:
    ends, at = [], 0
    while (end := next_end(text, at)) is not None:
        assert end > at
        assert not text[at:end].isspace()
        at = end
        ends.append(end)
    starts, at = [], len(text)
    while (start := previous_start(text, at)) is not None:
        assert start < at
        at = start
        starts.append(start)
    assert len(starts) == len(ends)


def test_a_step_never_falls_apart_an_emoji_or_an_accent() -> None:
    text = "a 👩‍👩‍👧e\u0301"
    assert next_end(text, 1) == 7
    assert next_end(text, 7) == 9
    assert previous_start(text, 9) == 7
    assert previous_start(text, 7) == 2


@given(text=texts, data=st.data())
def test_trimming_leaves_no_white_space_at_the_edges(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    kept = trimmed(text, start, end)
    assert (text[slice(*kept)] if kept else "") == text[start:end].strip()


@given(text=few_letters, needle=st.text("aAb", min_size=1, max_size=2))
def test_either_rule_finds_what_its_own_search_finds(text: str, needle: str) -> None:
    def found(*, whole_words: bool, match_case: bool) -> set[tuple[int, int]]:
        return set(each_place(text, needle, whole_words=whole_words, match_case=match_case))

    assert found(whole_words=False, match_case=False) == set(each_match(text, needle))
    assert found(whole_words=True, match_case=True) == set(each_mention(text, needle))
    exact = found(whole_words=False, match_case=True)
    assert all(text[slice(*place)] == needle for place in exact)
    assert found(whole_words=True, match_case=True) <= found(whole_words=True, match_case=False)


def test_whole_words_may_be_looked_for_whatever_their_case() -> None:
    found = each_place("IBM ibm IBMer", "Ibm", whole_words=True, match_case=False)
    assert list(found) == [(0, 3), (4, 7)]
