"""The labels with their colours and keys; a click labels what is focused or selected."""

from PySide6.QtCore import QCoreApplication, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFont, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QMenu, QWidget

from annotator.core.label import Label, LabelSet
from annotator.ui.theme import Theme

CAP_PX = 16


class LabelBar(QListWidget):
    """One line a label. `chosen` carries the name of the label that was clicked."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Labels"))
        self.setIconSize(QSize(CAP_PX, CAP_PX))
        self.setUniformItemSizes(True)
        # The article keeps the keyboard when a label is clicked.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.pinned: str | None = None
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._offer_pin)
        self.itemClicked.connect(self._choose)
        self.itemActivated.connect(self._choose)

    def _choose(self, item: QListWidgetItem) -> None:
        # The mark would stay, and look as if the label were switched on.
        self.clearSelection()
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
        change = self.window().findChild(QAction, "change_labels")
        if change is not None:
            menu.addAction(change)
        menu.popup(self.viewport().mapToGlobal(place))

    def pin(self, name: str | None) -> None:
        """Apply this label to each selection made by mouse; None: to none."""
        self.pinned = name
        for row in range(self.count()):
            item = self.item(row)
            is_pinned = item.data(Qt.ItemDataRole.UserRole) == name
            font = item.font()
            font.setBold(is_pinned)
            item.setFont(font)
            item.setText(_title(item.data(Qt.ItemDataRole.UserRole), is_pinned=is_pinned))

    def show_labels(self, labels: LabelSet, theme: Theme) -> None:
        """Show this label set in these colours."""
        self.clear()
        for label in labels:
            self.addItem(_item(label, theme, self.font()))
        self.pin(self.pinned)


def _item(label: Label, theme: Theme, font: QFont) -> QListWidgetItem:
    item = QListWidgetItem(_cap(label, theme, font), label.name)
    item.setData(Qt.ItemDataRole.UserRole, label.name)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{label.name}, key {label.key or 'none'}")
    item.setToolTip(label.guideline or label.name)
    return item


def _title(name: str, *, is_pinned: bool) -> str:
    return (
        QCoreApplication.translate("LabelBar", "{0}  (pinned)").format(name) if is_pinned else name
    )


def _cap(label: Label, theme: Theme, font: QFont) -> QIcon:
    """The key that gives the label, as a key cap in the label's colour."""
    ratio = QGuiApplication.primaryScreen().devicePixelRatio()
    picture = QPixmap(round(CAP_PX * ratio), round(CAP_PX * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(*theme.label_border(label.color)))
    painter.setBrush(QColor(*theme.label_fill(label.color)))
    cap = QRectF(0.5, 0.5, CAP_PX - 1, CAP_PX - 1)
    painter.drawRoundedRect(cap, 3.5, 3.5)
    painter.setFont(font)
    painter.setPen(QColor(*theme.text))
    painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, label.key)
    painter.end()
    return _never_shaded(picture)


def _never_shaded(picture: QPixmap) -> QIcon:
    """Qt would tint it in a marked line, where its colour matters as much."""
    icon = QIcon(picture)
    icon.addPixmap(picture, QIcon.Mode.Selected)
    return icon
