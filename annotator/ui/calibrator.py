"""The process that fits how often sources are right, started as decisions become more."""

from PySide6.QtCore import QObject, QProcess

from annotator.core.calibration import Calibration
from annotator.session.calibrating import command, count_decisions
from annotator.session.changes import Changes
from annotator.session.proposals import Proposals
from annotator.ui.bridge import Bridge

GROWTH = 1.25
"""It is worth fitting again with so many times the decisions."""


class Calibrator(QObject):
    """Fits now and then, in a process: the library it takes would hold the window up."""

    def __init__(self, bridge: Bridge, proposals: Proposals, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._proposals = proposals
        self._process: QProcess | None = None
        self._fitted = 0

    def take(self, changes: Changes) -> None:
        """Look whether to fit again: a document was answered."""
        if changes.answered:
            self.start()

    def start(self) -> None:
        """Fit, if there are enough new decisions and nothing is being fitted."""
        session = self._bridge.session
        decided = count_decisions(session.project)
        if self._process is not None or not decided or decided < self._fitted * GROWTH:
            return
        self._fitted = decided
        program, *arguments = command(session.path)
        self._process = QProcess(self)
        self._process.setStandardErrorFile(QProcess.nullDevice())
        self._process.finished.connect(self._take)
        self._process.start(program, arguments)

    def stop(self) -> None:
        """End with the window."""
        if self._process is not None:
            self._process.finished.disconnect(self._take)
            self._process.kill()
            self._process.waitForFinished(2_000)

    def _take(self, code: int) -> None:
        assert self._process is not None
        said = bytes(self._process.readAllStandardOutput().data()).decode()
        self._process.deleteLater()
        self._process = None
        if code == 0:
            self._bridge.look(lambda: self._proposals.calibrate(Calibration.from_json(said)))
