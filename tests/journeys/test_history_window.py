"""Looking back at what the open document was, and bringing a state back."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.core.document import DocumentId
from annotator.core.edit import Edit
from annotator.core.span import Span
from annotator.storage.project import Project
from annotator.ui.history.history_window import HistoryWindow
from annotator.ui.history.moments_table import WHAT, WHO
from tests.journeys.conftest import Open
from tests.journeys.dialogs import press, the
from tests.journeys.person import Person, rows
from tests.journeys.project_file import check
from tests.journeys.test_reachable import nameless


@pytest.fixture
def person(sit: Open, known: Path) -> Person:
    """Somebody who has accepted a person, made a place of a person, and rejected one; ben has
    labelled one word of the same article."""
    with Project.open(known) as project, project.transaction():
        ben = project.add_annotator("ben")
        edit = Edit(added=(Span(0, 3, "GPE"),))
        project.annotations.store(DocumentId(1), ben, edit, gesture="label")
    person = sit(known)
    person.press("Return", "Return", "3", "Tab", "Delete")
    return person


def window_of(person: Person) -> HistoryWindow:
    person.press("Ctrl+K")
    person.type("history")
    person.press("Return")
    window = the(person, HistoryWindow)
    assert isinstance(window, HistoryWindow)
    return window


def listed(window: HistoryWindow) -> list[tuple[str, str]]:
    table = window.table
    return [
        (table.index(row, WHO).data(), table.index(row, WHAT).data())
        for row in range(table.rowCount())
    ]


def spans(window: HistoryWindow) -> list[str]:
    article = window.view.article
    return [f"{s.label} {article.text[s.start : s.end]}" for s in article.spans]


def test_what_was_done_is_listed_and_each_state_shown_with_what_differs_now(person: Person) -> None:
    window = window_of(person)
    assert "Ada" in window.windowTitle()
    assert listed(window) == [
        ("tester", "turned down: GPE “London”"),
        ("tester", "+ GPE “Charles Babbage”; turned down: PERSON “Charles Babbage”"),
        ("tester", "+ PERSON “Ada Lovelace”"),
        ("ben", "+ GPE “Ada”"),
    ]
    assert not window.back_button.isEnabled()
    assert rows(window.differences) == ["Nothing: it is so now."]
    press(window, "Down", "Down")
    assert spans(window) == ["PERSON Ada Lovelace"]
    assert rows(window.differences) == [
        "◌ GPE  “Charles Babbage”",
        "Besides: turned down: PERSON “Charles Babbage”, GPE “London”",
    ]
    assert "label set" in window.heading.text()
    outlined = [s.label for s in window.view.article.suggestions]
    assert outlined == ["GPE"]
    window.differences.setCurrentRow(0)
    assert window.view.article.place.focus.label == "GPE"
    press(window, "Down")
    assert spans(window) == ["GPE Ada"]
    window.annotator.setCurrentText("tester")
    assert [who for who, _ in listed(window)] == ["tester"] * 3


def test_a_state_is_brought_back_and_undone_by_the_usual_key(person: Person, known: Path) -> None:
    before = person.labels
    window = window_of(person)
    window.moments.selectRow(2)
    QTest.mouseClick(window.back_button, Qt.MouseButton.LeftButton)
    assert person.labels == [("Ada Lovelace", "PERSON")]
    assert "bring back" in listed(window)[0][1]
    assert not window.back_button.isEnabled()
    person.turn_here()
    person.press("Ctrl+Z")
    assert person.labels == before
    assert listed(window)[0][1].startswith("Undo: bring back")
    check(known)


def test_the_window_follows_the_open_document_and_all_of_it_has_names(person: Person) -> None:
    window = window_of(person)
    assert nameless(window) == []
    person.turn_here()
    person.press("Ctrl+PgDown")
    assert "Bern" in window.windowTitle()
    assert listed(window) == []
    assert "Nothing has been done" in window.heading.text()
    window.close()
    person.press("Ctrl+PgUp")
    assert window_of(person) is not window


def test_the_list_of_spans_tells_when_a_span_was_made_and_under_which_label_set(
    person: Person,
) -> None:
    model = person.screen.spans.model()
    tips = [model.index(i, 0).data(Qt.ItemDataRole.ToolTipRole) for i in range(model.rowCount())]
    assert "by tester, under label set" in tips[0]
    assert "under label set" not in tips[-1]  # a suggestion


def test_what_is_there_no_longer_is_marked_in_the_article_and_in_the_list(person: Person) -> None:
    focus = next(s for s in person.article.spans if s.label == "PERSON")
    person.screen.bridge.do(lambda: person.screen.bridge.gestures.focus(focus))
    person.press("Delete")
    window = window_of(person)
    press(window, "Down")
    assert spans(window) == ["PERSON ✕ Ada Lovelace", "GPE Charles Babbage"]
    assert rows(window.differences)[0] == "✕ PERSON  “Ada Lovelace”"
    window.differences.setCurrentRow(0)
    assert window.view.article.place.focus.label == "PERSON ✕"
