"""Long work of the Review window: comparing all documents, and settling them by rule."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from annotator.session.adjudicating import AdjudicationReport, adjudicate, compare
from annotator.session.changes import Changes
from annotator.session.jobs import Job, Progress, finish
from annotator.ui.review.documents import HISTORIES
from annotator.ui.train.runner import Runner

if TYPE_CHECKING:
    from annotator.ui.review.window import ReviewWindow

AT_ONCE = 200
"""So many documents are compared before the window is used: nobody waits for that."""


class Comparing(QObject):
    """Runs it for one window, one job at a time; the latest that is wanted counts."""

    def __init__(self, window: "ReviewWindow") -> None:
        super().__init__(window)
        self._window = window
        self.runner = Runner(self)
        self.runner.progressed.connect(self._progress)
        self.runner.succeeded.connect(self._succeed)
        self.runner.failed.connect(window.say)
        self.runner.ended.connect(window.documents.bar.hide)

    def start(self) -> None:
        """Compare, and open the document with the least agreement."""
        at = self._window.at
        if at.session.completion().documents <= AT_ONCE:
            self._window.take(self._compared, is_look=True)
        else:
            self.compare()
        self._open_first()
        self._offer_histories()

    def _compared(self) -> Changes:
        finish(compare(self._window.at.session.path))
        return Changes()

    def compare(self) -> None:
        """Count where annotators differ, wherever it is not known."""
        self._run(compare(self._window.at.session.path))

    def settle_all(self) -> None:
        """Settle in all documents what the rule settles: one undo takes it back."""
        at = self._window.at
        self._run(adjudicate(at.session.path, at.reviewer))

    def _run(self, job: Job[Any]) -> None:
        # What still runs goes by what was wanted before.
        self.runner.stop()
        self.runner.run(job)

    def _progress(self, progress: Progress) -> None:
        bar = self._window.documents.bar
        bar.setRange(0, progress.total or 1)
        bar.setValue(progress.done)
        bar.show()
        if self._window.at.session.article is None:
            self._open_first()

    def _succeed(self, done: object) -> None:
        window = self._window
        window.take(window.at.refresh, is_look=True)
        if isinstance(done, AdjudicationReport):
            window.say(done.sentence())
        self._open_first()
        self._offer_histories()

    def _open_first(self) -> None:
        window = self._window
        window.documents.renew()
        if window.at.session.article is None:
            window.take(window.at.open_next)

    def _offer_histories(self) -> None:
        """With nothing else to do, show what contradicts itself."""
        documents = self._window.documents
        if not documents.model.rowCount() and self._window.at.contradictions():
            documents.which.setCurrentIndex(HISTORIES)
