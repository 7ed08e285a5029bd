"""The offsets doctor: each convention is found by its evidence."""

from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from annotator.formats.offsets import (
    ALL,
    CODE_POINTS,
    UTF16,
    Convention,
    Evidence,
    Ruler,
    diagnose,
)
from tests.formats.items import ROCKET
from tests.formats.torture import texts

BYTES = Convention("utf8")
INCLUSIVE = Convention(inclusive=True)
FOLDED = Convention(folded=True)
NO_BOM = Convention(skips_bom=True)
MIXED = "\ufeff🚀 Ada Lovelace\r\njoined IBM\r\nin Zürich 👩‍🚀 with Łukasz."
WORDS = ["Ada", "Lovelace", "joined", "IBM", "Zürich", "👩‍🚀", "Łukasz"]


def marks(text: str, words: Sequence[str], convention: Convention, *, surfaces: bool) -> Evidence:
    ruler = Ruler(text, convention)
    spans = []
    for word in words:
        start = text.index(word)
        spans.append((*ruler.written(start, start + len(word)), word if surfaces else None))
    return Evidence(text, spans)


@pytest.mark.parametrize(
    ("convention", "offsets"),
    [(CODE_POINTS, (2, 14)), (UTF16, (3, 15)), (BYTES, (5, 17)), (INCLUSIVE, (2, 13))],
)
def test_offsets_of_each_unit_are_those_that_the_tools_write(
    convention: Convention, offsets: tuple[int, int]
) -> None:
    ruler = Ruler(ROCKET, convention)
    assert ruler.written(2, 14) == offsets
    assert ruler.range(*offsets) == (2, 14)


@pytest.mark.parametrize("convention", ALL, ids=str)
def test_each_convention_is_found_by_its_surfaces(convention: Convention) -> None:
    found = diagnose([marks(MIXED, WORDS, convention, surfaces=True)], CODE_POINTS)
    assert (found.convention, found.fitting, found.spans) == (convention, 7, 7)
    assert found.sureness > 0.1


@pytest.mark.parametrize("expected", [CODE_POINTS, UTF16, BYTES])
@pytest.mark.parametrize(
    "convention", [CODE_POINTS, UTF16, BYTES, FOLDED, NO_BOM, INCLUSIVE], ids=str
)
def test_a_convention_is_found_by_word_edges_alone(
    convention: Convention, expected: Convention
) -> None:
    evidence = [marks(f"{MIXED} {n}", WORDS, convention, surfaces=False) for n in range(3)]
    assert diagnose(evidence, expected).convention == convention


def test_where_nothing_can_tell_the_documented_convention_holds() -> None:
    evidence = Evidence("Ada joined IBM.", [(0, 3, "Ada"), (11, 14, "IBM")])
    found = diagnose([evidence], UTF16)
    assert found.convention == UTF16
    assert {CODE_POINTS, UTF16, BYTES} <= set(found.alike)
    assert INCLUSIVE not in found.alike


@pytest.mark.parametrize("surfaces", [True, False])
def test_one_text_with_an_emoji_tells_of_a_thousand_without(surfaces: bool) -> None:
    plain = marks("Ada joined IBM.", ["Ada", "IBM"], CODE_POINTS, surfaces=surfaces)
    words = ["Ada", "joined", "IBM"]
    telling = marks("🚀 Ada joined IBM.", words, CODE_POINTS, surfaces=surfaces)
    assert diagnose([plain] * 1000 + [telling], UTF16).convention == CODE_POINTS


def test_one_odd_span_does_not_change_the_convention() -> None:
    evidence = Evidence("Ada joined IBM.", [(0, 2, None)])
    assert diagnose([evidence], CODE_POINTS).convention == CODE_POINTS


def test_what_is_sure_says_its_evidence() -> None:
    found = diagnose([marks(ROCKET, ["Ada", "IBM", "Paris"], UTF16, surfaces=True)], CODE_POINTS)
    assert found.sentence == (
        "offsets read as UTF-16 units: 3 of 3 spans fit; as code points 0 would"
    )
    assert found.sureness == 0.75


def test_a_file_without_spans_says_that_nothing_could_tell() -> None:
    found = diagnose([Evidence(ROCKET, [])], UTF16)
    assert (found.sureness, found.convention) == (0, UTF16)
    assert "nothing in the file could tell" in found.sentence


def test_an_offset_within_a_character_is_none() -> None:
    assert Ruler(ROCKET, UTF16).range(1, 5) is None
    assert Ruler(ROCKET, BYTES).range(0, 2) is None


@pytest.mark.parametrize("offset", [True, 1.5, "1", None])
def test_what_is_no_number_is_no_offset(offset: object) -> None:
    assert Ruler(ROCKET, UTF16).range(0, offset) is None


@given(text=texts, data=st.data(), convention=st.sampled_from(ALL))
def test_what_is_written_is_read_again(
    text: str, data: st.DataObject, convention: Convention
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    # A line break that counts one cannot be cut in two, nor can what counts nothing be a span.
    assume(
        not (convention.folded and "\r\n" in (text[start - 1 : start + 1], text[end - 1 : end + 1]))
    )
    assume(not (convention.skips_bom and text.startswith("\ufeff") and start == 0))
    ruler = Ruler(text, convention)
    assert ruler.range(*ruler.written(start, end)) == (start, end)
