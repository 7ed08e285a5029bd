"""A list that is filtered by typing: the label picker and the command palette."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.accessible import say

WIDTH_PX, ROWS = 420, 12
KEYS_OF_LIST = {
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
}


DETAIL = Qt.ItemDataRole.UserRole
SIDE_PX = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """One line: what it is called, what stands beside it, and what taking it does."""

    title: str
    detail: str
    take: Callable[[], None]
    color: QColor | None = None


def ranked(choices: Iterable[Choice], typed: str) -> list[Choice]:
    """The choices whose title holds the typed letters in order; best first: those that
    begin with them, then those with a word that does, then those that hold them together."""
    wanted = typed.casefold()
    found = [(rank, i, c) for i, c in enumerate(choices) if (rank := _rank(c.title, wanted)) < NONE]
    return [choice for _, _, choice in sorted(found, key=lambda f: f[:2])]


NONE = 4


def _rank(title: str, wanted: str) -> int:
    held = title.casefold()
    if held.startswith(wanted):
        return 0
    if any(word.startswith(wanted) for word in held.replace("_", " ").split()):
        return 1
    if wanted in held:
        return 2
    letters = iter(held)
    return 3 if all(letter in letters for letter in wanted) else NONE


class _Line(QStyledItemDelegate):
    """A line with its detail at the right."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        is_marked = option.state & QStyle.StateFlag.State_Selected
        role = (
            QPalette.ColorRole.HighlightedText if is_marked else QPalette.ColorRole.PlaceholderText
        )
        painter.setPen(option.palette.color(role))
        room = option.rect.adjusted(SIDE_PX, 0, -SIDE_PX, 0)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(room, middle, index.data(DETAIL))


class Picker(QDialog):
    """Type to filter, Return to take, Escape to leave things as they are."""

    def __init__(self, title: str, choices: list[Choice], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("picker")
        self.setWindowTitle(title)
        self._choices = choices
        self._shown: list[Choice] = []
        self.filter = QLineEdit(placeholderText=title)
        self.filter.setAccessibleName(title)
        self.list = QListWidget()
        self.list.setAccessibleName(title)
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(_Line(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addWidget(self.filter)
        layout.addWidget(self.list)
        self.filter.textChanged.connect(self._fill)
        self.filter.installEventFilter(self)
        self.list.itemClicked.connect(lambda _: self._take())
        self.list.currentTextChanged.connect(self._tell)
        self._fill("")
        self.resize(WIDTH_PX, self._height())

    def _height(self) -> int:
        row = self.list.sizeHintForRow(0) if self._shown else 20
        return self.filter.sizeHint().height() + 30 + row * min(ROWS, max(1, len(self._choices)))

    def _fill(self, typed: str) -> None:
        self.list.clear()
        self._shown = ranked(self._choices, typed.strip())
        for choice in self._shown:
            item = QListWidgetItem(choice.title)
            item.setData(DETAIL, choice.detail)
            spoken = ", ".join(filter(None, (choice.title, choice.detail)))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            if choice.color is not None:
                item.setForeground(choice.color)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _tell(self, line: str) -> None:
        # The keyboard stays in the filter: nobody would hear what is marked in the list.
        self.filter.setAccessibleDescription(line)
        say(self.filter, line)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows move in the list while the keyboard stays in the filter."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._take()
                return True
            if event.key() in KEYS_OF_LIST:
                self.list.event(event)
                return True
        return super().eventFilter(watched, event)

    def _take(self) -> None:
        row = self.list.currentRow()
        chosen = self._shown[row] if 0 <= row < len(self._shown) else None
        self.close()
        if chosen is not None:
            chosen.take()

    def pop_up(self, place: QPoint) -> None:
        """Show it with its upper left corner at a place of the screen, or as near as fits."""
        available = self.screen().availableGeometry()
        x = min(place.x(), available.right() - self.width())
        y = min(place.y(), available.bottom() - self.height())
        self.move(max(available.left(), x), max(available.top(), y))
        self.show()
        self.filter.setFocus()
