"""One long job at a time for a window beside the article, with its time."""

import time
from typing import Any

from PySide6.QtCore import QObject, Signal

from annotator.session.jobs import Job
from annotator.ui.jobs import JobThread


class Runner(QObject):
    """Runs a job on a thread of its own and tells of it; `ended` follows each end."""

    progressed = Signal(object)
    succeeded = Signal(object)
    failed = Signal(str)
    cancelled = Signal()
    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thread: JobThread | None = None
        self._began = 0.0

    @property
    def is_busy(self) -> bool:
        """Whether a job is running."""
        return self._thread is not None

    @property
    def seconds(self) -> float:
        """Since the job began."""
        return time.monotonic() - self._began

    def run(self, job: Job[Any]) -> None:
        """Start a job, unless one is running."""
        if self._thread is not None:
            return
        self._began = time.monotonic()
        self._thread = JobThread(job, self)
        for name in ("progressed", "succeeded", "failed", "cancelled"):
            getattr(self._thread, name).connect(getattr(self, name))
        self._thread.finished.connect(self._end)
        self._thread.start()

    def cancel(self) -> None:
        """Ask the job to end; it tells when it has."""
        if self._thread is not None:
            self._thread.requestInterruption()

    def stop(self) -> None:
        """End the job and wait for it: nobody is there any more to be told."""
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.disconnect(self)
            thread.requestInterruption()
            thread.wait()
            thread.deleteLater()

    def _end(self) -> None:
        thread, self._thread = self._thread, None
        # What was on its way when `stop` was called still comes.
        if thread is not None:
            thread.deleteLater()
            self.ended.emit()


def clock(seconds: float) -> str:
    """Minutes and seconds, hours where there are any: 2:05, 1:02:05."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
