"""Edges that look like a slip, and what was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.label_errors.edges import slip_of
from annotator.core.words import Words
from tests.formats.torture import texts


def meant(text: str, words: str) -> str | None:
    """What a range was meant to be; None: it is as it should be."""
    start = text.index(words)
    found = slip_of(text, start, start + len(words), Words(text))
    return None if found is None else text[slice(*found[0])]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (" Oslo", "Oslo"),
        ("Oslo\r\n", "Oslo"),
        ("\u00a0Oslo\u2028", "Oslo"),
        ("Oslo,", "Oslo"),
        (", Oslo", "Oslo"),
        ("(Oslo", "Oslo"),
        ("Oslo)", "Oslo"),
        ("“Oslo", "Oslo"),
        ('Oslo"', "Oslo"),
        ("Oslo?!", "Oslo"),
        ("University.", "University"),
        ("Osl", "Oslo"),
        ("slo", "Oslo"),
    ],
)
def test_white_space_stray_marks_and_broken_words_are_slips(words: str, expected: str) -> None:
    around = {"Osl": "In Oslo now", "slo": "In Oslo now"}.get(words, f"In {words} now")
    assert meant(around, words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "Oslo",
        "Inc.",
        "U.S.",
        "St. Gallen",
        "Yahoo (US)",
        "“Faust”",
        '"Faust"',
        ".NET",
        "$5",
        "50%",
        "@ada",
        "#oslo",
        "AT&amp;",
        "C++",
        "👩‍👩‍👧",
        "Ame\u0301lie",
    ],
)
def test_what_belongs_to_the_words_is_left_alone(words: str) -> None:
    assert meant(f"In {words} now", words) is None


def test_a_range_of_nothing_but_marks_has_no_meaning_and_is_left_alone() -> None:
    assert meant("well ... , : then", " ... , ") is None


@given(text=texts.filter(bool), data=st.data())
def test_what_was_meant_lies_in_the_words_it_touches_and_is_meant_itself(text: str, data) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    words = Words(text)
    found = slip_of(text, start, end, words)
    if found is None:
        return
    (first, last), likelihood = found
    assert 0 <= first < last <= len(text)
    assert 0 < likelihood < 1
    assert not text[first].isspace()
    assert not text[last - 1].isspace()
    snapped = words.snap(start, end)
    assert start <= first or (snapped and snapped[0] <= first)
    assert last <= end or (snapped and last <= snapped[1])
