"""What the mouse does in the window."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from tests.journeys.conftest import DOCUMENTS, Open
from tests.journeys.person import RIGHT, Person, project_of, rows
from tests.journeys.project_file import command, labels_in

ADA = DOCUMENTS["Ada"][1]


def test_dragging_over_words_selects_whole_words_and_a_click_on_a_label_labels_them(
    person: Person,
) -> None:
    inside = QPoint(3, 0)
    person.drag(person.at("doors", part="start") + inside, person.at("Monday"))
    assert person.selected == "doors on Monday"
    person.click_row(person.screen.labels, "EVENT")
    assert person.labels == [("doors on Monday", "EVENT")]
    assert person.has_article
    assert labels_in(project_of(person), "Ada") == person.labels


def test_a_drag_backwards_selects_the_same(person: Person) -> None:
    person.drag(person.at("Monday"), person.at("doors"))
    assert person.selected == "doors on Monday"
    person.press("e")
    assert person.labels == [("doors on Monday", "EVENT")]


def test_a_drag_over_a_line_break_selects_over_it(person: Person) -> None:
    person.drag(person.at("London"), person.at("University"))
    assert person.selected == "London.\n\nThe University"


def test_a_double_click_selects_a_word(person: Person) -> None:
    person.double_click(person.at("painter"))
    assert person.selected == "painter"
    person.press("1")
    assert person.labels == [("painter", "PERSON")]


def test_a_click_puts_the_cursor_on_a_word(person: Person) -> None:
    person.press("Tab")
    person.click(person.at("nobody"))
    assert (person.cursor, person.focused, person.selected) == ("nobody", None, None)


def test_a_click_focuses_the_innermost_span_and_again_the_one_round_it(person: Person) -> None:
    person.click(person.at("Oxford"))
    assert person.focused == ("Oxford", "GPE")
    person.click(person.at("Oxford"))
    assert person.focused == ("University of Oxford", "ORG")
    person.click(person.at("Oxford"))
    assert person.focused == ("Oxford", "GPE")
    assert person.labels == []


def test_looking_at_a_suggestion_by_a_click_accepts_nothing(person: Person) -> None:
    for words in ("Ada", "Babbage", "London"):
        person.click(person.at(words))
        assert person.focus_is_suggestion
    assert person.labels == []
    assert len(person.suggested) == len(ADA)


def test_dragging_an_edge_of_the_focused_span_moves_it(person: Person) -> None:
    person.press("Tab", "Return", "Shift+Tab")
    assert person.focused == ADA[0]
    edge = person.at("Ada Lovelace", part="end") + QPoint(5, 0)
    person.drag(edge, person.at("met"), person.at("Charles"))
    assert person.labels == [("Ada Lovelace met Charles", "PERSON")]
    assert person.focused == ("Ada Lovelace met Charles", "PERSON")
    person.press("Ctrl+Z")
    assert person.labels == [ADA[0]]


def test_the_menu_of_a_right_click_accepts_the_suggestion_under_it(person: Person) -> None:
    person.click(person.at("London"), RIGHT)
    assert person.focused == ("London", "GPE")
    titles = [action.text() for action in person.menu.actions()]
    assert "ORG" in titles
    person.choose(person.menu, next(t for t in titles if t.startswith("Accept")))
    assert person.labels == [("London", "GPE")]


def test_the_menu_of_a_right_click_labels_rejects_and_removes(person: Person) -> None:
    person.click(person.at("London"), RIGHT)
    person.choose(person.menu, "LOC")
    assert person.labels == [("London", "LOC")]
    person.click(person.at("London"), RIGHT)
    titles = [action.text() for action in person.menu.actions()]
    assert not any(title.startswith("Accept") for title in titles)
    person.choose(person.menu, next(t for t in titles if t.startswith("Reject")))
    assert person.labels == []
    assert ("London", "GPE") not in person.suggested


def test_the_menu_of_a_right_click_on_a_selection_labels_the_selection(person: Person) -> None:
    person.drag(person.at("doors"), person.at("Monday"))
    person.click(person.at("on Monday", part="start"), RIGHT)
    assert person.selected == "doors on Monday"
    person.choose(person.menu, "EVENT")
    assert person.labels == [("doors on Monday", "EVENT")]


def test_with_hundreds_of_labels_the_menu_leads_to_the_picker(sit: Open, tmp_path: Path) -> None:
    (tmp_path / "labels.txt").write_text("\n".join(f"KIND_{i}" for i in range(300)), "utf-8")
    (tmp_path / "one.txt").write_text("Ida lives in Oslo.", "utf-8")
    project = tmp_path / "many.annotator"
    command("new", project, "--labels", tmp_path / "labels.txt", "--pipeline", "blank:en")
    command("import", project, tmp_path / "one.txt")
    person = sit(project)
    person.click(person.at("Oslo"), RIGHT)
    titles = [action.text() for action in person.menu.actions()]
    assert len(titles) < 30
    person.choose(person.menu, titles[-1])
    person.type("kind_299")
    person.press("Return")
    assert person.labels == [("Oslo", "KIND_299")]


def test_the_menu_closes_with_escape_and_changes_nothing(person: Person) -> None:
    person.click(person.at("nobody"), RIGHT)
    assert person.menu.isVisible()
    person.press("Escape")
    assert QApplication.activePopupWidget() is None
    assert (person.cursor, person.labels) == ("nobody", [])
    assert person.has_article


def test_a_click_on_a_label_labels_the_focused_span(person: Person) -> None:
    person.press("Tab")
    person.click_row(person.screen.labels, "ORG")
    assert person.labels == [("Ada Lovelace", "ORG")]


def test_a_pinned_label_is_applied_to_each_selection_at_once(person: Person) -> None:
    person.screen.labels.pin("EVENT")
    assert [row for row in rows(person.screen.labels) if "pinned" in row] == ["EVENT  (pinned)"]
    person.drag(person.at("doors"), person.at("Monday"))
    assert person.labels == [("doors on Monday", "EVENT")]
    person.click(person.at("nobody"))
    assert len(person.labels) == 1
    person.screen.labels.pin(None)
    person.drag(person.at("painted"), person.at("wall"))
    assert len(person.labels) == 1


def test_alt_and_a_drag_select_characters(person: Person) -> None:
    first = person.at("painter", part="start") - QPoint(2, 0)
    last = person.at("painter", part="end") - QPoint(4, 0)
    person.drag(first, last - QPoint(8, 0), last, held=Qt.KeyboardModifier.AltModifier)
    assert person.selected == "painte"
