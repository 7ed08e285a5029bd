"""Between the session and the widgets: verbs go in, one signal says what changed."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from annotator.errors import AnnotatorError
from annotator.session.changes import Changes
from annotator.session.gestures import Gestures
from annotator.session.session import Session
from annotator.session.walk import Walk


class Bridge(QObject):
    """Runs verbs of the session. Widgets call `do`, and repaint on `changed`.

    `failed` carries a sentence; `done` says that a gesture has worked.
    """

    changed = Signal(object)
    failed = Signal(str)
    done = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.gestures = Gestures(session)
        self.walk = Walk(session)

    def do(self, verb: Callable[[], Changes]) -> None:
        """Run a verb and tell everyone what changed, or what the world did to it."""
        if self._run(verb):
            self.done.emit()

    def look(self, verb: Callable[[], Changes]) -> None:
        """The same for what no gesture asked for: it does not count as something done."""
        self._run(verb)

    def _run(self, verb: Callable[[], Changes]) -> bool:
        try:
            changes = verb()
        except AnnotatorError as error:
            self.failed.emit(str(error))
            return False
        if changes != Changes():
            self.changed.emit(changes)
        return True
