"""Every action of the Annotate screen: its name, its keys, its menu, and what it does."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from annotator.core.annotation import Answer
from annotator.core.label import LabelSet
from annotator.session.session import Session
from annotator.ui.bridge import Bridge
from annotator.ui.text.view import ArticleView

Run = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Action:
    """One action. The first key stands in the menu; `anywhere`: its keys work in the whole
    window, not only while the article has the keyboard."""

    name: str
    title: str
    menu: str
    keys: tuple[str, ...]
    run: Run
    anywhere: bool = False


def deciding(bridge: Bridge) -> list[Action]:
    """What is decided about spans and documents."""
    do, session, gestures = bridge.do, bridge.session, bridge.gestures

    def answer(answer_: Answer) -> Run:
        return lambda: do(lambda: gestures.answer(answer_))

    def resize(step: int, *, is_start: bool) -> Run:
        return lambda: do(lambda: gestures.resize(is_start=is_start, step=step))

    return [
        Action("undo", "Undo", "Edit", ("Ctrl+Z",), lambda: do(session.undo), anywhere=True),
        Action("redo", "Redo", "Edit", ("Ctrl+Shift+Z",), lambda: do(session.redo), anywhere=True),
        Action(
            "accept",
            "Accept, or go to the first suggestion",
            "Span",
            ("Return", "Enter"),
            lambda: do(gestures.accept),
        ),
        Action(
            "remove",
            "Reject or remove",
            "Span",
            ("Delete", "Backspace"),
            lambda: do(gestures.remove),
        ),
        Action(
            "start_left",
            "Start one word to the left",
            "Span",
            ("Ctrl+Shift+Left",),
            resize(-1, is_start=True),
        ),
        Action(
            "start_right",
            "Start one word to the right",
            "Span",
            ("Ctrl+Shift+Right",),
            resize(1, is_start=True),
        ),
        Action(
            "finish",
            "Finish: accept all that is suggested",
            "Document",
            ("Ctrl+Return", "Ctrl+Enter"),
            answer(Answer.ACCEPT),
            anywhere=True,
        ),
        Action(
            "reject_document",
            "Reject: unfit for use",
            "Document",
            ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"),
            answer(Answer.REJECT),
            anywhere=True,
        ),
        Action("skip", "Skip", "Document", ("Ctrl+.",), answer(Answer.IGNORE), anywhere=True),
        Action(
            "flag",
            "Flag for another look",
            "Document",
            ("Ctrl+D",),
            lambda: do(gestures.flag),
            anywhere=True,
        ),
        Action(
            "next",
            "Next document",
            "Document",
            ("Ctrl+PgDown",),
            lambda: do(lambda: session.open_neighbour(1)),
            anywhere=True,
        ),
        Action(
            "previous",
            "Previous document",
            "Document",
            ("Ctrl+PgUp",),
            lambda: do(lambda: session.open_neighbour(-1)),
            anywhere=True,
        ),
    ]


def moving(bridge: Bridge, view: ArticleView) -> list[Action]:
    """How the focus, the cursor and the selection move."""
    do, session, gestures = bridge.do, bridge.session, bridge.gestures

    def step(step_: int) -> Run:
        return lambda: do(lambda: gestures.step(step_))

    def extend(step_: int) -> Run:
        return lambda: do(lambda: gestures.step_or_resize(step_))

    def to(place: Callable[[int], int], *, select: bool = False) -> Run:
        return lambda: do(lambda: gestures.put_cursor(place(_at(session)), select=select))

    def end(offset: int) -> int:
        first, last = view.line_range(offset)
        return max(first, last - 1)

    up, down = partial(view.offset_in_line, lines=-1), partial(view.offset_in_line, lines=1)
    page_up = lambda offset: view.offset_in_line(offset, -view.page_lines())  # noqa: E731
    page_down = lambda offset: view.offset_in_line(offset, view.page_lines())  # noqa: E731
    start = lambda offset: view.line_range(offset)[0]  # noqa: E731
    return [
        Action("next_span", "Next span", "Move", ("Tab",), lambda: do(gestures.focus_next)),
        Action(
            "previous_span",
            "Previous span",
            "Move",
            ("Shift+Tab", "Backtab"),
            lambda: do(gestures.focus_previous),
        ),
        Action("word_left", "Word to the left", "Move", ("Left",), step(-1)),
        Action("word_right", "Word to the right", "Move", ("Right",), step(1)),
        Action("up", "Line up", "Move", ("Up",), to(up)),
        Action("down", "Line down", "Move", ("Down",), to(down)),
        Action("page_up", "Page up", "Move", ("PgUp",), to(page_up)),
        Action("page_down", "Page down", "Move", ("PgDown",), to(page_down)),
        Action("line_start", "First word of the line", "Move", ("Home",), to(start)),
        Action("line_end", "Last word of the line", "Move", ("End",), to(end)),
        Action("text_start", "First word of the text", "Move", ("Ctrl+Home",), to(lambda _: 0)),
        Action(
            "text_end",
            "Last word of the text",
            "Move",
            ("Ctrl+End",),
            to(lambda _: _length(session)),
        ),
        Action(
            "extend_left",
            "Select to the left, or end of the span",
            "Move",
            ("Shift+Left",),
            extend(-1),
        ),
        Action(
            "extend_right",
            "Select to the right, or end of the span",
            "Move",
            ("Shift+Right",),
            extend(1),
        ),
        Action("extend_up", "Select a line up", "Move", ("Shift+Up",), to(up, select=True)),
        Action("extend_down", "Select a line down", "Move", ("Shift+Down",), to(down, select=True)),
        Action(
            "extend_start",
            "Select to the first word of the line",
            "Move",
            ("Shift+Home",),
            to(start, select=True),
        ),
        Action(
            "extend_end",
            "Select to the last word of the line",
            "Move",
            ("Shift+End",),
            to(end, select=True),
        ),
        Action(
            "escape",
            "Drop the selection and the focus",
            "Move",
            ("Escape",),
            lambda: do(gestures.escape),
        ),
    ]


def labelling(bridge: Bridge, labels: LabelSet) -> list[Action]:
    """One action for each label."""

    def label(name: str) -> Run:
        return lambda: bridge.do(lambda: bridge.gestures.label(name))

    return [
        Action(
            f"label_{one.name}", one.name, "Label", (one.key,) if one.key else (), label(one.name)
        )
        for one in labels
    ]


def _at(session: Session) -> int:
    return session.article.place.cursor[0] if session.article else 0


def _length(session: Session) -> int:
    return len(session.article.text) if session.article else 0


def install(
    actions: list[Action], bar: QMenuBar, window: QWidget, article: QWidget
) -> dict[str, QAction]:
    """Put actions into their menus and their keys into the window or the article."""
    menus: dict[str, QMenu] = {}
    made = {}
    for action in actions:
        menu = menus.get(action.menu) or _menu(bar, menus, action.menu)
        made[action.name] = menu.addAction(QCoreApplication.translate("actions", action.title))
        _set_up(made[action.name], action, window if action.anywhere else article)
    return made


def _menu(bar: QMenuBar, menus: dict[str, QMenu], name: str) -> QMenu:
    menus[name] = bar.addMenu(QCoreApplication.translate("menus", name))
    menus[name].setObjectName(name)
    return menus[name]


def _set_up(made: QAction, action: Action, home: QWidget) -> None:
    made.setObjectName(action.name)
    made.setShortcuts([QKeySequence(key) for key in action.keys])
    context = Qt.ShortcutContext
    made.setShortcutContext(context.WindowShortcut if action.anywhere else context.WidgetShortcut)
    made.triggered.connect(lambda _=False: action.run())
    home.addAction(made)
