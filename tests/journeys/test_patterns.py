"""Patterns: typed in a dialog that shows where they are found, and suggested ever after."""

import json
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QPushButton

from annotator.ui.dialogs.patterns import PatternsDialog
from annotator.ui.dialogs.patterns_table import CANNOT, HITS, LABEL, PATTERN
from tests.journeys.conftest import Open
from tests.journeys.person import Person, project_of, rows
from tests.journeys.project_file import check, query

PROPOSED = """
SELECT substr(text, start + 1, end - start), label FROM suggestions
JOIN sources ON sources.id = source_id JOIN texts USING (document_id)
WHERE sources.name = 'patterns' ORDER BY document_id, start
"""


def dialog_of(person: Person) -> PatternsDialog:
    person.press("Ctrl+K")
    person.type("patterns")
    person.press("Return")
    person.wait(lambda: person.window.findChild(PatternsDialog) is not None)
    return person.window.findChild(PatternsDialog)


def click(dialog: QDialog, title: str) -> None:
    button = next(b for b in dialog.findChildren(QPushButton) if b.text().replace("&", "") == title)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def press(dialog: QDialog, which: QDialogButtonBox.StandardButton) -> None:
    QTest.mouseClick(dialog.buttons.button(which), Qt.MouseButton.LeftButton)


def type_row(person: Person, dialog: PatternsDialog, label: str, pattern: str) -> None:
    """Add a row and type into its two cells."""
    click(dialog, "Add")
    type_cell(person, dialog, pattern)
    index = dialog.table.index(dialog.view.currentIndex().row(), LABEL)
    dialog.view.setCurrentIndex(index)
    dialog.view.edit(index)
    type_cell(person, dialog, label)


def type_cell(person: Person, dialog: PatternsDialog, text: str) -> None:
    person.wait(lambda: dialog.view.findChildren(QLineEdit))
    (line,) = dialog.view.findChildren(QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)
    person.wait(lambda: not dialog.view.findChildren(QLineEdit))


def hits(dialog: PatternsDialog, row: int) -> str:
    return dialog.table.index(row, HITS).data()


def test_a_typed_pattern_shows_its_hits_is_kept_and_is_suggested_in_the_open_document(
    sit: Open, known: Path
) -> None:
    person = sit(known)
    dialog = dialog_of(person)
    type_row(person, dialog, "ORG", "doors")
    type_row(person, dialog, "PRODUCT", '[{"LOWER": "painted"}, {"POS": "ADP", "OP": "?"}]')
    person.wait(lambda: hits(dialog, 1) == CANNOT)
    assert "tagger" in dialog.status.text()
    dialog.table.setData(dialog.table.index(1, PATTERN), '[{"LOWER": "PAINTED"}]')
    person.wait(lambda: (hits(dialog, 0), hits(dialog, 1)) == ("2", "0"))
    dialog.table.setData(dialog.table.index(1, PATTERN), '[{"LOWER": {"IN": ["painted"]}}]')
    person.wait(lambda: (hits(dialog, 0), hits(dialog, 1)) == ("2", "2"))
    dialog.view.selectRow(1)
    shown = [dialog.hits.item(i).text() for i in range(dialog.hits.count())]
    assert [line.count("[painted]") for line in shown] == [1, 1]
    press(dialog, QDialogButtonBox.StandardButton.Ok)
    person.wait(lambda: ("doors", "ORG") in person.suggested)
    person.wait(lambda: len(query(known, PROPOSED)) == 4)
    assert query(known, "SELECT label, pattern FROM patterns ORDER BY position") == [
        ("ORG", '"doors"'),
        ("PRODUCT", '[{"LOWER": {"IN": ["painted"]}}]'),
    ]
    check(project_of(person))


def test_a_row_that_is_none_is_said_and_nothing_is_kept(sit: Open, known: Path) -> None:
    person = sit(known)
    dialog = dialog_of(person)
    type_row(person, dialog, "ORG", "[{not JSON")
    press(dialog, QDialogButtonBox.StandardButton.Ok)
    assert "Row 1 cannot be used: the tokens are no JSON" in dialog.status.text()
    assert dialog.isVisible()
    press(dialog, QDialogButtonBox.StandardButton.Cancel)
    assert query(known, "SELECT * FROM patterns") == []


def test_a_file_comes_in_and_goes_out_as_it_was_and_a_hit_opens_its_document(
    sit: Open, known: Path, tmp_path: Path
) -> None:
    lines = [
        {"label": "PERSON", "pattern": "Dora Maar", "id": "dora"},
        {"label": "GPE", "pattern": [{"LOWER": "paris"}]},
    ]
    file = tmp_path / "in.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines) + "{}\n", "utf-8")
    person = sit(known)
    dialog = dialog_of(person)
    dialog.import_file(file)
    assert "2 patterns are new. 1 lines were left out" in dialog.status.text()
    dialog.export(tmp_path / "out.jsonl")
    written = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert written == lines
    person.wait(lambda: dialog.hits.count() == 2)
    dialog.hits.setCurrentRow(0)
    QTest.keyClick(dialog.hits, Qt.Key.Key_Return)
    assert (person.title, person.selected) == ("Dora", "Dora Maar")


def test_a_window_closed_with_the_dialog_open_leaves_no_worker(sit: Open, known: Path) -> None:
    person = sit(known)
    dialog = dialog_of(person)
    type_row(person, dialog, "ORG", "doors")
    person.wait(lambda: hits(dialog, 0) == "2")
    person.turn_here()
    person.press("Ctrl+W")
    assert person.window.screen_ is None


def test_removed_patterns_take_back_what_they_proposed(sit: Open, known: Path) -> None:
    person = sit(known)
    dialog = dialog_of(person)
    type_row(person, dialog, "ORG", "doors")
    press(dialog, QDialogButtonBox.StandardButton.Ok)
    person.wait(lambda: ("doors", "ORG") in person.suggested)
    before = [said for said in person.suggested if said != ("doors", "ORG")]
    person.press("Tab", "Return")
    dialog = dialog_of(person)
    dialog.view.selectRow(0)
    dialog.view.setFocus()
    QTest.keyClick(dialog.view, Qt.Key.Key_Delete)
    assert rows(dialog.view) == []
    press(dialog, QDialogButtonBox.StandardButton.Ok)
    person.wait(lambda: ("doors", "ORG") not in person.suggested)
    assert person.suggested == before[1:]
    assert person.labels == [before[0]]
