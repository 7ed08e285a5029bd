"""The account of an import or export: numbers, omissions, and the way to each of them."""

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from annotator.ui.dialogs.account import AccountDialog
from tests.journeys.dialogs import dialogs, press, the
from tests.journeys.person import Person, rows

IDA = {
    "text": "Ida lives in Oslo.",
    "spans": [
        {"start": 0, "end": 3, "label": "PERSON"},
        {"start": 13, "end": 17, "label": "TOWN"},
        {"start": 4, "end": 9, "label": "PERSON"},
        {"start": 4, "end": 900, "label": "PERSON"},
    ],
    "meta": {"title": "Ida"},
}


def finish(person: Person) -> None:
    person.wait(lambda: not person.window.jobs.is_busy())


@pytest.fixture
def after(person: Person, tmp_path: Path) -> Person:
    """Somebody who has just imported a file that leaves much to be desired."""
    from annotator.session.import_report import ImportOptions

    lines = [json.dumps(IDA), "{broken", json.dumps({"text": "Fine."})]
    (tmp_path / "some.jsonl").write_text("\n".join(lines), "utf-8")
    options = ImportOptions(annotator="tester", strict=True)
    person.window.files.import_files([tmp_path / "some.jsonl"], options)
    finish(person)
    return person


def account(person: Person) -> AccountDialog:
    person.turn_here()
    person.press("Ctrl+Shift+E")
    shown = the(person, AccountDialog)
    assert isinstance(shown, AccountDialog)
    return shown


def mark(shown: AccountDialog, reason: str) -> None:
    """Go down to the line with this reason."""
    shown.table.setFocus()
    press(shown, "Ctrl+Home", "Home")
    for _ in range(shown.model.rowCount()):
        if reason in shown.model.cells(shown.table.currentIndex().row())[-1]:
            return
        press(shown, "Down")
    raise AssertionError(reason)


def test_nothing_pops_up_and_the_message_leads_there(after: Person) -> None:
    assert not dialogs(AccountDialog)
    button = after.window.message.more
    assert button.text() == "Account …"
    after.click(button.mapTo(after.window, button.rect().center()))
    shown = the(after, AccountDialog)
    press(shown, "Escape")
    assert not dialogs(AccountDialog)


def test_the_numbers_add_up(after: Person) -> None:
    shown = account(after)
    numbers = shown.numbers
    for row in range(numbers.rowCount()):
        read, written, known, left = (int(numbers.item(row, column).text()) for column in range(4))
        assert read == written + known + left
    titles = [numbers.verticalHeaderItem(row).text() for row in range(numbers.rowCount())]
    assert titles == ["Documents", "Annotations", "Spans"]
    assert numbers.item(2, 3).text() == "2"
    shown.reject()


def test_each_omission_is_a_line_and_return_opens_the_place_of_it(after: Person) -> None:
    shown = account(after)
    kinds = sorted(set(rows(shown.table)))
    assert kinds == [
        "Document left out",
        "How it was read",
        "Span left out",
    ]
    mark(shown, "label set")
    assert "Return opens" in shown.note.text()
    press(shown, "Return")
    assert after.title == "Ida"
    assert after.selected == "Oslo"
    assert after.window.isActiveWindow()
    assert after.has_article
    assert dialogs(AccountDialog) == [shown]
    assert account(after) is shown
    press(shown, "Escape")


def test_a_range_beyond_the_text_opens_the_document_alone(after: Person) -> None:
    shown = account(after)
    mark(shown, "900")
    press(shown, "Return")
    assert (after.title, after.selected, after.focused) == ("Ida", None, None)
    shown.reject()


def test_a_line_without_a_document_says_so_and_opens_nothing(after: Person) -> None:
    shown = account(after)
    mark(shown, "not JSON")
    assert "No document to open" in shown.note.text()
    press(shown, "Return")
    assert after.title == "Ada"
    shown.reject()


def test_a_click_opens_too(after: Person) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    shown = account(after)
    mark(shown, "label set")
    at = shown.table.visualRect(shown.table.currentIndex()).center()
    QTest.mouseClick(shown.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert after.selected == "Oslo"
    shown.reject()


def test_lines_are_filtered_by_kind_and_copied(after: Person) -> None:
    shown = account(after)
    shown.kind.setFocus()
    press(shown, "S")
    assert set(rows(shown.table)) == {"Span left out"}
    shown.table.setFocus()
    press(shown, "Ctrl+A", "Ctrl+C")
    lines = QApplication.clipboard().text().split("\n")
    assert len(lines) == 2
    assert any("label set" in line and "\tIda\t13–17 TOWN\t" in line for line in lines)
    press(shown, "Escape")


def test_a_remark_of_an_export_focuses_its_span(person: Person, tmp_path: Path) -> None:
    person.go_to("painter")
    person.press("1", "Alt+Shift+Left")
    person.press("Ctrl+Return")
    person.window.files.export(tmp_path / "out.jsonl")
    finish(person)
    shown = account(person)
    mark(shown, "off the word edges")
    press(shown, "Return")
    assert person.title == "Ada"
    assert person.focused == ("painte", "PERSON")
    shown.reject()


def test_before_the_first_import_there_is_no_account(person: Person) -> None:
    person.press("Ctrl+Shift+E")
    assert not dialogs(AccountDialog)
    assert "Nothing was imported" in person.message


def test_the_account_goes_with_its_project(after: Person, empty: Path) -> None:
    account(after)
    after.window.open_project(empty)
    assert not dialogs(AccountDialog)
    after.press("Ctrl+Shift+E")
    assert not dialogs(AccountDialog)


def test_a_message_without_an_account_has_no_button(after: Person) -> None:
    assert after.window.message.more.isVisible()
    after.window.message.say("Something else.")
    assert not after.window.message.more.isVisible()


def test_the_help_lists_the_formats(person: Person) -> None:
    from annotator.ui.dialogs.help import HelpDialog

    person.press("F1")
    shown = the(person, HelpDialog)
    text = shown.text.toPlainText()
    assert "Formats" in text
    assert "JSON lines (Annotator, Prodigy)" in text
    assert "in and out" in text
    shown.close()
