"""The labels with their colours and keys; a click labels what is focused or selected."""

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QMenu, QWidget

from annotator.core.label import Label, LabelSet
from annotator.ui.theme import Theme

SWATCH_PX = 14


class LabelBar(QListWidget):
    """One line a label. `chosen` carries the name of the label that was clicked."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Labels"))
        self.setIconSize(QSize(SWATCH_PX, SWATCH_PX))
        self.setUniformItemSizes(True)
        # The article keeps the keyboard when a label is clicked.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.pinned: str | None = None
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._offer_pin)
        self.itemClicked.connect(self._choose)
        self.itemActivated.connect(self._choose)

    def _choose(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))

    def _offer_pin(self, place: QPoint) -> None:
        item = self.itemAt(place)
        if item is None:
            return
        name = item.data(Qt.ItemDataRole.UserRole)
        wanted = None if name == self.pinned else name
        title = self.tr("Pin: label each selection at once") if wanted else self.tr("Unpin")
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(title).triggered.connect(lambda: self.pin(wanted))
        menu.popup(self.viewport().mapToGlobal(place))

    def pin(self, name: str | None) -> None:
        """Apply this label to each selection made by mouse; None: to none."""
        self.pinned = name
        for row in range(self.count()):
            item = self.item(row)
            font = item.font()
            font.setBold(item.data(Qt.ItemDataRole.UserRole) == name)
            item.setFont(font)

    def show_labels(self, labels: LabelSet, theme: Theme) -> None:
        """Show this label set in these colours."""
        self.clear()
        for label in labels:
            self.addItem(_item(label, theme))
        self.pin(self.pinned)


def _item(label: Label, theme: Theme) -> QListWidgetItem:
    item = QListWidgetItem(_swatch(label, theme), f"{label.key or ' '}   {label.name}")
    item.setData(Qt.ItemDataRole.UserRole, label.name)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{label.name}, key {label.key or 'none'}")
    item.setToolTip(label.guideline or label.name)
    return item


def _swatch(label: Label, theme: Theme) -> QIcon:
    picture = QPixmap(SWATCH_PX, SWATCH_PX)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(*theme.label_border(label.color)))
    painter.setBrush(QColor(*theme.label_fill(label.color)))
    painter.drawRoundedRect(1, 1, SWATCH_PX - 2, SWATCH_PX - 2, 3, 3)
    painter.end()
    return QIcon(picture)
