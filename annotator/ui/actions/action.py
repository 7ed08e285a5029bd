"""What an action is, and how it comes into its menu and gets its keys."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from annotator.ui import settings

Run = Callable[[], None]
Row = tuple[str, str, str, Run]
"""Name, title, keys divided by blanks (the first stands in the menu), what it does."""


@dataclass(frozen=True, slots=True)
class Action:
    """One action. `anywhere`: its keys work in the whole window, not only while the article
    has the keyboard. `is_on`: it is a switch, and tells how that stands."""

    name: str
    title: str
    menu: str
    keys: tuple[str, ...]
    run: Run
    anywhere: bool = False
    is_on: Callable[[], bool] | None = None


def in_article(menu: str, rows: list[Row]) -> list[Action]:
    """Actions of a menu whose keys belong to the article."""
    return [Action(name, title, menu, tuple(keys.split()), run) for name, title, keys, run in rows]


def in_window(menu: str, rows: list[Row]) -> list[Action]:
    """Actions of a menu whose keys work in the whole window."""
    return [
        Action(name, title, menu, tuple(keys.split()), run, anywhere=True)
        for name, title, keys, run in rows
    ]


def with_own_keys(actions: list[Action]) -> list[Action]:
    """The actions with the keys that the user gave them."""
    return [replace(one, keys=settings.keys(one.name) or one.keys) for one in actions]


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
    if action.is_on is not None:
        made.setCheckable(True)
        made.setChecked(action.is_on())
        made.triggered.connect(lambda _=False, is_on=action.is_on: made.setChecked(is_on()))
    home.addAction(made)
