"""The Train window: what to train, how it goes, its score, and what becomes of it."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.session.away import away
from annotator.session.away_words import PartsOptions
from annotator.session.curve import CurveProgress, CurveReport
from annotator.session.jobs import Progress
from annotator.session.session import Session
from annotator.session.trainer_process import TrainProgress
from annotator.session.training import TrainReport
from annotator.ui.accessible import say
from annotator.ui.train.curve_panel import CurvePanel
from annotator.ui.train.form import TrainForm
from annotator.ui.train.progress_panel import ProgressPanel
from annotator.ui.train.runner import Runner, clock

SIZE_PX = (940, 720)


class TrainWindow(QDialog):
    """Closing it does not end the training: labelling and training go on beside each other.

    `wanted` carries the name of a trained pipeline that shall suggest in the project; `told`
    a few words on how far it is; `ended` a sentence on how it ended.
    """

    wanted = Signal(str)
    told = Signal(str)
    ended = Signal(str)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Train"))
        self._project = session.path
        self.trained = ""
        self.form = TrainForm(session.path, session.pipeline)
        self.progress_panel = ProgressPanel({one.name: one.color for one in session.labels})
        self.curve_panel = CurvePanel()
        self.tabs = QTabWidget()
        self.bar = QProgressBar()
        self.note = QLabel(wordWrap=True)
        self.train_button = _button(self.tr("&Train"))
        self.resume_button = _button(self.tr("&Go on with the stopped training"))
        self.curve_button = _button(self.tr("&Learning curve"))
        self.cancel_button = _button(self.tr("&Cancel"))
        self.use_button = _button(self.tr("&Use it for suggestions here"))
        self.folder_button = _button(self.tr("&Open folder"))
        self.runner, self.counter = Runner(self), Runner(self)
        self._lay_out()
        self._connect()
        self._renew()

    def _lay_out(self) -> None:
        self.bar.setAccessibleName(self.tr("Progress of the training"))
        self.tabs.addTab(self.progress_panel, self.tr("Training"))
        self.tabs.addTab(self.curve_panel, self.tr("Learning curve"))
        self.tabs.tabBar().setAccessibleName(self.tr("Training or learning curve"))
        layout = QVBoxLayout(self)
        layout.addWidget(self.form)
        layout.addLayout(
            _row(self.train_button, self.resume_button, self.curve_button, self.cancel_button)
        )
        layout.addWidget(self.bar)
        layout.addWidget(self.note)
        layout.addWidget(self.tabs, 1)
        layout.addLayout(_row(self.use_button, self.folder_button))
        self.resize(*SIZE_PX)

    def _connect(self) -> None:
        self.train_button.clicked.connect(lambda: self.train(resume=False))
        self.resume_button.clicked.connect(lambda: self.train(resume=True))
        self.curve_button.clicked.connect(self.draw_curve)
        self.cancel_button.clicked.connect(self._cancel)
        self.use_button.clicked.connect(lambda: self.wanted.emit(self.trained))
        self.folder_button.clicked.connect(self._open_folder)
        self.form.changed.connect(self._renew)
        self.form.base.refused.connect(self._say)
        self.runner.progressed.connect(self._take)
        self.runner.succeeded.connect(self._finish)
        self.runner.failed.connect(self._say)
        self.runner.cancelled.connect(lambda: self._say(self.tr("Stopped.")))
        self.runner.ended.connect(self._end)
        self.counter.succeeded.connect(self.form.show_parts)
        self.counter.failed.connect(self.form.parts.setText)

    def _count(self) -> None:
        self.counter.run(away("parts", self._project, PartsOptions()))

    def showEvent(self, event: Any) -> None:
        """Count anew: more may be labelled since it was shown last."""
        super().showEvent(event)
        self._count()

    def train(self, *, resume: bool) -> None:
        """Start the training, or go on with the one that was stopped."""
        self.trained = ""
        self.progress_panel.clear()
        self.tabs.setCurrentWidget(self.progress_panel)
        self._run("train", self.form.options(resume=resume))

    def draw_curve(self) -> None:
        """Start the trainings of the learning curve."""
        self.curve_panel.clear()
        self.tabs.setCurrentWidget(self.curve_panel)
        self._run("curve", self.form.curve_options())

    def _run(self, name: str, options: Any) -> None:
        self.note.setText(self.tr("Writing the documents …"))
        self.bar.setRange(0, 1)
        self.bar.reset()
        self.runner.run(away(name, self._project, options))
        self._renew()
        self.cancel_button.setFocus()

    def _cancel(self) -> None:
        self.note.setText(self.tr("Stopping …"))
        self.runner.cancel()

    def stop(self) -> None:
        """End what runs: the project is closed."""
        self.counter.stop()
        self.runner.stop()

    def _take(self, progress: Progress) -> None:
        self.bar.setRange(0, progress.total or 1)
        self.bar.setValue(progress.done if progress.total else 0)
        self.bar.setFormat(f"{progress.done:,} {progress.note}")
        if isinstance(progress, TrainProgress):
            self.progress_panel.take(progress)
        elif isinstance(progress, CurveProgress):
            self.curve_panel.take(progress)
        self.note.setText(f"{progress.done:,} {progress.note}{self._time(progress)}")
        self.told.emit(self.tr("Training: {0:,} {1}").format(progress.done, progress.note))

    def _time(self, progress: Progress) -> str:
        gone = self.runner.seconds
        said = f"; {clock(gone)}"
        if progress.total and progress.done:
            left = gone / progress.done * (progress.total - progress.done)
            said += self.tr(", about {0} to go").format(clock(left))
        return said

    def _finish(self, report: object) -> None:
        if isinstance(report, TrainReport):
            self.trained = report.pipeline
            self._say(report.sentence())
            self.form.renew_output(self._project)
        elif isinstance(report, CurveReport):
            self.curve_panel.finish(report)
            took = self.tr("It took {0}.").format(clock(report.seconds))
            self._say(f"{report.sentence()} {took}")

    def _say(self, sentence: str) -> None:
        self.note.setText(sentence)
        say(self.train_button, sentence)
        self.ended.emit(sentence)

    def _end(self) -> None:
        self.bar.setRange(0, 1)
        self.bar.reset()
        self.told.emit("")
        self._renew()
        self._count()
        (self.use_button if self.trained else self.train_button).setFocus()

    def _renew(self) -> None:
        """Let only those buttons be pressed that do something now."""
        idle = not self.runner.is_busy
        has_output = bool(self.form.output.text().strip())
        self.form.setEnabled(idle)
        self.train_button.setEnabled(idle and has_output)
        self.resume_button.setEnabled(idle and self.form.can_resume())
        self.curve_button.setEnabled(idle)
        self.cancel_button.setEnabled(not idle)
        for button in (self.use_button, self.folder_button):
            button.setEnabled(idle and bool(self.trained))

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(self.trained))))


def _button(title: str) -> QPushButton:
    return QPushButton(title, autoDefault=True)


def _row(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row
