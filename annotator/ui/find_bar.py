"""Finding a string in the open document: each match is selected, ready for a label."""

from array import array
from bisect import bisect_right
from itertools import islice

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from annotator.core.search import each_match
from annotator.ui.bridge import Bridge

MOST_COUNTED = 10_000


class FindBar(QWidget):
    """Hidden until it is wanted; Return goes to the next match, Shift+Return back.

    `closed` says that the article should have the keyboard again.
    """

    closed = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.needle = QLineEdit(placeholderText=self.tr("Find in this document"))
        self.needle.setAccessibleName(self.tr("Find in this document"))
        self.count = QLabel()
        self._starts = array("q")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addWidget(self.needle, 1)
        layout.addWidget(self.count)
        for text, name, act in (
            ("↑", self.tr("Previous match"), lambda: self.find_next(backwards=True)),
            ("↓", self.tr("Next match"), self.find_next),
            ("✕", self.tr("Close"), self.leave),
        ):
            button = QToolButton(autoRaise=True)
            button.setText(text)
            button.setToolTip(name)
            button.setAccessibleName(name)
            button.clicked.connect(lambda _=False, act=act: act())
            layout.addWidget(button)
        self.needle.textChanged.connect(self._count)
        self.needle.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Show it with the selected or focused words, and take the keyboard."""
        article = self._bridge.session.article
        if article is not None:
            focus = article.place.focus
            range_ = (focus.start, focus.end) if focus else article.place.selection
            if range_ is not None:
                self.needle.setText(article.text[slice(*range_)])
        self.show()
        self.needle.setFocus()
        self.needle.selectAll()
        self._count()

    def leave(self) -> None:
        """Hide it; the match stays selected."""
        self.hide()
        self.closed.emit()

    def find_next(self, *, backwards: bool = False) -> None:
        """Select the next match, or the one before."""
        needle = self.needle.text()
        if needle:
            self._bridge.do(lambda: self._bridge.gestures.find(needle, backwards=backwards))
            self._say_where()

    def renew(self) -> None:
        """Count again: another document is open."""
        if self.isVisible():
            self._count()

    def _count(self) -> None:
        article = self._bridge.session.article
        text = article.text if article else ""
        matches = islice(each_match(text, self.needle.text()), MOST_COUNTED)
        self._starts = array("q", (start for start, _ in matches))
        self.count.setText(self.tr("{0} found").format(self._total()))

    def _total(self) -> str:
        return f"{len(self._starts)}{'+' if len(self._starts) == MOST_COUNTED else ''}"

    def _say_where(self) -> None:
        article = self._bridge.session.article
        selection = article.place.selection if article else None
        number = bisect_right(self._starts, selection[0]) if selection else 0
        if number:
            self.count.setText(self.tr("{0} of {1}").format(number, self._total()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Return and Escape do here what they do nowhere else."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                self.find_next(backwards=bool(back))
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.leave()
                return True
        return super().eventFilter(watched, event)
