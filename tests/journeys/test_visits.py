"""Time and keys that documents cost are measured, and the blind sample shows no suggestions."""

import json
from itertools import count
from pathlib import Path

import pytest
from PySide6.QtGui import QAction

from annotator.core.document import document_key
from annotator.core.sample import is_blind
from tests.journeys.conftest import Open
from tests.journeys.person import Person, project_of
from tests.journeys.project_file import check, command, labels_in, query

VISITS = (
    "SELECT title, keys, is_blind FROM visits JOIN documents ON documents.id = document_id"
    " ORDER BY began_at"
)
BLIND = "Suggestions are hidden here: blind sample"


def visits(person: Person) -> list[tuple[object, ...]]:
    return query(project_of(person), VISITS)


def switch_blind(person: Person) -> None:
    """Choose it in the palette, as a person would."""
    person.press("Ctrl+K")
    person.type("blind sample")
    person.press("Return")


def test_each_key_counts_once_whether_it_is_a_shortcut_or_typed(person: Person) -> None:
    person.press("Tab", "Return", "Right", "Shift+Right", "1", "Ctrl+Return")
    person.wait(lambda: visits(person))
    assert visits(person) == [("Ada", 6, 0)]
    person.press("Space")
    person.type("gp")
    person.press("Return", "Ctrl+PgDown")
    person.wait(lambda: len(visits(person)) > 1)
    assert visits(person)[1] == ("Bern", 5, 0)
    check(project_of(person))


def test_the_visit_under_way_is_kept_when_the_window_closes(person: Person) -> None:
    project = project_of(person)
    person.press("Tab", "Return")
    person.rest(0.3)
    assert visits(person) == []
    person.close()
    (row,) = query(project, "SELECT keys, seconds FROM visits")
    assert row[0] == 2
    assert 0.0 <= row[1] < 20


@pytest.fixture
def half_blind(tmp_path: Path) -> Path:
    """Two documents of the blind half, and between them one that is not."""
    texts = (f"Ada met Ben {number} times." for number in count())
    blind = (text for text in texts if is_blind(document_key(text)))
    others = (text for text in texts if not is_blind(document_key(text)))
    file, project = tmp_path / "some.jsonl", tmp_path / "some.annotator"
    lines = [
        {
            "text": text,
            "spans": [{"start": 0, "end": 3, "label": "PER"}],
            "meta": {"title": title},
        }
        for title, text in (("A", next(blind)), ("B", next(others)), ("C", next(blind)))
    ]
    file.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    command("new", project, "--labels", "conll", "--pipeline", "blank:en")
    command("import", project, file, "--as", "suggestions")
    return project


def test_a_blind_document_shows_nothing_and_finishing_it_accepts_nothing(
    sit: Open, half_blind: Path
) -> None:
    person = sit(half_blind)
    assert person.suggested == [("Ada", "PER")]
    switch_blind(person)
    assert person.suggested == []
    assert person.screen.hidden_status.text() == BLIND
    person.press("Tab")
    assert person.focused is None
    person.press("Ctrl+Return")
    assert (person.title, person.suggested) == ("B", [("Ada", "PER")])
    assert person.screen.hidden_status.text() == ""
    person.press("Ctrl+Return")
    assert (person.title, person.suggested) == ("C", [])
    person.go_to("Ada")
    person.press("1", "Ctrl+Return")
    person.wait(lambda: len(visits(person)) > 1)
    assert labels_in(half_blind, "A") == []
    assert labels_in(half_blind, "B") == [("Ada", "PER")]
    person.close()
    assert [row[0::2] for row in query(half_blind, VISITS)] == [("A", 1), ("B", 0), ("C", 1)]
    found = json.loads(command("stats", half_blind, "--json"))
    assert (found["blind"]["blind"], found["blind"]["ordinary"]) == (2, 0)
    assert found["effort"]["tester"]["documents"] == 3


def test_the_switch_stands_in_the_menu_as_it_is(sit: Open, half_blind: Path) -> None:
    person = sit(half_blind)
    action = next(a for a in person.window.findChildren(QAction) if a.objectName() == "blind")
    assert not action.isChecked()
    action.trigger()
    assert (action.isChecked(), person.suggested) == (True, [])
    action.trigger()
    assert (action.isChecked(), person.suggested) == (False, [("Ada", "PER")])
