import unicodedata
from array import array
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core import words
from annotator.core.pieces import cut
from annotator.core.words import Range, Words, pack, segments, unpack
from tests.formats.torture import TEXTS, texts

small_pieces = pytest.mark.parametrize("piece_length", [3, 10, 8_000])


def each_word(of: Words) -> list[Range]:
    found, at = [], 0
    while word := of.after(at):
        found.append(word)
        at = word[1]
    return found


def shown(text: str, start: int = 0) -> list[str]:
    return [text[s:e] for s, e in each_word(Words(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada joined IBM.", ["Ada", "joined", "IBM", "."]),
        ("🚀🚀 👩‍👩‍👧 🇩🇪🇫🇷 👍🏽!", ["🚀", "🚀", "👩‍👩‍👧", "🇩🇪", "🇫🇷", "👍🏽", "!"]),
        ("O'Neil’s 3.5% rise", ["O'Neil’s", "3.5", "%", "rise"]),
        ("\ufeffHello\r\n\tworld", ["Hello", "world"]),
        ("Ame\u0301lie 5\u00a0€", ["Ame\u0301lie", "5", "€"]),
        ("\u202bשלום\u202c עולם\u200f", ["שלום", "עולם"]),
        (" \r\n\u2028", []),
        ("", []),
    ],
)
def test_words_are_unicode_segments_that_show(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


@given(text=texts)
def test_words_stand_in_order_apart_and_hold_all_that_is_not_space(text: str) -> None:
    found = each_word(Words(text))
    assert all(a[1] <= b[0] for a, b in pairwise(found))
    assert all(s < e and not text[s:e].isspace() for s, e in found)
    held = {i for s, e in found for i in range(s, e)}
    # Marks and joiners that follow white space belong to it, as Unicode has it.
    loose = {"Mn", "Mc", "Me", "Cf"}
    assert all(
        i in held or c.isspace() or unicodedata.category(c) in loose for i, c in enumerate(text)
    )


@small_pieces
@given(text=texts, data=st.data())
def test_searching_agrees_with_a_plain_list(
    piece_length: int, text: str, data: st.DataObject
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "PIECE_LENGTH", piece_length)
        of = Words(text)
    found = each_word(of)
    at = data.draw(st.integers(0, len(text)))
    inside = next((w for w in found if w[0] <= at < w[1]), None)
    after = next((w for w in found if w[0] >= at), None)
    before = next((w for w in reversed(found) if w[1] <= at), None)
    assert of.containing(at) == inside
    assert of.after(at) == after
    assert of.before(at) == before
    assert of.nearest(at) == (inside or after or before)


@small_pieces
@given(text=texts, data=st.data())
def test_a_selection_snaps_to_the_words_it_touches(
    piece_length: int, text: str, data: st.DataObject
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "PIECE_LENGTH", piece_length)
        of = Words(text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    touched = [w for w in each_word(of) if w[0] < end and start < w[1]]
    assert of.snap(start, end) == ((touched[0][0], touched[-1][1]) if touched else None)


ranges = st.lists(st.tuples(st.integers(0, 5), st.integers(1, 5)), max_size=20)


@given(gaps=ranges, start=st.integers(0, 1_000_000))
def test_what_is_packed_is_unpacked(gaps: list[tuple[int, int]], start: int) -> None:
    tokens, at = [], start
    for gap, length in gaps:
        tokens.append((at + gap, at + gap + length))
        at += gap + length
    found = unpack(pack(tokens, start), start, at)
    assert list(zip(found.starts, found.ends, strict=True)) == tokens
    assert (found.start, found.end) == (start, at)


def test_packed_tokens_are_little_endian_pairs_of_gap_and_length() -> None:
    assert pack([(102, 105), (106, 107)], 100) == array("I", [2, 3, 1, 1]).tobytes()


def test_known_tokens_come_before_segments_and_the_rest_falls_back() -> None:
    text = "U.S. firms rose. U.S. firms fell."
    packed = pack([(0, 4), (5, 10), (11, 15), (15, 16)], 0)
    of = Words(text, [(0, 17, packed)])
    assert [text[s:e] for s, e in each_word(of)] == [
        "U.S.", "firms", "rose", ".", "U.S", ".", "firms", "fell", ".",
    ]  # fmt: skip


@given(text=texts, limit=st.integers(1, 12))
def test_pieces_cover_the_text_without_gaps_and_none_is_too_long(text: str, limit: int) -> None:
    pieces = list(cut(text, limit))
    assert "".join(text[s:e] for s, e in pieces) == text
    assert all(0 < e - s <= limit for s, e in pieces)


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("one\n\ntwo\nthree", 10, ["one\n\n", "two\nthree"]),
        ("one\r\n\r\ntwo three", 12, ["one\r\n\r\n", "two three"]),
        ("one\ntwo three", 9, ["one\n", "two three"]),
        ("one two three", 9, ["one two ", "three"]),
        ("onetwothree", 4, ["onet", "woth", "ree"]),
        ("", 4, [""]),
    ],
)
def test_a_piece_ends_at_a_paragraph_else_a_line_else_a_word(
    text: str, limit: int, expected: list[str]
) -> None:
    assert [text[s:e] for s, e in cut(text, limit)] == expected


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_segments_of_a_piece_stay_inside_it(text: str) -> None:
    tokens = segments(text, 1, len(text))
    assert all(1 <= s < e <= len(text) for s, e in zip(tokens.starts, tokens.ends, strict=True))


@given(texts)
def test_a_range_is_whole_if_words_begin_and_end_there(text: str) -> None:
    of = Words(text)
    starts, ends = ({word[i] for word in each_word(Words(text))} for i in (0, 1))
    for start in range(len(text)):
        for end in range(start + 1, min(len(text), start + 12) + 1):
            assert of.is_whole(start, end) == (start in starts and end in ends)


@small_pieces
@given(text=texts, data=st.data())
def test_words_of_a_range_are_those_that_begin_in_it(text: str, data, piece_length: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(words, "PIECE_LENGTH", piece_length)
        of = Words(text)
        start, end = sorted(data.draw(st.integers(0, len(text))) for _ in range(2))
        expected = [s for s, _ in each_word(of) if start <= s < end]
        assert list(of.starting_in(start, end)) == expected
