"""A part of the article's text as assistive technology reads it.

It counts in UTF-16 units from the part's start, as all of Qt does.
"""

from typing import Protocol

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAccessibleTextInterface

from annotator.core.words import Range
from annotator.session.article import Place
from annotator.ui.text.encoding import Units
from annotator.ui.text.view import ArticleView


class Part(Protocol):
    """Which part of which view's text; `extent` are offsets into all of it."""

    @property
    def view(self) -> ArticleView:
        """The view that shows it."""
        ...

    def extent(self) -> Range:
        """Its start and end."""
        ...


class TextPart(QAccessibleTextInterface):
    """Text and cursor of a part; a selection can be made through it, the text not changed."""

    def __init__(self, part: Part) -> None:
        super().__init__()
        self._part = part
        self._known = ("", Units(""))

    def characterCount(self) -> int:
        """How long the part is."""
        return self._units().to_utf16(len(self._text()))

    def text(self, start: int, end: int) -> str:
        """A piece of it; to its end if `end` is negative."""
        units, text = self._units(), self._text()
        return text[units.to_point(start) : units.to_point(end) if end >= 0 else None]

    def cursorPosition(self) -> int:
        """Where the word under the cursor begins, or the focused span."""
        return self._within(self._place().start)

    def setCursorPosition(self, position: int) -> None:
        """Put the cursor there, as a click does."""
        start, end = self._part.extent()
        if start < end:
            self._part.view.clicked.emit(min(self._offset(position), end - 1), QPoint())

    def selectionCount(self) -> int:
        """None, always.

        PySide6 (6.11) cannot override `selection`: whoever asked where one is would hear
        two arbitrary numbers. What is selected is told in words instead.
        """
        return 0

    def addSelection(self, start: int, end: int) -> None:
        """Select a range instead of what is selected."""
        first, last = sorted((self._offset(start), self._offset(end)))
        if first < last:
            self._part.view.dragged.emit(first, last, True, True)  # noqa: FBT003

    def setSelection(self, _index: int, start: int, end: int) -> None:
        """The same: there is one selection at most."""
        self.addSelection(start, end)

    def removeSelection(self, _index: int) -> None:
        """Put the cursor where the selection begins."""
        start, end = self._part.extent()
        if self._place().selection and start < end:
            self._part.view.clicked.emit(self._place().cursor[0], QPoint())

    def characterRect(self, position: int) -> QRect:
        """Where a character stands on the screen."""
        offset = self._offset(position)
        return self._part.view.on_screen(offset, offset + 1)

    def offsetAtPoint(self, point: QPoint) -> int:
        """The character at a point of the screen; -1 if none of this part is there."""
        view = self._part.view
        offset = view.offset_at(view.viewport().mapFromGlobal(point))
        start, end = self._part.extent()
        return self._within(offset) if offset is not None and start <= offset < end else -1

    def scrollToSubstring(self, start: int, end: int) -> None:
        """Bring a range into sight."""
        self._part.view.reveal(self._offset(start), self._offset(end))

    def _text(self) -> str:
        article = self._part.view.article
        if article is None:
            return ""
        # Python makes no copy of a string for a slice that is all of it.
        return article.text[slice(*self._part.extent())]

    def _units(self) -> Units:
        text = self._text()
        if self._known[0] is not text:
            self._known = (text, Units(text))
        return self._known[1]

    def _offset(self, position: int) -> int:
        start, end = self._part.extent()
        return min(end, start + self._units().to_point(max(0, position)))

    def _within(self, offset: int) -> int:
        start, end = self._part.extent()
        return self._units().to_utf16(min(max(offset, start), end) - start)

    def _place(self) -> Place:
        article = self._part.view.article
        return article.place if article else Place()
