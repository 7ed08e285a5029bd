"""A line of text that takes the room there is."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse


class Line(QLabel):
    """One line that ends in an ellipsis where it is too long, and then shows all as a tip."""

    def __init__(self, name: str) -> None:
        super().__init__(textInteractionFlags=SELECTABLE)
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        # A long title must not widen the window.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._shown = "", 0

    def show_text(self, text: str) -> None:
        """Show this text, as much of it as there is room for."""
        wanted = text, self.contentsRect().width()
        if wanted == self._shown:
            return  # at each edit: QLabel would be laid out anew even with the same text
        self._shown = wanted
        shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, wanted[1])
        self.setText(shown)
        self.setToolTip(text if shown != text else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show more or less of it."""
        super().resizeEvent(event)
        self.show_text(self._shown[0])
