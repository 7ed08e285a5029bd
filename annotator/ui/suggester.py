"""The worker process on the window's side: it is fed, listened to, and restarted if it dies."""

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from annotator.session import models
from annotator.session.ahead import Ahead
from annotator.session.changes import Changes
from annotator.suggest.protocol import Failed, Ready, SuggestedPiece, Unsuggested, encode, heard
from annotator.suggest.worker import command
from annotator.ui.bridge import Bridge

RESTART_MS = 1_000
MOST_RESTARTS = 5
IN_FLIGHT = 16


class Suggester(QObject):
    """Keeps a worker busy with the open document and the next ones in the queue.

    `state` is a few words for the status line.
    """

    state_changed = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._proposer = models.proposer(bridge.session.project)
        self._ahead = Ahead(bridge.session, self._proposer)
        self._broken: set[str] = set()
        self._process: QProcess | None = None
        self._ready = False
        self._in_flight = 0
        self._deaths = 0
        self._ended = False
        self._stopped = False
        self.state = ""

    def start(self) -> None:
        """Start the worker, unless it was ended; it is fed as soon as its pipeline is loaded."""
        if self._ended or self._stopped or self._is_running():
            return
        program, *arguments = command(self._proposer.pipeline)
        self._ready, self._in_flight = False, 0
        self._process = QProcess(self)
        self._process.setStandardErrorFile(QProcess.nullDevice())
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._died)
        self._process.errorOccurred.connect(self._not_started)
        self._say(self.tr("Loading the model …"))
        self._process.start(program, arguments)

    def stop(self) -> None:
        """End the worker with the window."""
        self._stopped = True
        for process in self.findChildren(QProcess):
            process.kill()
            process.waitForFinished(2_000)

    def _is_running(self) -> bool:
        at_rest = QProcess.ProcessState.NotRunning
        return self._process is not None and self._process.state() is not at_rest

    def take(self, changes: Changes) -> None:
        """Suggest for what is open and ahead now, with the model that the project has now."""
        if changes.queue:
            self.follow()
        if changes.opened or changes.queue:
            self.feed()

    def follow(self) -> None:
        """Take another worker if the project has another model now."""
        if self._stopped:
            return
        proposer = models.proposer(self._bridge.session.project)
        if proposer.source in self._broken:
            proposer = models.original(self._bridge.session.project)
        if proposer != self._proposer:
            self._change(proposer)

    def _change(self, proposer: models.Proposer) -> None:
        self._proposer = proposer
        self._ahead = Ahead(self._bridge.session, proposer, opened=self._ahead.opened)
        if self._process is not None or self._ended:
            self._let_go()
            self._ended, self._deaths = False, 0
            self.start()

    def _let_go(self) -> None:
        process, self._process = self._process, None
        self._ready = False
        if process is None:
            return
        process.readyReadStandardOutput.disconnect(self._read)
        process.finished.disconnect(self._died)
        process.finished.connect(process.deleteLater)
        process.kill()

    def feed(self) -> None:
        """Give the worker what is wanted next, as long as it has not much to do."""
        if self._ready and self._process:
            self._tell(self._process)
        while self._ready and self._process and self._in_flight < IN_FLIGHT:
            pieces = self._ahead.next_pieces()
            if not pieces:
                break
            for piece in pieces:
                self._process.write(encode(piece))
            self._in_flight += len(pieces)
        if self._ready:
            working = self.tr("Suggesting …") if self._in_flight else self.tr("Suggestions ready")
            self._say(working)

    def _say(self, state: str) -> None:
        self.state = state
        self.state_changed.emit()

    def _tell(self, process: QProcess) -> None:
        setup = self._ahead.next_setup()
        if setup is not None:
            process.write(encode(setup))

    def _read(self) -> None:
        while self._process and self._process.canReadLine():
            self._take(bytes(self._process.readLine().data()))
        self.feed()

    def _take(self, line: bytes) -> None:
        message = heard(line)
        if isinstance(message, Ready):
            self._ready = True
        elif isinstance(message, Failed):
            self._failed(message.sentence)
        elif isinstance(message, SuggestedPiece | Unsuggested):
            self._in_flight -= 1
            self._deaths = 0
            self._bridge.look(lambda: self._ahead.take(message))

    def _failed(self, sentence: str) -> None:
        """A model of the project's own gives way to the pipeline that it was learnt from."""
        self._ended = True
        self._let_go()
        if self._proposer.is_model:
            self._broken.add(self._proposer.source)
            QTimer.singleShot(0, self, self.follow)
        self._say(f"{self.tr('No suggestions:')} {sentence}")

    def _not_started(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._died()

    def _died(self, *_: object) -> None:
        self._ahead.forget()
        self._ready = False
        if self._ended or self._stopped:
            return
        self._deaths += 1
        if self._deaths > MOST_RESTARTS:
            self._say(self.tr("No suggestions: the model keeps stopping."))
            return
        self._say(self.tr("The model stopped; starting it again …"))
        QTimer.singleShot(RESTART_MS, self, self.start)
