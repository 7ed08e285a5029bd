"""The Evaluate window: a pipeline against the finished documents, and where they differ."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.session.away import away
from annotator.session.evaluating import EvaluateOptions, EvaluateReport, pairs_of
from annotator.session.jobs import Progress
from annotator.session.misses import edges
from annotator.session.session import Session
from annotator.ui.accessible import say
from annotator.ui.charts.bars import Bar, Bars
from annotator.ui.train.miss_browser import MissBrowser
from annotator.ui.train.pipeline_box import PipelineBox
from annotator.ui.train.progress_panel import PLAIN
from annotator.ui.train.runner import Runner
from annotator.ui.train.score_tables import score_table, show_confusion, show_edges, show_scores

SIZE_PX = (1040, 720)


class EvaluateWindow(QDialog):
    """`opened` carries the Miss that is to be shown in the article."""

    opened = Signal(object)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Evaluate"))
        self._project = session.path
        self._colors = {label.name: label.color for label in session.labels}
        self.pipeline = PipelineBox(session.pipeline)
        self.map = QLineEdit(placeholderText="PERSON=PER,GPE=LOC")
        self.held_out = QCheckBox(
            self.tr("Only &held-out documents: a pipeline trained here has learnt from the others")
        )
        self.run_button = QPushButton(self.tr("&Evaluate"))
        self.cancel_button = QPushButton(self.tr("&Cancel"))
        self.bar = QProgressBar()
        self.note = QLabel(wordWrap=True)
        self.scores = score_table(self.tr("Scores"))
        self.bars = Bars(self.tr("F of each label"))
        self.confusion = score_table(self.tr("Confusion of labels"))
        self.edges = score_table(self.tr("Confusion of boundaries"))
        self.browser = MissBrowser(session)
        self.tabs = QTabWidget()
        self.runner = Runner(self)
        self.cancel_button.setEnabled(False)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        form = QFormLayout()
        for name, label, field in (
            (self.tr("Pipeline"), self.tr("&Pipeline"), self.pipeline),
            (self.tr("Its labels are called here"), self.tr("Its &labels, here"), self.map),
        ):
            shown = QLabel(label)
            shown.setBuddy(field)
            field.setAccessibleName(name)
            form.addRow(shown, field)
        trust = QLabel(self.tr("A pipeline is code: choose only one that you trust."))
        trust.setObjectName("meta")
        form.insertRow(1, "", trust)
        form.addRow("", self.held_out)
        self.bar.setAccessibleName(self.tr("Progress of the evaluation"))
        row = QHBoxLayout()
        for widget in (self.run_button, self.cancel_button, self.bar):
            row.addWidget(widget)
        self._add_tabs()
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addLayout(row)
        layout.addWidget(self.note)
        layout.addWidget(self.tabs, 1)
        self.resize(*SIZE_PX)

    def _add_tabs(self) -> None:
        both = QSplitter()
        both.addWidget(self.scores)
        both.addWidget(self.bars)
        both.setSizes((640, 360))
        confusions = QSplitter(Qt.Orientation.Vertical)
        confusions.addWidget(self.confusion)
        confusions.addWidget(self.edges)
        confusions.setSizes((400, 160))
        self.tabs.addTab(both, self.tr("Scores"))
        self.tabs.addTab(confusions, self.tr("Confusions"))
        self.tabs.addTab(self.browser, self.tr("Differences"))
        self.tabs.tabBar().setAccessibleName(self.tr("Scores, confusions or differences"))

    def _connect(self) -> None:
        self.run_button.clicked.connect(self.evaluate)
        self.pipeline.currentIndexChanged.connect(self._guess)
        self._guess()
        self.cancel_button.clicked.connect(self.runner.cancel)
        self.pipeline.refused.connect(self._say)
        self.browser.chosen.connect(self.opened)
        self.runner.progressed.connect(self._take)
        self.runner.succeeded.connect(self._show)
        self.runner.failed.connect(self._say)
        self.runner.cancelled.connect(lambda: self._say(self.tr("Stopped.")))
        self.runner.ended.connect(self._end)

    def _guess(self) -> None:
        """A folder is most likely the pipeline of a training here."""
        self.held_out.setChecked(Path(self.pipeline.name).is_dir())

    def evaluate(self) -> None:
        """Start the evaluation of the chosen pipeline."""
        try:
            names = pairs_of(self.map.text().replace(" ", ""))
        except ValueError as error:
            self._say(str(error))
            return
        options = EvaluateOptions(
            self.pipeline.name, label_map=names, held_out=self.held_out.isChecked()
        )
        self.note.setText(self.tr("Loading the pipeline …"))
        self.run_button.setEnabled(False)
        self.cancel_button.setEnabled(True)
        self.runner.run(away("evaluate", self._project, options))

    def stop(self) -> None:
        """End what runs: the project is closed."""
        self.runner.stop()

    def _take(self, progress: Progress) -> None:
        self.bar.setRange(0, progress.total or 1)
        self.bar.setValue(progress.done)
        self.bar.setFormat(f"{progress.done:,} {progress.note}")

    def _show(self, report: Any) -> None:
        assert isinstance(report, EvaluateReport)
        scores = report.scores
        show_scores(self.scores, scores)
        show_confusion(self.confusion, scores.confusion)
        show_edges(self.edges, edges(report.misses))
        self.bars.show_bars(
            [
                Bar(name, one.f, self._colors.get(name, PLAIN), (one.low, one.high))
                for name, one in scores.labels.items()
            ]
        )
        self.browser.show_misses(report.misses)
        self._say(self._sentence(report))

    def _sentence(self, report: EvaluateReport) -> str:
        exact = report.scores.exact
        said = self.tr(
            "{0} on {1:,} finished documents: F {2:.1%} ({3:.1%} to {4:.1%}), {5:,} differences."
        ).format(
            report.pipeline,
            report.scores.documents,
            exact.f,
            exact.low,
            exact.high,
            len(report.misses),
        )
        others = ", ".join(f"{n:,} {label}" for label, n in report.not_counted.items())
        if others:
            said += self.tr(" Not counted, as the label set lacks their labels: {0}.").format(
                others
            )
        unread = len(report.problems)
        return said + (self.tr(" Not read: {0:,} pieces.").format(unread) if unread else "")

    def _say(self, sentence: str) -> None:
        self.note.setText(sentence)
        say(self.run_button, sentence)

    def _end(self) -> None:
        self.bar.reset()
        self.run_button.setEnabled(True)
        self.cancel_button.setEnabled(False)
