"""Works the order of the queue out in the background, when it is chosen and when it is time."""

from functools import partial
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.core.queue import Order
from annotator.session import arranging
from annotator.session.arranging import Arrangement, arrange
from annotator.session.changes import Changes
from annotator.session.jobs import Job
from annotator.ui.bridge import Bridge
from annotator.ui.jobs import JobThread

REST = 20.0
"""For so many times as long as it took the order is not worked out again."""
START_MS = 1_500
"""After the window was opened: the first suggestions come first."""


class Arranger(QObject):
    """`ordered`: the project wants another order now, here or in another window."""

    ordered = Signal()

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._session = bridge.session
        self._thread: JobThread | None = None
        self._began = self._rests_until = 0.0
        self._occasion: tuple[object, ...] = ()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(lambda: bridge.look(self._look))
        self.order = arranging.order_of(self._session.project)
        self._is_afresh = self._is_stopped = False

    def start(self) -> None:
        """Look from a while after now on."""
        self._timer.start(START_MS)

    def stop(self) -> None:
        """End with the window: the order is as it was."""
        self._is_stopped = True
        self._timer.stop()
        if self._thread is not None:
            self._thread.let_go()
            self._thread.wait()

    def choose(self, order: Order) -> None:
        """Let the queue come in this order from now on."""
        if order is not self.order:
            self._bridge.do(partial(arranging.choose, self._session, order))
            self._bridge.look(self._look)
        self.ordered.emit()

    def take(self, changes: Changes) -> None:
        """Work the order out anew, if that is worth it by now."""
        if changes.answered or changes.queue:
            self._bridge.look(self._look)

    def _look(self) -> Changes:
        if self._is_stopped:
            return Changes()
        order = arranging.order_of(self._session.project)
        if order is not self.order:
            self.order, self._is_afresh = order, True
            self.ordered.emit()
        occasion = arranging.occasion(self._session)
        if occasion != self._occasion and self._thread is None:
            rest_s = 0 if self._is_afresh else self._rests_until - monotonic()
            if rest_s > 0:
                self._timer.start(int(rest_s * 1_000) + 1)
            else:
                self._occasion = occasion
                self._begin()
        return Changes()

    def _begin(self) -> None:
        """An order that is new here, or that nobody has worked out yet, is worked out afresh."""
        project, document = self._session.project, self._session.document()
        is_afresh = self._is_afresh or not project.documents.arrangement()
        self._is_afresh = False
        if self.order is not Order.IMPORTED:
            here = document.id if document else None
            self._run(
                arrange(
                    self._session.path,
                    self.order,
                    here=here,
                    is_afresh=is_afresh,
                    goes_on=lambda: not self._is_stopped,
                )
            )
        elif project.places.unused():
            self._run(arranging.clear(self._session.path))

    def _run(self, job: Job[Any]) -> None:
        self._began = monotonic()
        self._thread = JobThread(job, self)
        self._thread.succeeded.connect(self._take)
        self._thread.failed.connect(self._fail)
        self._thread.finished.connect(self._end)
        self._thread.start()

    def _take(self, found: Arrangement | None) -> None:
        if found is not None and not self._is_stopped:
            self._bridge.look(partial(arranging.use, self._session, found))

    def _fail(self, sentence: str) -> None:
        if not self._is_stopped:
            self._bridge.failed.emit(sentence)

    def _end(self) -> None:
        """Whatever was chosen or came in meanwhile may be a reason to begin again."""
        if self._thread is not None:
            self._thread.deleteLater()
        self._thread = None
        now = monotonic()
        self._rests_until = now + REST * (now - self._began)
        if not self._is_stopped:
            self._bridge.look(self._look)
