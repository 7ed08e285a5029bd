"""How a line of the Concordance window is painted: its words in the middle, the text that comes
before them and after them close to them on either side."""

from typing import Protocol

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.ui.concordance.model import AFTER, BEFORE, LABEL, MATCH

AnyIndex = QModelIndex | QPersistentModelIndex
Align, Role, Group = Qt.AlignmentFlag, QPalette.ColorRole, QPalette.ColorGroup
SIDE_PX, CLOSE_PX, UP_PX = 6, 5, 2
# Left is left: a painter that writes from the right would turn it round.
TO_LEFT = Align.AlignLeft | Align.AlignAbsolute | Align.AlignVCenter
TO_RIGHT = Align.AlignRight | Align.AlignAbsolute | Align.AlignVCenter
ONE_LINE = Qt.TextFlag.TextSingleLine


class Lines(Protocol):
    """What the delegate asks of the model."""

    def cell(self, row: int, column: int) -> str:
        """What a cell shows."""

    def is_right_to_left(self, row: int) -> bool:
        """Whether a line reads from the right."""

    def inks(self, row: int) -> tuple[QColor, QColor]:
        """The colour of the line's label, and the ground of its words."""


class LinePainter(QStyledItemDelegate):
    """Paints the cells. A line that reads from the right is painted so: what comes before its
    words stands to the right of them."""

    def __init__(self, lines: Lines, parent: QObject) -> None:
        super().__init__(parent)
        self._lines = lines

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one cell."""
        painter.save()
        painter.setClipRect(option.rect)
        ink = _ground(painter, option)
        row, column = index.row(), index.column()
        if column <= AFTER:
            self._paint_context(painter, option, row, column, ink)
        else:
            self._paint_fact(painter, option, index, ink)
        painter.restore()

    def _paint_context(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        row: int,
        column: int,
        ink: QColor | None,
    ) -> None:
        turned = self._lines.is_right_to_left(row)
        painter.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if turned else Qt.LayoutDirection.LeftToRight
        )
        if column == MATCH:
            self._paint_words(painter, option, row, ink)
            return
        shown = AFTER + BEFORE - column if turned else column
        room = option.rect.adjusted(SIDE_PX, 0, -CLOSE_PX, 0)
        align = TO_RIGHT
        if column == AFTER:
            room, align = option.rect.adjusted(CLOSE_PX, 0, -SIDE_PX, 0), TO_LEFT
        painter.setPen(ink or option.palette.color(Role.Text))
        # What is too long is cut off on the far side, as the edge of a page would.
        painter.setClipRect(room)
        painter.drawText(room, align | ONE_LINE, self._lines.cell(row, shown))

    def _paint_words(
        self, painter: QPainter, option: QStyleOptionViewItem, row: int, ink: QColor | None
    ) -> None:
        bold = QFont(option.font)
        bold.setBold(True)
        painter.setFont(bold)
        metrics, room = painter.fontMetrics(), option.rect.adjusted(CLOSE_PX, 0, -CLOSE_PX, 0)
        words = metrics.elidedText(
            self._lines.cell(row, MATCH), Qt.TextElideMode.ElideMiddle, room.width()
        )
        ground = room.adjusted(0, UP_PX, 0, -UP_PX)
        ground.setWidth(min(room.width(), metrics.horizontalAdvance(words)) + 2 * CLOSE_PX)
        ground.moveCenter(option.rect.center())
        if ink is None:
            painter.fillRect(ground, self._lines.inks(row)[1])
        painter.setPen(ink or option.palette.color(Role.Text))
        painter.drawText(room, Align.AlignCenter | ONE_LINE, words)

    def _paint_fact(
        self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex, ink: QColor | None
    ) -> None:
        room = option.rect.adjusted(SIDE_PX, 0, -SIDE_PX, 0)
        role = Role.Text if index.column() == LABEL else Role.PlaceholderText
        color = option.palette.color(role)
        if index.column() == LABEL:
            color = self._lines.inks(index.row())[0]
        painter.setPen(ink or color)
        shown = painter.fontMetrics().elidedText(
            self._lines.cell(index.row(), index.column()),
            Qt.TextElideMode.ElideRight,
            room.width(),
        )
        align = index.data(Qt.ItemDataRole.TextAlignmentRole) or TO_LEFT
        painter.drawText(room, align | ONE_LINE, shown)


def _ground(painter: QPainter, option: QStyleOptionViewItem) -> QColor | None:
    """Paint the ground of a cell; the ink on it where that is not the usual one."""
    state, flag = option.state, QStyle.StateFlag
    if not state & flag.State_Selected:
        return None
    group = Group.Active if state & flag.State_Active else Group.Inactive
    painter.fillRect(option.rect, option.palette.brush(group, Role.Highlight))
    return option.palette.color(group, Role.HighlightedText)
