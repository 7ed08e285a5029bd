"""What was labelled comes back as a suggestion; what is unlikely can be hidden; labels go round."""

from pathlib import Path

import pytest
from PySide6.QtGui import QAction

from annotator.core.document import NewDocument
from annotator.core.label import Label, LabelSet
from annotator.session.calibrating import ENOUGH
from annotator.storage.project import Project
from tests.journeys.conftest import Open
from tests.journeys.person import RIGHT, Person
from tests.session.stage import suggestion
from tests.storage.projects import propose

TEXTS = (
    "Zorba Ltd met Quill. Quill paid Zorba Ltd in Oslo.",
    "In Oslo Zorba Ltd hired Quill.",
    "Nobody wrote.",
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "memory.annotator"
    with Project.create(path) as made, made.transaction():
        made.put_setting("pipeline", "blank:en")
        made.put_labels(
            LabelSet([Label("ORG", key="1"), Label("PER", key="2"), Label("LOC", key="3")])
        )
        made.documents.add([NewDocument(text) for text in TEXTS])
    first = [suggestion("Oslo", "ORG", 0.3, text=TEXTS[0])]
    propose(path, [*first, suggestion("Zorba Ltd", "ORG", 0.9, text=TEXTS[0])])
    propose(path, [suggestion("Oslo", "LOC", 0.25, "other", text=TEXTS[0])])
    return path


@pytest.fixture
def person(sit: Open, project: Path) -> Person:
    person = sit(project)
    settle(person)
    return person


def settle(person: Person) -> None:
    recall = person.screen.session.recall
    person.wait(lambda: recall.is_read and not recall.is_busy)


def text_of(person: Person) -> str:
    return person.screen.hidden_status.text()


def test_a_label_that_was_made_is_proposed_at_once_and_in_the_next_document(
    person: Person,
) -> None:
    person.go_to("Quill")
    person.press("2")
    assert person.suggested.count(("Quill", "PER")) == 1
    person.press("Ctrl+Return")
    settle(person)
    assert person.suggested == [("Oslo", "ORG"), ("Zorba Ltd", "ORG"), ("Quill", "PER")]
    person.press("Ctrl+Return")
    with Project.open(person.screen.session.path) as kept:
        spans = kept.annotations.get(2, kept.annotator_id("tester")).spans
    assert {s.source for s in spans} == {"memory"}


def test_taking_the_label_back_takes_what_was_proposed_back(person: Person) -> None:
    before = person.suggested
    person.go_to("Quill")
    person.press("2")
    assert person.suggested != before
    person.press("Ctrl+Z")
    assert person.suggested == before


def test_what_was_rejected_is_not_proposed_in_the_next_document(
    person: Person, project: Path
) -> None:
    propose(project, [suggestion("Oslo", "ORG", 0.9, text=TEXTS[1])], document_id=2)
    person.press("Tab", "Tab")
    assert person.focused == ("Oslo", "ORG")
    person.press("Delete", "Ctrl+PgDown")
    assert ("Oslo", "ORG") not in person.suggested


def test_memory_is_switched_off_in_the_menu_and_on_again(person: Person) -> None:
    person.go_to("Quill")
    person.press("2")
    made = person.suggested
    switch = person.window.findChild(QAction, "memory")
    assert switch.isChecked()
    switch.trigger()
    assert not switch.isChecked()
    assert person.suggested != made
    switch.trigger()
    settle(person)
    assert person.suggested == made


def test_the_unlikely_is_hidden_counted_and_not_accepted(person: Person) -> None:
    assert ("Oslo", "ORG") in person.suggested
    person.press("Ctrl+]", "Ctrl+]", "Ctrl+]", "Ctrl+]")
    assert person.suggested == [("Zorba Ltd", "ORG")]
    assert text_of(person) == "1 less sure than 40% hidden"
    person.press("Ctrl+Return", "Ctrl+PgUp")
    assert person.labels == [("Zorba Ltd", "ORG")]
    person.press(*["Ctrl+["] * 4)
    assert text_of(person) == ""
    assert ("Oslo", "ORG") in person.suggested


@pytest.mark.parametrize("key", ["*", "Ctrl+L"])
def test_one_key_goes_round_the_likely_labels(person: Person, key: str) -> None:
    person.press("Tab", "Tab")
    assert person.focused == ("Oslo", "ORG")
    person.wait(lambda: "Likely: ORG 30%, LOC 25%" in person.screen.guideline.toPlainText())
    person.press(key)
    assert person.labels == [("Oslo", "LOC")]
    person.press(key)
    assert person.labels == [("Oslo", "ORG")]


def test_the_mouse_finds_the_likely_labels_in_the_menu_of_a_suggestion(person: Person) -> None:
    person.click(person.at("Oslo"), RIGHT)
    person.choose(person.menu, "LOC (25%)")
    assert person.labels == [("Oslo", "LOC")]


def test_enough_decisions_calibrate_the_scores(sit: Open, tmp_path: Path) -> None:
    words = [f"Word{i}" for i in range(2 * ENOUGH)]
    texts = [" ".join(words[:ENOUGH]), " ".join(words[ENOUGH:])]
    path = tmp_path / "many.annotator"
    with Project.create(path) as made, made.transaction():
        made.put_setting("pipeline", "blank:en")
        made.put_labels(LabelSet([Label("ORG", key="1")]))
        made.documents.add([NewDocument(text) for text in texts])
    for number, text in enumerate(texts, 1):
        said = [suggestion(word, "ORG", 0.975, text=text) for word in text.split()]
        propose(path, said, document_id=number)
    person = sit(path)
    settle(person)
    person.press(*["Tab", *["Delete"] * (ENOUGH - 5)], "Ctrl+Return")
    person.wait(lambda: person.screen.session.recall.calibration.is_known)
    person.press("Ctrl+PgUp", "Ctrl+PgDown")
    assert person.suggested == []
    assert text_of(person) == f"{ENOUGH} less sure than 35% hidden"
    person.press("Ctrl+[")
    assert len(person.suggested) == ENOUGH
    sureness = person.article.suggestions.after((-1, 0, "")).sureness
    assert 0.1 < sureness < 0.4
