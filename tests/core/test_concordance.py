import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.concordance import (
    Context,
    context,
    doubt,
    in_one_line,
    is_right_to_left,
    left_key,
    match_key,
    right_key,
)
from tests.formats.torture import texts


@given(text=texts, width=st.integers(0, 9), data=st.data())
def test_a_context_is_cut_by_code_points_and_nothing_in_it_is_altered(
    text: str, width: int, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = context(text, start, end, width=width)
    assert found.match == text[start:end]
    assert "".join(found) == text[max(0, start - width) : end + width]
    assert len(found.before) == min(width, start)
    assert len(found.after) == min(width, len(text) - end)


@given(text=texts)
def test_a_line_holds_no_control_character_and_no_break(text: str) -> None:
    shown = in_one_line(text)
    assert not any(c != " " and (c.isspace() or ord(c) < 32 or 127 <= ord(c) < 160) for c in shown)
    assert "  " not in shown


def test_a_run_of_breaks_and_controls_is_one_blank() -> None:
    assert in_one_line("a\r\n\t\0b\u2028\u00a0c\x85d") == "a b c d"
    assert in_one_line("👩\u200d👧 e\u0301") == "👩\u200d👧 e\u0301"


def test_what_stands_before_is_read_backwards_word_by_word() -> None:
    text = "He said, 'The new Jose\u0301 Bank"
    assert left_key(text, text.index("Bank")) == "jose\u0301 new the said he"
    assert left_key(text, 0) == ""


def test_what_stands_after_is_read_on_whatever_its_case_and_marks() -> None:
    assert right_key("IBM -- The Firm, and", 3) == "the firm and"


@given(text=texts, data=st.data())
def test_words_out_of_reach_do_not_tell_where_a_line_stands(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    assert left_key("x" * 99 + " " * 99 + text, 198 + at) == left_key(" " * 99 + text, 99 + at)
    assert right_key(text + " " * 99 + "x", at) == right_key(text + " " * 99, at)


def test_of_the_same_words_those_stand_first_after_which_something_else_follows() -> None:
    text = "New York, and New York Times"
    assert match_key(text, 0, 8) < match_key(text, 14, 22)
    assert match_key(text, 14, 22) < match_key(text, 14, 28)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (Context("a", "שלום", "b"), True),
        (Context("مرحبا", "1984", "بالعالم"), True),
        (Context("שלום", "Ada", "שלום"), False),
        (Context("", "🚀", ""), False),
        (Context("שלום ", "🚀", ""), True),
    ],
)
def test_a_line_reads_the_way_its_words_do(line: Context, *, expected: bool) -> None:
    assert is_right_to_left(line) is expected


@pytest.mark.parametrize(
    ("chance", "others", "agreeing", "expected"),
    [
        (None, 0, 0, None),
        (0.75, 0, 0, 0.25),
        (None, 4, 3, 0.25),
        (0.9, 2, 0, 1.0),
        (0.25, 2, 2, 0.75),
    ],
)
def test_doubt_is_the_greater_of_the_machines_and_the_others(
    chance: float | None, others: int, agreeing: int, expected: float | None
) -> None:
    assert doubt(chance, others, agreeing) == expected
