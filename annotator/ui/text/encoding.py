"""One paragraph as Qt sees it: UTF-16 units, and stand-ins for what has no shape."""

import re
from bisect import bisect_left

LAST_OF_BASIC_PLANE = "\uffff"
CONTROL_PICTURES = 0x2400
DELETE = 0x7F

STAND_INS = {
    **{c: chr(CONTROL_PICTURES + c) for c in range(0x20)},
    DELETE: "\u2421",
    **dict.fromkeys(range(0x80, 0xA0), "\u2426"),
    **dict.fromkeys(map(ord, "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"), " "),
    ord("\t"): "\u2003",  # after a wrapped line QTextLine (Qt 6.11) has two widths for one tab
    0xFEFF: "\u25af",  # PySide6 (6.11) drops a leading BOM when it makes a QString
    0xFFFC: "\u25af",  # an inline object to Qt
}
"""What is laid out in place of a character: one UTF-16 unit for one unit."""

SEEN_STAND_INS = re.compile("[\u2400-\u2426\u25af]")


def shown(text: str) -> str:
    """The text with stand-ins for controls and line breaks, unit for unit as long."""
    return text.translate(STAND_INS)


def _has_more_units(text: str) -> bool:
    return len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(text)


class Units:
    """The map between code points and UTF-16 units of one paragraph.

    Both count from the paragraph's start; a table is kept only for paragraphs with
    characters beyond the basic plane.
    """

    def __init__(self, text: str) -> None:
        self._points: list[int] = []
        if not text.isascii() and _has_more_units(text):
            self._points = [i for i, c in enumerate(text) if c > LAST_OF_BASIC_PLANE]
        self._utf16 = [point + wide for wide, point in enumerate(self._points)]

    def to_utf16(self, point: int) -> int:
        """The unit at which this code point begins."""
        return point + bisect_left(self._points, point)

    def to_point(self, unit_utf16: int) -> int:
        """The code point that holds this unit."""
        return unit_utf16 - bisect_left(self._utf16, unit_utf16)
