"""Finding lines on a thread of its own; a new search lets the one before go."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.session.concordance import Wanted, concordance
from annotator.session.concordance_lines import Lines
from annotator.session.jobs import Progress
from annotator.ui.jobs import JobThread

SHOW_MS = 60


class Searching(QObject):
    """`grown`: there is more in the `lines` of the search. `found` carries all of them."""

    grown = Signal()
    progressed = Signal(object)
    found = Signal(object)
    failed = Signal(str)

    def __init__(self, path: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._path = path
        self._thread: JobThread | None = None
        self._lines = Lines()
        self._tick = QTimer(self, interval=SHOW_MS)
        self._tick.timeout.connect(self.grown)

    @property
    def is_busy(self) -> bool:
        """Whether something is being searched for."""
        return self._thread is not None

    def start(self, wanted: Wanted) -> Lines:
        """Search for this instead of what was searched for; the lines grow from now on."""
        self.let_go()
        self._lines = Lines()
        thread = self._thread = JobThread(concordance(self._path, wanted, self._lines), self)
        thread.progressed.connect(self._tell)
        thread.succeeded.connect(self._end)
        thread.failed.connect(self._fail)
        thread.finished.connect(thread.deleteLater)
        thread.start()
        self._tick.start()
        return self._lines

    def let_go(self) -> None:
        """Search no longer."""
        self._tick.stop()
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.let_go()

    def stop(self) -> None:
        """The same, and wait until all searches have ended: the window goes."""
        self.let_go()
        for thread in self.findChildren(JobThread):
            thread.let_go()
            thread.wait()

    # What a search says that was let go meanwhile is of no interest.

    def _tell(self, progress: Progress) -> None:
        if self.sender() is self._thread:
            self.progressed.emit(progress)

    def _end(self, _: object) -> None:
        if self.sender() is self._thread:
            self.let_go()
            self.found.emit(self._lines)

    def _fail(self, sentence: str) -> None:
        if self.sender() is self._thread:
            self.let_go()
            self.failed.emit(sentence)
