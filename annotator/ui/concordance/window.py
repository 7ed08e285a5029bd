"""The Concordance window: one label, or one string, over the whole project in its contexts."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QTimer, Signal
from PySide6.QtGui import QColor, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout

from annotator.core.concordance import Sort
from annotator.session.changes import Changes
from annotator.session.concordance import patch
from annotator.session.concordance_lines import Line, Lines
from annotator.session.jobs import Progress
from annotator.ui.accessible import say
from annotator.ui.concordance import counts
from annotator.ui.concordance.acting import Acting, Run
from annotator.ui.concordance.filters import Filters
from annotator.ui.concordance.model import SORTS, ConcordanceModel
from annotator.ui.concordance.question import Question
from annotator.ui.concordance.searching import Searching
from annotator.ui.concordance.table import LineTable
from annotator.ui.picker import Choice, Picker

if TYPE_CHECKING:
    from annotator.ui.annotate import AnnotateScreen

SIZE_PX = (1240, 680)
REFRESH_MS = 80
"""What changes at once is looked for anew once."""
LATER_MS = 1_500
MOST_AT_ONCE = 30_000
"""More lines than these are not looked for anew while somebody waits for it."""
PROGRESS_PX = 160
MOST_KEPT = 10_000
"""Of more lines it is not remembered that they were selected."""


class ConcordanceWindow(QDialog):
    """Stands beside the article and follows what changes in the project. `opened` carries the
    line that is to be shown in the article."""

    opened = Signal(object)

    def __init__(self, screen: "AnnotateScreen") -> None:
        super().__init__(screen)
        self.setWindowTitle(self.tr("Concordance"))
        self._screen = screen
        self.model = ConcordanceModel(screen.session, self)
        self.filters = Filters()
        self.table = LineTable(self.model, self)
        self.question = Question()
        self.status, self.count, self.bar = QLabel(wordWrap=True), QLabel(), QProgressBar()
        self.stop_button = QPushButton(self.tr("&Cancel"))
        self.searching = Searching(screen.session.path, self)
        self.acting = Acting(screen.bridge, self.model, self.table, self.question)
        self._kept: list[Line] = []
        self._moved: dict[Line, Line] = {}
        self._is_growing = self._is_new = False
        self._say(
            self.tr(
                "Return opens a line. A label's key labels what is selected, Delete removes it,"
                " Shift+Right moves its end; Ctrl+A selects all."
            )
        )
        self._stale = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.bar.setMaximumWidth(PROGRESS_PX)
        self.bar.setAccessibleName(self.tr("Progress of the search"))
        self.bar.hide()
        self.stop_button.hide()
        self.count.setObjectName("meta")
        below = QHBoxLayout()
        below.addWidget(self.status, 1)
        below.addWidget(self.bar)
        below.addWidget(self.stop_button)
        below.addWidget(self.count)
        layout = QVBoxLayout(self)
        layout.addWidget(self.filters)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.question)
        layout.addLayout(below)
        self.resize(*SIZE_PX)

    def _connect(self) -> None:
        self.filters.changed.connect(self.search)
        self.filters.text.returnPressed.connect(self.table.setFocus)
        self.table.horizontalHeader().sectionClicked.connect(self._sort_by)
        self.table.chosen.connect(lambda row: self.opened.emit(self.model.lines[row]))
        self.table.selected.connect(self._tell)
        self.question.closed.connect(self.table.setFocus)
        self.searching.grown.connect(self._grow)
        self.searching.progressed.connect(self._progress)
        self.searching.found.connect(self._show)
        self.searching.failed.connect(self._fail)
        self.acting.said.connect(self._say)
        self.acting.changed.connect(self._keep)
        self.acting.runner.progressed.connect(self._progress)
        self.acting.runner.ended.connect(self._end_job)
        self.stop_button.clicked.connect(self.acting.runner.cancel)
        self._stale.timeout.connect(self._renew)
        self._screen.bridge.changed.connect(self.take)
        self._screen.bridge.failed.connect(self._say)
        self.finished.connect(lambda _: self._stop())
        QShortcut(QKeySequence("Ctrl+F"), self, self.filters.text.setFocus)

    # What is wanted

    def ask(self, *, label: str | None = None, text: str = "", at: Line | None = None) -> None:
        """Look for a label or a string, and go to this line if it is among what is found."""
        self._offer()
        self._kept = [at] if at else []
        self.filters.ask(label=label, text=text)
        self.table.setFocus()

    def _offer(self) -> None:
        """Know the labels, annotators, colours and keys as they are now."""
        session = self._screen.session
        annotators = session.annotators()
        self.filters.offer(session.labels, annotators)
        self.model.set_theme(self._screen.theme, session.labels)
        verbs = self._verbs()
        self.table.keys = {
            QKeySequence(key).toString().lower(): verbs[action.name]
            for action in self._screen.actions_
            for key in action.keys
            if action.name in verbs
        }

    def _verbs(self) -> dict[str, Run]:
        """What the actions of the article with these names do here."""
        session, do, relabel = self._screen.session, self._screen.bridge.do, self.acting.relabel
        return {
            **self.acting.verbs(),
            **{f"label_{one.name}": partial(relabel, one.name) for one in session.labels},
            "pick": self._pick,
            "undo": lambda: do(session.undo),
            "redo": lambda: do(session.redo),
        }

    def search(self) -> None:
        """Look for what is wanted now. In the order of the queue lines are shown as they come."""
        wanted = self.filters.wanted()
        self._stale.stop()
        self.question.drop()
        self.table.mark_sort(wanted.sort)
        self._is_growing = wanted.sort is Sort.DOCUMENT and not self._kept
        self._is_new = True
        lines = self.searching.start(wanted)
        if self._is_growing:
            self.model.show(lines)

    def take(self, changes: Changes) -> None:
        """Look anew: something changed in the project."""
        if changes.note:
            self._say(changes.note)
        if self.isVisible() and (changes.documents or changes.queue or changes.labels):
            is_big = self.model.rowCount() > MOST_AT_ONCE and not self.searching.is_busy
            if is_big and changes.documents:
                self._patch(changes)
            self._stale.start(LATER_MS if is_big else REFRESH_MS)

    def _patch(self, changes: Changes) -> None:
        """Show at once what became of the lines that are shown: to look for all of so many anew
        takes seconds."""
        project, before, moved = self._screen.session.project, self.model.lines, self._moved
        lines = patch(project, self.filters.wanted(), before, set(changes.documents), moved)
        # Undo goes the other way.
        self._moved = {now: was for was, now in moved.items()}
        self._put(lines)

    def _renew(self) -> None:
        self._offer()
        self._is_growing = False
        self._is_new = self._is_new and self.searching.is_busy
        self.searching.start(self.filters.wanted())

    def _keep(self, changed: dict[Line, Line]) -> None:
        """What was changed stays selected."""
        self._moved = changed if len(changed) <= MOST_KEPT else {}
        self._kept = list(self._moved.values())

    # What is found

    def _grow(self) -> None:
        if self._is_growing:
            was_empty = not self.model.rowCount()
            self.model.grow()
            if was_empty and self.model.rowCount():
                self._hide_facts()
                self.table.select_rows([0])
            self._tell()

    def _progress(self, progress: Progress) -> None:
        self.bar.setRange(0, progress.total or 1)
        self.bar.setValue(progress.done)
        self.bar.show()
        self.stop_button.setVisible(self.acting.runner.is_busy)

    def _end_job(self) -> None:
        self.bar.hide()
        self.stop_button.hide()

    def _stop(self) -> None:
        """End what is under way: what is not done has changed nothing."""
        self.searching.stop()
        self.acting.runner.stop()

    def _show(self, lines: Lines) -> None:
        self.bar.hide()
        if self._is_growing:
            self._grow()
            self._hide_facts()
            return
        self._put(lines)

    def _put(self, lines: Lines) -> None:
        """Show these lines, with the same ones selected and in sight, unless all is new."""
        row, scrolled = self.table.currentIndex().row(), self.table.verticalScrollBar().value()
        kept, self._kept = self._kept, []
        if self._is_new:
            row = scrolled = 0
        elif not kept and self.table.count() <= MOST_KEPT:
            kept = [self.model.lines[at] for at in self.table.rows()]
        self._is_new = False
        self.model.show(lines)
        self._hide_facts()
        rows = lines.find(kept) or [max(0, min(row, len(lines) - 1))] * bool(lines)
        self.table.verticalScrollBar().setValue(scrolled)
        self.table.select_rows(rows)
        self._tell()

    def _fail(self, sentence: str) -> None:
        self.bar.hide()
        self._say(sentence)

    def _hide_facts(self) -> None:
        annotators = self.filters.annotator.count() - 1
        self.table.hide_facts(annotators=annotators, is_proposed=self.model.lines.is_proposed)

    def _tell(self) -> None:
        lines = self.model.lines
        said = self.tr("{0} in {1}").format(
            counts.lines(len(lines)), counts.documents(lines.documents)
        )
        selected = self.table.count()
        if selected > 1:
            said += self.tr(" · {0:,} selected").format(selected)
        self.count.setText(said)

    def _say(self, sentence: str) -> None:
        self.status.setText(sentence)
        say(self.table, sentence)

    # What is done

    def _sort_by(self, column: int) -> None:
        if column in SORTS:
            self.filters.sort_by(SORTS[column])
        self.table.mark_sort(self.filters.wanted().sort)

    def _pick(self) -> None:
        """Choose a label by its name for the selected lines."""
        theme = self._screen.theme
        choices = [
            Choice(
                one.name,
                one.key,
                partial(self.acting.relabel, one.name),
                QColor(*theme.label_text(one.color)),
            )
            for one in self._screen.session.labels
        ]
        under = self.table.visualRect(self.table.currentIndex()).bottomLeft() + QPoint(0, 6)
        Picker(self.tr("Label"), choices, self.table).pop_up(
            self.table.viewport().mapToGlobal(under)
        )

    def changeEvent(self, event: QEvent) -> None:
        """Follow the system's colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.model.set_theme(self._screen.theme, self._screen.session.labels)
