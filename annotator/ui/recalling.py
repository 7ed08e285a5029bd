"""The memory is read, and long documents are gone through with it, between the window's other
work."""

from PySide6.QtCore import QObject, QTimer

from annotator.session.changes import Changes
from annotator.ui.bridge import Bridge

PAUSE_MS = 5
"""After each step: keys and paint come first."""


class Recalling(QObject):
    """Lets the session take its steps as long as there is something to do."""

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._step)
        self._is_started = self._is_ended = False

    def start(self) -> None:
        """Begin: the window has been painted."""
        if not self._is_ended:
            self._is_started = True
            self._timer.start()

    def stop(self) -> None:
        """End with the window."""
        self._is_started, self._is_ended = False, True
        self._timer.stop()

    def take(self, _: Changes) -> None:
        """Go on after whatever changed."""
        if self._is_started and self._bridge.session.recall.is_busy:
            self._timer.start()

    def _step(self) -> None:
        session = self._bridge.session
        self._bridge.look(session.recall_more)
        if session.recall.is_busy:
            self._timer.start()
