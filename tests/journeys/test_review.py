"""Differences between annotators settled in the Review window, by keys alone."""

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QListView, QProgressBar

from annotator.core.adjudication import Rule
from annotator.core.document import DocumentId
from annotator.session.board import Stage
from annotator.session.gestures import Gestures
from annotator.session.review_settings import ReviewSettings
from annotator.session.session import Session
from annotator.ui import theme
from annotator.ui.review.window import ReviewWindow
from annotator.ui.text.view import ArticleView
from tests.journeys.conftest import Open
from tests.journeys.dialogs import press
from tests.journeys.person import Person, rows
from tests.journeys.project_file import check, command, query

ADA = "Ada Lovelace met Charles Babbage in London on Monday."
BERN = "Bern lies on the Aare."
SAID = {
    ("ana", ADA): [("Ada Lovelace", "PERSON"), ("Charles Babbage", "PERSON"), ("London", "GPE")],
    ("ben", ADA): [("Lovelace", "PERSON"), ("Charles Babbage", "PERSON"), ("London", "LOC")],
    ("cleo", ADA): [("Ada Lovelace", "PERSON"), ("Charles Babbage", "PERSON"), ("Monday", "DATE")],
    ("ana", BERN): [("Bern", "GPE")],
    ("ben", BERN): [("Bern", "GPE")],
}


def line(name: str, text: str) -> str:
    spans = [
        {"start": text.index(words), "end": text.index(words) + len(words), "label": label}
        for words, label in SAID[name, text]
    ]
    return json.dumps({"text": text, "spans": spans, "annotator": name, "answer": "accept"})


@pytest.fixture(scope="module")
def made_for_review(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("review")
    said, path = folder / "said.jsonl", folder / "team.annotator"
    said.write_text("\n".join(line(*pair) for pair in SAID), "utf-8")
    command("new", path, "--labels", "ontonotes", "--pipeline", "blank:en")
    command("import", path, said)
    return path


@pytest.fixture
def team(made_for_review: Path, tmp_path: Path) -> Path:
    """Three annotators who differ."""
    return Path(shutil.copy(made_for_review, tmp_path))


class Reviewer(Person):
    """A person at the Review window."""

    window: ReviewWindow

    def press(self, *keys: str) -> None:
        """Press keys; they go to the picker where that is open."""
        popup = QApplication.activePopupWidget()
        press(popup or self.window, *keys[:1])
        if len(keys) > 1:
            self.press(*keys[1:])

    @property
    def here(self) -> str | None:
        """The words of the item that has the focus."""
        item, board = self.window.at.item, self.window.at.board
        return board.own.text[item.start : item.end] if item and board else None

    @property
    def gold(self) -> list[tuple[str, str]]:
        """Words and label of what is settled."""
        board = self.window.at.board
        assert board
        return [(board.own.text[s.start : s.end], s.label) for s in board.own.spans]

    @property
    def said(self) -> str:
        """The status line."""
        return self.window.status.text()


@pytest.fixture
def rita(qt: QApplication, team: Path) -> Iterator[Reviewer]:
    """Rita with the Review window alone, all compared."""
    window = ReviewWindow(team, "rita", theme.current(qt))
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    window.start()
    person = Reviewer(window)  # type: ignore[arg-type]
    person.wait(lambda: not window.comparing.runner.is_busy)
    yield person
    window.close()
    window.deleteLater()
    qt.processEvents()


def gold_in(path: Path) -> list[tuple[str, str]]:
    """What gold has in the file, by document, in reading order."""
    sql = (
        "SELECT substr(text, start + 1, end - start), label FROM spans"
        " JOIN texts USING (document_id)"
        " JOIN annotators ON annotators.id = annotator_id WHERE name = 'gold'"
        " ORDER BY document_id, start, end, label"
    )
    return query(path, sql)


def test_the_document_with_the_least_agreement_is_open_at_its_first_conflict(
    rita: Reviewer,
) -> None:
    assert rita.window.view.hasFocus()
    assert rita.here == "Ada Lovelace"
    assert [r.split("   ")[1] for r in rows(rita.window.documents.view)] == [ADA, BERN]
    assert "1 ana   2 ben   3 cleo" in rita.window.meta.text()
    listed = rows(rita.window.items.view)
    assert [r.split()[1] for r in listed] == ["boundary", "several", "missing"]


def test_all_is_settled_by_keys_alone(rita: Reviewer, team: Path) -> None:
    rita.press("2")
    assert rita.gold == [("Lovelace", "PERSON")]
    assert rita.here == "London"
    assert "Gold: Lovelace  PERSON" in rita.said
    rita.press("Ctrl+Return")
    assert rita.said == "2 differences are still to be settled."
    rita.press("B")
    assert rita.here == "Monday"
    rita.press("0")
    assert "All is settled here" in rita.said
    rita.press("Ctrl+Return")
    assert rita.window.title.text() == BERN
    rita.press("Ctrl+Return")
    assert rita.said == "All documents are settled."
    assert gold_in(team) == [
        ("Lovelace", "PERSON"),
        ("Charles Babbage", "PERSON"),
        ("London", "GPE"),
        ("London", "LOC"),
        ("Bern", "GPE"),
    ]
    exported = json.loads(command("export", team, "-", "--annotator", "gold").split("\n")[0])
    assert exported["complete"] is True
    assert exported["turned_down"][-1]["text"] == "Monday"
    assert exported["turned_down"][-1]["provenance"]["by"] == "rita"
    check(team)


def test_tab_goes_round_and_return_takes_what_most_have(rita: Reviewer) -> None:
    for words in ("London", "Monday", "Ada Lovelace"):
        rita.press("Tab")
        assert rita.here == words
    rita.press("Shift+Tab")
    assert rita.here == "Monday"
    rita.press("Tab", "Return")
    assert rita.gold == [("Ada Lovelace", "PERSON")]


def test_a_difference_is_corrected_by_the_picker_and_by_its_edges(rita: Reviewer) -> None:
    rita.press("Space")
    picker = QApplication.activePopupWidget()
    assert picker is not None
    QTest.keyClicks(picker.filter, "work")  # type: ignore[attr-defined]
    rita.press("Return")
    assert rita.gold == [("Ada Lovelace", "WORK_OF_ART")]
    rita.press("Shift+Right", "Ctrl+Shift+Right")
    assert rita.gold == [("Lovelace met", "WORK_OF_ART")]
    assert "corrected" in rita.window.items.outcome.text()


def test_undo_takes_back_each_gesture_also_over_documents(rita: Reviewer, team: Path) -> None:
    rita.press("1", "1", "1", "Ctrl+Return", "Ctrl+Return")
    assert len(gold_in(team)) == 4
    rita.press("Ctrl+Z")
    assert rita.window.title.text() == BERN
    rita.press("Ctrl+Z")
    assert rita.window.title.text() == ADA
    rita.press("Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
    assert gold_in(team) == []
    assert rita.said == "Undo: review version"
    rita.press("Ctrl+Z")
    assert rita.said == "Nothing to undo."
    for _ in range(5):
        rita.press("Ctrl+Shift+Z")
    assert len(gold_in(team)) == 4
    check(team)


def test_names_can_be_hidden_and_the_rule_changed(rita: Reviewer, team: Path) -> None:
    rita.press("Ctrl+H")
    assert "1 A   2 B   3 C" in rita.window.meta.text()
    shown = [rita.window.items.versions.item(i).text() for i in range(3)]
    assert shown[0].startswith("1   A:")
    assert not any("ana" in text for text in shown)
    of = rita.window.options
    of.change(ReviewSettings(rule=Rule.MAJORITY))
    rita.wait(lambda: not rita.window.comparing.runner.is_busy)
    board = rita.window.at.board
    assert board
    assert board.count(Stage.OPEN) == 1
    assert rita.here == "London"


def test_it_is_opened_from_the_menu_and_closed_with_the_window(sit: Open, team: Path) -> None:
    person = sit(team, "rita")
    person.press("Ctrl+Shift+R")
    window = person.screen.tools.reviews.window
    assert window is not None
    assert QTest.qWaitForWindowActive(window)
    person.wait(lambda: window.at.board is not None)
    press(window, "1")
    assert gold_in(team) == [("Ada Lovelace", "PERSON")]
    press(window, "Escape")
    assert window.isVisible()
    window.close()
    assert person.screen.tools.reviews.window is None


def test_a_rule_settles_by_command(team: Path) -> None:
    said = json.loads(command("adjudicate", team, "--rule", "majority", "--json"))
    assert (said["documents"], said["finished"], said["conflicts"]) == (2, 1, 1)
    assert ("Ada Lovelace", "PERSON") in gold_in(team)
    check(team)


def bring_contradictions(team: Path, made: Path) -> None:
    """Dora did different things in two copies of the project, which came home."""
    copies = []
    for number in range(2):
        copies.append(Path(shutil.copy(made, team.with_name(f"copy-{number}.annotator"))))
        with closing(Session(copies[-1], "dora")) as session:
            session.open(DocumentId(1))
            hands = Gestures(session)
            hands.step(number + 1)
            hands.label("PERSON" if number else "ORG")
    command("merge", team, *copies, status=3)


def test_histories_that_contradict_each_other_are_settled_by_keys(
    rita: Reviewer, team: Path, made_for_review: Path
) -> None:
    bring_contradictions(team, made_for_review)
    rita.window.documents.which.setFocus()
    rita.press("End")
    (row,) = rows(rita.window.documents.view)
    assert row.startswith("dora × 2")
    rita.window.documents.view.setFocus()
    rita.press("Home", "Return")
    assert "dora did different things in 2 copies" in rita.window.meta.text()
    before = labels_of(team, "dora")
    rita.press("2")
    after = labels_of(team, "dora")
    assert after != before
    assert rows(rita.window.documents.view) == []
    rita.press("Ctrl+Z")
    assert labels_of(team, "dora") == before
    rita.press("Ctrl+Shift+Z")
    assert labels_of(team, "dora") == after
    check(team)


def labels_of(path: Path, name: str) -> list[tuple[object, ...]]:
    sql = (
        "SELECT start, end, label FROM spans JOIN annotators ON annotators.id = annotator_id"
        " WHERE name = ?"
    )
    return query(path, sql, name)


def test_everything_in_the_window_says_what_it_is(rita: Reviewer) -> None:
    kinds = (QListView, QComboBox, QProgressBar, ArticleView)
    parts = [w for kind in kinds for w in rita.window.findChildren(kind)]
    assert len(parts) >= 5
    nameless = [w for w in parts if not w.accessibleName()]
    assert [w for w in nameless if not isinstance(w.parent().parent(), QComboBox)] == []


def test_f6_goes_round_and_a_click_goes_to_an_item_or_takes_a_version(rita: Reviewer) -> None:
    rita.press("F6")
    assert rita.window.items.view.hasFocus()
    rita.press("End", "Return")
    assert rita.here == "Monday"
    assert rita.window.view.hasFocus()
    versions = rita.window.items.versions
    place = versions.visualItemRect(versions.item(2)).center()
    QTest.mouseClick(versions.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert rita.gold == [("Monday", "DATE")]
    rect = rita.window.view.rectangle_of(ADA.index("London"), ADA.index("London") + 6)
    QTest.mouseClick(rita.window.view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert rita.here == "London"


def test_the_rule_settles_in_all_documents_from_the_window(rita: Reviewer, team: Path) -> None:
    rita.press("Ctrl+Shift+A")
    rita.wait(lambda: not rita.window.comparing.runner.is_busy)
    assert "Finished 1 documents" in rita.said
    assert gold_in(team) == [("Charles Babbage", "PERSON"), ("Bern", "GPE")]
    assert [row.split("   ")[1] for row in rows(rita.window.documents.view)] == [ADA]
    rita.press("Ctrl+Z")
    assert gold_in(team) == []


def test_with_nothing_to_review_the_window_says_so_and_no_key_does_harm(
    qt: QApplication, empty: Path
) -> None:
    window = ReviewWindow(empty, "rita", theme.current(qt))
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    window.start()
    person = Reviewer(window)  # type: ignore[arg-type]
    person.wait(lambda: not window.comparing.runner.is_busy)
    assert "No document was labelled by two annotators" in window.documents.count.text()
    keys = "Tab Shift+Tab 1 9 B 0 Del Return Space E A Left Right Shift+Right Ctrl+Return ,"
    person.press(*keys.split(), "Ctrl+Shift+Return", "Ctrl+Z", "Ctrl+PgDown", "Ctrl+PgUp", "F6")
    window.close()
    window.deleteLater()
    assert query(empty, "SELECT count(*) FROM edits") == [(0,)]
