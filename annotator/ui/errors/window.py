"""The window for label errors: a worklist, the likeliest first, one key for each."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout

from annotator.core.label_errors.error import LabelError
from annotator.session.away import away
from annotator.session.changes import Changes
from annotator.session.finding_errors import ErrorOptions, ErrorsReport
from annotator.session.jobs import Progress
from annotator.session.mending import standing
from annotator.ui.accessible import say
from annotator.ui.concordance.question import Question
from annotator.ui.errors.acting import ErrorActing
from annotator.ui.errors.filters import ErrorFilters
from annotator.ui.errors.model import ErrorModel
from annotator.ui.errors.table import ErrorTable
from annotator.ui.train.runner import Runner

if TYPE_CHECKING:
    from annotator.ui.annotate import AnnotateScreen

SIZE_PX = (1240, 680)
PROGRESS_PX = 260
REFRESH_MS = 80
"""Many documents that change one after the other are looked up once."""
MOST_CHECKED = 2_000
"""After a change of many documents so many lines are looked up again, the likeliest; of others
it shows when they are mended."""


class ErrorsWindow(QDialog):
    """Stands beside the article and follows what changes in the project. `opened` carries the
    error that is to be shown in the article."""

    opened = Signal(object)

    def __init__(self, screen: "AnnotateScreen") -> None:
        super().__init__(screen)
        self.setWindowTitle(self.tr("Label errors"))
        self._screen = screen
        self._all: list[LabelError] = []
        self._stands: list[bool] = []
        self.model = ErrorModel(screen.session, self)
        self.filters = ErrorFilters()
        self.table = ErrorTable(self.model, self)
        self.question = Question()
        self.acting = ErrorActing(screen.bridge, self.question, self.chosen)
        self.status, self.count, self.bar = QLabel(wordWrap=True), QLabel(), QProgressBar()
        self.cancel = QPushButton(self.tr("&Cancel"), autoDefault=False)
        self.runner = Runner(self)
        self._stale = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.bar.setMaximumWidth(PROGRESS_PX)
        self.bar.setAccessibleName(self.tr("Progress of the search"))
        self.count.setObjectName("meta")
        self._show_busy(is_busy=False)
        below = QHBoxLayout()
        below.addWidget(self.status, 1)
        for widget in (self.bar, self.cancel, self.count):
            below.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.addWidget(self.filters)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.question)
        layout.addLayout(below)
        self.resize(*SIZE_PX)

    def _connect(self) -> None:
        self.filters.narrowed.connect(self._narrow)
        self.filters.wanted.connect(self.search)
        self.table.chosen.connect(lambda _: self.acting.fix())
        self.table.selected.connect(self._tell)
        self.question.closed.connect(self.table.setFocus)
        self.acting.said.connect(self._say)
        self.cancel.clicked.connect(self.runner.cancel)
        self.runner.progressed.connect(self._progress)
        self.runner.succeeded.connect(self._take)
        self.runner.failed.connect(self._say)
        self.runner.cancelled.connect(lambda: self._say(self.tr("Stopped.")))
        self.runner.ended.connect(lambda: self._show_busy(is_busy=False))
        self.finished.connect(lambda _: self._stop())
        self._stale.timeout.connect(self._look_again)
        self._screen.bridge.changed.connect(self.take)
        self._screen.bridge.failed.connect(self._say)

    # What is found

    def ask(self) -> None:
        """Find what is probably wrong, unless that was done already."""
        self._offer()
        self.table.setFocus()
        if not self._all and not self.runner.is_busy:
            self.search(with_models=False)

    def search(self, with_models: bool) -> None:  # noqa: FBT001 (a slot)
        """Find it anew."""
        self._offer()
        self._show_busy(is_busy=True)
        self._say(self.tr("Looking through all labels …"))
        options = ErrorOptions(self.filters.annotator.currentData(), with_models)
        self.runner.run(away("errors", self._screen.session.path, options))
        self.table.setFocus()

    def _offer(self) -> None:
        """Know the labels, annotators, colours and keys as they are now."""
        session = self._screen.session
        self.filters.offer(session.annotators())
        self.model.set_theme(self._screen.theme, session.labels)
        verbs = self._verbs()
        own = {
            "return": self.acting.fix,
            "enter": self.acting.fix,
            "space": self._open,
            "ctrl+a": self.table.selectAll,
        }
        self.table.keys = own | {
            QKeySequence(key).toString().lower(): verbs[action.name]
            for action in self._screen.actions_
            for key in action.keys
            if action.name in verbs
        }

    def _verbs(self) -> dict[str, Callable[[], None]]:
        """What the actions of the article with these names do here."""
        session, do, relabel = self._screen.session, self._screen.bridge.do, self.acting.relabel
        return {
            **{f"label_{one.name}": partial(relabel, one.name) for one in session.labels},
            "remove": self.acting.dismiss,
            "undo": lambda: do(session.undo),
            "redo": lambda: do(session.redo),
        }

    def _stop(self) -> None:
        self.runner.stop()
        self._show_busy(is_busy=False)

    def _show_busy(self, *, is_busy: bool) -> None:
        self.filters.stand_still(is_busy=is_busy)
        for widget in (self.bar, self.cancel):
            widget.setVisible(is_busy)
        self.bar.reset()

    def _progress(self, progress: Progress) -> None:
        self.bar.setRange(0, progress.total or 1)
        self.bar.setValue(progress.done)
        self.bar.setFormat(f"{progress.done:,} {progress.note}")

    def _take(self, report: ErrorsReport) -> None:
        self._all, self._stands = report.errors, [True] * len(report.errors)
        self._narrow()
        said = self.tr(
            "{0:,} labelled documents. Return mends, a label's key labels otherwise, Delete: it is"
            " no error, Space opens it in the article."
        )
        more = self.tr(" {0:,} less likely ones are not listed.").format(report.left)
        self._say(said.format(report.documents) + (more if report.left else ""))

    # What is shown

    def chosen(self) -> list[LabelError]:
        """The errors of the selected lines."""
        return [self.model.errors[row] for row in self.table.rows()]

    def take(self, changes: Changes) -> None:
        """Look again at what changed in the project."""
        if not self._all or not (changes.documents or changes.queue or changes.labels):
            return
        if changes.queue or changes.labels:
            self._stale.start()
        else:
            # At once: the next key is meant for the next line.
            changed = set(changes.documents)
            self._check([i for i, one in enumerate(self._all) if one.document_id in changed])

    def _look_again(self) -> None:
        self._offer()
        self._check(list(range(min(MOST_CHECKED, len(self._all)))))

    def _check(self, numbers: list[int]) -> None:
        some = [self._all[i] for i in numbers]
        for i, stands in zip(numbers, standing(self._screen.session.project, some), strict=True):
            self._stands[i] = stands
        if numbers:
            self._narrow()

    def _narrow(self) -> None:
        left = [one for one, stands in zip(self._all, self._stands, strict=True) if stands]
        row, scrolled = self.table.currentIndex().row(), self.table.verticalScrollBar().value()
        back = set(left) - set(self.model.errors)
        self.filters.show_counts(left)
        shown = [one for one in left if self.filters.is_wanted(one)]
        was_empty = not self.model.errors
        self.model.show(shown)
        rows = [] if was_empty else [i for i, one in enumerate(shown) if one in back]
        self.table.verticalScrollBar().setValue(scrolled)
        nearest = [max(0, min(row, len(shown) - 1))] * bool(shown)
        self.table.select_rows(rows[:1] or nearest)
        self._tell()

    def _tell(self) -> None:
        said = self.tr("{0:,} lines").format(len(self.model.errors))
        selected = self.table.count()
        self.count.setText(said + (f" · {selected:,} ✓" if selected > 1 else ""))

    def _open(self) -> None:
        for error in self.chosen()[:1]:
            self.opened.emit(error)

    def _say(self, sentence: str) -> None:
        self.status.setText(sentence)
        say(self.table, sentence)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the system's colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.model.set_theme(self._screen.theme, self._screen.session.labels)
