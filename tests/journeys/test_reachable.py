"""Every part of the window is reached by keyboard, and says what it is to those who hear it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QKeySequenceEdit, QLineEdit, QWidget

from annotator.ui.hints import HintOverlay
from tests.journeys.conftest import Open
from tests.journeys.person import Person, rows

A_WORD = re.compile(r"[^\W\d_]{2}")
NO_ROLE = {QAccessible.Role.NoRole, QAccessible.Role.Client}
WITHOUT_ROLE = (HintOverlay, QKeySequenceEdit)
"""Their names say all: Qt 6.11 has no role for one who waits for a key."""
DIALOGS: dict[str, tuple[str, ...]] = {
    "help": ("F1",),
    "export": ("Ctrl+E",),
    "new project": ("Ctrl+N",),
    "search": ("Ctrl+Shift+F",),
    "note": ("Ctrl+T",),
    "mentions": (*["Right"] * 4, "1", "Ctrl+Shift+M"),
    "palette": ("Ctrl+K",),
    "picker": ("Space",),
    "train": ("Ctrl+Shift+T",),
    "evaluate": ("Ctrl+Shift+V",),
    "concordance": ("Ctrl+Shift+K",),
}


def focusable(top: QWidget) -> list[QWidget]:
    """What can have the keyboard in a window, as it is now."""
    shown = [w for w in (top, *top.findChildren(QWidget)) if w.isVisible() and not w.focusProxy()]
    return [w for w in shown if w.focusPolicy() is not Qt.FocusPolicy.NoFocus]


def nameless(top: QWidget) -> list[QWidget]:
    """What can have the keyboard and does not say in a word what it is."""
    found = []
    for widget in focusable(top):
        made = QAccessible.queryAccessibleInterface(widget)
        has_role = made.role() not in NO_ROLE or isinstance(widget, WITHOUT_ROLE)
        if not has_role or not A_WORD.search(made.text(QAccessible.Text.Name)):
            found.append(widget)
    return found


def dialog() -> QDialog:
    shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
    assert len(shown) == 1
    return shown[0]


def pane_with_keyboard(person: Person) -> str:
    parts = {
        "queue": person.screen.documents,
        "article": person.screen.article,
        "labels": person.screen.labels,
        "guideline": person.screen.guideline,
        "spans": person.screen.spans,
        "message": person.window.message,
    }
    return next(n for n, w in parts.items() if w is person.holder or w.isAncestorOf(person.holder))


def test_the_walk_finds_what_has_no_name(person: Person) -> None:
    person.screen.documents.view.setAccessibleName("✕")
    assert nameless(person.window) == [person.screen.documents.view]


def test_everything_in_the_window_has_a_name_and_a_role(person: Person) -> None:
    person.press("Tab", "Ctrl+F")
    person.window.message.say("Something is worth knowing.")
    person.window.jobs.show()
    assert len(focusable(person.window)) > 12
    assert nameless(person.window) == []


def test_everything_on_the_start_screen_has_a_name_and_a_role(sit: Open) -> None:
    person = sit()
    assert len(focusable(person.window)) >= 4
    assert nameless(person.window) == []


def test_the_letters_over_the_words_have_a_name(person: Person) -> None:
    person.press("F4")
    assert isinstance(person.holder, HintOverlay)
    assert nameless(person.window) == []
    person.press("Escape")


@pytest.mark.parametrize("keys", DIALOGS.values(), ids=DIALOGS.keys())
def test_everything_in_a_dialog_has_a_name_and_a_role(
    person: Person, keys: tuple[str, ...]
) -> None:
    person.press(*keys)
    shown = dialog()
    assert shown.windowTitle()
    assert focusable(shown)
    assert nameless(shown) == []
    shown.close()


def test_everything_in_the_dialog_of_keys_has_a_name_and_a_role(person: Person) -> None:
    person.screen.tools.change_keys()
    assert nameless(dialog()) == []
    dialog().close()


def missed_by_tab(shown: QDialog) -> set[QWidget]:
    """What Tab would reach in a dialog and does not."""
    assert QTest.qWaitForWindowActive(shown)
    wanted = {w for w in focusable(shown) if w.focusPolicy() & Qt.FocusPolicy.TabFocus}
    reached = set()
    for _ in range(2 * len(wanted)):
        reached.add(QApplication.focusWidget())
        QTest.keyClick(shown.windowHandle(), Qt.Key.Key_Tab)
    return {w for w in wanted if w.isEnabled()} - reached


@pytest.mark.parametrize(
    "keys",
    [
        ("F1",),
        ("Ctrl+N",),
        ("Ctrl+E",),
        ("Ctrl+Shift+F",),
        ("Ctrl+T",),
        DIALOGS["mentions"],
        ("Ctrl+Shift+T",),
        ("Ctrl+Shift+V",),
        ("Ctrl+Shift+K",),
    ],
)
def test_tab_reaches_everything_in_a_dialog(person: Person, keys: tuple[str, ...]) -> None:
    person.press(*keys)
    shown = dialog()
    assert missed_by_tab(shown) == set()
    shown.close()


def import_dialog(person: Person, folder: Path) -> QDialog:
    lines = ['{"text": "Ida met Bob.", "spans": [{"start": 0, "end": 3, "label": "HERO"}]}', "{"]
    (folder / "some.jsonl").write_text("\n".join(lines), "utf-8")
    person.window.files.exchange.preview([folder / "some.jsonl"])
    shown = dialog()
    person.wait(shown.notes.count)
    return shown


def account_dialog(person: Person, folder: Path) -> QDialog:
    import_dialog(person, folder).accept()
    person.wait(person.window.message.more.isVisible)
    person.press("Ctrl+Shift+E")
    return dialog()


@pytest.mark.parametrize("open_", [import_dialog, account_dialog])
def test_everything_round_an_import_has_a_name_and_a_role_and_is_reached(
    person: Person, tmp_path: Path, open_: Callable[[Person, Path], QDialog]
) -> None:
    shown = open_(person, tmp_path)
    assert shown.windowTitle()
    assert len(focusable(shown)) > 3
    assert nameless(shown) == []
    assert missed_by_tab(shown) == set()
    shown.close()


def test_the_way_to_the_account_is_reached_and_has_a_name(person: Person, tmp_path: Path) -> None:
    account_dialog(person, tmp_path).close()
    assert nameless(person.window) == []
    person.turn_here()
    person.press("F6", "F6", "F6", "F6")
    assert person.holder is person.window.message.more
    person.press("Space")
    assert dialog().windowTitle() == "Account"
    dialog().close()


def test_tab_reaches_everything_on_the_start_screen(sit: Open, known) -> None:
    person = sit(known)
    person.press("Ctrl+W")
    wanted = set(focusable(person.window))
    reached = set()
    for _ in range(2 * len(wanted)):
        person.press("Tab")
        reached.add(person.holder)
    assert wanted <= reached


def test_f6_goes_round_the_panes_and_back(person: Person) -> None:
    seen = []
    for _ in range(5):
        person.press("F6")
        seen.append(pane_with_keyboard(person))
    assert seen == ["labels", "guideline", "spans", "queue", "article"]
    back = []
    for _ in range(5):
        person.press("Shift+F6")
        back.append(pane_with_keyboard(person))
    assert back == ["queue", "spans", "guideline", "labels", "article"]


def test_f6_comes_by_a_message_which_can_be_closed_there(person: Person) -> None:
    person.window.message.say("Something is worth knowing.")
    person.press("F6", "F6", "F6", "F6")
    assert pane_with_keyboard(person) == "message"
    person.press("Space")
    assert person.message == ""
    person.press("F6")
    assert person.holder is not person.window.message.close_button


def test_f6_passes_over_a_pane_that_was_pushed_shut(person: Person) -> None:
    person.screen.right.setSizes([300, 0, 300])
    person.rest()
    person.press("F6", "F6")
    assert pane_with_keyboard(person) == "spans"


def test_f6_leaves_the_find_bar(person: Person) -> None:
    person.press("Ctrl+F")
    assert isinstance(person.holder, QLineEdit)
    person.press("F6")
    assert pane_with_keyboard(person) == "labels"


def test_the_filters_of_the_queue_are_reached_from_it(person: Person) -> None:
    person.press("Shift+F6", "Shift+Tab")
    assert person.holder is person.screen.documents.text_filter
    person.press("Shift+Tab")
    assert person.holder is person.screen.documents.state_filter


def press_in_labels(person: Person) -> None:
    person.press("Tab", "F6", "Down", "Return")
    assert person.focused == ("Ada Lovelace", rows(person.screen.labels)[1].split()[-1])


def press_in_spans(person: Person) -> None:
    person.press("Shift+F6", "Shift+F6", "Down", "Return")
    assert person.focused is not None


def press_in_queue(person: Person) -> None:
    person.press("Shift+F6", "Down", "Return")
    assert person.title == "Bern"


@pytest.mark.parametrize("press", [press_in_labels, press_in_spans, press_in_queue])
def test_what_is_chosen_in_a_pane_by_keys_gives_the_article_the_keyboard(
    person: Person, press: Callable[[Person], None]
) -> None:
    press(person)
    assert person.has_article


def test_the_way_out_of_the_article_stands_in_the_help(person: Person) -> None:
    person.press("F1")
    text = dialog().text.toPlainText()
    assert re.search(r"F6\s+Next part of the window", text)
    assert re.search(r"Shift\+F6\s+Previous part of the window", text)
    dialog().close()


def test_what_is_marked_in_a_picker_is_told_where_the_keyboard_is(person: Person) -> None:
    person.press("Space")
    picker = dialog()
    made = QAccessible.queryAccessibleInterface(picker.filter)
    first = made.text(QAccessible.Text.Description)
    assert first == picker.list.item(0).text()
    person.press("Down")
    assert made.text(QAccessible.Text.Description) == picker.list.item(1).text() != first
    picker.close()


def test_a_label_says_its_key_and_a_document_its_state(person: Person) -> None:
    label = QAccessible.queryAccessibleInterface(person.screen.labels).child(0)
    assert re.fullmatch(r"\w+, key 1", label.text(QAccessible.Text.Name))
    document = QAccessible.queryAccessibleInterface(person.screen.documents.view).child(0)
    assert document.text(QAccessible.Text.Name) == "Ada (to do)"
