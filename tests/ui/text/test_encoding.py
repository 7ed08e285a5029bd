"""Code points and UTF-16 units of a paragraph."""

from hypothesis import given

from annotator.ui.text.encoding import Units, shown
from tests.ui.text.texts import PLAIN


@given(PLAIN)
def test_the_maps_between_code_points_and_units_are_inverse(text: str) -> None:
    units = Units(text)
    for point in range(len(text) + 1):
        assert units.to_utf16(point) == len(text[:point].encode("utf-16-le")) // 2
        assert units.to_point(units.to_utf16(point)) == point


def test_the_second_unit_of_a_pair_belongs_to_its_character() -> None:
    units = Units("a😀b")
    assert [units.to_point(unit) for unit in range(5)] == [0, 1, 1, 2, 3]


@given(PLAIN)
def test_what_is_shown_is_unit_for_unit_as_long(text: str) -> None:
    assert len(shown(text)) == len(text)
    assert len(shown(text).encode("utf-16-le")) == len(text.encode("utf-16-le"))


def test_controls_are_seen_and_line_breaks_are_not() -> None:
    assert shown("\x00\x7f\ufeff\t\r\n\u2028") == "␀␡▯\u2003   "
