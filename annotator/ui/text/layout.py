"""One paragraph laid out in visual lines: drawing, boxes of a range, what is under a point.

Offsets are code points of the whole text; x and y are pixels from the paragraph's top left.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import bidirectional

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from annotator.ui.text.encoding import SEEN_STAND_INS, Units, shown
from annotator.ui.text.typography import Typography

RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u200f\u202b\u202e\u2067"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
TOUCHING_PX = 1.0
ON = QTextLine.CursorPosition.CursorOnCharacter
BETWEEN = QTextLine.CursorPosition.CursorBetweenCharacters


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a range that stands together in one visual line."""

    line: int
    left_px: float
    right_px: float
    right_to_left: bool = False

    def holds(self, x_px: float) -> bool:
        """Whether this x lies in it."""
        return self.left_px - TOUCHING_PX <= x_px <= self.right_px + TOUCHING_PX


class LaidOut:
    """A paragraph's layout together with its lines (a line that outlives it crashes Qt).

    `muted` is the colour of characters that only stand for something without a shape.
    """

    def __init__(
        self, text: str, start: int, typography: Typography, width_px: int, muted: QColor
    ) -> None:
        self.text = text
        self.start = start
        self.end = start + len(text)
        self._typography = typography
        self._units = Units(text)
        seen = shown(text)
        self._layout = QTextLayout(seen, typography.font)
        self._layout.setCacheEnabled(True)
        self._mixed = RIGHT_TO_LEFT.search(text) is not None
        self.right_to_left = self._mixed and _begins_right_to_left(text)
        self._layout.setTextOption(_option(right_to_left=self.right_to_left))
        stand_ins = (self._units.to_utf16(m.start()) for m in SEEN_STAND_INS.finditer(seen))
        self._layout.setFormats([_muted(at_utf16, muted) for at_utf16 in stand_ins])
        self._lines = _lines(self._layout, typography, width_px)
        self._line_starts = [self._units.to_point(line.textStart()) for line in self._lines]
        blank = not text.strip("\r\n")
        self.height_px = typography.blank_px if blank else typography.line_px * len(self._lines)

    def __len__(self) -> int:
        """How many visual lines it has; at least one."""
        return len(self._lines)

    def draw(self, painter: QPainter, line: int, x_px: int, y_px: int) -> None:
        """Draw the text of one line; x and y are those of the paragraph."""
        self._lines[line].draw(painter, QPointF(x_px, y_px))

    def line_of(self, offset: int) -> int:
        """The visual line that holds this offset, the nearest if it is not in here."""
        return max(0, bisect_right(self._line_starts, offset - self.start) - 1)

    def line_at(self, y_px: float) -> int:
        """The visual line at this height, the nearest if there is none."""
        return min(len(self._lines) - 1, max(0, int(y_px // self._typography.line_px)))

    def line_range(self, line: int) -> tuple[int, int]:
        """Start and end of a visual line."""
        last = line + 1 == len(self._line_starts)
        end = len(self.text) if last else self._line_starts[line + 1]
        return self.start + self._line_starts[line], self.start + end

    def pieces(self, start: int, end: int) -> list[Piece]:
        """Where the characters of a range stand, without white space at ends of lines.

        A range of nothing but white space is there all the same.
        """
        within = self.start <= start < end <= self.end
        start, end = max(start, self.start), min(end, self.end)
        found: list[Piece] = []
        if start >= end:
            return found
        for line in range(self.line_of(start), self.line_of(end - 1) + 1):
            first, last = self.line_range(line)
            part = self._trimmed(max(start, first), min(end, last))
            if part[0] < part[1]:
                found.extend(self._mixed_pieces(line, *part) or [self._plain_piece(line, *part)])
        return found or ([self._plain_piece(self.line_of(start), start, end)] if within else [])

    def x_of(self, offset: int) -> float:
        """The middle of a character, line breaks included."""
        line = self.line_of(offset)
        piece = (self._mixed_pieces(line, offset, offset + 1) if self._mixed else None) or [
            self._plain_piece(line, offset, offset + 1)
        ]
        return (piece[0].left_px + piece[0].right_px) / 2

    def offset_at(self, line: int, x_px: float) -> int:
        """The character of this line under x, the nearest if there is none."""
        first, last = self.line_range(line)
        unit = self._lines[line].xToCursor(x_px, ON)
        found = min(max(first, self.start + self._units.to_point(unit)), max(first, last - 1))
        if not self._mixed:
            return found
        # Where the direction changes, xToCursor (Qt 6.11) can give another character.
        nearest = sorted(range(first, last), key=lambda offset: abs(offset - found))
        return next((i for i in nearest if self._is_at(line, i, x_px)), found)

    def boundary_at(self, line: int, x_px: float) -> int:
        """The place between two characters of this line that is nearest to x."""
        first, last = self.line_range(line)
        unit = self._lines[line].xToCursor(x_px, BETWEEN)
        return min(max(first, self.start + self._units.to_point(unit)), last)

    def line_y(self, line: int) -> tuple[int, int]:
        """Top and height of a visual line, label row included."""
        return line * self._typography.line_px, min(self.height_px, self._typography.line_px)

    def lines_y(self, start: int, end: int) -> tuple[int, int]:
        """Top and bottom of the visual lines that a range touches."""
        bottom_px, height_px = self.line_y(self.line_of(end - 1))
        return self.line_y(self.line_of(start))[0], bottom_px + height_px

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        part = self.text[start - self.start : end - self.start]
        return start + len(part) - len(part.lstrip()), start + len(part.rstrip())

    def _is_at(self, line: int, offset: int, x_px: float) -> bool:
        pieces = self._mixed_pieces(line, offset, offset + 1)
        return any(piece.left_px <= x_px < piece.right_px for piece in pieces)

    def _plain_piece(self, line: int, start: int, end: int) -> Piece:
        first, last = self._x_of_cursor(line, start), self._x_of_cursor(line, end)
        return Piece(line, min(first, last), max(first, last), first > last)

    def _x_of_cursor(self, line: int, offset: int) -> float:
        at_utf16 = self._units.to_utf16(offset - self.start)
        return self._lines[line].cursorToX(at_utf16)[0]  # type: ignore[index, no-any-return]

    def _mixed_pieces(self, line: int, start: int, end: int) -> list[Piece]:
        """Pieces from glyphs: a cursor's x is ambiguous where the direction changes."""
        if not self._mixed:
            return []
        first = self._units.to_utf16(start - self.start)
        count = self._units.to_utf16(end - self.start) - first
        runs = self._lines[line].glyphRuns(first, count)
        rects = [(run.boundingRect(), run.isRightToLeft()) for run in runs]
        shown_rects = [(r.left(), r.right(), rtl) for r, rtl in rects if r.width() > 0]
        return list(_joined(line, sorted(shown_rects)))


def _begins_right_to_left(text: str) -> bool:
    """Whether the first character with a direction goes right to left (UAX #9, rule P2)."""
    directions = (bidirectional(char) for char in text)
    return next((d for d in directions if d in {"L", "R", "AL"}), "L") != "L"


def _joined(line: int, runs: list[tuple[float, float, bool]]) -> Iterator[Piece]:
    at = 0
    while at < len(runs):
        left, right, right_to_left = runs[at]
        at += 1
        while at < len(runs) and runs[at][0] - right <= TOUCHING_PX:
            right = max(right, runs[at][1])
            at += 1
        yield Piece(line, left, right, right_to_left)


def _option(*, right_to_left: bool) -> QTextOption:
    """Right to left text stands at the right: a QTextLayout does not see to that itself."""
    option = QTextOption()
    if right_to_left:
        option.setAlignment(Qt.AlignmentFlag.AlignRight)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    return option


def _lines(layout: QTextLayout, typography: Typography, width_px: int) -> list[QTextLine]:
    lines: list[QTextLine] = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width_px)
        top_px = len(lines) * typography.line_px
        line.setPosition(QPointF(0, top_px + typography.baseline_px - line.ascent()))
        lines.append(line)
    layout.endLayout()
    return lines


def _muted(at_utf16: int, color: QColor) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start = at_utf16
    made.length = 1
    made.format = QTextCharFormat()
    made.format.setForeground(color)
    return made
