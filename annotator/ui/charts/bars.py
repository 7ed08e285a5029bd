"""Bars, one a line, of shares or of any other value, with intervals or in parts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    QSizeF,
    Qt,
)
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QApplication,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from annotator.ui.charts.axes import percent
from annotator.ui.theme import Theme, current

GAP_PX, MARGIN_PX, WHISKER_PX, HAIR_PX, ABOVE_PX = 6, 4, 2.0, 1.0, 4
MOST_NAME = 0.4
"""Of the width, for names."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a bar: so much (0 to 1) of its whole width."""

    name: str
    share: float
    color: str
    said: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A name, how far it goes (0 to 1), and the interval of that, if it is known. `color` is
    written #rrggbb. `said` is written beside it: without, the share as per cent. `parts`
    fill it one after another, each in a colour of its own. `written` writes the ends of the
    interval from how far they go."""

    name: str
    share: float
    color: str
    interval: tuple[float, float] | None = None
    said: str = ""
    parts: Sequence[Part] = ()
    written: Callable[[float], str] = percent

    @property
    def value(self) -> str:
        """What is written beside it."""
        return self.said or percent(self.share)

    def __str__(self) -> str:
        said = f"{self.name} {self.value}"
        if self.interval:
            said += " ({} to {})".format(*map(self.written, self.interval))
        of = ", ".join(f"{part.name} {part.said}" for part in self.parts)
        return f"{said}: {of}" if of else said


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
            item.setToolTip(str(bar))
            self.addItem(item)
        self.setCurrentRow(min(row, len(bars) - 1))

    def fit(self, most: int) -> None:
        """Be as high as these bars need, or as `most` of them."""
        rows = min(most, max(1, len(self.bars)))
        self.setFixedHeight(rows * self.row_px() + 2 * self.frameWidth() + GAP_PX)

    def row_px(self) -> int:
        """The height of a line."""
        return self.fontMetrics().height() + GAP_PX

    def room(self) -> tuple[float, float]:
        """From where to where in x a bar of 100 % goes."""
        text, width = self.fontMetrics(), self.viewport().width()
        widest = max((text.horizontalAdvance(bar.name) for bar in self.bars), default=0)
        left = min(widest + MARGIN_PX, MOST_NAME * width) + 2 * MARGIN_PX
        values = [text.horizontalAdvance(said) for said in ("100%", *(b.value for b in self.bars))]
        return left, width - max(values) - 2 * MARGIN_PX


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
        painter.drawText(QPointF(right + MARGIN_PX, base), bar.value)
        thick = rect.height() - 2 * ABOVE_PX
        filled = QRectF(left, rect.top() + ABOVE_PX, wide * bar.share, thick)
        painter.fillRect(filled, QColor(*theme.label_text(bar.color)))
        _draw_parts(painter, theme, bar, QRectF(filled.topLeft(), QSizeF(wide, filled.height())))
        if bar.interval:
            low, high = (left + wide * edge for edge in bar.interval)
            _draw_whisker(painter, theme, low, high, filled.center().y())


def _draw_parts(painter: QPainter, theme: Theme, bar: Bar, whole: QRectF) -> None:
    """One after another, with a hair of the page between them."""
    left = whole.left()
    for part in bar.parts:
        wide = part.share * whole.width()
        inside = QRectF(left, whole.top(), wide, whole.height())
        painter.fillRect(inside, QColor(*theme.label_text(part.color)))
        left += wide
        painter.fillRect(
            QRectF(left - HAIR_PX, whole.top(), HAIR_PX, whole.height()), QColor(*theme.page)
        )


def _draw_whisker(painter: QPainter, theme: Theme, low: float, high: float, middle: float) -> None:
    # Seen on the page and on a bar of any colour.
    for color, width in ((theme.page, WHISKER_PX + 2 * HAIR_PX), (theme.text, WHISKER_PX)):
        painter.setPen(QPen(QColor(*color), width))
        painter.drawLine(QPointF(low, middle), QPointF(high, middle))
        for edge in (low, high):
            painter.drawLine(QPointF(edge, middle - 4), QPointF(edge, middle + 4))
