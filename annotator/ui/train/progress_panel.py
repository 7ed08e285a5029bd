"""How a training goes: scores and loss over its steps, and the F of each label."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from annotator.session.trainer_process import TrainProgress
from annotator.train.request import Step
from annotator.ui.charts.axes import Axis, number, percent, up_to
from annotator.ui.charts.bars import Bar, Bars
from annotator.ui.charts.chart import Chart, Series

PRECISION, RECALL, F, LOSS = "#df891f", "#348766", "#4b61b5", "#8d0034"
PLAIN = "#7faefc"
SHARES = Axis(0.0, 1.0, percent)


class ProgressPanel(QWidget):
    """Draws a training as it goes on."""

    def __init__(self, colors: dict[str, str]) -> None:
        super().__init__()
        self._colors = colors
        self.steps: list[Step] = []
        steps = self.tr("steps")
        self.scores = Chart(self.tr("Scores while tuning"), steps, up_to(1, number), SHARES)
        self.loss = Chart(self.tr("Loss"), steps, up_to(1, number), up_to(1, number))
        self.labels = Bars(self.tr("F of each label"))
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.scores, 0, 0)
        layout.addWidget(self.loss, 1, 0)
        layout.addWidget(self.labels, 0, 1, 2, 1)
        layout.setColumnStretch(0, 3)
        layout.setColumnStretch(1, 2)
        layout.setRowStretch(0, 3)
        layout.setRowStretch(1, 2)

    def clear(self) -> None:
        """A new training begins."""
        self.steps = []
        self._show()

    def take(self, progress: TrainProgress) -> None:
        """Show one more step, if it was evaluated."""
        if progress.at is not None:
            self.steps.append(progress.at)
            self._show()

    @property
    def best(self) -> Step | None:
        """The evaluation with the best F."""
        return max(self.steps, key=lambda step: step.f, default=None)

    def _show(self) -> None:
        across = up_to(self.steps[-1].step if self.steps else 1, number)
        lines = [
            Series(self.tr("precision"), PRECISION, [(s.step, s.precision) for s in self.steps],
                   style=Qt.PenStyle.DashLine),
            Series(self.tr("recall"), RECALL, [(s.step, s.recall) for s in self.steps],
                   style=Qt.PenStyle.DotLine),
            Series("F", F, [(s.step, s.f) for s in self.steps]),
        ]  # fmt: skip
        self.scores.show_series(lines, across, SHARES, self._said())
        # The first evaluation comes before anything is learnt.
        losses = [(step.step, step.loss) for step in self.steps[1:]]
        highest = max((loss for _, loss in losses), default=1.0)
        said = self.tr("Loss {0:,.0f}").format(losses[-1][1]) if losses else ""
        self.loss.show_series(
            [Series(self.tr("loss"), LOSS, losses)], across, up_to(highest, number), said
        )
        found = self.steps[-1].labels if self.steps else {}
        self.labels.show_bars(
            [Bar(name, f, self._colors.get(name, PLAIN)) for name, f in sorted(found.items())]
        )

    def _said(self) -> str:
        if not self.steps or self.best is None:
            return ""
        now = self.steps[-1]
        return self.tr(
            "At step {0:,}: precision {1:.1%}, recall {2:.1%}, F {3:.1%}; the best F was"
            " {4:.1%} at step {5:,}."
        ).format(now.step, now.precision, now.recall, now.f, self.best.f, self.best.step)
