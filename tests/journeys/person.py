"""A person at the window: presses real keys, moves the mouse, and looks at what is shown."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QKeySequence, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from annotator.core.suggestion import Suggestion
from annotator.session.article import Article, Focus
from annotator.ui.annotate import AnnotateScreen
from annotator.ui.main_window import MainWindow

LEFT, RIGHT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.NoButton
PLAIN = Qt.KeyboardModifier.NoModifier
PATIENCE_S = 20

Said = tuple[str, str]
"""The words of a span and its label."""


class Person:
    """Keys and clicks go to the window as a system sends them: to whatever has the keyboard,
    or lies under the pointer. Nothing is called that a person could not reach."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window

    # Hands

    def press(self, *keys: str) -> None:
        """Press keys named as in the menus, one after the other."""
        for key in keys:
            pressed = QKeySequence(key)[0]
            QTest.keyClick(self._handle(), pressed.key(), pressed.keyboardModifiers())

    def type(self, text: str) -> None:
        """Type into whatever has the keyboard."""
        for char in text:
            self.press(char)

    def click(
        self, at: QPoint, button: Qt.MouseButton = LEFT, held: Qt.KeyboardModifier = PLAIN
    ) -> None:
        """Click at a point of the window."""
        QTest.mouseClick(self._handle(), button, held, at)

    def double_click(self, at: QPoint) -> None:
        """Click twice at a point of the window."""
        QTest.mouseDClick(self._handle(), LEFT, PLAIN, at)

    def drag(self, *points: QPoint, held: Qt.KeyboardModifier = PLAIN) -> None:
        """Press at the first point, move over the others, let go at the last."""
        handle = self._handle()
        QTest.mousePress(handle, LEFT, held, points[0])
        for point in points[1:]:
            self._move(point, held)
        QTest.mouseRelease(handle, LEFT, held, points[-1])

    def _move(self, point: QPoint, held: Qt.KeyboardModifier) -> None:
        # QTest's moves know nothing of what is held on the keyboard.
        handle, at = self._handle(), QPointF(point)
        there = QPointF(handle.mapToGlobal(point))
        event = QMouseEvent(QEvent.Type.MouseMove, at, there, NONE, LEFT, held)
        QApplication.sendEvent(handle, event)

    def click_row(self, view: QWidget, text: str) -> None:
        """Click on the line of a list that holds this text."""
        model = view.model()
        for row in range(model.rowCount()):
            index = model.index(row, 0)
            if text in index.data():
                view.scrollTo(index)
                self.click(self._in_window(view.viewport(), view.visualRect(index).center()))
                return
        raise AssertionError(f"no line holds {text!r}: {rows(view)}")

    def choose(self, menu: QMenu, title: str) -> None:
        """Click on an entry of a menu that is open."""
        action = next(a for a in menu.actions() if a.text() == title)
        QTest.mouseClick(menu.windowHandle(), LEFT, PLAIN, menu.actionGeometry(action).center())
        QApplication.processEvents()

    def turn_here(self) -> None:
        """Go to this window from another one."""
        self.window.activateWindow()
        assert QTest.qWaitForWindowActive(self.window)

    def close(self) -> None:
        """Close the window by its button."""
        self.window.close()
        QApplication.processEvents()

    # Eyes

    @property
    def screen(self) -> AnnotateScreen:
        """The open project's screen."""
        assert self.window.screen_ is not None
        return self.window.screen_

    @property
    def article(self) -> Article:
        """The open document."""
        article = self.screen.session.article
        assert article is not None
        return article

    @property
    def title(self) -> str:
        """The title of the document that is shown."""
        return self.screen.article.title.toolTip() or self.screen.article.title.text()

    @property
    def focused(self) -> Said | None:
        """What the ring is round."""
        focus = self.article.place.focus
        return self._said(focus) if focus else None

    @property
    def focus_is_suggestion(self) -> bool:
        """Whether the focused span is still undecided."""
        return isinstance(self.article.place.focus, Suggestion)

    @property
    def cursor(self) -> str:
        """The word under the cursor."""
        return self.article.text[slice(*self.article.place.cursor)]

    @property
    def selected(self) -> str | None:
        """The selected words."""
        selection = self.article.place.selection
        return self.article.text[slice(*selection)] if selection else None

    @property
    def labels(self) -> list[Said]:
        """The labels of the open document, in reading order."""
        return [self._said(span) for span in self.article.spans]

    @property
    def suggested(self) -> list[Said]:
        """The undecided suggestions of the open document, in reading order."""
        return [self._said(span) for span in self.article.suggestions]

    @property
    def message(self) -> str:
        """The sentence above the article."""
        return self.window.message.text.text() if self.window.message.isVisible() else ""

    @property
    def holder(self) -> QWidget | None:
        """What has the keyboard."""
        return QApplication.focusWidget()

    @property
    def has_article(self) -> bool:
        """Whether the article has the keyboard."""
        return self.holder is self.screen.article.view

    @property
    def menu(self) -> QMenu:
        """The menu that is open."""
        popup = QApplication.activePopupWidget()
        assert isinstance(popup, QMenu), popup
        return popup

    def at(self, words: str, *, part: str | None = None) -> QPoint:
        """Where words of the article stand in the window: their centre, or their first
        character's if `part` is "start", or their last's if it is "end"."""
        start = self.article.text.index(words)
        end = start + len(words)
        ranges = {None: (start, end), "start": (start, start + 1), "end": (end - 1, end)}
        view = self.screen.article.view
        centre = view.rectangle_of(*ranges[part]).center()
        return self._in_window(view.viewport(), centre)

    def wait(self, until: Callable[[], object], patience_s: float = PATIENCE_S) -> None:
        """Let the window live until something has come true."""
        end = time.monotonic() + patience_s
        while not until():
            assert time.monotonic() < end, "it has not come true"
            self.rest(0.01)

    def rest(self, seconds: float = 0.05) -> None:
        """Let the window live for a while."""
        # QTest.qWait of PySide6 (6.11) keeps Python's lock while it waits: threads of jobs
        # would stand still.
        loop = QEventLoop()
        QTimer.singleShot(int(seconds * 1000), loop.quit)
        loop.exec()

    def go_to(self, words: str) -> None:
        """Walk to a word with the arrow keys."""
        offset = self.article.text.index(words)
        self.press("Escape", "Ctrl+Home")
        while self.article.place.cursor[0] < offset:
            before = self.article.place.cursor
            self.press("Right")
            assert self.article.place.cursor != before, "the text ended"

    def _said(self, span: Focus) -> Said:
        return self.article.text[span.start : span.end], span.label

    def _handle(self):
        popup = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        return (popup or self.window).windowHandle()

    def _in_window(self, widget: QWidget, point: QPoint) -> QPoint:
        return widget.mapTo(self.window, point)


def rows(view: QWidget) -> list[str]:
    """The lines of a list."""
    model = view.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def project_of(person: Person) -> Path:
    """The file of the open project."""
    return person.screen.session.path
