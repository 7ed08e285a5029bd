"""A paragraph of a big document as assistive technology meets it."""

from typing import cast

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAccessibleObject, QWindow
from shiboken6 import VoidPtr

from annotator.core.words import Range
from annotator.ui.accessible.said import said_place
from annotator.ui.accessible.text import TextPart
from annotator.ui.text.view import ArticleView

NOTHING = VoidPtr(0)
"""PySide6 (6.11): with None from `interface_cast` Qt crashes."""


class Paragraph(QObject):
    """Stands for a paragraph, since Qt forgets only what belongs to an object."""

    def __init__(self, view: ArticleView, extent: Range) -> None:
        super().__init__(view)
        self.view = view
        self.extent = extent


class ParagraphInterface(QAccessibleObject):
    """Text, cursor, selection and place of one paragraph."""

    def __init__(self, of: Paragraph) -> None:
        super().__init__(of)
        self.text_part = TextPart(self)

    @property
    def of(self) -> Paragraph:
        """The paragraph."""
        return cast("Paragraph", self.object())

    @property
    def view(self) -> ArticleView:
        """The view that shows it."""
        return self.of.view

    def extent(self) -> Range:
        """Its start and end in the text."""
        return self.of.extent

    def text(self, t: QAccessible.Text) -> str:
        """What is written, and the focused span if the cursor is here."""
        article = self.view.article
        if article is not None and t is QAccessible.Text.Value:
            return article.text[slice(*self.extent())]
        if article is not None and t is QAccessible.Text.Description and self._has_cursor():
            return said_place(article)
        return ""

    def role(self) -> QAccessible.Role:
        """A paragraph."""
        return QAccessible.Role.Paragraph

    def state(self) -> QAccessible.State:
        """Read-only; focused if the cursor is here."""
        state = QAccessible.State()
        state.readOnly = state.multiLine = state.selectableText = state.focusable = True
        state.focused = self._has_cursor() and self.view.hasFocus()
        return state

    def interface_cast(self, t: QAccessible.InterfaceType) -> object:  # type: ignore[override]
        """Itself as another kind of interface."""
        if t is QAccessible.InterfaceType.TextInterface:
            return self.text_part
        return super().interface_cast(t) or NOTHING

    def parent(self) -> QAccessibleInterface:
        """The article."""
        return QAccessible.queryAccessibleInterface(self.view)

    def window(self) -> QWindow:
        """The window it is in."""
        return self.view.window().windowHandle()

    def rect(self) -> QRect:
        """Where it stands on the screen."""
        return self.view.on_screen(*self.extent())

    def childCount(self) -> int:
        """It has no parts."""
        return 0

    def child(self, _index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """It has no parts."""
        return None

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        """It has no parts."""
        return -1

    def _has_cursor(self) -> bool:
        start, end = self.extent()
        article = self.view.article
        return article is not None and start <= article.place.start < end
