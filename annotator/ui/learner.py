"""Learning while labelling, on the window's side: a process that trains when it is time."""

import json
import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QProcess, QTimer, Signal
from PySide6.QtWidgets import QInputDialog, QWidget

from annotator.session import learning
from annotator.session.changes import Changes
from annotator.ui.bridge import Bridge
from annotator.ui.dialogs.beside import show_beside

START_MS = 5_000
"""After the window was opened: the first suggestions come first."""
STOP_MS = 500
MOST_DOCUMENTS = 10_000


def command(project: str) -> list[str]:
    """What to start to learn from a project: a program and its arguments."""
    program = (
        [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "annotator"]
    )
    return [*program, "learn", project, "--json"]


class Learner(QObject):
    """Starts a training when enough documents are finished, and says what came of it.

    `state` is a sentence for the status line. What the training changed is read from the
    project, as all that other programs write there.
    """

    state_changed = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._session = bridge.session
        self._window = parent
        self._process: QProcess | None = None
        self._failed_at = 0
        self._timer = QTimer(self, singleShot=True, interval=START_MS)
        self.state = ""

    @property
    def is_on(self) -> bool:
        """Whether the project learns while people label."""
        return learning.is_on(self._session.project)

    def start(self) -> None:
        """From a while after now on, look whether it is time when a document is finished."""
        self._timer.start()

    def stop(self) -> None:
        """End a training with the window: the project and its model are as before it."""
        self._timer.stop()
        process, self._process = self._process, None
        if process is not None:
            process.finished.disconnect()
            process.terminate()
            if not process.waitForFinished(STOP_MS):
                process.kill()
                process.waitForFinished(STOP_MS)

    def take(self, changes: Changes) -> None:
        """Train if somebody has finished a document here, and it was enough of them. What only
        came in from a file or from another program teaches with it, and not before."""
        if changes.answered and not changes.queue:
            self.look()

    def look(self) -> None:
        """Train if it is time."""
        if self._timer.isActive():
            return
        self._bridge.look(self._look)

    def _look(self) -> Changes:
        if self._process is None and learning.is_wanted(
            self._session.project, failed_at=self._failed_at
        ):
            self.learn()
        return Changes()

    def learn(self) -> None:
        """Train now, unless a training is under way."""
        if self._process is not None:
            return
        program, *arguments = command(str(self._session.path))
        self._process = process = QProcess(self)
        process.finished.connect(self._take)
        process.errorOccurred.connect(self._not_started)
        self._say(self.tr("Learning …"))
        process.start(program, arguments)

    def _not_started(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._take()

    def _take(self, *_: object) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        said = bytes(process.readAllStandardOutput().data())
        complaint = bytes(process.readAllStandardError().data()).decode("utf-8", "replace")
        process.deleteLater()
        try:
            self._say(json.loads(said)["sentence"])
            self._failed_at = 0
        except (ValueError, KeyError):
            self._failed(complaint)
        self._bridge.look(self._session.refresh)
        self.look()

    def _failed(self, complaint: str) -> None:
        self._failed_at = learning.finished(self._session.project)
        said = complaint.strip().splitlines() or [self.tr("the training stopped")]
        self._say(self.tr("Nothing was learnt: {0}").format(said[-1].removeprefix("Error: ")))

    def _say(self, state: str) -> None:
        self.state = state
        self.state_changed.emit()

    # The menu

    def switch(self) -> None:
        """Learn from now on, or no longer."""
        is_on = not self.is_on
        self._write(lambda: learning.switch(self._session.project, on=is_on))
        self._say(self.tr("Learning is on") if is_on else self.tr("Learning is off"))
        if is_on:
            self.look()
        else:
            self.stop()

    def ask_interval(self) -> None:
        """Ask after how many finished documents to learn."""
        dialog = QInputDialog(self._window)
        dialog.setInputMode(QInputDialog.InputMode.IntInput)
        dialog.setWindowTitle(self.tr("Learn while labelling"))
        dialog.setLabelText(self.tr("Documents to finish from one training to the next:"))
        dialog.setIntRange(1, MOST_DOCUMENTS)
        dialog.setIntValue(learning.interval(self._session.project))
        dialog.intValueSelected.connect(self._put_interval)
        show_beside(dialog, self._window)

    def _put_interval(self, documents: int) -> None:
        self._write(lambda: learning.put_interval(self._session.project, documents))
        self.look()

    def forget(self) -> None:
        """Let the project's own pipeline suggest again."""
        self.stop()
        self._write(lambda: learning.forget(self._session.project))
        self._say(self.tr("What was learnt is forgotten"))

    def _write(self, write: Callable[[], None]) -> None:
        def verb() -> Changes:
            write()
            return Changes(queue=True)

        self._bridge.do(verb)
