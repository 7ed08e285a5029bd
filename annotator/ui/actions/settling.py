"""Every action of the Review window with its keys."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from annotator.core.adjudication import Rule
from annotator.ui.review.items import KEYED

if TYPE_CHECKING:
    from annotator.ui.review.window import ReviewWindow

Run = Callable[[], object]
ALT = "Alt+"


@dataclass(frozen=True, slots=True)
class Row:
    """An action: title, keys divided by blanks, what it does. `anywhere`: its keys work in the
    whole window, not only in the article. `is_on`: it is a switch."""

    title: str
    keys: str
    run: Run
    anywhere: bool = True
    is_on: Callable[[], bool] | None = None


def menus(window: "ReviewWindow") -> dict[str, list[Row]]:
    """All actions by their menus."""
    return {
        "Settle": _settling(window),
        "Correct": _correcting(window),
        "Go": _going(window),
        "Options": _options(window),
    }


def _settling(window: "ReviewWindow") -> list[Row]:
    take, hands = window.take, window.hands
    each = [
        Row(_tr("Take version {0}").format(n + 1), str(n + 1), partial(window.take_version, n))
        for n in range(KEYED)
    ]
    return [
        Row(_tr("Take what most have"), "Return Enter", lambda: take(hands.take_proposed), anywhere=False),
        *each,
        Row(_tr("Take all versions"), "B", lambda: take(hands.take_all)),
        Row(_tr("Nothing here"), "0 Del Backspace", lambda: take(hands.take_none)),
        Row(_tr("Settle by the rule what it settles here"), "A", lambda: take(hands.settle_by_rule)),
        Row(_tr("Settle by the rule in all documents"), "Ctrl+Shift+A", window.comparing.settle_all),
        Row(_tr("Finish, and open the next document"), "Ctrl+Return Ctrl+Enter", window.finish),
        Row(_tr("Reject the document as unfit, and open the next"), "Ctrl+Shift+Return Ctrl+Shift+Enter", window.reject),
        Row(_tr("Undo"), "Ctrl+Z", lambda: take(window.at.undo)),
        Row(_tr("Redo"), "Ctrl+Shift+Z Ctrl+Y", lambda: take(window.at.redo)),
    ]  # fmt: skip


def _correcting(window: "ReviewWindow") -> list[Row]:
    def move(step: int, *, is_start: bool, by_character: bool = False) -> Run:
        hands = window.hands
        verb = partial(hands.resize, is_start=is_start, step=step, by_character=by_character)
        return lambda: window.take(verb)

    rows = [Row(_tr("Another label …"), "Space E", window.pick_label)]
    for by_character, held, unit in ((False, "", _tr("word")), (True, ALT, _tr("character"))):
        for title, keys, is_start, step in (
            (_tr("End a {0} to the right"), "Shift+Right", False, 1),
            (_tr("End a {0} to the left"), "Shift+Left", False, -1),
            (_tr("Start a {0} to the left"), "Ctrl+Shift+Left", True, -1),
            (_tr("Start a {0} to the right"), "Ctrl+Shift+Right", True, 1),
        ):
            run = move(step, is_start=is_start, by_character=by_character)
            rows.append(Row(title.format(unit), held + keys, run))
    return rows


def _going(window: "ReviewWindow") -> list[Row]:
    at, take = window.at, window.take
    return [
        Row(_tr("Next difference"), "Tab", lambda: take(at.next), anywhere=False),
        Row(_tr("Previous difference"), "Shift+Tab", lambda: take(at.previous), anywhere=False),
        Row(_tr("Next to settle"), ",", lambda: take(at.go_to_next_open)),
        Row(_tr("Next span of it"), "Right", lambda: take(partial(window.hands.focus_within, 1)), anywhere=False),
        Row(_tr("Previous span of it"), "Left", lambda: take(partial(window.hands.focus_within, -1)), anywhere=False),
        Row(_tr("Next document"), "Ctrl+PgDown", lambda: window.go(1)),
        Row(_tr("Previous document"), "Ctrl+PgUp", lambda: window.go(-1)),
        Row(_tr("Next part of the window"), "F6", lambda: window.panes.go(1)),
        Row(_tr("Previous part of the window"), "Shift+F6", lambda: window.panes.go(-1)),
    ]  # fmt: skip


def _options(window: "ReviewWindow") -> list[Row]:
    of, at = window.options, window.at

    def is_rule(rule: Rule) -> Callable[[], bool]:
        return lambda: at.settings.rule is rule

    def put_rule(rule: Rule) -> Run:
        return lambda: of.change(replace(at.settings, rule=rule))

    return [
        Row(_tr("The rule is: unanimous"), "", put_rule(Rule.UNANIMOUS), is_on=is_rule(Rule.UNANIMOUS)),
        Row(_tr("The rule is: majority"), "", put_rule(Rule.MAJORITY), is_on=is_rule(Rule.MAJORITY)),
        Row(_tr("Hide names"), "Ctrl+H", of.hide_names, is_on=lambda: at.settings.hides_names),
        Row(_tr("Also compare unfinished work"), "", of.take_unfinished, is_on=lambda: at.settings.unfinished),
        Row(_tr("Choose the annotators that are compared …"), "", of.choose_annotators),
        Row(_tr("Bigger text"), "Ctrl++ Ctrl+=", lambda: of.resize_text(1)),
        Row(_tr("Smaller text"), "Ctrl+-", lambda: of.resize_text(-1)),
    ]  # fmt: skip


def install(window: "ReviewWindow", bar: QMenuBar) -> list[QAction]:
    """Put all actions into a menu bar, and their keys into the window or its article."""
    made = []
    for title, rows in menus(window).items():
        menu = bar.addMenu(QCoreApplication.translate("menus", title))
        made += [_add(menu, row, window) for row in rows]
    return made


def _add(menu: QMenu, row: Row, window: "ReviewWindow") -> QAction:
    # Without a name: the palette of the main window lists only its own actions.
    action = menu.addAction(row.title)
    action.setShortcuts([QKeySequence(key) for key in row.keys.split()])
    context = Qt.ShortcutContext
    action.setShortcutContext(context.WindowShortcut if row.anywhere else context.WidgetShortcut)
    action.triggered.connect(lambda _=False: row.run())
    if row.is_on is not None:
        is_on = row.is_on
        action.setCheckable(True)
        menu.aboutToShow.connect(lambda: action.setChecked(is_on()))
    (window if row.anywhere else window.view).addAction(action)
    return action


def _tr(text: str) -> str:
    return QCoreApplication.translate("review", text)
