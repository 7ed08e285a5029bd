"""A label, or words, in all their contexts: found, sorted, changed at once, opened."""

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from annotator.ui.concordance.model import ANNOTATOR, BEFORE, DOCUMENT, DOUBT, LABEL, MATCH, SOURCE
from annotator.ui.concordance.window import ConcordanceWindow
from annotator.ui.picker import Picker
from tests.journeys.conftest import Open
from tests.journeys.dialogs import press, the, type_into
from tests.journeys.person import Person
from tests.journeys.project_file import check, command, labels_in, query

FINISH_ALL = ("Ctrl+Return",) * 4


@pytest.fixture
def done(sit: Open, known: Path) -> Person:
    """Somebody who has accepted all that was suggested, with Ada's document open again."""
    person = sit(known)
    person.press(*FINISH_ALL)
    person.press("Ctrl+PgUp", "Ctrl+PgUp", "Ctrl+PgUp")
    assert person.title == "Ada"
    return person


def window(person: Person, *keys: str) -> ConcordanceWindow:
    person.press(*keys)
    shown = the(person, ConcordanceWindow)
    settle(person, shown)
    return shown


def settle(person: Person, shown: ConcordanceWindow) -> None:
    person.rest()
    person.wait(lambda: not shown.searching.is_busy and not shown._stale.isActive())


def lines(shown: ConcordanceWindow, *columns: int) -> list[tuple[str, ...]]:
    model = shown.model
    return [
        tuple(model.index(row, column).data() for column in columns or (MATCH, LABEL))
        for row in range(model.rowCount())
    ]


def selected(shown: ConcordanceWindow) -> list[str]:
    return [shown.model.cell(row, MATCH) for row in shown.table.rows()]


def do(person: Person, shown: ConcordanceWindow, *keys: str) -> None:
    press(shown, *keys)
    settle(person, shown)


PEOPLE = ["Ada Lovelace", "Charles Babbage", "Dora Maar"]


def test_the_focused_spans_label_opens_with_its_line_selected(done: Person) -> None:
    shown = window(done, "Tab", "Tab", "Ctrl+Shift+K")
    assert [words for words, _ in lines(shown)] == PEOPLE
    assert shown.filters.label.currentText() == "PERSON"
    assert selected(shown) == ["Charles Babbage"]
    assert shown.count.text() == "3 lines in 2 documents"
    shown.close()


def test_a_line_opens_in_its_article_with_its_span_focused(done: Person) -> None:
    shown = window(done, "Tab", "Ctrl+Shift+K")
    do(done, shown, "End", "Return")
    assert done.title == "Dora"
    assert done.focused == ("Dora Maar", "PERSON")
    assert done.window.isActiveWindow()
    assert done.has_article
    shown.close()


def test_all_are_relabelled_by_one_key_and_taken_back_by_one(done: Person, known: Path) -> None:
    shown = window(done, "Tab", "Ctrl+Shift+K")
    before = labels_in(known, "Ada"), labels_in(known, "Dora")
    do(done, shown, "Ctrl+A", key_of(done, "ORG"))
    assert lines(shown) == []
    assert {label for words, label in labels_in(known, "Ada") if words in PEOPLE} == {"ORG"}
    assert labels_in(known, "Dora")[0] == ("Dora Maar", "ORG")
    assert "3 spans in 2 documents" in shown.status.text()
    do(done, shown, "Ctrl+Z")
    assert (labels_in(known, "Ada"), labels_in(known, "Dora")) == before
    assert [words for words, _ in lines(shown)] == PEOPLE
    do(done, shown, "Ctrl+Shift+Z")
    assert labels_in(known, "Dora")[0] == ("Dora Maar", "ORG")
    done.turn_here()
    done.press("Ctrl+Z")
    settle(done, shown)
    assert (labels_in(known, "Ada"), labels_in(known, "Dora")) == before
    assert [words for words, _ in lines(shown)] == PEOPLE
    shown.close()
    check(known)


def key_of(person: Person, label: str) -> str:
    found = person.screen.session.labels.named(label)
    assert found is not None
    return found.key


def test_some_are_selected_and_removed(done: Person, known: Path) -> None:
    shown = window(done, "Tab", "Ctrl+Shift+K")
    do(done, shown, "Home", "Shift+Down")
    assert shown.count.text().endswith("2 selected")
    do(done, shown, "Delete")
    assert [words for words, _ in lines(shown)] == ["Dora Maar"]
    assert not {words for words, _ in labels_in(known, "Ada")} & set(PEOPLE)
    assert done.labels == labels_in(known, "Ada")
    do(done, shown, "Ctrl+Z")
    assert [words for words, _ in lines(shown)] == PEOPLE
    shown.close()


def test_edges_are_moved_and_stay_selected_to_be_moved_on(done: Person, known: Path) -> None:
    shown = window(done, "Tab", "Ctrl+Shift+K")
    do(done, shown, "Ctrl+A", "Shift+Right")
    assert selected(shown) == ["Ada Lovelace met", "Charles Babbage in", "Dora Maar painted"]
    do(done, shown, "Ctrl+Shift+Right")
    assert selected(shown) == ["Lovelace met", "Babbage in", "Maar painted"]
    do(done, shown, "Alt+Shift+Left")
    assert selected(shown) == ["Lovelace me", "Babbage i", "Maar painte"]
    do(done, shown, "Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
    assert [words for words, _ in lines(shown)] == PEOPLE
    do(done, shown, "Home", "Ctrl+Shift+Left")
    assert "1 that cannot be moved on" in shown.status.text()
    shown.close()
    check(known)


def test_a_string_is_found_labelled_or_not_and_what_is_not_is_labelled(
    done: Person, known: Path
) -> None:
    shown = window(done, "Ctrl+Shift+K")
    assert len(lines(shown)) == 11
    press(shown, "Ctrl+F")
    type_into(shown, "the")
    settle(done, shown)
    done.wait(lambda: len(lines(shown)) == 4)
    do(done, shown, "Return", "Ctrl+A", key_of(done, "ORG"))
    assert set(lines(shown)) == {("The", "ORG"), ("the", "ORG")}
    assert query(known, "SELECT count(*) FROM steps") == [(1,)]
    do(done, shown, "Ctrl+Z")
    assert {label for _, label in lines(shown)} == {"–"}
    shown.close()


def test_selected_words_are_looked_for(done: Person) -> None:
    done.press("Ctrl+Home", "Shift+Right")
    shown = window(done, "Ctrl+Shift+K")
    assert shown.filters.text.text() == "Ada Lovelace"
    assert lines(shown) == [("Ada Lovelace", "PERSON")]
    shown.close()
    done.turn_here()
    done.press("Escape", "Ctrl+Home", "Tab", "Tab")
    shown = window(done, "Ctrl+Alt+K")
    assert shown.filters.text.text() == "Charles Babbage"
    shown.close()


def test_columns_that_would_say_nothing_are_left_out(done: Person, many: Path) -> None:
    shown = window(done, "Ctrl+Shift+K")
    hidden = shown.table.isColumnHidden
    assert (hidden(ANNOTATOR), hidden(SOURCE), hidden(DOUBT)) == (True, False, False)
    assert [bool(source) for (source,) in lines(shown, SOURCE)] == [True] * 11 + [False] * 500
    press(shown, "Ctrl+F")
    type_into(shown, "zoe")
    settle(done, shown)
    done.wait(lambda: len(lines(shown)) == 500)
    assert (hidden(ANNOTATOR), hidden(SOURCE), hidden(DOUBT)) == (True, True, True)
    shown.close()


def test_lines_are_sorted_by_a_click_on_a_heading_and_by_keys(done: Person) -> None:
    shown = window(done, "Ctrl+Shift+K")
    header = shown.table.horizontalHeader()
    header.sectionClicked.emit(MATCH)
    settle(done, shown)
    by_match = [words for words, _ in lines(shown)]
    assert by_match == sorted(by_match, key=str.casefold)
    assert header.sortIndicatorSection() == MATCH
    assert shown.table.currentIndex().row() == 0
    press(shown, "Alt+S", "Home")
    settle(done, shown)
    assert [title for (title,) in lines(shown, DOCUMENT)] == ["Ada"] * 7 + ["Bern"] * 2 + [
        "Dora"
    ] * 2
    press(shown, "Down")
    settle(done, shown)
    assert shown.filters.sort.currentText() == "words before"
    befores = [before.split()[::-1] for (before,) in lines(shown, BEFORE)]
    assert befores[0] == []
    shown.close()


def test_the_picker_labels_too(done: Person, known: Path) -> None:
    shown = window(done, "Tab", "Ctrl+Shift+K")
    do(done, shown, "Home", "Space")
    picker = QApplication.activePopupWidget()
    assert isinstance(picker, Picker)
    type_into(picker, "org")
    press(picker, "Return")
    settle(done, shown)
    assert labels_in(known, "Ada")[0] == ("Ada Lovelace", "ORG")
    shown.close()


def test_other_peoples_work_is_not_changed_unasked(done: Person, sit: Open, known: Path) -> None:
    done.close()
    ben = sit(known, "ben")
    shown = window(ben, "Ctrl+Shift+K")
    do(ben, shown, "Ctrl+A", "Delete")
    assert "11 spans in 3 documents of tester" in shown.question.sentence.text()
    do(ben, shown, "Escape")
    assert shown.isVisible()
    assert len(lines(shown)) == 11
    do(ben, shown, "Home", "Shift+Right", "Return")
    assert selected(shown) == ["Ada Lovelace met"]
    # Whoever has agreed moves the same edge on.
    do(ben, shown, "Shift+Left")
    assert selected(shown) == ["Ada Lovelace"]
    assert query(known, "SELECT DISTINCT made_by FROM edits WHERE step IS NOT NULL") == [("ben",)]
    do(ben, shown, "Ctrl+Z", "Ctrl+Z", "Down", "Delete")
    assert not shown.question.isHidden()
    shown.close()


def test_what_is_labelled_in_the_article_comes_into_the_window(done: Person) -> None:
    shown = window(done, "Tab", "Ctrl+Shift+K")
    done.turn_here()
    done.press("Escape", "Ctrl+Home", "Right", "Right", key_of(done, "PERSON"))
    settle(done, shown)
    assert [words for words, _ in lines(shown)] == ["Ada Lovelace", "met", *PEOPLE[1:]]
    done.press("Ctrl+Z")
    settle(done, shown)
    assert [words for words, _ in lines(shown)] == PEOPLE
    shown.close()


@pytest.fixture
def many(known: Path, tmp_path: Path) -> Path:
    """The project with a text in which tester has labelled a name 500 times."""
    text = "Zoe came.\n" * 500
    spans = [{"start": at * 10, "end": at * 10 + 3, "label": "PERSON"} for at in range(500)]
    file = tmp_path / "many.jsonl"
    file.write_text(json.dumps({"text": text, "spans": spans, "annotator": "tester"}), "utf-8")
    command("import", known, file)
    return known


def test_hundreds_are_changed_beside_the_window_and_taken_back_at_once(
    sit: Open, many: Path
) -> None:
    person = sit(many)
    shown = window(person, "Ctrl+Shift+K")
    assert shown.count.text() == "500 lines in 1 document"
    press(shown, "Ctrl+A", key_of(person, "ORG"))
    assert shown.acting.runner.is_busy
    press(shown, key_of(person, "ORG"))
    assert shown.status.text().startswith("Wait")
    person.wait(lambda: not shown.acting.runner.is_busy)
    settle(person, shown)
    counts = "SELECT label, count(*) FROM spans GROUP BY label"
    assert query(many, counts) == [("ORG", 500)]
    assert {label for _, label in lines(shown)} == {"ORG"}
    assert shown.table.count() == 500
    assert "500 spans in 1 document" in shown.status.text()
    do(person, shown, "Ctrl+Z")
    assert query(many, counts) == [("PERSON", 500)]
    press(shown, "Ctrl+A", key_of(person, "ORG"))
    shown.close()
    assert query(many, counts) in ([("PERSON", 500)], [("ORG", 500)])
    check(many)


def test_of_very_many_lines_those_that_changed_are_shown_at_once(
    done: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.ui.concordance.window.MOST_AT_ONCE", 2)
    shown = window(done, "Ctrl+Shift+K")
    everything = lines(shown)
    press(shown, "Home", "Shift+Right")
    assert shown._stale.isActive()
    assert lines(shown)[:2] == [("Ada Lovelace met", "PERSON"), everything[1]]
    assert selected(shown) == ["Ada Lovelace met"]
    press(shown, "Down", key_of(done, "ORG"))
    assert lines(shown)[1] == ("Charles Babbage", "ORG")
    press(shown, "Delete")
    assert ("Charles Babbage", "ORG") not in lines(shown)
    assert shown.table.currentIndex().row() == 1
    settle(done, shown)
    assert len(lines(shown)) == len(everything) - 1
    do(done, shown, "Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
    assert lines(shown) == everything
    shown.close()


def test_closing_the_project_ends_the_window_and_its_search(done: Person) -> None:
    done.press("Ctrl+Shift+K")
    the(done, ConcordanceWindow)
    done.turn_here()
    done.press("Ctrl+W")
    assert done.window.screen_ is None
