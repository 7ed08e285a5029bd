"""Long work on a thread of its own, with its progress, a way to cancel it, and its end."""

from typing import Any

from PySide6.QtCore import QObject, Qt, QThread, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from annotator.errors import AnnotatorError
from annotator.session.jobs import Job, Progress


class JobThread(QThread):
    """Runs one job. Exactly one of `succeeded`, `failed` and `cancelled` is emitted."""

    progressed = Signal(object)
    succeeded = Signal(object)
    failed = Signal(str)
    cancelled = Signal()

    def __init__(self, job: Job[Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job = job

    def run(self) -> None:
        """Take the job step by step until it ends or an interruption is requested."""
        try:
            while not self.isInterruptionRequested():
                self.progressed.emit(next(self._job))
            self._job.close()
            self.cancelled.emit()
        except StopIteration as end:
            self.succeeded.emit(end.value)
        except AnnotatorError as error:
            self.failed.emit(str(error))

    def let_go(self) -> None:
        """Let it end as soon as it can, without waiting for that.

        Its parent must live until then (the window waits for its threads when it closes).
        """
        self.requestInterruption()


class JobStrip(QWidget):
    """Progress of the running job in the status line, with a button that cancels it."""

    succeeded = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thread: JobThread | None = None
        self._label = QLabel()
        self.bar = QProgressBar()
        self.bar.setMaximumWidth(160)
        self.bar.setAccessibleName(self.tr("Progress of the job"))
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setAccessibleName(self.tr("Cancel the job"))
        # The article keeps the keyboard when a job is cancelled by a click.
        self.cancel.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.cancel.clicked.connect(self._request_end)
        self.setFocusProxy(self.cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self._label, self.bar, self.cancel):
            layout.addWidget(widget)
        self.hide()

    def is_busy(self) -> bool:
        """Whether a job is running."""
        return self._thread is not None

    def run(self, job: Job[Any], title: str) -> None:
        """Start a job; raises RuntimeError if one is running."""
        if self._thread is not None:
            raise RuntimeError("a job is running already")
        self._label.setText(title)
        self.show_progress(Progress(0, None, ""))
        self._thread = JobThread(job, self)
        self._thread.progressed.connect(self.show_progress)
        self._thread.succeeded.connect(self.succeeded)
        self._thread.failed.connect(self.failed)
        self._thread.finished.connect(self._end)
        self.show()
        self._thread.start()

    def stop(self) -> None:
        """Cancel the job and wait for it: the window closes."""
        if self._thread is not None:
            self._thread.requestInterruption()
            self._thread.wait()

    def _request_end(self) -> None:
        if self._thread is not None:
            self._thread.requestInterruption()

    def show_progress(self, progress: Progress) -> None:
        """Show how far the job is."""
        # Without an end in view the number goes up and the bar stands still: a range of
        # nothing would set it moving to and fro.
        self.bar.setRange(0, progress.total or 1)
        self.bar.setValue(progress.done if progress.total else 0)
        self.bar.setFormat(f"{progress.done:,} {progress.note}")

    def _end(self) -> None:
        if self._thread is not None:
            self._thread.deleteLater()
            self._thread = None
        self.hide()
