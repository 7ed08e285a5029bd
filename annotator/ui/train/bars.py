"""Bars of shares from 0 to 100 %, one for each label, with their intervals where known."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from annotator.ui.theme import Theme, current
from annotator.ui.train.axes import percent

GAP_PX, MARGIN_PX, WHISKER_PX = 6, 4, 2.0
LEAST_PX = 220
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


class Bars(QWidget):
    """Draws bars one below the other, in the order given."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        self.bars: Sequence[Bar] = ()

    def sizeHint(self) -> QSize:
        """As many rows as there are bars."""
        return QSize(LEAST_PX, len(self.bars) * self._row_px() + MARGIN_PX)

    def minimumSizeHint(self) -> QSize:
        """All rows: what shows them scrolls."""
        return self.sizeHint()

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Draw these; the same is told in words."""
        self.bars = bars
        said = "; ".join(f"{bar.name} {bar.share:.0%}" for bar in bars)
        self.setAccessibleDescription(said)
        self.updateGeometry()
        self.update()

    def _row_px(self) -> int:
        return self.fontMetrics().height() + GAP_PX

    def room(self) -> tuple[float, float]:
        """From where to where in x a bar of 100 % goes."""
        text = self.fontMetrics()
        widest = max((text.horizontalAdvance(bar.name) for bar in self.bars), default=0)
        left = min(widest + MARGIN_PX, MOST_NAME * self.width()) + 2 * MARGIN_PX
        return left, self.width() - text.horizontalAdvance("100%") - 2 * MARGIN_PX

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw name, bar, whisker and value of each."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme = current(app)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(*theme.page))
        for number, bar in enumerate(self.bars):
            self._draw(painter, theme, bar, number * self._row_px() + MARGIN_PX)
        painter.end()

    def _draw(self, painter: QPainter, theme: Theme, bar: Bar, top: int) -> None:
        text = self.fontMetrics()
        left, right = self.room()
        middle, wide = top + text.height() / 2, right - left
        painter.setPen(QColor(*theme.text))
        name = text.elidedText(bar.name, Qt.TextElideMode.ElideRight, int(left - 2 * MARGIN_PX))
        painter.drawText(QPointF(MARGIN_PX, top + text.ascent()), name)
        filled = QColor(*theme.label_text(bar.color))
        painter.fillRect(QRectF(left, top + 2, wide * bar.share, text.height() - 4), filled)
        painter.drawText(QPointF(right + MARGIN_PX, top + text.ascent()), percent(bar.share))
        if bar.interval:
            low, high = (left + wide * edge for edge in bar.interval)
            # Seen on the page and on a bar of any colour.
            for color, width in ((theme.page, 3 * WHISKER_PX), (theme.text, WHISKER_PX)):
                painter.setPen(QPen(QColor(*color), width))
                painter.drawLine(QPointF(low, middle), QPointF(high, middle))
                for edge in (low, high):
                    painter.drawLine(QPointF(edge, middle - 4), QPointF(edge, middle + 4))
