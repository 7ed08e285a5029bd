"""A page of Insights: its figures beside each other where there is room, else one below another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from annotator.core.colors import PALETTE
from annotator.session.insights.report import InsightsReport
from annotator.session.insights.table import Table
from annotator.ui.charts.bars import Bars
from annotator.ui.insights.figure import Figure

TWO_PX = 820
"""Narrower pages have one column."""
BETWEEN_PX = 24
ROWS = 14
"""Lines of bars in sight."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks, under the name that stands in the tables, and the colours of the labels."""

    name: str
    colors: dict[str, str]


class Page(QScrollArea):
    """A page by the name it has in PAGES. Subclasses fill their figures in `draw`."""

    page = ""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title
        self.report = InsightsReport()
        self.reader = Reader("", {})
        self.setAccessibleName(title)
        # The window scrolls it: it has no role of its own for those who hear it.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inside = QWidget()
        self._columns = (QWidget(), QWidget())
        self._below = [QVBoxLayout(column) for column in self._columns]
        self._figures: Sequence[Figure] = ()
        self._wide: bool | None = None
        across = QHBoxLayout(self._inside)
        for column, below in zip(self._columns, self._below, strict=True):
            below.setContentsMargins(0, 0, 0, 0)
            below.setSpacing(BETWEEN_PX)
            across.addWidget(column, 1, Qt.AlignmentFlag.AlignTop)
        self.setWidget(self._inside)

    def put(self, *figures: Figure) -> None:
        """Have these figures, in reading order."""
        self._figures = figures
        for figure in figures:
            figure.choice.currentIndexChanged.connect(self.draw)
            figure.say("", drawn=False)
        self._arrange()

    def show_report(self, report: InsightsReport, reader: Reader) -> None:
        """Draw what was computed."""
        self.report, self.reader = report, reader
        self.draw()

    def draw(self) -> None:
        """Fill the figures from `report`."""
        raise NotImplementedError

    def table(self, name: str) -> Table:
        """A table of this page."""
        return self.report.table(self.page, name)

    def people(self) -> dict[str, str]:
        """All annotators in order, with their colours."""
        return {
            name: PALETTE[number % len(PALETTE)]
            for number, name in enumerate(self.report.annotators)
        }

    def marked(self, name: str) -> str:
        """A name, marked if it is that of who looks."""
        return self.tr("{0} (you)").format(name) if name == self.reader.name else name

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the figures into as many columns as there is room for."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        wide = self.viewport().width() >= TWO_PX
        if wide is self._wide:
            return
        self._wide = wide
        for number, figure in enumerate(self._figures):
            self._below[number % 2 if wide else 0].addWidget(figure)
        self._columns[1].setVisible(wide)


def show_all(bars: Bars, shown: Iterable[object]) -> None:
    """Draw bars in a list that is as high as they need."""
    bars.show_bars(list(shown))  # type: ignore[arg-type]
    bars.fit(ROWS)
