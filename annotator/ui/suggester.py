"""The worker process on the window's side: it is fed, listened to, and restarted if it dies."""

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from annotator.session.ahead import Ahead
from annotator.suggest.protocol import Failed, Ready, SuggestedPiece, Unsuggested, decode, encode
from annotator.suggest.worker import command
from annotator.ui.bridge import Bridge

RESTART_MS = 1_000
MOST_RESTARTS = 5
IN_FLIGHT = 16


class Suggester(QObject):
    """Keeps a worker busy with the open document and the next ones in the queue.

    `state_changed` carries a few words for the status line.
    """

    state_changed = Signal(str)

    def __init__(self, bridge: Bridge, pipeline: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._pipeline = pipeline
        self._ahead = Ahead(bridge.session, pipeline)
        self._process: QProcess | None = None
        self._ready = False
        self._in_flight = 0
        self._deaths = 0
        self._ended = False

    def start(self) -> None:
        """Start the worker, unless it was ended; it is fed as soon as its pipeline is loaded."""
        if self._ended:
            return
        program, *arguments = command(self._pipeline)
        self._ready, self._in_flight = False, 0
        self._process = QProcess(self)
        self._process.setStandardErrorFile(QProcess.nullDevice())
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._died)
        self._process.errorOccurred.connect(self._not_started)
        self.state_changed.emit(self.tr("Loading the model …"))
        self._process.start(program, arguments)

    def stop(self) -> None:
        """End the worker with the window."""
        self._ended = True
        if self._process is not None:
            self._process.kill()
            self._process.waitForFinished(2_000)

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
            self.state_changed.emit(working)

    def _tell(self, process: QProcess) -> None:
        setup = self._ahead.next_setup()
        if setup is not None:
            process.write(encode(setup))

    def _read(self) -> None:
        assert self._process is not None
        while self._process.canReadLine():
            self._take(bytes(self._process.readLine().data()))
        self.feed()

    def _take(self, line: bytes) -> None:
        message = decode(line)
        if isinstance(message, Ready):
            self._ready = True
        elif isinstance(message, Failed):
            self._ended = True
            self.state_changed.emit(f"{self.tr('No suggestions:')} {message.sentence}")
        elif isinstance(message, SuggestedPiece | Unsuggested):
            self._in_flight -= 1
            self._deaths = 0
            self._bridge.look(lambda: self._ahead.take(message))

    def _not_started(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._died()

    def _died(self, *_: object) -> None:
        self._ahead.forget()
        self._ready = False
        if self._ended:
            return
        self._deaths += 1
        if self._deaths > MOST_RESTARTS:
            self.state_changed.emit(self.tr("No suggestions: the model keeps stopping."))
            return
        self.state_changed.emit(self.tr("The model stopped; starting it again …"))
        QTimer.singleShot(RESTART_MS, self, self.start)
