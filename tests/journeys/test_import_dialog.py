"""What files would bring is looked at before they come in."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from annotator.ui.dialogs.import_files import ImportDialog
from tests.journeys.conftest import Open
from tests.journeys.dialogs import answer_file_dialog, dialogs, press, the, type_into
from tests.journeys.person import Person, project_of, rows
from tests.journeys.project_file import check, labels_in, query

IDA = {
    "text": "🚀 Ida lives in Oslo.",
    "spans": [{"start": 2, "end": 5, "label": "PERSON"}, {"start": 15, "end": 19, "label": "TOWN"}],
    "meta": {"title": "Ida"},
}
BO = {"text": "Bo lives in Rome.\n" * 80, "meta": {"title": "Bo"}}


@pytest.fixture
def some(tmp_path: Path) -> Path:
    file = tmp_path / "some.jsonl"
    file.write_text("\n".join([json.dumps(IDA), "{broken", json.dumps(BO)]), "utf-8")
    return file


def look(person: Person, *paths: Path) -> ImportDialog:
    person.window.files.exchange.preview(list(paths))
    shown = the(person, ImportDialog)
    person.wait(lambda: shown.status.text().startswith("Files:"))
    return shown


def finish(person: Person) -> None:
    person.wait(lambda: not person.window.jobs.is_busy())


def drawn(shown: ImportDialog) -> tuple[list[str], list[str]]:
    article = shown.article.view.article
    return [s.label for s in article.spans], [s.label for s in article.suggestions]


def documents(person: Person) -> int:
    return query(project_of(person), "SELECT count(*) FROM documents")[0][0]


def test_ctrl_i_asks_for_files_shows_them_and_return_brings_them_in(
    person: Person, some: Path
) -> None:
    answer_file_dialog(str(some))
    person.press("Ctrl+I")
    shown = the(person, ImportDialog)
    person.wait(shown.notes.count)
    assert documents(person) == 4
    press(shown, "Return")
    assert not dialogs(ImportDialog)
    finish(person)
    assert "2 new" in person.message
    assert labels_in(project_of(person), "Ida") == [("Ida", "PERSON"), ("Oslo", "TOWN")]
    check(project_of(person))


def test_it_shows_format_numbers_problems_and_the_first_document(
    person: Person, some: Path
) -> None:
    shown = look(person, some)
    assert rows(shown.table) == ["some.jsonl"]
    cells = [shown.model.index(0, column).data() for column in range(shown.model.columnCount())]
    assert cells[2:] == ["2", "1", "2", "0", "1"]
    assert cells[1].startswith("JSON lines")
    notes = [shown.notes.item(i).text() for i in range(shown.notes.count())]
    assert "2 documents" in notes[0]
    assert any("offsets" in note for note in notes)
    assert notes[-1].startswith("Line 2: ")
    assert shown.article.title.text() == "Ida"
    assert drawn(shown) == (["PERSON", "TOWN"], [])
    assert "TOWN" in shown.news.text()
    press(shown, "Escape")
    assert not dialogs(ImportDialog)
    assert documents(person) == 4


def test_documents_are_walked_and_scrolled_by_keys(person: Person, some: Path) -> None:
    shown = look(person, some)
    press(shown, "Ctrl+PgDown")
    assert shown.article.title.text() == "Bo"
    assert shown.article.where.text() == "Document 2 of 2"
    shown.article.view.setFocus()
    bar = shown.article.view.verticalScrollBar()
    press(shown, "Down")
    assert bar.value() > 0
    press(shown, "End")
    assert bar.value() == bar.maximum()
    press(shown, "Home")
    assert bar.value() == 0
    press(shown, "PgDown", "PgUp", "Up", "x")
    assert bar.value() == 0
    press(shown, "Ctrl+PgDown", "Ctrl+PgUp", "Ctrl+PgUp")
    assert shown.article.title.text() == "Ida"
    shown.reject()


def test_labels_come_in_as_suggestions_if_that_is_ticked(person: Person, some: Path) -> None:
    shown = look(person, some)
    press(shown, "Alt+L")
    assert shown.as_suggestions.isChecked()
    assert drawn(shown) == ([], ["PERSON", "TOWN"])
    press(shown, "Return")
    finish(person)
    person.wait(lambda: any("Ida" in row for row in rows(person.screen.documents.view)))
    person.click_row(person.screen.documents.view, "Ida")
    assert person.labels == []
    assert person.suggested == [("Ida", "PERSON"), ("Oslo", "TOWN")]


def test_only_known_labels_come_in_if_that_is_ticked(person: Person, some: Path) -> None:
    shown = look(person, some)
    press(shown, "Alt+S")
    assert drawn(shown) == (["PERSON"], [])
    assert "left out" in shown.news.text()
    press(shown, "Return")
    finish(person)
    assert labels_in(project_of(person), "Ida") == [("Ida", "PERSON")]
    assert "Left out: 2" in person.message


def test_another_format_is_chosen_by_keys_and_holds_for_that_file(
    person: Person, tmp_path: Path, some: Path
) -> None:
    odd = tmp_path / "odd.txt"
    odd.write_text(json.dumps(IDA), "utf-8")
    shown = look(person, some, odd)
    assert rows(shown.table) == ["some.jsonl", "odd.txt"]
    shown.table.setFocus()
    press(shown, "Down")
    assert shown.article.view.article.text == json.dumps(IDA)
    shown.format.setFocus()
    type_into(shown, "JSON lines")
    person.wait(lambda: shown.model.files[1].spans == 2)
    assert shown.article.title.text() == "Ida"
    press(shown, "Return")
    finish(person)
    assert documents(person) == 6
    assert "1 annotations were there already" in person.message


def test_a_format_that_was_chosen_can_be_given_up(person: Person, some: Path) -> None:
    shown = look(person, some)
    shown.format.setFocus()
    type_into(shown, "Plain")
    person.wait(lambda: shown.model.files[0].chosen == "text")
    assert shown.options().formats == {some: "text"}
    press(shown, "Home")
    person.wait(lambda: shown.model.files[0].chosen is None)
    assert shown.options().formats == {}
    assert drawn(shown) == (["PERSON", "TOWN"], [])
    shown.reject()


def test_files_of_no_known_kind_are_said_to_be_so(person: Person, tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\0\0")
    shown = look(person, tmp_path / "picture.png")
    assert "no kind that is known" in shown.format.itemText(0)
    assert shown.article.where.text() == "There is no document to show."
    press(shown, "Ctrl+PgDown")
    shown.reject()


def test_a_path_that_is_not_there_is_one_sentence(person: Person, tmp_path: Path) -> None:
    person.window.files.exchange.preview([tmp_path / "nothing.txt"])
    shown = the(person, ImportDialog)
    person.wait(lambda: "nothing.txt" in shown.status.text())
    press(shown, "Escape")


def test_closing_it_waits_for_nothing_and_leaves_nothing(person: Person, tmp_path: Path) -> None:
    for i in range(100):
        lines = (json.dumps({"text": f"Text {i} {j} " * 200}) for j in range(60))
        (tmp_path / f"{i}.jsonl").write_text("\n".join(lines), "utf-8")
    person.window.files.exchange.preview([tmp_path])
    shown = the(person, ImportDialog)
    person.wait(lambda: shown.model.files)
    press(shown, "Escape")
    assert not dialogs(ImportDialog)
    person.press("Tab", "Return")
    assert len(person.labels) == 1


def test_the_window_can_be_closed_while_files_are_looked_into(
    person: Person, tmp_path: Path
) -> None:
    for i in range(100):
        lines = (json.dumps({"text": f"Text {i} {j} " * 200}) for j in range(60))
        (tmp_path / f"{i}.jsonl").write_text("\n".join(lines), "utf-8")
    person.window.files.exchange.preview([tmp_path])
    the(person, ImportDialog)
    person.close()
    assert not dialogs(ImportDialog)


def test_another_project_closes_what_was_shown_for_the_first(
    person: Person, some: Path, empty: Path
) -> None:
    look(person, some)
    person.window.open_project(empty)
    assert not dialogs(ImportDialog)


# Drag and drop


def drop(person: Person, *paths: Path) -> bool:
    """Drop files on the window; whether it takes them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, held = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0)
    enter = QDragEnterEvent(QPoint(300, 300), copy, data, left, held)
    enter.ignore()
    QApplication.sendEvent(person.window, enter)
    if enter.isAccepted():
        at = QPointF(300, 300)
        QApplication.sendEvent(person.window, QDropEvent(at, copy, data, left, held))
    return enter.isAccepted()


def test_files_dropped_on_the_window_are_shown(person: Person, some: Path) -> None:
    assert drop(person, some)
    shown = the(person, ImportDialog)
    person.wait(shown.notes.count)
    press(shown, "Return")
    finish(person)
    assert documents(person) == 6


def test_a_project_dropped_on_the_window_is_opened(sit: Open, known: Path) -> None:
    person = sit()
    assert drop(person, known)
    assert person.title == "Ada"


def test_files_need_an_open_project(sit: Open, some: Path) -> None:
    person = sit()
    assert drop(person, some)
    assert "project" in person.message
    assert not dialogs(ImportDialog)


def test_what_is_no_file_is_not_taken(person: Person) -> None:
    assert not drop(person)
