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
        self._held: list[Callable[[], Changes]] | None = None

    def hold(self) -> None:
        """A job is writing all of the project at once: let nothing wait for it in vain."""
        self._held = self._held or []

    def release(self) -> None:
        """It has ended: do what was put off meanwhile."""
        held, self._held = self._held or [], None
        for verb in held:
            self._run(verb)

    def do(self, verb: Callable[[], Changes]) -> None:
        """Run a verb and tell everyone what changed, or what the world did to it."""
        if self._held is not None:
            self.failed.emit(
                self.tr("The whole project is being changed: wait until that is done.")
            )
        elif self._run(verb):
            self.done.emit()

    def look(self, verb: Callable[[], Changes]) -> None:
        """The same for what no gesture asked for: it does not count as something done."""
        if self._held is None:
            self._run(verb)
        elif verb not in self._held:
            self._held.append(verb)

    def _run(self, verb: Callable[[], Changes]) -> bool:
        try:
            changes = verb()
        except AnnotatorError as error:
            self.failed.emit(str(error))
            return False
        if changes != Changes():
            self.changed.emit(changes)
        return True
