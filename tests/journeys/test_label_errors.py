"""The window for label errors: found, mended, dismissed, opened, taken back, by keys alone."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from annotator.core.label_errors.error import Kind
from annotator.ui.errors.window import ErrorsWindow
from tests.journeys.conftest import Open
from tests.journeys.person import Person
from tests.journeys.project_file import check, command, query

PLACE = "👩‍👩‍👧 They met in Paris\r\nand left."


def line(text: str, *spans: tuple[str, str], annotator: str = "tester") -> str:
    found = [
        {"start": text.index(words), "end": text.index(words) + len(words), "label": label}
        for words, label in spans
    ]
    said = {"text": text, "spans": found, "answer": "accept", "annotator": annotator}
    return json.dumps(said)


LINES = [
    *(line(f"{n}: {PLACE}", ("Paris", "LOC")) for n in range(8)),
    line(f"wrong: {PLACE}", ("Paris", "PER")),
    line(f"missing: {PLACE}"),
    line("stray: 🚀 to Oslo, by train", ("Oslo,", "LOC")),
]


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("errors")
    path, file = folder / "p.annotator", folder / "in.jsonl"
    file.write_text("\n".join(LINES) + "\n", "utf-8")
    command("new", path, "--labels", "conll", "--pipeline", "blank:en")
    command("import", path, file)
    return path


@pytest.fixture
def project(labelled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(labelled, tmp_path))


@pytest.fixture
def person(sit: Open, project: Path) -> Iterator[Person]:
    person = sit(project)
    yield person
    check(project)


def found(person: Person, lines: int = 3) -> ErrorsWindow:
    """The window, opened by its key, with so many lines in it."""
    person.press("Ctrl+Shift+L")
    window = person.screen.tools.label_errors.window
    assert window is not None
    person.wait(lambda: window.model.rowCount() == lines and not window.runner.is_busy)
    return window


def press(person: Person, window: ErrorsWindow, *keys: str) -> None:
    assert QTest.qWaitForWindowActive(window)
    for key in keys:
        pressed = QKeySequence(key)[0]
        QTest.keyClick(window.windowHandle(), pressed.key(), pressed.keyboardModifiers())


def shown(window: ErrorsWindow) -> list[tuple[str, str, str, str]]:
    """Words, label, what Return makes of it, and why."""
    model = window.model
    return [
        (model.cell(row, 1), model.cell(row, 4), model.cell(row, 3), model.cell(row, 6))
        for row in range(model.rowCount())
    ]


def go_to(window: ErrorsWindow, kind: Kind) -> None:
    (row,) = [i for i, one in enumerate(window.model.errors) if one.kind is kind]
    window.table.select_rows([row])


def spans(project: Path) -> dict[str, list[tuple[str, str]]]:
    """Words and labels by the first word of each document."""
    rows = query(
        project,
        "SELECT substr(text, 1, instr(text, ':') - 1), substr(text, start + 1, end - start), label"
        " FROM spans JOIN texts USING (document_id) ORDER BY document_id, start",
    )
    held: dict[str, list[tuple[str, str]]] = {}
    for name, words, label in rows:
        held.setdefault(str(name), []).append((str(words), str(label)))
    return held


def test_what_is_wrong_stands_there_the_likeliest_first_with_what_return_would_make_of_it(
    person: Person,
) -> None:
    window = found(person)
    assert sorted(shown(window)) == [
        ("Oslo,", "LOC", "“Oslo”", "stray edge"),
        ("Paris", "PER", "LOC", "8 of 9 have that label"),
        ("Paris", "–", "LOC", "8 of 9 are labelled"),
    ]
    likely = [one.likelihood for one in window.model.errors]
    assert likely == sorted(likely, reverse=True)
    assert window.model.context(0).match in {"Paris", "Oslo,"}


def test_return_mends_one_after_the_other_and_each_undo_takes_one_back(
    person: Person, project: Path
) -> None:
    window = found(person)
    before = spans(project)
    press(person, window, "Return")
    person.wait(lambda: window.model.rowCount() == 2)
    press(person, window, "Return")
    person.wait(lambda: window.model.rowCount() == 1)
    press(person, window, "Return")
    person.wait(lambda: window.model.rowCount() == 0)
    after = spans(project)
    assert after["wrong"] == after["missing"] == [("Paris", "LOC")]
    assert after["stray"] == [("Oslo", "LOC")]
    for left in (1, 2, 3):
        press(person, window, "Ctrl+Z")
        person.wait(lambda n=left: window.model.rowCount() == n)
    assert spans(project) == before
    press(person, window, "Ctrl+Shift+Z")
    person.wait(lambda: window.model.rowCount() == 2)


def test_keys_pressed_fast_each_mean_the_next_line(person: Person, project: Path) -> None:
    window = found(person)
    press(person, window, "Return", "Delete", "Return")
    assert window.model.rowCount() == 0
    assert query(project, "SELECT count(*) FROM dismissed_errors") == [(1,)]
    assert query(project, "SELECT count(*) FROM steps") == [(3,)]
    press(person, window, "Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
    assert window.model.rowCount() == 3


def test_several_selected_lines_are_mended_as_one_step(person: Person, project: Path) -> None:
    window = found(person)
    before = spans(project)
    press(person, window, "Ctrl+A", "Return")
    person.wait(lambda: window.model.rowCount() == 0)
    assert "Mended: 3" in window.status.text()
    press(person, window, "Escape")
    person.turn_here()
    person.press("Ctrl+Z")
    assert spans(project) == before


def test_delete_says_that_it_is_no_error_and_that_is_remembered(
    person: Person, project: Path, sit: Open
) -> None:
    window = found(person)
    go_to(window, Kind.DIFFERENT)
    press(person, window, "Delete")
    person.wait(lambda: window.model.rowCount() == 2)
    assert query(project, "SELECT kind, label, made_by FROM dismissed_errors") == [
        ("different", "PER", "tester")
    ]
    press(person, window, "Ctrl+Z")
    person.wait(lambda: window.model.rowCount() == 3)
    assert query(project, "SELECT * FROM dismissed_errors") == []
    go_to(window, Kind.DIFFERENT)
    press(person, window, "Delete")
    person.wait(lambda: window.model.rowCount() == 2)
    person.close()
    again = sit(project)
    assert {one.kind for one in found(again, lines=2).model.errors} == {
        Kind.UNLABELLED,
        Kind.EDGES,
    }
    # Undo survives the restart.
    again.screen.tools.label_errors.window.close()
    again.turn_here()
    again.press("Ctrl+Z")
    assert query(project, "SELECT * FROM dismissed_errors") == []


def test_a_labels_key_gives_another_label_than_the_proposed_one(
    person: Person, project: Path
) -> None:
    window = found(person)
    go_to(window, Kind.UNLABELLED)
    press(person, window, "2")
    person.wait(lambda: window.model.rowCount() == 2)
    assert spans(project)["missing"] == [("Paris", "ORG")]


def test_kinds_are_filtered(person: Person) -> None:
    window = found(person)
    window.filters.kind.setFocus()
    QTest.keyClicks(window.filters.kind, "stray")
    person.wait(lambda: window.model.rowCount() == 1)
    assert window.model.errors[0].kind is Kind.EDGES
    assert window.filters.kind.itemText(0) == "every kind (3)"


def test_space_opens_it_in_the_article(person: Person) -> None:
    window = found(person)
    go_to(window, Kind.DIFFERENT)
    press(person, window, "Space")
    person.wait(lambda: person.article.text.startswith("wrong"))
    assert person.focused == ("Paris", "PER")
    person.wait(lambda: person.has_article)


def test_what_is_corrected_in_the_article_leaves_the_list(person: Person) -> None:
    window = found(person)
    go_to(window, Kind.DIFFERENT)
    press(person, window, "Space")
    person.turn_here()
    person.press("3")
    person.wait(lambda: window.model.rowCount() == 2)


def test_labels_of_others_are_changed_only_after_a_question_and_it_is_noted_who_did_it(
    sit: Open, project: Path
) -> None:
    person = sit(project, "reviewer")
    window = found(person)
    go_to(window, Kind.DIFFERENT)
    press(person, window, "Return")
    assert window.question.isVisible()
    press(person, window, "Escape")
    assert window.model.rowCount() == 3
    press(person, window, "Return", "Return")
    person.wait(lambda: window.model.rowCount() == 2)
    press(person, window, "Return")
    person.wait(lambda: window.model.rowCount() == 1)
    assert not window.question.isVisible()
    made = query(project, "SELECT DISTINCT made_by FROM edits WHERE step IS NOT NULL")
    assert made == [("reviewer",)]
    assert query(
        project, "SELECT DISTINCT name FROM spans JOIN annotators ON id = annotator_id"
    ) == [("tester",)]
    check(project)


def test_a_window_that_is_closed_while_it_looks_leaves_nothing_behind(person: Person) -> None:
    person.press("Ctrl+Shift+L")
    person.rest(0.05)
    person.press("Escape")
    window = person.screen.tools.label_errors.window
    QTest.keyClick(window, Qt.Key.Key_Escape)
    person.wait(lambda: not window.runner.is_busy)
