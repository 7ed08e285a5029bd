"""The label set is changed in its window: seen before, done as one step, undone by one key."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QColorDialog,
    QComboBox,
    QDialog,
    QInputDialog,
    QLineEdit,
    QMenu,
    QPushButton,
)

from annotator.core.document import DocumentId
from annotator.core.edit import Edit
from annotator.core.span import Span
from annotator.session.changes import Changes
from annotator.session.long_undo import LONG as MANY
from annotator.storage.project import Project
from annotator.ui.labels.label_table import COLOR, DOCUMENTS, KEY, NAME, SPANS
from annotator.ui.labels.labels_window import LabelsWindow
from annotator.ui.labels.split_dialog import SplitDialog
from annotator.ui.long_undo import LongUndo
from tests.journeys.conftest import Open
from tests.journeys.dialogs import dialogs, the
from tests.journeys.person import RIGHT, Person
from tests.journeys.project_file import check, query
from tests.journeys.test_reachable import nameless
from tests.storage.projects import make

LABELS = "SELECT name FROM labels ORDER BY position"
SPANS_OF = "SELECT label, count(*) FROM spans GROUP BY 1 ORDER BY 1"


@pytest.fixture
def person(sit: Open, known: Path) -> Person:
    """Somebody who has finished two articles: six people, places and so on are labelled."""
    person = sit(known)
    person.press("Ctrl+Return", "Ctrl+Return")
    return person


def window_of(person: Person) -> LabelsWindow:
    person.press("Ctrl+K")
    person.type("labels")
    person.press("Return")
    window = the(person, LabelsWindow)
    assert isinstance(window, LabelsWindow)
    settle(person, window)
    return window


def settle(person: Person, window: LabelsWindow) -> None:
    """Wait until what the draft would do is shown."""
    person.wait(lambda: window.apply_button.isEnabled() or "Nothing" in shown(window))


def shown(window: LabelsWindow) -> str:
    return window.preview.toPlainText()


def click(dialog: QDialog, title: str) -> None:
    assert QTest.qWaitForWindowActive(dialog)
    QTest.qWait(50)  # the keyboard comes back from the question before: a person sees that
    buttons = dialog.findChildren(QPushButton)
    button = next(b for b in buttons if b.text().replace("&", "") == title)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def row(window: LabelsWindow, name: str) -> int:
    table = window.table
    return next(i for i in range(table.rowCount()) if table.index(i, NAME).data() == name)


def cell(window: LabelsWindow, name: str, column: int) -> str:
    return window.table.index(row(window, name), column).data()


def go_to(window: LabelsWindow, name: str) -> None:
    window.view.selectRow(row(window, name))


def type_cell(person: Person, window: LabelsWindow, column: int, text: str) -> None:
    """Type into a cell of the current line, as somebody who presses F2."""
    window.view.setCurrentIndex(window.table.index(window.view.currentIndex().row(), column))
    window.view.setFocus()
    QTest.keyClick(window.view, Qt.Key.Key_F2)
    type_here(person, window, text)


def type_here(person: Person, window: LabelsWindow, text: str) -> None:
    person.wait(lambda: window.view.findChildren(QLineEdit))
    (line,) = window.view.findChildren(QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)
    person.wait(lambda: not window.view.findChildren(QLineEdit))


def answer(person: Person, choice: str) -> None:
    """Choose in the question that is asked."""
    question = the(person, QInputDialog)
    question.findChild(QComboBox).setCurrentText(choice)
    QTest.keyClick(question, Qt.Key.Key_Return)


def apply(person: Person, window: LabelsWindow) -> None:
    person.wait(window.apply_button.isEnabled)
    QTest.mouseClick(window.apply_button, Qt.MouseButton.LeftButton)
    person.wait(lambda: "Ctrl+Z" in window.status.text())
    settle(person, window)


def test_a_label_is_renamed_seen_in_the_article_and_undone_by_one_key(
    person: Person, known: Path
) -> None:
    person.press("Ctrl+PgUp", "Ctrl+PgUp")
    before = query(known, SPANS_OF)
    assert ("Ada Lovelace", "PERSON") in person.labels
    window = window_of(person)
    assert (cell(window, "PERSON", SPANS), cell(window, "PERSON", DOCUMENTS)) == ("2", "1")
    go_to(window, "PERSON")
    type_cell(person, window, NAME, "HUMAN")
    person.wait(lambda: "2 spans in 1 document," in shown(window))
    assert "tester (2)" in shown(window)
    assert "suggestions: 3" in shown(window)
    apply(person, window)
    assert ("Ada Lovelace", "HUMAN") in person.labels
    assert [person.screen.labels.item(i).text() for i in range(2)] == ["HUMAN", "ORG"]
    assert "+ HUMAN, − PERSON" in shown(window)
    click(window, "Close")
    person.turn_here()
    person.press("Ctrl+PgDown", "Ctrl+PgDown", "Ctrl+PgDown")
    assert person.suggested == [("Dora Maar", "HUMAN"), ("Paris", "GPE")]
    person.press("Ctrl+Z")
    assert person.suggested == [("Dora Maar", "PERSON"), ("Paris", "GPE")]
    assert query(known, SPANS_OF) == before
    assert person.screen.status.text() == "Undo: rename PERSON to HUMAN"
    person.press("Ctrl+Shift+Z")
    assert query(known, "SELECT count(*) FROM spans WHERE label = 'HUMAN'") == [(2,)]
    check(known)


def test_everything_thought_out_is_one_step_which_is_undone_after_a_restart(
    person: Person, sit: Open, known: Path
) -> None:
    labels, spans = query(known, LABELS), query(known, SPANS_OF)
    window = window_of(person)
    go_to(window, "GPE")
    click(window, "Merge …")
    answer(person, "LOC")
    go_to(window, "MONEY")
    click(window, "Delete …")
    answer(person, "removed")
    go_to(window, "PERSON")
    click(window, "Split …")
    split = the(person, SplitDialog)
    split.value.setPlainText("Ada Lovelace")
    split.to.setEditText("HERO")
    click(split, "OK")
    click(window, "Add")
    type_here(person, window, "MYTH")
    type_cell(person, window, KEY, "y")
    window.guideline.setPlainText("Not in this world.\nNor in the next.")
    go_to(window, "ORG")
    click(window, "Down")
    apply(person, window)
    assert query(known, SPANS_OF) == [
        ("DATE", 1),
        ("HERO", 1),
        ("LOC", 4),
        ("ORG", 1),
        ("PERSON", 1),
    ]
    assert query(known, "SELECT key, guideline FROM labels WHERE name = 'MYTH'") == [
        ("y", "Not in this world.\nNor in the next.")
    ]
    assert query(known, "SELECT count(*) FROM steps") == [(1,)]
    check(known)
    person.close()
    again = sit(known)
    again.press("Ctrl+Z")
    assert (query(known, LABELS), query(known, SPANS_OF)) == (labels, spans)
    check(known)


def test_a_colour_is_chosen_and_it_is_said_how_it_looks(person: Person, known: Path) -> None:
    window = window_of(person)
    go_to(window, "PERSON")
    other = cell(window, "ORG", COLOR)
    click(window, "Colour …")
    colors = the(person, QColorDialog)
    colors.setCurrentColor(other)
    QTest.keyClick(colors, Qt.Key.Key_Return)
    assert cell(window, "PERSON", COLOR) == other
    assert "hard to tell from that of ORG" in window.status.text()
    assert "contrast of" in window.status.text()
    apply(person, window)
    assert "PERSON: colour" in shown(window)  # as the latest version
    assert query(known, "SELECT color FROM labels WHERE name = 'PERSON'") == [(other,)]
    window.close()
    person.turn_here()
    person.press("Ctrl+Z")
    assert query(known, "SELECT color FROM labels WHERE name = 'PERSON'") != [(other,)]


def test_what_cannot_be_is_said_and_not_taken(person: Person) -> None:
    window = window_of(person)
    go_to(window, "PERSON")
    type_cell(person, window, NAME, "ORG")
    assert "merge the two instead" in window.status.text()
    type_cell(person, window, KEY, "??")
    assert "one digit or letter" in window.status.text()
    type_cell(person, window, KEY, "2")
    assert (cell(window, "PERSON", KEY), cell(window, "ORG", KEY)) == ("2", "1")
    click(window, "Split …")
    split = the(person, SplitDialog)
    split.kind.setCurrentIndex(1)
    split.value.setPlainText("(")
    click(split, "OK")
    assert "cannot be read" in split.status.text()
    split.reject()
    click(window, "Begin anew")
    person.wait(lambda: "Nothing" in shown(window))
    assert cell(window, "PERSON", KEY) == "1"


def test_the_label_bar_leads_to_the_window_and_all_of_it_has_names(person: Person) -> None:
    bar = person.screen.labels
    at = bar.visualItemRect(bar.item(0)).center()
    person.click(bar.viewport().mapTo(person.window, at), RIGHT)
    bar.customContextMenuRequested.emit(at)
    person.wait(lambda: bar.findChildren(QMenu))
    person.choose(bar.findChildren(QMenu)[-1], "Labels …")
    window = the(person, LabelsWindow)
    settle(person, window)
    assert nameless(window) == []
    window.close()
    QApplication.processEvents()


def test_undo_while_the_window_is_open_begins_it_anew(person: Person) -> None:
    window = window_of(person)
    go_to(window, "PERSON")
    type_cell(person, window, NAME, "HUMAN")
    apply(person, window)
    go_to(window, "ORG")
    type_cell(person, window, NAME, "FIRM")
    person.turn_here()
    person.press("Ctrl+Z")
    assert "changed elsewhere" in window.status.text()
    assert cell(window, "PERSON", NAME) == "PERSON"
    assert cell(window, "ORG", NAME) == "ORG"


def test_undo_of_very_many_documents_shows_how_far_it_is(sit: Open, tmp_path: Path) -> None:
    path = make(tmp_path / "many.annotator", *(f"Ada {i}" for i in range(MANY)))
    with Project.open(path) as project, project.transaction():
        project.put_setting("pipeline", "blank:en")
        who = project.add_annotator("tester")
        for number in range(1, MANY + 1):
            edit = Edit(added=(Span(0, 3, "PER"),))
            project.annotations.store(DocumentId(number), who, edit, gesture="label")
    person = sit(path)
    window = window_of(person)
    go_to(window, "PER")
    type_cell(person, window, NAME, "HUMAN")
    apply(person, window)
    window.close()
    person.turn_here()
    for key, label in (("Ctrl+Z", "PER"), ("Ctrl+Shift+Z", "HUMAN")):
        person.press(key)
        person.wait(lambda: dialogs(LongUndo))
        person.wait(lambda: not dialogs(LongUndo))
        assert person.labels == [("Ada", label)]
        assert query(path, SPANS_OF) == [(label, MANY)]
        person.turn_here()
    assert person.screen.status.text() == "Redo: rename PER to HUMAN"
    check(path)


def test_while_all_of_the_project_is_written_nothing_waits_for_it(person: Person) -> None:
    bridge, heard = person.screen.bridge, []
    person.press("Ctrl+PgUp")
    before = person.labels
    bridge.hold()
    for _ in range(2):
        bridge.look(bridge.session.refresh)
    bridge.look(lambda: heard.append("put off") or Changes())
    person.press("Home", "1")
    assert (person.labels, heard) == (before, [])
    assert "wait until that is done" in person.message
    bridge.release()
    assert heard == ["put off"]
    person.press("Return")
    assert person.labels == before
