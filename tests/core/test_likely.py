"""Where a text probably names something that nobody has labelled yet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.likely import BLOCK, Likely, beginning, is_numeric
from annotator.core.words import Words

ALPHABET = "Ab. \n\r\t\u00a0\u2028\ufeff1$-'É\u0301👩\u200d🚀א\u0000"


def places(text: str, *known: str, numeric: bool = False) -> list[str]:
    """The words of the likely places."""
    heads = {beginning(words): {words} for words in known}
    found = Likely(text, Words(text), numeric=numeric).after(0, heads)
    return [text[start:end] for start, end in found]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Yesterday Ada Lovelace met him.", ["Ada Lovelace"]),
        ("He said that Mr. Smith left.", ["Smith"]),
        ("They sold Rolls-Royce cars.", ["Rolls-Royce"]),
        ("They went to the Bank of Ireland.", ["Bank of Ireland"]),
        ("It is what News.Az reports.", ["News.Az"]),
        ("We met J. Smith of Acme, Inc. there.", ["J. Smith of Acme, Inc"]),
        ("It was a Boeing 747 again.", ["Boeing 747"]),
        ("On Monday I went out in May.", []),
        ("The end. Then it began. This is all.", []),
        ("nothing here at all", []),
        ("全ては無です。", []),
    ],
)
def test_runs_of_capitalised_words_are_names(text: str, names: list[str]) -> None:
    assert [found.rstrip(".") for found in places(text)] == names


def test_a_word_at_the_head_of_a_sentence_is_none_if_it_is_written_small_elsewhere() -> None:
    assert places("Bread is good. He likes bread.") == []
    assert places("Bern is good. He likes bread.") == ["Bern"]


def test_numbers_and_dates_are_places_only_where_a_label_is_for_them() -> None:
    text = "He paid $50 billion on Monday."
    assert places(text) == []
    assert places(text, numeric=True) == ["$50 billion", "Monday"]
    assert is_numeric("Money")
    assert not is_numeric("PERSON")


def test_words_labelled_elsewhere_are_places_as_whole_words() -> None:
    assert places("we have jazz, jazzy music and jazz", "jazz") == ["jazz", "jazz"]
    assert places("a b a", "a") == ["a", "a"]


@given(st.text(ALPHABET, max_size=200), st.booleans())
def test_places_are_words_in_order_that_share_nothing(text: str, numeric: bool) -> None:
    words = Words(text)
    found = list(Likely(text, words, numeric=numeric).after(0, {}))
    ends = [0, *(end for _, end in found)]
    for before, (start, end) in zip(ends, found, strict=False):
        assert before <= start < end <= len(text)
        assert words.snap(start, end) == (start, end)


@given(st.text(ALPHABET, max_size=100), st.integers(0, 100))
def test_before_and_after_part_the_places_at_an_offset(text: str, offset: int) -> None:
    likely = Likely(text, Words(text))
    everything = list(likely.after(0, {}))
    assert list(likely.after(offset, {})) == [p for p in everything if p[0] >= offset]
    assert list(likely.before(offset, {}))[::-1] == [p for p in everything if p[1] <= offset]


def test_a_long_text_has_the_same_places_in_each_block() -> None:
    line = "He met Ada Lovelace in Bern, and it was so.\n"
    text = line * (3 * BLOCK // len(line))
    assert places(text) == ["Ada Lovelace", "Bern"] * (3 * BLOCK // len(line))
