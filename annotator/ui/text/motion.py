"""Going up and down by visual lines, and to the ends of one."""

from collections.abc import Iterator

from annotator.ui.text.layout import LaidOut
from annotator.ui.text.sheet import Sheet

Row = tuple[LaidOut, int]
"""A visual line: its paragraph, and which line of it."""


class Motion:
    """Remembers the x at which a walk up or down began, as long as nothing else moves."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._goal_px: float | None = None
        self._just_asked = False

    def moved(self) -> None:
        """The cursor went somewhere; unless that was our answer, the x is forgotten."""
        if not self._just_asked:
            self._goal_px = None
        self._just_asked = False

    def line_range(self, offset: int) -> tuple[int, int]:
        """Start and end of the visual line that holds this offset."""
        paragraph, line = self._row(offset)
        return paragraph.line_range(line)

    def offset_in_line(self, offset: int, lines: int) -> int:
        """The offset so many visual lines below (above if negative) at the remembered x.

        Lines without anything to see are passed over; the same offset where there is
        no further line.
        """
        target = self._target(offset, lines)
        if target is None:
            return offset
        if self._goal_px is None:
            self._goal_px = self._row(offset)[0].x_of(offset)
        self._just_asked = True
        return _seen_offset(*target, self._goal_px)

    def _row(self, offset: int) -> Row:
        paragraph = self._sheet.laid_out(self._sheet.paragraphs.index_at(offset))
        return paragraph, paragraph.line_of(offset)

    def _target(self, offset: int, lines: int) -> Row | None:
        best = None
        rows = self._rows(offset, 1 if lines > 0 else -1)
        for count, row in enumerate(rows, 1):
            if _is_seen(*row):
                best = row
            if best is not None and count >= abs(lines):
                break
        return best

    def _rows(self, offset: int, step: int) -> Iterator[Row]:
        """The visual lines after this offset's, or before it."""
        index = self._sheet.paragraphs.index_at(offset)
        paragraph, line = self._row(offset)
        while True:
            line += step
            if not 0 <= line < len(paragraph):
                index += step
                if not 0 <= index < len(self._sheet):
                    return
                paragraph = self._sheet.laid_out(index)
                line = 0 if step > 0 else len(paragraph) - 1
            yield paragraph, line


def _part(paragraph: LaidOut, line: int) -> str:
    start, end = paragraph.line_range(line)
    return paragraph.text[start - paragraph.start : end - paragraph.start]


def _is_seen(paragraph: LaidOut, line: int) -> bool:
    return not _part(paragraph, line).isspace()


def _seen_offset(paragraph: LaidOut, line: int, x_px: float) -> int:
    """The character under x, or the nearest one to it that is not white space."""
    start, end = paragraph.line_range(line)
    offset = paragraph.offset_at(line, x_px)
    seen = [i for i in range(start, end) if not paragraph.text[i - paragraph.start].isspace()]
    return min(seen, key=lambda i: abs(i - offset), default=offset)
