"""Every key of the contract does what the table of keys says."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.core.span import key_of
from annotator.ui.dialogs.help import HelpDialog
from tests.journeys.conftest import DOCUMENTS, Open
from tests.journeys.person import Person, project_of
from tests.journeys.project_file import answer_in, check, labels_in

ADA = DOCUMENTS["Ada"][1]


def test_a_document_opens_with_the_cursor_on_its_first_word_and_nothing_focused(
    person: Person,
) -> None:
    assert person.title == "Ada"
    assert person.has_article
    assert (person.cursor, person.focused, person.selected) == ("Ada", None, None)


# Tab, Return, Delete


def test_tab_and_shift_tab_focus_suggestions_and_labels_in_reading_order(person: Person) -> None:
    person.press("Tab", "Return", "Escape")
    seen = []
    for _ in range(len(ADA) + 1):
        person.press("Tab")
        seen.append(person.focused)
    assert sorted(seen[:-1]) == sorted(ADA)
    assert seen[0] == seen[-1]
    person.press("Shift+Tab")
    assert person.focused == seen[-2]


def test_tab_begins_at_the_cursor(person: Person) -> None:
    person.go_to("London")
    person.press("Tab")
    assert person.focused == ("London", "GPE")
    person.go_to("opened")
    person.press("Shift+Tab")
    assert person.focused == ("Oxford", "GPE")


def test_shift_tab_works_as_x_sends_it(person: Person) -> None:
    person.press("Tab", "Tab")
    handle = person.window.windowHandle()
    QTest.keyClick(handle, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert person.focused == ADA[0]


def test_return_with_nothing_focused_goes_to_the_first_undecided_one(person: Person) -> None:
    person.go_to("London")
    person.press("Return")
    assert person.focused == ADA[0]
    assert person.labels == []


def test_return_accepts_the_focused_suggestion_and_goes_to_the_next_undecided(
    person: Person,
) -> None:
    person.press("Tab", "Return")
    assert person.labels == [ADA[0]]
    assert person.focused == ADA[1]
    assert person.focus_is_suggestion
    assert labels_in(project_of(person), "Ada") == [ADA[0]]


def test_return_on_a_label_changes_nothing_and_goes_on(person: Person) -> None:
    person.press("Tab", "Return", "Shift+Tab")
    assert not person.focus_is_suggestion
    person.press("Return")
    assert person.labels == [ADA[0]]
    assert person.focused == ADA[1]


def test_the_enter_of_the_number_pad_is_a_return(person: Person) -> None:
    person.press("Tab", "Enter")
    assert person.labels == [ADA[0]]


@pytest.mark.parametrize("key", ["Delete", "Backspace"])
def test_delete_rejects_the_focused_suggestion_and_goes_on(person: Person, key: str) -> None:
    person.press("Tab", key)
    assert person.labels == []
    assert ADA[0] not in person.suggested
    assert person.focused == ADA[1]
    person.press("Ctrl+Return", "Ctrl+PgUp")
    assert ADA[0] not in person.labels
    assert len(person.labels) == len(ADA) - 1


@pytest.mark.parametrize("key", ["Delete", "Backspace"])
def test_delete_removes_the_focused_label_and_goes_on(person: Person, key: str) -> None:
    person.press("Tab", "Return", "Shift+Tab", key)
    assert person.labels == []
    assert labels_in(project_of(person), "Ada") == []
    assert person.focused == ADA[1]


def test_delete_with_nothing_focused_does_nothing(person: Person) -> None:
    person.press("Delete", "Backspace")
    assert len(person.suggested) == len(ADA)
    assert person.focused is None


# Keys of labels


def test_a_labels_key_makes_the_focused_suggestion_that_label(person: Person) -> None:
    person.press("Tab", "2")
    assert person.labels == [("Ada Lovelace", "ORG")]
    assert person.focused == ("Ada Lovelace", "ORG")
    assert ADA[0] not in person.suggested


def test_the_key_of_the_suggested_label_accepts_it(person: Person) -> None:
    person.press("Tab", "1")
    assert person.labels == [ADA[0]]
    assert not person.focus_is_suggestion


def test_a_labels_key_changes_the_focused_label(person: Person) -> None:
    person.press("Tab", "1", "2", "0", "w")
    assert person.labels == [("Ada Lovelace", "WORK_OF_ART")]


def test_a_labels_key_labels_the_selected_words(person: Person) -> None:
    person.go_to("doors")
    person.press("Shift+Right", "Shift+Right", "e")
    assert person.labels == [("doors on Monday", "EVENT")]
    assert person.focused == ("doors on Monday", "EVENT")
    assert person.selected is None


def test_a_labels_key_labels_the_word_under_the_cursor(person: Person) -> None:
    person.go_to("painter")
    person.press("1")
    assert person.labels == [("painter", "PERSON")]


def test_a_key_without_a_label_does_nothing(person: Person) -> None:
    person.press("Tab", "y", "#", "Ctrl+1")
    assert person.labels == []
    assert person.focused == ADA[0]


# The word cursor


def test_left_and_right_move_the_word_cursor(person: Person) -> None:
    person.press("Right", "Right", "Right")
    assert person.cursor == "Charles"
    person.press("Left")
    assert person.cursor == "met"
    person.press("Left", "Left", "Left", "Left")
    assert person.cursor == "Ada"


def test_from_a_focused_span_right_goes_to_the_word_after_and_left_to_the_one_before(
    person: Person,
) -> None:
    person.press("Tab", "Tab", "Right")
    assert (person.cursor, person.focused) == ("in", None)
    person.press("Shift+Tab")
    assert person.focused == ADA[1]
    person.press("Left")
    assert (person.cursor, person.focused) == ("met", None)


def test_punctuation_is_a_word_of_its_own(person: Person) -> None:
    person.go_to("London")
    person.press("Right")
    assert person.cursor == "."
    person.press("Right")
    assert person.cursor == "The"


def test_up_and_down_move_by_lines_and_come_back(person: Person) -> None:
    person.go_to("Charles")
    person.press("Down")
    below = person.cursor
    assert person.article.place.cursor[0] > person.article.text.index("The University")
    person.press("Down", "Up")
    assert person.cursor == below
    person.press("Up")
    assert person.cursor == "Charles"
    person.press("Up")
    assert person.article.text.startswith("Ada")
    assert person.article.place.cursor[1] < person.article.text.index("\n")


def test_home_and_end_go_to_the_ends_of_the_line(person: Person) -> None:
    person.go_to("met")
    person.press("End")
    assert person.cursor == "."
    assert person.article.place.cursor[1] == person.article.text.index("\n")
    person.press("Home")
    assert person.cursor == "Ada"


def test_arrows_leave_the_focused_span(person: Person) -> None:
    for key in ("Left", "Right", "Up", "Down", "Home", "End"):
        person.press("Tab")
        assert person.focused is not None
        person.press(key)
        assert person.focused is None


def test_ctrl_home_and_ctrl_end_go_to_the_ends_of_the_text(person: Person) -> None:
    person.press("Ctrl+End")
    assert person.article.place.cursor[1] == len(person.article.text)
    person.press("Ctrl+Home")
    assert person.cursor == "Ada"


# Selecting and moving edges


def test_shift_right_and_left_select_by_words(person: Person) -> None:
    person.go_to("Charles")
    person.press("Shift+Right", "Shift+Right")
    assert person.selected == "Charles Babbage in"
    person.press("Shift+Left", "Shift+Left")
    assert person.selected == "Charles"
    person.press("Shift+Left")
    assert person.selected == "met Charles"
    person.press("Right")
    assert person.selected is None


def test_shift_up_down_home_and_end_select_by_lines(person: Person) -> None:
    person.go_to("met")
    person.press("Shift+End")
    assert person.selected == "met Charles Babbage in London."
    person.press("Shift+Home")
    assert person.selected == "Ada Lovelace met"
    person.press("Shift+Down")
    assert person.selected is not None
    assert person.selected.startswith("met Charles Babbage in London.\n\n")
    person.press("Shift+Up")
    assert "\n" not in (person.selected or "")


def test_with_a_span_focused_shift_arrows_move_its_end(person: Person) -> None:
    person.press("Tab", "Return", "Shift+Tab", "Shift+Right")
    assert person.labels == [("Ada Lovelace met", "PERSON")]
    assert person.focused == ("Ada Lovelace met", "PERSON")
    person.press("Shift+Left", "Shift+Left")
    assert person.labels == [("Ada", "PERSON")]
    person.press("Shift+Left")
    assert person.labels == [("Ada", "PERSON")]


def test_moving_the_end_of_a_suggestion_accepts_it(person: Person) -> None:
    person.press("Tab", "Shift+Right")
    assert person.labels == [("Ada Lovelace met", "PERSON")]
    assert ADA[0] not in person.suggested


def test_ctrl_shift_arrows_move_the_start_of_the_focused_span(person: Person) -> None:
    person.press("Tab", "Tab", "Ctrl+Shift+Left")
    assert person.labels == [("met Charles Babbage", "PERSON")]
    person.press("Ctrl+Shift+Right", "Ctrl+Shift+Right")
    assert person.labels == [("Babbage", "PERSON")]


def test_with_alt_edges_and_selections_move_by_characters(person: Person) -> None:
    person.press("Tab", "Alt+Shift+Left", "Ctrl+Alt+Shift+Right")
    assert person.labels == [("da Lovelac", "PERSON")]
    person.go_to("London")
    person.press("Alt+Shift+Left", "3")
    assert ("Londo", "GPE") in person.labels


def test_escape_drops_the_selection_then_the_focus(person: Person) -> None:
    person.press("Shift+Right")
    assert person.selected == "Ada Lovelace"
    person.press("Escape")
    assert (person.selected, person.cursor) == (None, "Lovelace")
    person.press("Tab", "Escape")
    assert person.focused is None
    assert person.has_article


# Documents


def test_ctrl_return_accepts_what_is_still_suggested_and_opens_the_next(person: Person) -> None:
    person.press("Tab", "Delete", "Ctrl+Return")
    assert person.title == "Bern"
    path = project_of(person)
    assert answer_in(path, "Ada") == "accept"
    assert sorted(labels_in(path, "Ada")) == sorted(ADA[1:])


@pytest.mark.parametrize(("key", "answer"), [("Ctrl+Shift+Return", "reject"), ("Ctrl+.", "ignore")])
def test_rejecting_and_skipping_accept_nothing_and_open_the_next(
    person: Person, key: str, answer: str
) -> None:
    person.press(key)
    assert person.title == "Bern"
    assert answer_in(project_of(person), "Ada") == answer
    assert labels_in(project_of(person), "Ada") == []


def test_what_has_an_answer_is_passed_over_when_the_next_to_do_is_opened(person: Person) -> None:
    person.press("Ctrl+PgDown", "Ctrl+Return")
    assert person.title == "Cash"
    person.press("Ctrl+PgUp", "Ctrl+PgUp")
    assert person.title == "Ada"
    person.press("Ctrl+Return")
    assert person.title == "Cash"


def test_ctrl_page_keys_go_through_all_documents_and_give_no_answer(person: Person) -> None:
    seen = [person.title]
    for _ in range(4):
        person.press("Ctrl+PgDown")
        seen.append(person.title)
    assert seen == ["Ada", "Bern", "Cash", "Dora", "Dora"]
    person.press("Ctrl+PgUp", "Ctrl+PgUp", "Ctrl+PgUp", "Ctrl+PgUp")
    assert person.title == "Ada"
    assert answer_in(project_of(person), "Ada") is None


def test_ctrl_d_flags_the_document_and_takes_the_flag_away(person: Person) -> None:
    person.press("Ctrl+D")
    assert person.article.flagged
    assert "flagged" in person.screen.article.meta.text()
    person.press("Ctrl+D")
    assert not person.article.flagged
    assert person.title == "Ada"


def test_undo_and_redo_take_back_and_make_again_in_whatever_document(person: Person) -> None:
    person.press("Tab", "Return", "Ctrl+Return")
    assert person.title == "Bern"
    person.press("Ctrl+Z")
    assert person.title == "Ada"
    assert person.labels == [ADA[0]]
    person.press("Ctrl+Z")
    assert person.labels == []
    assert len(person.suggested) == len(ADA)
    person.press("Ctrl+Shift+Z", "Ctrl+Shift+Z")
    assert len(person.labels) == len(ADA)
    assert person.article.answer == "accept"
    check(project_of(person))


def test_undo_puts_every_kind_of_edit_back(person: Person) -> None:
    states = []
    edits = (
        ("Tab", "Return"),
        ("Delete",),
        ("Tab", "4"),
        ("Shift+Left",),
        ("Ctrl+M",),
        ("Ctrl+D",),
        ("Ctrl+.", "Ctrl+PgUp"),
    )
    for keys in edits:
        states.append(state_of(person))
        person.press(*keys)
        if state_of(person) == states[-1]:
            states.pop()
    final = state_of(person)
    for state in reversed(states):
        person.press("Ctrl+Z")
        assert state_of(person) == state
    for _ in states:
        person.press("Ctrl+Shift+Z")
    assert state_of(person) == final


def state_of(person: Person) -> tuple[object, ...]:
    article = person.article
    spans, suggestions = [*map(key_of, article.spans)], [*map(key_of, article.suggestions)]
    return spans, suggestions, article.answer, article.flagged


# Help


def test_f1_shows_the_keys_and_guidelines_and_escape_closes_it(person: Person) -> None:
    person.press("F1")
    (dialog,) = person.window.findChildren(HelpDialog)
    assert dialog.isVisible()
    shown = dialog.text.toPlainText()
    for words in ("Ctrl+Return", "Shift+Tab", "Ctrl+PgDown", "People, real or fictional", "Drag"):
        assert words in shown
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    person.window.activateWindow()
    person.wait(lambda: person.has_article)


def test_f1_works_on_the_start_screen_too(sit: Open) -> None:
    person = sit()
    person.press("F1")
    (dialog,) = person.window.findChildren(HelpDialog)
    assert "Open a project" in dialog.text.toPlainText()


# Who has the keyboard


def test_digits_typed_into_the_filter_label_nothing(person: Person) -> None:
    filter_ = person.screen.documents.text_filter
    person.click(filter_.mapTo(person.window, filter_.rect().center()))
    assert person.holder is filter_
    person.press("1", "2", "e", "Backspace", "Delete", "Return")
    assert filter_.text() == "12"
    assert person.labels == []
    assert person.focused is None


def test_tab_and_arrows_in_the_filter_are_not_the_articles(person: Person) -> None:
    filter_ = person.screen.documents.text_filter
    filter_.setFocus()
    person.press("Right", "Left", "Home", "End", "Shift+Right")
    assert (person.cursor, person.selected, person.focused) == ("Ada", None, None)
    person.press("Tab")
    assert person.focused is None


def test_the_keyboard_is_back_in_the_article_after_a_click_elsewhere(person: Person) -> None:
    screen = person.screen
    person.click_row(screen.documents.view, "Dora")
    assert (person.title, person.has_article) == ("Dora", True)
    person.click_row(screen.spans, "Paris")
    assert (person.focused, person.has_article) == (("Paris", "GPE"), True)
    person.click_row(screen.labels, "LOC")
    assert (person.focused, person.has_article) == (("Paris", "LOC"), True)


def test_nothing_modal_is_left_open(person: Person) -> None:
    person.press("F1", "Tab", "Escape")
    assert QApplication.activeModalWidget() is None
