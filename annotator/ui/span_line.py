"""How one line of the span list is painted: its label in colour, its words in the text's."""

from typing import Protocol

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

SIDE_PX = 4
MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
ROLE, GROUP = QPalette.ColorRole, QPalette.ColorGroup


class Lines(Protocol):
    """What the delegate asks of the model."""

    def parts(self, row: int) -> tuple[str, str, QColor]:
        """Mark and label, words, and the label's colour."""


class SpanLineDelegate(QStyledItemDelegate):
    """Draws by itself: through the style a line takes five times as long, and an edit
    paints some twenty of them."""

    def __init__(self, lines: Lines, parent: QObject) -> None:
        super().__init__(parent)
        self._lines = lines

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one line."""
        label, words, color = self._lines.parts(index.row())
        rect, palette = option.rect, option.palette
        ink = palette.color(ROLE.Text)
        if option.state & QStyle.StateFlag.State_Selected:
            is_active = option.state & QStyle.StateFlag.State_Active
            group = GROUP.Active if is_active else GROUP.Inactive
            painter.fillRect(rect, palette.brush(group, ROLE.Highlight))
            ink = color = palette.color(group, ROLE.HighlightedText)
        metrics = option.fontMetrics
        at_px = rect.left() + SIDE_PX
        width_px = metrics.horizontalAdvance(label + "  ")
        room = QRect(at_px, rect.top(), rect.right() - at_px, rect.height())
        painter.setPen(color)
        painter.drawText(room, MIDDLE, label)
        room.setLeft(at_px + width_px)
        painter.setPen(ink)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width() - SIDE_PX)
        painter.drawText(room, MIDDLE, shown)
