"""Another order of the queue, chosen in the window, and worked out while the window lives."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest

from annotator.core.document import document_key
from annotator.core.sample import is_reserved
from tests.journeys.conftest import Open
from tests.journeys.person import Person, rows
from tests.journeys.project_file import check, command, query

SURE = {"A": 0.9, "B": 0.7, "C": 0.95, "D": 0.2, "E": 0.5}
LEAST_SURE = ["A", "D", "E", "B", "C"]
"""What is open stays where it is."""


@pytest.fixture
def unsure(tmp_path: Path) -> Path:
    """Five documents with one suggestion each, none of them in the random sample."""
    project, file = tmp_path / "unsure.annotator", tmp_path / "unsure.jsonl"
    texts = (f"Ada met Ben {number} times." for number in range(1_000))
    ordinary = (text for text in texts if not is_reserved(document_key(text)))
    lines = [
        {
            "text": text,
            "spans": [{"start": 0, "end": 3, "label": "PER", "score": score}],
            "meta": {"title": title},
        }
        for text, (title, score) in zip(ordinary, SURE.items(), strict=False)
    ]
    file.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    command("new", project, "--labels", "conll", "--pipeline", "blank:en")
    command("import", project, file, "--as", "suggestions")
    return project


def titles(person: Person) -> list[str]:
    return [row.split("  ", 1)[1] for row in rows(person.screen.documents.view)]


def choose(person: Person, title: str) -> None:
    """Choose an order above the list, by keys."""
    box = person.screen.documents.order
    box.setFocus()
    QTest.keyClicks(box, title[0])
    assert box.currentText() == title
    QTest.keyClick(box, Qt.Key.Key_Return)


def choose_in_palette(person: Person, words: str) -> None:
    person.press("Ctrl+K")
    person.type(words)
    person.press("Return")


def is_marked(person: Person, name: str) -> bool:
    return next(
        a.isChecked() for a in person.window.findChildren(QAction) if a.objectName() == name
    )


def test_the_least_sure_document_is_the_next_one_once_that_order_is_chosen(
    sit: Open, unsure: Path
) -> None:
    person = sit(unsure)
    assert titles(person) == [*SURE]
    choose(person, "Least sure first")
    person.wait(lambda: titles(person) == LEAST_SURE)
    assert "least sure" in person.screen.status.text()
    assert is_marked(person, "order_least_sure")
    assert not is_marked(person, "order_imported")
    person.screen.article.view.setFocus()
    seen = []
    for _ in SURE:
        seen.append(person.title)
        person.press("Ctrl+Return")
    assert seen == LEAST_SURE
    assert person.screen.status.text() == "All documents have an answer."
    assert titles(person) == LEAST_SURE
    person.press("Ctrl+PgUp", "Ctrl+PgUp")
    assert person.title == LEAST_SURE[-3]
    person.close()
    check(unsure)


def test_the_order_stays_and_is_taken_back_in_the_palette(sit: Open, unsure: Path) -> None:
    person = sit(unsure)
    choose_in_palette(person, "least sure documents")
    person.wait(lambda: titles(person) == LEAST_SURE)
    person.close()
    person = sit(unsure)
    assert titles(person) == LEAST_SURE
    assert person.screen.documents.order.currentText() == "Least sure first"
    choose_in_palette(person, "as imported")
    person.wait(lambda: titles(person) == [*SURE])
    assert person.screen.documents.order.currentText() == "As imported"
    person.wait(lambda: query(unsure, "SELECT count(*) FROM places") == [(0,)])


@pytest.mark.parametrize("title", ["Most gain per second first", "At random"])
def test_each_order_goes_through_every_document(sit: Open, unsure: Path, title: str) -> None:
    person = sit(unsure)
    person.press("Ctrl+Return")
    choose_in_palette(person, "gain" if "gain" in title else "at random")
    person.wait(
        lambda: query(unsure, "SELECT value FROM settings WHERE name = 'queue_arrangement'")
    )
    person.rest(0.1)
    assert titles(person)[:2] == ["A", "B"]
    assert sorted(titles(person)) == [*SURE]
    wanted = titles(person)[1:]
    seen = []
    for _ in wanted:
        seen.append(person.title)
        person.press("Ctrl+Return")
    assert seen == wanted


def test_another_window_goes_by_the_new_order_too(sit: Open, unsure: Path) -> None:
    ana, ben = sit(unsure, "ana"), sit(unsure, "ben")
    ben.press("Ctrl+PgDown")
    ana.turn_here()
    choose_in_palette(ana, "least sure documents")
    ana.wait(lambda: titles(ana) == LEAST_SURE)
    ben.wait(lambda: titles(ben) == LEAST_SURE)
    assert ben.title == "B"
    assert ben.screen.documents.order.currentText() == "Least sure first"


def test_a_new_project_comes_as_imported_and_writes_no_places(person: Person) -> None:
    assert person.screen.documents.order.currentText() == "As imported"
    assert is_marked(person, "order_imported")
    person.press("Ctrl+Return")
    person.rest(0.3)
    path = person.screen.session.path
    assert query(path, "SELECT count(*) FROM places") == [(0,)]


def test_answers_make_the_order_anew_behind_what_is_open(sit: Open, tmp_path: Path) -> None:
    project, file = tmp_path / "many.annotator", tmp_path / "many.jsonl"
    said = [
        {
            "text": f"Ada met Ben {n} times.",
            "spans": [{"start": 0, "end": 3, "label": "PER", "score": n / 100}],
        }
        for n in range(60)
    ]
    file.write_text("\n".join(map(json.dumps, said)), "utf-8")
    command("new", project, "--labels", "conll", "--pipeline", "blank:en")
    command("import", project, file, "--as", "suggestions")
    person = sit(project)
    choose_in_palette(person, "least sure documents")
    used = "SELECT value FROM settings WHERE name = 'queue_arrangement'"
    person.wait(lambda: query(project, used))
    first, before = query(project, used), titles(person)
    person.rest(1.0)
    for _ in range(12):
        person.press("Ctrl+Return")
    here = person.title
    person.wait(lambda: query(project, used) != first)
    person.rest(0.1)
    assert person.title == here
    assert titles(person)[:13] == before[:13]
    assert sorted(titles(person)) == sorted(before)
