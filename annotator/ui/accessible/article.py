"""The article as assistive technology meets it: a text, and in big documents paragraphs."""

from typing import cast

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget

from annotator.core.words import Range
from annotator.ui.accessible.paragraph import NOTHING, Paragraph, ParagraphInterface
from annotator.ui.accessible.said import said_place
from annotator.ui.accessible.text import TextPart
from annotator.ui.text.view import ArticleView

BIG = 50_000
"""A longer text is told by paragraphs: Qt reads all of a text to find one word of it."""


class ArticleInterface(QAccessibleWidget):
    """The whole text, read-only; its description is the selection or the focused span."""

    def __init__(self, view: ArticleView) -> None:
        super().__init__(view, QAccessible.Role.EditableText)
        self.text_part = TextPart(self)
        self._paragraphs: dict[Range, Paragraph] = {}
        self._last: Range | None = None
        self.described = ""

    @property
    def view(self) -> ArticleView:
        """The view that shows it."""
        return cast("ArticleView", self.object())

    def extent(self) -> Range:
        """Start and end of the text."""
        return 0, len(self.view.article.text) if self.view.article else 0

    def text(self, t: QAccessible.Text) -> str:
        """Name, the focused span, or what is written."""
        article = self.view.article
        if t is QAccessible.Text.Description and article is not None:
            return said_place(article)
        if t is QAccessible.Text.Value and article is not None and not self._is_big():
            return article.text
        return super().text(t)

    def state(self) -> QAccessible.State:
        """Read-only, of many lines, its text can be selected."""
        state = super().state()
        state.readOnly = state.multiLine = state.selectableText = True
        return state

    def interface_cast(self, t: QAccessible.InterfaceType) -> object:  # type: ignore[override]
        """Itself as another kind of interface."""
        if t is QAccessible.InterfaceType.TextInterface:
            return self.text_part
        return super().interface_cast(t) or NOTHING

    def childCount(self) -> int:
        """The paragraphs in sight, in big documents."""
        return len(self._in_sight())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """One of the paragraphs in sight."""
        extents = self._in_sight()
        return self._paragraph(extents[index]) if 0 <= index < len(extents) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Which of the paragraphs in sight it is; -1 if none."""
        of, extents = child.object(), self._in_sight()
        if isinstance(of, Paragraph) and of.extent in extents:
            return extents.index(of.extent)
        return -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """The paragraph at a point of the screen."""
        each = map(self._paragraph, self._in_sight())
        return next((p for p in each if p.rect().contains(QPoint(x, y))), None)

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        """In big documents the paragraph with the cursor."""
        return self.paragraph_with_cursor() if self.view.hasFocus() else None

    def paragraph_with_cursor(self) -> ParagraphInterface | None:
        """None where the text is told as a whole."""
        article = self.view.article
        if article is None or not self._is_big():
            return None
        return self._paragraph(self.view.page.paragraph_at(article.place.start))

    def cursor_went_to(self, paragraph: ParagraphInterface) -> bool:
        """Whether the cursor was in another paragraph when this was asked last."""
        before, self._last = self._last, paragraph.extent()
        return before != self._last

    def _is_big(self) -> bool:
        return self.extent()[1] > BIG

    def _in_sight(self) -> list[Range]:
        return self.view.page.paragraphs_in_sight() if self._is_big() else []

    def _paragraph(self, extent: Range) -> ParagraphInterface:
        if extent not in self._paragraphs:
            self._forget()
            self._paragraphs[extent] = Paragraph(self.view, extent)
        made = QAccessible.queryAccessibleInterface(self._paragraphs[extent])
        assert isinstance(made, ParagraphInterface)
        return made

    def _forget(self) -> None:
        kept = {*self._in_sight(), self._last}
        for extent in [e for e in self._paragraphs if e not in kept]:
            self._paragraphs.pop(extent).deleteLater()
