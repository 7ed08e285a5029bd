"""The Review window: documents by disagreement, one article with what all say, the differences."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QMenuBar,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from annotator.core.difference import Difference
from annotator.errors import AnnotatorError
from annotator.session.board import Stage
from annotator.session.changes import Changes
from annotator.session.reviewing import Reviewing
from annotator.session.settling import Settling
from annotator.ui import accessible
from annotator.ui.accessible import say
from annotator.ui.actions.settling import install
from annotator.ui.line import Line
from annotator.ui.panes import Panes
from annotator.ui.picker import Choice, Picker
from annotator.ui.review.comparing import Comparing
from annotator.ui.review.documents import DocumentsPane, Row
from annotator.ui.review.items import BOTH, NONE, ItemsPane
from annotator.ui.review.options import Options
from annotator.ui.review.words import done_words, heading_words, quoted
from annotator.ui.text.view import ArticleView
from annotator.ui.theme import Theme

SIZE_PX = (1360, 860)
WIDTHS_PX = (270, 740, 350)
REFRESH_MS = 1_000
LABEL_ROWS = 2
"""Versions of one range stand above each other: their labels need rows of their own."""

Verb = Callable[[], Changes]


class ReviewWindow(QDialog):
    """Stands beside the article, or alone. It has a sitting of its own in the project."""

    def __init__(
        self, path: Path, reviewer: str, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.at = Reviewing(path, reviewer)
        self.hands = Settling(self.at)
        self.title = Line("title")
        self.meta = Line("meta")
        self.view = ArticleView(self)
        self.documents = DocumentsPane(self.at)
        self.items = ItemsPane(self.at)
        self.status = QLabel()
        self.status.setMinimumWidth(1)
        self.comparing = Comparing(self)
        self.panes = Panes(self.view, self.items, self.items.versions, self.documents)
        self._theme = theme
        self.options = Options(self)
        self._actions = self._lay_out()
        self._connect()
        self.set_theme(theme)

    def _lay_out(self) -> list[Any]:
        self.setWindowTitle(self.tr("Review: {0}").format(self.at.session.path.name))
        self.view.setAccessibleName(self.tr("Article"))
        self.view.set_text_size(self.options.points)
        self.view.set_label_rows(LABEL_ROWS)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(6, 8, 6, 6)
        column.setSpacing(3)
        for widget in (self.title, self.meta, self.view):
            column.addWidget(widget)
        column.setStretchFactor(self.view, 1)
        across = QSplitter()
        for part in (self.documents, middle, self.items):
            across.addWidget(part)
        across.setStretchFactor(1, 1)
        across.setSizes(WIDTHS_PX)
        bar = QMenuBar()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 6)
        layout.setMenuBar(bar)
        layout.addWidget(across, 1)
        layout.addWidget(self.status)
        self.status.setContentsMargins(8, 0, 8, 0)
        self.resize(*SIZE_PX)
        return install(self, bar)

    def _connect(self) -> None:
        self.view.clicked.connect(lambda offset, _: self.take(lambda: self.at.click(offset)))
        self.view.edge_dragged.connect(self._drag_edge)
        self.documents.chosen.connect(self._open)
        self.items.chosen.connect(self._go_to)
        self.items.taken.connect(self._take_row)
        self._timer = QTimer(self, interval=REFRESH_MS)
        self._timer.timeout.connect(self._refresh)

    # From opening to closing

    def start(self) -> None:
        """Open the document with the least agreement, and count where others differ."""
        self.comparing.start()
        self._timer.start()
        self.view.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the comparison and close the file."""
        self._timer.stop()
        self.comparing.runner.stop()
        self.documents.view.setModel(None)
        self.items.view.setModel(None)
        self.view.show_article(None, self.at.session.labels)
        self.at.close()
        self.setResult(0)
        event.accept()
        self.finished.emit(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes nothing here, and Return presses no button."""
        event.ignore()

    def _refresh(self) -> None:
        # What is written beside it is read anew when somebody looks at it.
        if self.isActiveWindow():
            self.take(self.at.refresh, is_look=True)

    # What is done

    def take(self, verb: Verb, *, is_look: bool = False) -> None:
        """Run a verb, show what changed, and say it."""
        before = self.at.item
        try:
            changes = verb()
        except AnnotatorError as error:
            self.say(str(error))
            return
        self.show_changes(changes)
        if not is_look:
            self.say(changes.note or done_words(self.at, before, changes))

    def show_changes(self, changes: Changes) -> None:
        """Show what changed."""
        if changes == Changes():
            return
        shown = self.at.shown
        if changes.opened:
            self.view.show_article(shown, self.at.session.labels)
            self.items.show_document()
        for start, end in changes.ranges:
            self.view.changed(start, end)
        if changes.moved and not changes.opened:
            self.view.moved(*changes.moved)
        if shown is not None:
            place = shown.place
            start, end = (place.focus.start, place.focus.end) if place.focus else place.cursor
            self.view.reveal(start, end)
        self.items.show_item()
        if changes.opened or changes.answered:
            self.show_heading()
            self.documents.follow()
        accessible.tell(self.view, changes)

    def show_heading(self) -> None:
        """Show the title, and whose versions there are."""
        article = self.at.session.article
        self.title.show_text(article.document.title if article else "")
        self.meta.show_text(heading_words(self.at))

    def take_version(self, number: int) -> None:
        """Take the version of an annotator, numbered from 0."""
        item = self.at.item
        if self.at.contradiction is None and item is not None and number >= item.people:
            self.say(self.tr("There are {0} annotators here.").format(item.people))
            return
        self.take(partial(self.hands.take, number))

    def _take_row(self, number: int) -> None:
        verbs = {BOTH: self.hands.take_all, NONE: self.hands.take_none}
        self.take(verbs.get(number, partial(self.hands.take, number)))
        self.view.setFocus()

    def _go_to(self, number: int) -> None:
        self.take(lambda: self.at.go_to(number))
        self.view.setFocus()

    def _drag_edge(self, is_start: bool, offset: int, done: bool) -> None:  # noqa: FBT001
        if done:
            self.take(lambda: self.hands.drag_edge(is_start=is_start, offset=offset))

    def pick_label(self) -> None:
        """Choose another label for the focused span."""
        shown, item = self.at.shown, self.at.item
        if shown is None or item is None or self.at.contradiction is not None:
            return
        focus = shown.place.focus
        # The label that it has comes first: Return takes it as it is.
        now = focus.label if focus else item.proposed[0][2] if item.proposed else ""
        choices = [
            Choice(
                one.name,
                one.key,
                partial(self.take, partial(self.hands.label, one.name)),
                QColor(*self._theme.label_text(one.color)),
            )
            for one in sorted(self.at.session.labels, key=lambda one: one.name != now)
        ]
        range_ = (focus.start, focus.end) if focus else (item.start, item.end)
        below = self.view.rectangle_of(*range_).bottomLeft() + QPoint(0, 6)
        title = self.tr("Label of {0}").format(quoted(shown.text, (*range_, "")).strip())
        Picker(title, choices, self.view).pop_up(self.view.viewport().mapToGlobal(below))

    def finish(self) -> None:
        """Finish the document and open the next one, unless something is left to a person."""
        board = self.at.board
        left = board.count(Stage.OPEN) if board and self.at.contradiction is None else 0
        self.take(self.hands.finish)
        if left:
            self.say(self.tr("{0:,} differences are still to be settled.").format(left))
        else:
            self._go_on()

    def reject(self) -> None:
        """Say that the document is unfit for use, and open the next one."""
        if self.at.contradiction is None:
            self.take(self.hands.reject)
            self._go_on()

    def _go_on(self) -> None:
        self.at.renew_counts()
        self.documents.renew()
        if not self.documents.model.rowCount():
            self.say(self.tr("All documents are settled."))
        self.take(self.at.open_next, is_look=True)

    def _open(self, row: Row | None) -> None:
        if isinstance(row, Difference):
            self.take(lambda: self.at.open(row.document_id))
        elif row is not None:
            self.take(lambda: self.at.open_contradiction(row))
        self.view.setFocus()

    def go(self, step: int) -> None:
        """Open the next (1) or previous (-1) document of the list."""
        here = self.documents.model.row_of(self.at)
        self._open(self.documents.model.row((-1 if here is None else here) + step))

    # Looks

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours."""
        self._theme = theme
        self.view.set_theme(theme)
        self.items.set_theme(theme)

    def say(self, sentence: str) -> None:
        """Tell what happened."""
        self.status.setText(sentence)
        say(self.view, sentence)

    def changeEvent(self, event: QEvent) -> None:
        """Read anew what others wrote when it is looked at again."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.take(self.at.refresh, is_look=True)
