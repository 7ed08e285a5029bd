"""What people labelled is proposed where it stands again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.memory import SOURCE, Experience, Memory
from annotator.core.words import Words
from tests.formats.torture import texts


def said(memory: Memory, text: str) -> list[tuple[str, str]]:
    found = memory.suggest(text, Words(text), 0, len(text))
    assert all(one.source == SOURCE for one in found)
    return [(text[one.start : one.end], one.label) for one in found]


def remembering(*said: tuple[str, str]) -> Memory:
    memory = Memory()
    for surface, label in said:
        memory.add(surface, label, labelled=1)
    return memory


def test_a_string_that_was_labelled_is_proposed_wherever_it_stands_as_whole_words() -> None:
    memory = remembering(("IBM", "ORG"), ("Ada Lovelace", "PERSON"))
    text = "IBM, IBMs and (IBM) met Ada Lovelace."
    assert said(memory, text) == [("IBM", "ORG"), ("IBM", "ORG"), ("Ada Lovelace", "PERSON")]


def test_the_longest_string_wins() -> None:
    memory = remembering(("New York", "GPE"), ("New York Times", "ORG"), ("Times", "ORG"))
    assert said(memory, "The New York Times of New York") == [
        ("New York Times", "ORG"),
        ("New York", "GPE"),
    ]


def test_a_string_is_known_in_capitals_too_but_a_short_one_is_not() -> None:
    memory = remembering(("Alibaba", "ORG"), ("Us", "ORG"))
    assert said(memory, "ALIBABA BEATS US") == [("ALIBABA", "ORG")]
    assert said(memory, "alibaba beats us") == []


def test_what_was_turned_down_is_not_proposed_again() -> None:
    memory = remembering(("May", "PERSON"))
    memory.add("May", "PERSON", turned_down=1)
    assert said(memory, "May I?") == []
    memory.add("May", "PERSON", labelled=2)
    assert said(memory, "May I?") == [("May", "PERSON")]


def test_a_decision_that_is_taken_back_is_forgotten() -> None:
    memory = remembering(("Bern", "GPE"))
    memory.add("Bern", "GPE", labelled=-1)
    assert said(memory, "Bern") == []
    assert not memory.is_turned_down("Bern", "GPE")


@pytest.mark.parametrize(("labelled", "turned_down", "precision"), [(1, 0, 2 / 3), (8, 1, 9 / 11)])
def test_each_string_carries_its_own_precision(
    labelled: int, turned_down: int, precision: float
) -> None:
    experience = Experience("Bern", "GPE", labelled, turned_down)
    (found,) = Memory([experience]).suggest("Bern", Words("Bern"), 0, 4)
    assert found.score == pytest.approx(precision, abs=1e-4)


def test_other_labels_of_a_string_are_its_runners_up() -> None:
    memory = Memory([Experience("Paris", "GPE", 5), Experience("Paris", "PERSON", 1)])
    (found,) = memory.suggest("Paris", Words("Paris"), 0, 5)
    assert (found.label, [label for label, _ in found.runners_up]) == ("GPE", ["PERSON"])


def test_only_words_that_begin_in_the_piece_are_looked_at() -> None:
    memory, text = remembering(("IBM", "ORG")), "IBM IBM IBM"
    assert [one.start for one in memory.suggest(text, Words(text), 1, 8)] == [4]


@given(text=texts, data=st.data())
def test_any_whole_words_are_found_again_where_they_stand(text: str, data: st.DataObject) -> None:
    words = list(Words(text))
    if words:
        first = data.draw(st.integers(0, len(words) - 1))
        last = data.draw(st.integers(first, min(len(words) - 1, first + 3)))
        start, end = words[first][0], words[last][1]
        memory = remembering((text[start:end], "X"))
        found = memory.suggest(text, Words(text), start, start + 1)
        assert [(one.start, one.end) for one in found] == [(start, end)]
