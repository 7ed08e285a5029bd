"""What the colours of a chart stand for."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from annotator.ui.theme import current

GAP_PX, BETWEEN_PX = 5, 14


class Legend(QWidget):
    """Names beside their colours (#rrggbb), in as many lines as they need."""

    def __init__(self) -> None:
        super().__init__()
        self.colors: Mapping[str, str] = {}
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_colors(self, colors: Mapping[str, str]) -> None:
        """Show these."""
        self.colors = colors
        self.setAccessibleName(", ".join(colors))
        self.setFixedHeight(self._lines()[1])
        self.update()

    def sizeHint(self) -> QSize:
        """A line."""
        return QSize(100, self._line_px())

    def resizeEvent(self, _: QResizeEvent) -> None:
        """Take the lines that are needed at this width."""
        self.setFixedHeight(self._lines()[1])

    def _line_px(self) -> int:
        return self.fontMetrics().height() + GAP_PX

    def _lines(self) -> tuple[list[tuple[str, float, float]], int]:
        """(name, x, y) of each entry, and the height of all."""
        text, line = self.fontMetrics(), self._line_px()
        x, y, found = 0.0, 0.0, []
        for name in self.colors:
            wide = text.height() + GAP_PX + text.horizontalAdvance(name)
            if x and x + wide > self.width():
                x, y = 0.0, y + line
            found.append((name, x, y))
            x += wide + BETWEEN_PX
        return found, int(y) + line

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw a square and a name for each."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme, text = current(app), self.fontMetrics()
        painter = QPainter(self)
        side = text.height() - GAP_PX
        for name, x, y in self._lines()[0]:
            color = QColor(*theme.label_text(self.colors[name]))
            painter.fillRect(QRectF(x, y + GAP_PX / 2, side, side), color)
            painter.setPen(QColor(*theme.text))
            painter.drawText(int(x + side + GAP_PX), int(y + text.ascent()), name)
        painter.end()
