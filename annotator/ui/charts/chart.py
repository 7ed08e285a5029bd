"""A chart of lines and dots over one axis, with names at the ends of its lines."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolTip, QWidget

from annotator.ui.charts.axes import Axis
from annotator.ui.theme import Theme, current

LINE_PX, DOT_PX, TICK_PX, GAP_PX = 2.0, 4.0, 4, 6
LEAST_PX = (300, 150)
PX_PER_MARK = (70, 30)
NEAR_PX = 24.0
SPREAD_ALPHA = 56

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Series:
    """What belongs together: a line through its points, or dots. `spread` holds (x, low,
    high) of a band round the line. `color` is written #rrggbb. `radii`: of dots on the
    points, in pixels; `notes`: what hovering over a point tells beside its values."""

    name: str
    color: str
    points: Sequence[Point]
    spread: Sequence[tuple[float, float, float]] = ()
    style: Qt.PenStyle = Qt.PenStyle.SolidLine
    dots: bool = False
    radii: Sequence[float] = ()
    notes: Sequence[str] = ()


class Chart(QWidget):
    """Draws series in the colours of the system's scheme and contrast.

    `unit` says what runs across. What is shown is also the accessible description, in words
    that the caller gives.
    """

    def __init__(self, name: str, unit: str, across: Axis, up: Axis) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(*LEAST_PX)
        self.series: list[Series] = []
        self.across, self.up = across, up
        self._name, self._unit = name, unit

    def told_at(self, at: QPointF) -> str:
        """The values of the point that is nearest to a place, "" where none is near."""
        found = [
            (QLineF(at, self.place(point)).length(), one, number)
            for one in self.series
            for number, point in enumerate(one.points)
        ]
        near = min(found, key=lambda item: item[0], default=None)
        if near is None or near[0] > NEAR_PX:
            return ""
        _, one, number = near
        x, y = one.points[number]
        note = f" ({one.notes[number]})" if one.notes else ""
        return f"{one.name}: {self.across.said(x)}, {self.up.said(y)}{note}"

    def event(self, event: QEvent) -> bool:
        """Tell the values of a point that the mouse rests on."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            told = self.told_at(QPointF(event.pos()))
            if told:
                QToolTip.showText(event.globalPos(), told, self)
                return True
        return super().event(event)

    def sizeHint(self) -> QSize:
        """Room enough to read it."""
        return QSize(LEAST_PX[0] * 2, LEAST_PX[1] + 70)

    def show_series(self, series: list[Series], across: Axis, up: Axis, said: str) -> None:
        """Draw these on these axes; `said` tells the same in words."""
        self.series, self.across, self.up = series, across, up
        self.setAccessibleDescription(said)
        self.setToolTip(said)
        self.update()

    def plot(self) -> QRectF:
        """The rectangle between the axes."""
        text = self.fontMetrics()
        left = max(text.horizontalAdvance(self.up.said(mark)) for mark in self._marks_up())
        names = [text.horizontalAdvance(one.name) for one in self.series if not one.dots]
        right = max(names, default=0) + 2 * GAP_PX
        top, bottom = text.height() + GAP_PX, 2 * text.height() + TICK_PX + GAP_PX
        around = self.rect().adjusted(left + TICK_PX + GAP_PX, top, -right, -bottom)
        return QRectF(around)

    def _marks_up(self) -> list[float]:
        return self.up.marks(self.height() // (2 * PX_PER_MARK[1]))

    def place(self, point: Point) -> QPointF:
        """Where a point of the data is drawn."""
        plot = self.plot()
        return QPointF(
            plot.left() + self.across.share(point[0]) * plot.width(),
            plot.bottom() - self.up.share(point[1]) * plot.height(),
        )

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw axes, bands, lines, and their names."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme = current(app)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(*theme.page))
        self._draw_axes(painter, theme)
        for one in self.series:
            self._draw(painter, one, QColor(*theme.label_text(one.color)))
        self._draw_names(painter, theme)
        painter.end()

    def _draw_axes(self, painter: QPainter, theme: Theme) -> None:
        plot, height = self.plot(), self.fontMetrics().height()
        painter.setPen(QColor(*theme.text))
        painter.drawText(QPointF(GAP_PX, self.fontMetrics().ascent()), self._name)
        below = QRectF(plot.left(), self.height() - height, plot.width(), height)
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, self._unit)
        for mark in self._marks_up():
            at = self.place((self.across.low, mark))
            painter.setPen(QColor(*theme.line))
            painter.drawLine(at, QPointF(plot.right(), at.y()))
            painter.setPen(QColor(*theme.muted))
            beside = QRectF(0, at.y() - height / 2, plot.left() - TICK_PX, height)
            painter.drawText(beside, Qt.AlignmentFlag.AlignRight, self.up.said(mark))
        for mark in self.across.marks(int(plot.width() // PX_PER_MARK[0])):
            at = self.place((mark, self.up.low))
            painter.drawLine(at, at + QPointF(0, TICK_PX))
            under = QRectF(at.x() - PX_PER_MARK[0] / 2, at.y() + TICK_PX, PX_PER_MARK[0], height)
            painter.drawText(under, Qt.AlignmentFlag.AlignHCenter, self.across.said(mark))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())

    def _draw(self, painter: QPainter, series: Series, color: QColor) -> None:
        if series.spread:
            faint = QColor(color)
            faint.setAlpha(SPREAD_ALPHA)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(faint)
            lows = [self.place((x, low)) for x, low, _ in series.spread]
            highs = [self.place((x, high)) for x, _, high in series.spread]
            painter.drawPolygon(QPolygonF([*lows, *reversed(highs)]))
        places = [self.place(point) for point in series.points]
        if not series.dots and len(places) > 1:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(color, LINE_PX, series.style))
            painter.drawPolyline(QPolygonF(places))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        for at, radius in zip(places, _radii(series), strict=True):
            painter.drawEllipse(at, radius, radius)

    def _draw_names(self, painter: QPainter, theme: Theme) -> None:
        """Each at the end of its line, moved where they would lie on each other."""
        named = [one for one in self.series if one.points and not one.dots]
        named.sort(key=lambda one: self.place(one.points[-1]).y())
        height, lowest = self.fontMetrics().height(), -1e9
        for one in named:
            at = self.place(one.points[-1])
            lowest = max(at.y() + height / 3, lowest + height)
            painter.setPen(QColor(*theme.label_text(one.color)))
            painter.drawText(QPointF(self.plot().right() + GAP_PX, lowest), one.name)


def _radii(series: Series) -> Sequence[float]:
    """Of the dots on its points: a line without them has none, a lone point has its dot."""
    if series.radii:
        return series.radii
    alone = series.dots or len(series.points) == 1
    return [DOT_PX if alone else 0.0] * len(series.points)
