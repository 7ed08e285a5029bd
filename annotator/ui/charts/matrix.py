"""A square of cells, the fuller the higher their values."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QHeaderView, QTableWidget, QTableWidgetItem

from annotator.core.colors import blend, contrast
from annotator.ui.theme import Theme, current

PALEST, MOST, FAINTER = 0.06, 0.62, 0.95
"""The ground of a cell: the least share of the fullest one, and how much of the accent that
takes at most, or less where text could not be read on it."""
VALUE = Qt.ItemDataRole.UserRole
CELL_PX, ROOM_PX, ROWS = 64, 14, 12


class Matrix(QTableWidget):
    """Values from 0 to 1 of pairs of names: read out and walked through as a table is."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setMinimumSectionSize(CELL_PX)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def show_values(self, names: Sequence[str], values: Mapping[tuple[str, str], float]) -> None:
        """Show the values of these pairs (row, column); others are empty."""
        self.clear()
        self.setRowCount(len(names))
        self.setColumnCount(len(names))
        self.setHorizontalHeaderLabels(list(names))
        self.setVerticalHeaderLabels(list(names))
        for row, first in enumerate(names):
            for column, second in enumerate(names):
                self.setItem(row, column, _item(first, second, values.get((first, second))))
        self._color()
        self._fit()

    def _fit(self) -> None:
        row = self.fontMetrics().height() + ROOM_PX
        self.verticalHeader().setDefaultSectionSize(row)
        above = self.horizontalHeader().sizeHint().height() + 2 * self.frameWidth()
        self.setFixedHeight(above + row * min(ROWS, self.rowCount()))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._color()

    def _color(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme = current(app)
        for row in range(self.rowCount()):
            for column in range(self.columnCount()):
                item = self.item(row, column)
                if item is not None:
                    _paint(item, theme)


def _item(first: str, second: str, value: float | None) -> QTableWidgetItem:
    item = QTableWidgetItem("" if value is None else f"{value:.2f}")
    item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
    item.setData(VALUE, value)
    if value is not None:
        item.setToolTip(f"{first} – {second}: {value:.3f}")
    return item


def _paint(item: QTableWidgetItem, theme: Theme) -> None:
    value = item.data(VALUE)
    share = 0.0 if value is None else PALEST + (1 - PALEST) * min(1.0, max(0.0, value))
    item.setBackground(QColor(*blend(theme.accent, theme.page, share * _fullest(theme))))
    item.setForeground(QColor(*theme.text))


def _fullest(theme: Theme) -> float:
    """How much of the accent a ground may take on which the theme's text is readable."""
    share = MOST
    while contrast(theme.text, blend(theme.accent, theme.page, share)) < theme.text_contrast:
        share *= FAINTER
    return share
