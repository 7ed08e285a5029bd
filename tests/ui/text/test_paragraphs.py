"""Paragraphs of a text, and their heights."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.ui.text import paragraphs as module
from annotator.ui.text.heights import BLOCK, Estimate, Heights
from annotator.ui.text.paragraphs import LIMIT, Paragraphs
from tests.ui.text.texts import PLAIN


def extents(text: str) -> list[tuple[int, int]]:
    found = Paragraphs(text)
    return [found.extent(i) for i in range(len(found))]


@given(PLAIN, st.sampled_from((1, 7, 1_000_000)))
def test_paragraphs_cover_the_text_exactly(text: str, batch: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BATCH", batch)
        parts = [text[start:end] for start, end in extents(text)]
    assert "".join(parts) == text
    assert parts == (text.splitlines(keepends=True) or [""])


@given(PLAIN)
def test_every_offset_is_in_its_paragraph(text: str) -> None:
    found = Paragraphs(text)
    for offset in range(len(text)):
        start, end = found.extent(found.index_at(offset))
        assert start <= offset < end


def test_an_empty_text_has_one_empty_paragraph() -> None:
    assert extents("") == [(0, 0)]


def test_a_giant_line_is_cut_at_spaces() -> None:
    text = "some words " * 2_000
    parts = [text[start:end] for start, end in extents(text)]
    assert "".join(parts) == text
    assert all(part.endswith(" ") and len(part) <= LIMIT for part in parts)


def test_a_giant_line_without_spaces_is_cut_between_clusters() -> None:
    text = "x" + "e\u0301" * LIMIT
    assert all(text[start] != "\u0301" for start, _ in extents(text))


@given(st.lists(st.integers(1, 9_000), min_size=1, max_size=3 * BLOCK), st.data())
def test_heights_stay_consistent_when_estimates_give_way_to_measures(
    lengths: list[int], data: st.DataObject
) -> None:
    starts = array("q", [sum(lengths[:i]) for i in range(len(lengths))])
    heights = Heights(starts, sum(lengths), Estimate(70.0, 40, 18))
    for _ in range(5):
        index = data.draw(st.integers(0, len(lengths) - 1))
        height_px = data.draw(st.integers(1, 5_000))
        heights.put(index, height_px)
        assert heights.get(index) == height_px
        assert heights.at(heights.top(index)) == (index, 0)
        assert heights.at(heights.top(index) + height_px - 1) == (index, height_px - 1)
    for index in range(len(lengths)):
        heights.get(index)
    assert heights.total_px == sum(map(heights.get, range(len(lengths))))
    assert heights.top(len(lengths) - 1) == heights.total_px - heights.get(len(lengths) - 1)


def test_the_estimate_of_a_long_text_is_about_right_before_anything_is_measured() -> None:
    lengths = [400, 1] * 2_000
    starts = array("q", [sum(lengths[:i]) for i in range(len(lengths))])
    heights = Heights(starts, sum(lengths), Estimate(70.0, 40, 18))
    guessed = heights.total_px
    for index in range(len(lengths)):
        heights.get(index)
    assert guessed == pytest.approx(heights.total_px, rel=0.1)
