"""The live preview of patterns: a job on a thread of its own, begun anew at each change."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.core.pattern import Pattern
from annotator.errors import AnnotatorError
from annotator.session.jobs import Progress
from annotator.session.previewing import Found, Preview
from annotator.ui.jobs import JobThread

TYPING_PAUSE_MS = 300
SHOW_MS = 150


class PatternsLook(QObject):
    """Looks for the patterns that were last given. `grown` carries what is found, again and
    again; `failed` a sentence."""

    grown = Signal(object)
    failed = Signal(str)

    def __init__(self, path: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._path = path
        self._preview: Preview | None = None
        self._thread: JobThread | None = None
        self._patterns: list[Pattern] = []
        self.found = Found(0)
        self.progress = ""
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._start)
        self._tick = QTimer(self, interval=SHOW_MS)
        self._tick.timeout.connect(self._tell)

    def begin(self, patterns: list[Pattern]) -> None:
        """Look for these patterns, as soon as nothing was typed for a moment."""
        self._patterns, self.found = patterns, Found(len(patterns))
        if self._thread is not None:
            self._thread.requestInterruption()
        self._pause.start()

    def stop(self) -> None:
        """Stop looking, and end the worker."""
        self._pause.stop()
        self._tick.stop()
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.requestInterruption()
            thread.wait()
        if self._preview is not None:
            self._preview.close()

    def _start(self) -> None:
        if self._thread is not None:
            # It ends within a tenth of a second: the next look needs its worker.
            self._pause.start()
            return
        try:
            self._preview = self._preview or Preview(self._path)
        except AnnotatorError as error:
            self.failed.emit(str(error))
            return
        self._thread = JobThread(self._preview.look(self._patterns, self.found), self)
        self._thread.progressed.connect(self._take_progress)
        self._thread.failed.connect(self.failed)
        self._thread.succeeded.connect(lambda _: self._tell())
        self._thread.finished.connect(self._ended)
        self._thread.start()
        self._tick.start()

    def _take_progress(self, progress: Progress) -> None:
        of = "" if progress.total is None else f" / {progress.total:,}"
        self.progress = f"{progress.done:,}{of} {self.tr('documents')}"

    def _tell(self) -> None:
        if not self._pause.isActive():
            self.grown.emit(self.found)

    def _ended(self) -> None:
        self._tick.stop()
        if self._thread is not None:
            self._thread.deleteLater()
            self._thread = None
