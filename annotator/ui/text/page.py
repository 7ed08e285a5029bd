"""A text in a view of some size: its sheet, what of it is in sight, and the boxes in it."""

from collections import defaultdict
from collections.abc import Iterator

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QRegion

from annotator.core.words import Range
from annotator.session.article import Place
from annotator.ui.text.boxes import Box, boxes
from annotator.ui.text.content import Content
from annotator.ui.text.geometry import Geometry, column_px
from annotator.ui.text.ink import rgb_color
from annotator.ui.text.motion import Motion
from annotator.ui.text.paint import Sight
from annotator.ui.text.scrolling import Scrolling
from annotator.ui.text.sheet import Sheet
from annotator.ui.text.typography import Typography
from annotator.ui.theme import Theme

KEPT_BOXES = 400
"""Paragraphs whose boxes are remembered."""


class Page:
    """One text as it is shown."""

    def __init__(
        self, content: Content, *, typography: Typography, theme: Theme, size: QSize
    ) -> None:
        self._content = content
        self._boxes: dict[int, list[Box]] = {}
        self._size = size
        column = column_px(typography.column_px, size.width())
        self.sheet = Sheet(content.text, typography, column, rgb_color(theme.muted))
        self.scrolling = Scrolling(self.sheet)
        self.motion = Motion(self.sheet)
        self._look()

    def resize(self, size: QSize) -> None:
        """Fit into a view of this size; the text is set anew only if the column changes."""
        self._size = size
        width_px = column_px(self.sheet.typography.column_px, size.width())
        if width_px == self.sheet.column_px:
            self._look()
        else:
            self._set_anew(self.sheet.typography, self.sheet.muted)

    def set_type(self, typography: Typography, theme: Theme) -> None:
        """Set the text anew; the line at the top edge stays there."""
        self._set_anew(typography, rgb_color(theme.muted))

    def paragraph_at(self, offset: int) -> Range:
        """Start and end of the paragraph that holds this offset."""
        return self.sheet.paragraphs.extent(self.sheet.paragraphs.index_at(offset))

    def paragraphs_in_sight(self) -> list[Range]:
        """Start and end of each paragraph in sight."""
        return [self.sheet.paragraphs.extent(index) for index, _ in self.scrolling.visible()]

    def changed(self, start: int, end: int) -> Iterator[QRect]:
        """The spans in this range are not what they were: where that shows in the view."""
        touched = self.sheet.paragraphs.overlapping(start, end)
        before = {index: self._boxes.pop(index) for index in list(self._boxes) if index in touched}
        for index, top_px in self.scrolling.visible():
            if index in touched:
                paragraph = self.sheet.laid_out(index)
                lines = _changed_lines(before.get(index), self._boxes_of(index))
                for line in range(len(paragraph)) if lines is None else lines:
                    y_px, height_px = paragraph.line_y(line)
                    yield QRect(0, top_px + y_px, self._size.width(), height_px)

    def reveal(self, start: int, end: int) -> bool:
        """Bring a range comfortably into sight; whether anything moved."""
        index = self.sheet.paragraphs.index_at(start)
        paragraph = self.sheet.laid_out(index)
        before = self.scrolling.paragraph, self.scrolling.within_px
        self.scrolling.reveal(index, *paragraph.lines_y(start, end))
        return (self.scrolling.paragraph, self.scrolling.within_px) != before

    def sights(self, region: QRegion, place: Place, *, strong: bool) -> Iterator[Sight]:
        """The paragraphs that a region of the view shows, with those of their lines."""
        for index, top_px in self.scrolling.visible():
            paragraph = self.sheet.laid_out(index)
            whole = QRect(0, top_px, self._size.width(), paragraph.height_px)
            if region.intersects(whole):
                yield Sight(
                    paragraph=paragraph,
                    boxes=self._boxes_of(index),
                    lines=self._lines_in(region, index, top_px),
                    place=place,
                    left_px=self.geometry.left_px,
                    top_px=top_px,
                    right_px=self._size.width() - self.geometry.left_px,
                    strong=strong,
                )

    def _lines_in(self, region: QRegion, index: int, top_px: int) -> set[int]:
        paragraph = self.sheet.laid_out(index)
        found = set()
        for line in range(len(paragraph)):
            y_px, height_px = paragraph.line_y(line)
            if region.intersects(QRect(0, top_px + y_px, self._size.width(), height_px)):
                found.add(line)
        return found

    def _boxes_of(self, index: int) -> list[Box]:
        if index not in self._boxes:
            if len(self._boxes) >= KEPT_BOXES:
                self._boxes.clear()
            paragraph = self.sheet.laid_out(index)
            spans = self._content.spans_in(paragraph.start, paragraph.end)
            self._boxes[index] = boxes(paragraph, spans, self.sheet.typography, self._content.torn)
        return self._boxes[index]

    def _set_anew(self, typography: Typography, muted: QColor) -> None:
        top = self.scrolling.top_line()
        width_px = column_px(typography.column_px, self._size.width())
        self.sheet.set_type(typography, width_px, muted)
        self._boxes.clear()
        self._look()
        self.scrolling.keep_line(*top)

    def _look(self) -> None:
        self.scrolling.set_view(self._size.height())
        size = self._size
        self.geometry = Geometry(self.sheet, self.scrolling, size.width(), size.height())


def _changed_lines(before: list[Box] | None, after: list[Box]) -> set[int] | None:
    """The lines whose boxes differ; None: perhaps all, since they were not known."""
    if before is None:
        return None
    rows: dict[int, tuple[list[Box], list[Box]]] = defaultdict(lambda: ([], []))
    for which, known in enumerate((before, after)):
        for box in known:
            rows[box.line][which].append(box)
    return {line for line, (old, new) in rows.items() if old != new}
