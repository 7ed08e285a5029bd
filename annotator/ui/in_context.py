"""Lines of a list that show words in their context, the words below one another."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

PARTS = Qt.ItemDataRole.UserRole + 1
AnyIndex = QModelIndex | QPersistentModelIndex
Align, Elide, Role = Qt.AlignmentFlag, Qt.TextElideMode, QPalette.ColorRole
BEFORE_SHARE, SOURCE_SHARE = 0.36, 0.25
"""How much of a line's width the text before the words, and the source after all, get."""
MOST_WORDS_SHARE = 0.35
GAP_PX, SIDE_PX = 5, 12


def in_context(before: str, words: str, after: str, source: str = "") -> QListWidgetItem:
    """A line for a list with `ContextDelegate`; white space is drawn as single blanks."""
    parts = tuple(" ".join(part.split()) for part in (before, words, after, source))
    item = QListWidgetItem("{} [{}] {}".format(*parts) + (f" ({parts[3]})" if source else ""))
    item.setData(PARTS, parts)
    return item


class ContextDelegate(QStyledItemDelegate):
    """Paints such lines: context, the words in bold, context, and the source, paler."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """All but the text is drawn as in any list."""
        super().initStyleOption(option, index)
        option.text = ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one line."""
        super().paint(painter, option, index)
        of_item = QStyleOptionViewItem(option)
        self.initStyleOption(of_item, index)
        of_item.text = "n"
        style = option.widget.style()
        element = QStyle.SubElement.SE_ItemViewItemText
        room = style.subElementRect(element, of_item, option.widget)
        room.setRight(option.rect.right() - GAP_PX)
        marked = bool(option.state & QStyle.StateFlag.State_Selected)
        _draw(painter, room, option, index.data(PARTS), marked=marked)


def _draw(
    painter: QPainter,
    room: QRect,
    option: QStyleOptionViewItem,
    parts: tuple[str, str, str, str],
    *,
    marked: bool,
) -> None:
    before, words, after, source = parts
    bold = QFont(option.font)
    bold.setBold(True)
    most_px = int(room.width() * MOST_WORDS_SHARE)
    words = QFontMetrics(bold).elidedText(words, Elide.ElideMiddle, most_px)
    words_px = QFontMetrics(bold).horizontalAdvance(words)
    begin_px = room.left() + int(room.width() * BEFORE_SHARE)
    source_px = int(room.width() * SOURCE_SHARE) if source else 0
    end_px = room.right() - source_px
    ink, pale = (Role.HighlightedText,) * 2 if marked else (Role.Text, Role.PlaceholderText)
    columns = (
        (room.left(), begin_px - GAP_PX, before, Align.AlignRight, Elide.ElideLeft, ink),
        (begin_px, begin_px + words_px, words, Align.AlignLeft, Elide.ElideNone, ink),
        (begin_px + words_px + GAP_PX, end_px, after, Align.AlignLeft, Elide.ElideRight, ink),
        (end_px + SIDE_PX, room.right(), source, Align.AlignLeft, Elide.ElideRight, pale),
    )
    for left_px, right_px, text, align, elide, role in columns:
        painter.setFont(bold if text is words else option.font)
        painter.setPen(option.palette.color(role))
        column = QRect(left_px, room.top(), max(0, right_px - left_px), room.height())
        shown = painter.fontMetrics().elidedText(text, elide, column.width())
        painter.drawText(column, align | Align.AlignVCenter, text if text is words else shown)
