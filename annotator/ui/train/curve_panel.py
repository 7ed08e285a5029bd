"""The learning curve: F by the documents learnt from, its spread, and where it leads."""

from collections import defaultdict

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from annotator.session.curve import CurveProgress, CurveReport
from annotator.train.curve import Gain, Point
from annotator.ui.charts.axes import Axis, number, percent, shares_round, up_to
from annotator.ui.charts.chart import Chart, Series

MEASURED, LED = "#4b61b5", "#df891f"


class CurvePanel(QWidget):
    """Draws the curve point by point, and at the end where it leads."""

    def __init__(self) -> None:
        super().__init__()
        self.points: list[Point] = []
        shares = Axis(0.0, 1.0, percent)
        across = self.tr("documents learnt from")
        self.chart = Chart(self.tr("F on held-out documents"), across, up_to(1, number), shares)
        self.said = QLabel(wordWrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.chart, 1)
        layout.addWidget(self.said)
        self.clear()

    def clear(self) -> None:
        """A new curve begins."""
        self.points = []
        self.said.setText(
            self.tr(
                "The learning curve trains on a quarter, half, three quarters and all of the"
                " documents, two times each, and scores each pipeline on the same held-out"
                " documents: what would more labels bring?"
            )
        )
        self._show(None)

    def take(self, progress: CurveProgress) -> None:
        """Show one more point, if there is one."""
        if progress.point is not None:
            self.points.append(progress.point)
            self._show(None)

    def finish(self, report: CurveReport) -> None:
        """Show where the curve leads."""
        self.points = report.points
        self.said.setText(report.sentence())
        self._show(report.gain)

    def _show(self, gain: Gain | None) -> None:
        by_size: defaultdict[int, list[float]] = defaultdict(list)
        for point in self.points:
            by_size[point.documents].append(point.f)
        means = [(n, sum(fs) / len(fs)) for n, fs in sorted(by_size.items())]
        spread = [(n, min(fs), max(fs)) for n, fs in sorted(by_size.items())]
        dots = [(point.documents, point.f) for point in self.points]
        series = [
            Series(self.tr("trained"), MEASURED, dots, dots=True),
            Series(self.tr("mean"), MEASURED, means, spread),
        ]
        if gain and gain.curve:
            series.append(Series(self.tr("fitted"), LED, gain.curve, style=Qt.PenStyle.DashLine))
        values = [f for one in series for _, f in one.points]
        last = max((x for one in series for x, _ in one.points), default=1)
        said = "; ".join(f"{n:,} documents: F {f:.1%}" for n, f in means)
        self.chart.show_series(series, up_to(last, number), shares_round(values), said)
