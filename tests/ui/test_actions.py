"""Every action stands in a menu with its key, and the keys are those of the contract."""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication

from annotator.session.creating import create
from annotator.ui.main_window import MainWindow
from annotator.ui.theme import LIGHT

CONTRACT = (
    "Tab", "Shift+Tab", "Return", "Delete", "Backspace", "Left", "Right", "Up", "Down", "Home",
    "End", "Shift+Left", "Shift+Right", "Ctrl+Shift+Left", "Ctrl+Shift+Right", "Alt+Shift+Left",
    "Alt+Shift+Right", "Ctrl+Alt+Shift+Left", "Ctrl+Alt+Shift+Right", "Space", "Ctrl+M",
    "Ctrl+Return", "Ctrl+Shift+Return", "Ctrl+.", "Ctrl+PgDown", "Ctrl+PgUp", "Ctrl+Z",
    "Ctrl+Shift+Z", "Ctrl+F", "F3", "Shift+F3", "Ctrl+Shift+F", "Ctrl+D", "Ctrl+K", "Ctrl++",
    "Ctrl+-", "Ctrl+0", "F1", "Escape",
)  # fmt: skip
"""The table of keys in product.md. Alt+Ctrl+Shift: "Alt added to either"."""


@pytest.fixture
def window(app: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    scope = QSettings.Scope.UserScope
    QSettings.setPath(QSettings.Format.IniFormat, scope, str(tmp_path / "settings"))
    create(tmp_path / "some.annotator", labels="conll", pipeline="blank:en")
    window = MainWindow("tester", LIGHT)
    window.show_project(tmp_path / "some.annotator")
    window.show()
    yield window
    window.close()
    window.deleteLater()
    app.processEvents()


def in_menus(window: MainWindow) -> list[QAction]:
    menus = (action.menu() for action in window.menuBar().actions())
    return [a for a in chain.from_iterable(m.actions() for m in menus) if a.text()]


def all_actions(window: MainWindow) -> list[QAction]:
    # Widgets of Qt have unnamed ones, and some whose names begin with an underscore.
    named = (action for action in window.findChildren(QAction) if action.text())
    return [action for action in named if action.objectName()]


def keys_of(action: QAction) -> list[str]:
    return [key.toString() for key in action.shortcuts()]


def test_every_key_of_the_contract_is_an_actions(window: MainWindow) -> None:
    known = set(chain.from_iterable(map(keys_of, in_menus(window))))
    wanted = {QKeySequence(key).toString() for key in CONTRACT}
    assert wanted <= known
    assert {label.key for label in window.screen_.session.labels} <= known


def test_every_action_stands_in_a_menu(window: MainWindow) -> None:
    assert set(all_actions(window)) <= set(in_menus(window))


def test_every_action_of_the_table_stands_in_its_menu_with_its_keys(window: MainWindow) -> None:
    menus = {
        a.text(): {m.objectName(): m for m in a.menu().actions()}
        for a in window.menuBar().actions()
    }
    table = [*window.screen_.actions_, *window.files.actions(is_open=True)]
    for action in table:
        shown = menus[action.menu][action.name]
        assert shown.text() == action.title
        assert keys_of(shown) == [QKeySequence(key).toString() for key in action.keys]


def test_no_key_belongs_to_two_actions(window: MainWindow) -> None:
    keys = list(chain.from_iterable(map(keys_of, in_menus(window))))
    assert sorted(keys) == sorted(set(keys))


def test_every_key_is_one_that_qt_knows(window: MainWindow) -> None:
    for action in [*window.screen_.actions_, *window.files.actions(is_open=True)]:
        for key in action.keys:
            assert QKeySequence(key).toString(), (action.name, key)


def test_the_menus_of_the_start_screen_need_no_project(window: MainWindow) -> None:
    window.close_project()
    titles = {action.text() for action in window.menuBar().actions()}
    assert titles == {"File", "Help"}
    for action in in_menus(window):
        assert not re.match("Import|Export|Close", action.text())


def test_menus_do_not_grow_when_projects_are_opened_again(window: MainWindow) -> None:
    before = len(all_actions(window)), len(in_menus(window))
    path = window.screen_.session.path
    for _ in range(3):
        window.open_project(path)
        QApplication.processEvents()
    assert (len(all_actions(window)), len(in_menus(window))) == before


def test_no_action_has_a_key_under_both_its_names(window: MainWindow) -> None:
    # An X server sends Shift+Tab as Backtab, and Qt takes that for both: with both set, the
    # key is ambiguous and does nothing. Not so off screen.
    for action in all_actions(window):
        assert "Backtab" not in keys_of(action)
