"""Learning while labelling, seen from the window; what trains is a script of a few lines."""

import sys
from pathlib import Path

import pytest
import spacy
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog, QSpinBox

from annotator.session import learning, models
from annotator.session.learning import put_interval
from annotator.storage.project import Project
from tests.journeys.conftest import Open
from tests.journeys.person import Person
from tests.journeys.project_file import check, query
from tests.storage.projects import make

TEXTS = ("Ada lives in Paris.", "Paris, or Bern?", "Paris again.", "Nothing at all.")
SENTENCE = "model 1: F 0.00 → 0.90 on 3 held-out documents"
TRAINS = f"""
import json, shutil, sys
from pathlib import Path
from annotator.session import learning, models
from annotator.storage.project import Project
with Project.open(Path(sys.argv[1])) as project:
    shutil.move(project.path.with_name("made"), models.folder_of(project.path) / "model-1")
    with project.transaction():
        models.add(project, "model-1")
        models.use(project, "model-1", base="blank:en")
        learning.put_before(project, 100)
print(json.dumps({{"sentence": {SENTENCE!r}}}))
"""
FAILS = "import sys; sys.exit('Error: The disk is full.')"
NEVER_ENDS = "import time; time.sleep(600)"
SOURCES = "SELECT name FROM suggested_pieces JOIN sources ON id = source_id WHERE document_id = ?"


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project that learns after each finished document."""
    monkeypatch.setattr("annotator.ui.learner.START_MS", 0)
    path = make(tmp_path / "p.annotator", *TEXTS)
    with Project.open(path) as project:
        put_interval(project, 1)
        with project.transaction():
            project.put_setting("pipeline", "blank:en")
    return path


def let_train(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    monkeypatch.setattr(
        "annotator.ui.learner.command", lambda project: [sys.executable, "-c", script, project]
    )


def choose(person: Person, title: str) -> None:
    person.press("Ctrl+K")
    person.type(title)
    person.press("Return")


def wait_for(person: Person, path: Path, names: list[str]) -> None:
    """Wait until these sources have been through the last document: a worker is kind to others,
    and slow where they are many."""
    person.wait(lambda: sources(path, 4) == names, patience_s=50)


def sources(path: Path, document_id: int) -> list[str]:
    return [name for (name,) in query(path, SOURCES, document_id)]


def test_after_finished_documents_a_better_model_suggests_in_what_lies_ahead(
    sit: Open, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "LOC", "pattern": "Paris"}])
    nlp.to_disk(path.with_name("made"))
    models.folder_of(path).mkdir()
    let_train(monkeypatch, TRAINS)
    person = sit(path)
    wait_for(person, path, ["blank:en"])
    assert SENTENCE not in person.screen.model_status.text()
    person.press("Ctrl+Return")
    wait_for(person, path, ["model-1"])
    assert SENTENCE in person.screen.model_status.text()
    # What is open or was touched keeps what it had.
    assert person.article.document.id == 2
    assert person.suggested == []
    assert sources(path, 1) == sources(path, 2) == ["blank:en"]
    person.press("Ctrl+Return")
    assert person.suggested == [("Paris", "LOC")]
    assert person.article.suggestions.with_range(0, 5)[0].source == "model-1"
    choose(person, "Forget what was learnt")
    wait_for(person, path, ["blank:en"])
    assert person.suggested == [("Paris", "LOC")]
    check(path)


def test_a_training_that_fails_is_one_sentence_and_not_tried_again_at_once(
    sit: Open, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_train(monkeypatch, FAILS)
    person = sit(path)
    person.press("Ctrl+Return")
    person.wait(lambda: "The disk is full." in person.screen.model_status.text())
    let_train(monkeypatch, NEVER_ENDS)
    person.rest(0.2)
    assert "Learning …" not in person.screen.model_status.text()
    person.press("Ctrl+Return")
    person.wait(lambda: "Learning …" in person.screen.model_status.text())


def test_a_window_that_is_closed_ends_the_training(
    sit: Open, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_train(monkeypatch, NEVER_ENDS)
    person = sit(path)
    person.press("Ctrl+Return")
    person.wait(lambda: "Learning …" in person.screen.model_status.text())
    person.close()
    check(path)


def test_one_switch_turns_it_off(sit: Open, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    let_train(monkeypatch, NEVER_ENDS)
    person = sit(path)
    person.press("Ctrl+Return")
    person.wait(lambda: "Learning …" in person.screen.model_status.text())
    switch = person.window.findChild(QAction, "learning")
    assert switch.isChecked()
    choose(person, "Learn while labelling")
    assert not switch.isChecked()
    assert "Learning is off" in person.screen.model_status.text()
    person.press("Ctrl+Return")
    person.rest(0.2)
    assert "Learning …" not in person.screen.model_status.text()
    choose(person, "Learn while labelling")
    person.wait(lambda: "Learning …" in person.screen.model_status.text())


def test_how_often_it_learns_is_asked_for(sit: Open, path: Path) -> None:
    person = sit(path)
    choose(person, "Learn after how many")
    field = person.screen.findChild(QInputDialog).findChild(QSpinBox)
    assert field.value() == 1
    field.selectAll()
    QTest.keyClicks(field, "35")
    QTest.keyClick(field, Qt.Key.Key_Return)
    with Project.open(path) as project:
        assert learning.interval(project) == 35


def test_a_model_that_cannot_be_loaded_gives_way_to_the_pipeline(sit: Open, path: Path) -> None:
    folder = models.folder_of(path) / "model-1"
    folder.mkdir(parents=True)
    meta = '{"lang": "en", "name": "broken", "version": "0"}'
    (folder / "meta.json").write_text(meta)
    with Project.open(path) as project, project.transaction():
        models.add(project, "model-1")
        models.use(project, "model-1", base="blank:en")
    person = sit(path)
    wait_for(person, path, ["blank:en"])
    assert person.article.document.id == 1


def test_with_a_plug_in_nothing_is_learnt_and_one_sentence_says_why(sit: Open, path: Path) -> None:
    with Project.open(path) as project, project.transaction():
        project.put_setting("pipeline", "gliner:models/news")
    person = sit(path)
    person.press("1", "Ctrl+Return")
    person.wait(lambda: "Nothing was learnt" in person.screen.model_status.text(), patience_s=50)
    assert "no spaCy pipeline" in person.screen.model_status.text()
    assert "Train a new pipeline" in person.screen.model_status.text()
    assert "Error" not in person.screen.model_status.text()
