"""Bars of shares from 0 to 100 %, one for each label, with their intervals where known."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QApplication,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from annotator.ui.theme import Theme, current
from annotator.ui.train.axes import percent

GAP_PX, MARGIN_PX, WHISKER_PX = 6, 4, 2.0
MOST_NAME = 0.4
"""Of the width, for names."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A name, its share (0 to 1), and the interval of that, if it is known. `color` is
    written #rrggbb."""

    name: str
    share: float
    color: str
    interval: tuple[float, float] | None = None

    def __str__(self) -> str:
        said = f"{self.name} {self.share:.0%}"
        return said + (
            f" ({self.interval[0]:.0%} to {self.interval[1]:.0%})" if self.interval else ""
        )


class Bars(QListWidget):
    """A list of bars: each line is also read out, and the keyboard goes through them."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_BarDelegate(self))
        self.bars: Sequence[Bar] = ()

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Draw these, in this order."""
        row = self.currentRow()
        self.bars = bars
        self.clear()
        for bar in bars:
            item = QListWidgetItem(str(bar))
            item.setData(Qt.ItemDataRole.UserRole, bar)
            self.addItem(item)
        self.setCurrentRow(min(row, len(bars) - 1))

    def row_px(self) -> int:
        """The height of a line."""
        return self.fontMetrics().height() + GAP_PX

    def room(self) -> tuple[float, float]:
        """From where to where in x a bar of 100 % goes."""
        text, width = self.fontMetrics(), self.viewport().width()
        widest = max((text.horizontalAdvance(bar.name) for bar in self.bars), default=0)
        left = min(widest + MARGIN_PX, MOST_NAME * width) + 2 * MARGIN_PX
        return left, width - text.horizontalAdvance("100%") - 2 * MARGIN_PX


class _BarDelegate(QStyledItemDelegate):
    def __init__(self, bars: Bars) -> None:
        super().__init__(bars)
        self._bars = bars

    def sizeHint(
        self, option: QStyleOptionViewItem, _: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(option.rect.width(), self._bars.row_px())

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme, rect = current(app), option.rect
        painter.save()
        painter.fillRect(rect, QColor(*theme.page))
        self._draw(painter, theme, index.data(Qt.ItemDataRole.UserRole), rect)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(*theme.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        painter.restore()

    def _draw(self, painter: QPainter, theme: Theme, bar: Bar, rect: QRect) -> None:
        text = self._bars.fontMetrics()
        left, right = self._bars.room()
        base, wide = rect.top() + GAP_PX // 2 + text.ascent(), right - left
        name_px = int(left - 2 * MARGIN_PX)
        name = text.elidedText(bar.name, Qt.TextElideMode.ElideRight, name_px)
        painter.setPen(QColor(*theme.text))
        painter.drawText(QPointF(MARGIN_PX, base), name)
        painter.drawText(QPointF(right + MARGIN_PX, base), percent(bar.share))
        filled = QRectF(left, rect.top() + GAP_PX, wide * bar.share, rect.height() - 2 * GAP_PX)
        painter.fillRect(filled, QColor(*theme.label_text(bar.color)))
        if bar.interval:
            low, high = (left + wide * edge for edge in bar.interval)
            _draw_whisker(painter, theme, low, high, filled.center().y())


def _draw_whisker(painter: QPainter, theme: Theme, low: float, high: float, middle: float) -> None:
    # Seen on the page and on a bar of any colour.
    for color, width in ((theme.page, 3 * WHISKER_PX), (theme.text, WHISKER_PX)):
        painter.setPen(QPen(QColor(*color), width))
        painter.drawLine(QPointF(low, middle), QPointF(high, middle))
        for edge in (low, high):
            painter.drawLine(QPointF(edge, middle - 4), QPointF(edge, middle + 4))
