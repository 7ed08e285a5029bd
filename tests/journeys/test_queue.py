"""The queue on the left: states, filters, opening, and many documents."""

import json
from pathlib import Path

import pytest

from tests.journeys.conftest import Open
from tests.journeys.person import Person, rows
from tests.journeys.project_file import command


def titles(person: Person) -> list[str]:
    return [row.split("  ", 1)[1] for row in rows(person.screen.documents.view)]


def marks(person: Person) -> str:
    return "".join(row[0] for row in rows(person.screen.documents.view))


def choose_state(person: Person, title: str) -> None:
    box = person.screen.documents.state_filter
    box.setFocus()
    box.setCurrentIndex(box.findText(title))


def type_filter(person: Person, text: str) -> None:
    filter_ = person.screen.documents.text_filter
    person.click(filter_.mapTo(person.window, filter_.rect().center()))
    filter_.selectAll()
    person.type(text) if text else person.press("Delete")
    person.rest(0.3)


def test_every_document_stands_in_the_queue_with_its_state(person: Person) -> None:
    assert titles(person) == ["Ada", "Bern", "Cash", "Dora"]
    person.press("Ctrl+Return", "Ctrl+Shift+Return", "Ctrl+.", "Tab", "Return")
    assert marks(person) == "✓✗–◐"
    person.press("Ctrl+D")
    assert "⚑" in rows(person.screen.documents.view)[3]


@pytest.mark.parametrize(
    ("state", "wanted"),
    [
        ("All documents", ["Ada", "Bern", "Cash", "Dora"]),
        ("To do", ["Dora"]),
        ("Started", ["Dora"]),
        ("Accepted", ["Ada"]),
        ("Rejected", ["Bern"]),
        ("Skipped", ["Cash"]),
        ("Flagged", ["Bern"]),
    ],
)
def test_the_queue_is_filtered_by_state(person: Person, state: str, wanted: list[str]) -> None:
    person.press("Ctrl+Return", "Ctrl+D", "Ctrl+Shift+Return", "Ctrl+.", "Tab", "Return")
    choose_state(person, state)
    assert titles(person) == wanted


def test_the_queue_is_filtered_by_text(person: Person) -> None:
    type_filter(person, "a")
    assert titles(person) == ["Ada", "Cash", "Dora"]
    type_filter(person, "or")
    assert titles(person) == ["Dora"]
    type_filter(person, "%")
    assert titles(person) == []
    type_filter(person, "")
    assert titles(person) == ["Ada", "Bern", "Cash", "Dora"]


def test_both_filters_together(person: Person) -> None:
    person.press("Ctrl+Return")
    choose_state(person, "To do")
    type_filter(person, "d")
    assert titles(person) == ["Dora"]


def test_the_open_document_is_the_marked_line(person: Person) -> None:
    person.press("Ctrl+PgDown", "Ctrl+PgDown")
    assert "Cash" in person.screen.documents.view.currentIndex().data()


def test_a_click_on_a_line_opens_its_document(person: Person) -> None:
    person.click_row(person.screen.documents.view, "Dora")
    assert person.title == "Dora"
    assert person.has_article


def test_a_line_keeps_its_place_under_a_filter_until_the_next_look(person: Person) -> None:
    choose_state(person, "To do")
    person.screen.article.view.setFocus()
    person.press("Ctrl+Return")
    assert marks(person)[0] == "✓"
    choose_state(person, "All documents")
    choose_state(person, "To do")
    assert titles(person) == ["Bern", "Cash", "Dora"]


def test_a_window_closed_while_the_filter_is_typed_reads_nothing_more(
    sit: Open, known: Path
) -> None:
    person = sit(known)
    filter_ = person.screen.documents.text_filter
    filter_.setFocus()
    person.type("ad")
    person.press("Ctrl+W")
    person.rest(0.4)
    assert person.window.screen_ is None


def test_ten_thousand_documents_are_listed_as_they_are_scrolled(sit: Open, tmp_path: Path) -> None:
    project, file = tmp_path / "many.annotator", tmp_path / "many.jsonl"
    lines = (
        json.dumps({"text": f"Text number {i}.", "meta": {"title": f"No {i}"}})
        for i in range(10_000)
    )
    file.write_text("\n".join(lines), "utf-8")
    command("new", project, "--labels", "conll", "--pipeline", "blank:en")
    command("import", project, file)
    person = sit(project)
    documents = person.screen.documents
    assert documents.model.rowCount() < 1_000
    person.press("Ctrl+PgDown", "Ctrl+Return")
    assert person.title == "No 2"
    for _ in range(8):
        documents.view.scrollToBottom()
        person.rest(0.01)
    assert documents.model.rowCount() > 1_000
    type_filter(person, "No 9999")
    assert titles(person) == ["No 9999"]
    person.click_row(documents.view, "No 9999")
    assert person.title == "No 9999"
    type_filter(person, "")
    assert "No 9999" in documents.view.currentIndex().data()
    for _ in range(5):
        documents.view.scrollToTop()
        person.rest(0.01)
    seen = [int(title.removeprefix("No ")) for title in titles(person)]
    assert seen == list(range(seen[0], 10_000))
    assert "1 of 10,000" in person.screen.progress.text()
    said = person.screen.progress.fontMetrics().horizontalAdvance(person.screen.progress.text())
    assert person.screen.progress.width() > said


def test_a_project_without_documents_says_so_and_takes_every_key(sit: Open, tmp_path: Path) -> None:
    project = tmp_path / "none.annotator"
    command("new", project, "--labels", "empty", "--pipeline", "blank:en")
    person = sit(project)
    for key in (
        "Tab",
        "Return",
        "Delete",
        "1",
        "Right",
        "Shift+End",
        "Down",
        "Ctrl+Return",
        "Ctrl+D",
    ):
        person.press(key)
    for key in ("Ctrl+Z", "Ctrl+PgDown", "Ctrl+M", "Space", "Ctrl+Shift+Left", "Escape", "Ctrl+."):
        person.press(key)
    assert person.screen.session.article is None
    assert "no texts" in person.title
    assert person.message == ""
    person.click(
        person.screen.article.view.mapTo(person.window, person.screen.article.view.rect().center())
    )
