"""Between points of the view and offsets of the text.

Points and rectangles are in pixels of the view; offsets are code points of the text.
"""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QRectF

from annotator.core.span import Ranged
from annotator.ui.text.boxes import range_rect
from annotator.ui.text.layout import LaidOut
from annotator.ui.text.scrolling import Scrolling
from annotator.ui.text.sheet import Sheet
from annotator.ui.text.typography import MARGIN_PX

EDGE_PX = 4
"""How near to an edge of a box the pointer takes hold of it."""
OVERHANG_PX = 8
"""How far beyond the letters a point still counts as on a line's first or last character."""
LEAST_COLUMN_PX = 120


class Geometry:
    """Where the sheet stands in a view of this size."""

    def __init__(self, sheet: Sheet, scrolling: Scrolling, width_px: int, height_px: int) -> None:
        self._sheet = sheet
        self._scrolling = scrolling
        self.width_px = width_px
        self.height_px = height_px
        self.left_px = max(MARGIN_PX, (width_px - sheet.column_px) // 2)

    def offset_at(self, point: QPoint) -> int | None:
        """The character under a point; None beside and between the lines' ends."""
        found = self._line_under(point)
        if found is None:
            return None
        paragraph, line, x_px = found
        start, end = paragraph.line_range(line)
        pieces = paragraph.pieces(start, end)
        inside = any(p.left_px - OVERHANG_PX <= x_px <= p.right_px + OVERHANG_PX for p in pieces)
        return paragraph.offset_at(line, x_px) if inside else None

    def nearest_offset(self, point: QPoint) -> int:
        """The character nearest to a point."""
        paragraph, line, x_px = self._nearest_line(point)
        return paragraph.offset_at(line, x_px)

    def boundary_at(self, point: QPoint) -> int:
        """The place between characters nearest to a point."""
        paragraph, line, x_px = self._nearest_line(point)
        return paragraph.boundary_at(line, x_px)

    def rectangle_of(self, start: int, end: int) -> QRect:
        """The rectangle round a range; by estimate if it is far out of sight."""
        united = QRectF()
        first = self._sheet.paragraphs.index_at(start)
        for index in self._near(start, end) or [first]:
            for piece in self._sheet.laid_out(index).pieces(start, end):
                rect = range_rect(piece, self._sheet.typography)
                united |= rect.translated(self.left_px, self._scrolling.top_of(index))
        return united.toAlignedRect()

    def edge_at(self, point: QPoint, focus: Ranged) -> bool | None:
        """True: on the start of the focused span; False: on its end; None: on neither."""
        for is_start, offset in ((True, focus.start), (False, focus.end - 1)):
            index = self._sheet.paragraphs.index_at(offset)
            for piece in self._sheet.laid_out(index).pieces(offset, offset + 1):
                rect = range_rect(piece, self._sheet.typography)
                rect.translate(self.left_px, self._scrolling.top_of(index))
                at_left = is_start is not piece.right_to_left
                edge_px = rect.left() if at_left else rect.right()
                is_beside = rect.top() <= point.y() <= rect.bottom()
                if is_beside and abs(point.x() - edge_px) <= EDGE_PX:
                    return is_start
        return None

    def line_rects(self, start: int, end: int) -> Iterator[QRect]:
        """The visual lines in sight that a range touches, over the whole width."""
        for index in self._near(start, end):
            paragraph = self._sheet.laid_out(index)
            top_px, bottom_px = paragraph.lines_y(start, end)
            at_px = self._scrolling.top_of(index) + top_px
            yield QRect(0, at_px, self.width_px, bottom_px - top_px)

    def _near(self, start: int, end: int) -> list[int]:
        """The paragraphs in sight that a range touches."""
        touched = self._sheet.paragraphs.overlapping(start, end)
        return [index for index, _ in self._scrolling.visible() if index in touched]

    def _line_under(self, point: QPoint) -> tuple[LaidOut, int, float] | None:
        for index, top_px in self._scrolling.visible():
            paragraph = self._sheet.laid_out(index)
            if 0 <= point.y() - top_px < paragraph.height_px:
                line = paragraph.line_at(point.y() - top_px)
                return paragraph, line, point.x() - self.left_px
        return None

    def _nearest_line(self, point: QPoint) -> tuple[LaidOut, int, float]:
        inside = QPoint(point.x(), min(max(point.y(), 0), self.height_px - 1))
        found = self._line_under(inside)
        if found:
            return found
        visible = self._scrolling.visible()
        above = visible and inside.y() < visible[0][1]
        index = visible[0][0] if above else visible[-1][0] if visible else 0
        paragraph = self._sheet.laid_out(index)
        return paragraph, 0 if above else len(paragraph) - 1, point.x() - self.left_px


def column_px(wanted_px: int, view_px: int) -> int:
    """How wide the column can be in a view of this width."""
    return max(LEAST_COLUMN_PX, min(wanted_px, view_px - 2 * MARGIN_PX))
