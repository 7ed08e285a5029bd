"""What opens over the article: picker, palette, find, search, notes, mentions, keys, size."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from annotator.ui.dialogs.keys import KeysDialog
from annotator.ui.dialogs.mentions import MentionsDialog
from annotator.ui.dialogs.note import NoteDialog
from annotator.ui.dialogs.search import SearchDialog
from annotator.ui.picker import DETAIL, Choice, Picker, ranked
from tests.journeys.conftest import Open
from tests.journeys.person import Person, project_of, rows
from tests.journeys.project_file import check, exported, labels_in


def opened(person: Person, kind: type):
    person.wait(lambda: person.window.findChild(kind) is not None)
    return person.window.findChild(kind)


def keys_to(dialog: QWidget, *keys: Qt.Key, typed: str = "") -> None:
    QTest.keyClicks(dialog, typed)
    for key in keys:
        QTest.keyClick(dialog, key)


# Label picker and palette


def test_space_opens_the_picker_and_typing_and_return_take_a_label(person: Person) -> None:
    person.press("Tab", "Space")
    person.type("work")
    person.press("Return")
    assert person.labels == [("Ada Lovelace", "WORK_OF_ART")]
    assert person.focused == ("Ada Lovelace", "WORK_OF_ART")
    assert person.has_article


def test_escape_leaves_the_picker_and_labels_nothing(person: Person) -> None:
    person.press("Tab", "Space")
    person.type("org")
    person.press("Escape")
    assert person.labels == []
    assert person.focused == ("Ada Lovelace", "PERSON")


def test_the_picker_labels_the_word_under_the_cursor_with_the_arrows(person: Person) -> None:
    person.go_to("met")
    person.press("Space", "Down", "Down", "Return")
    assert person.labels == [("met", "GPE")]


def test_three_hundred_choices_are_filtered_by_beginning_word_and_letters() -> None:
    titles = [f"LABEL_{i}" for i in range(300)] + ["Work of art", "ORG", "Forge"]
    choices = [Choice(title, "", lambda: None) for title in titles]
    assert ranked(choices, "org")[0].title == "ORG"
    assert [c.title for c in ranked(choices, "art")] == ["Work of art"]
    assert [c.title for c in ranked(choices, "l299")] == ["LABEL_299"]
    assert len(ranked(choices, "")) == 303
    assert ranked(choices, "zz") == []


def test_the_palette_runs_every_action_by_its_name(person: Person) -> None:
    person.press("Ctrl+K")
    picker = person.window.findChild(Picker)
    items = [picker.list.item(row) for row in range(picker.list.count())]
    titles = [item.text() for item in items]
    for name in ("Undo", "Next span", "Export …", "Flag for another look", "PERSON"):
        assert any(title.startswith(name) for title in titles), name
    assert any(item.data(DETAIL) == "Edit   Ctrl+Z" for item in items)
    spoken = {item.data(Qt.ItemDataRole.AccessibleTextRole) for item in items}
    assert len(spoken) == len(items)
    person.type("flag for")
    person.press("Return")
    assert person.article.flagged


# Mentions


def test_ctrl_m_labels_every_other_mention_as_one_step(sit: Open, known) -> None:
    person = sit(known)
    person.go_to("doors")
    person.press("1", "Ctrl+M")
    assert person.labels == [("doors", "PERSON"), ("doors", "PERSON")]
    assert "1 mention" in person.screen.status.text()
    person.press("Ctrl+Z")
    assert person.labels == [("doors", "PERSON")]
    check(project_of(person))


def test_mentions_inside_a_longer_suggestion_or_word_are_left_alone(person: Person) -> None:
    person.press("Tab", "Tab")
    person.go_to("the")
    person.press("1", "Ctrl+M")
    assert set(person.labels) == {("the", "PERSON")}
    text = person.article.text
    assert len(person.labels) == text.count(" the ")


def test_chosen_mentions_are_left_out(person: Person) -> None:
    person.go_to("the")
    person.press("1", "Ctrl+Shift+M")
    dialog = opened(person, MentionsDialog)
    all_of_them = dialog.list.count()
    dialog.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    keys_to(dialog, Qt.Key.Key_Return)
    assert len(person.labels) == all_of_them
    first_other = person.article.text.index(" the ", person.article.spans.after((-1, 0, "")).end)
    assert not person.article.spans.overlapping(first_other + 1, first_other + 4)


def test_where_there_is_no_other_mention_it_is_said_and_nothing_opens(person: Person) -> None:
    person.press("Tab", "Ctrl+Shift+M")
    assert person.window.findChild(MentionsDialog) is None
    assert "No other mention" in person.screen.status.text()
    assert person.labels == []


# Finding


def test_find_selects_each_match_for_a_label_and_escape_goes_back(person: Person) -> None:
    person.press("Ctrl+F")
    person.type("BABBAGE")
    assert person.screen.article.find_bar.count.text() == "2 found"
    person.press("Return")
    assert person.selected == "Babbage"
    assert person.screen.article.find_bar.count.text() == "1 of 2"
    first = person.article.place.selection
    person.press("Return")
    assert person.screen.article.find_bar.count.text() == "2 of 2"
    assert person.article.place.selection != first
    person.press("Escape")
    assert person.has_article
    person.press("2")
    assert person.labels == [("Babbage", "ORG")]
    person.press("Shift+F3")
    assert person.article.place.selection == first


def test_escape_in_the_article_closes_the_find_bar_first(person: Person) -> None:
    person.press("Tab", "Ctrl+F")
    person.screen.article.view.setFocus()
    person.press("Escape")
    assert not person.screen.article.find_bar.isVisible()
    assert person.focused == ("Ada Lovelace", "PERSON")
    person.press("Escape")
    assert person.focused is None


def test_find_says_when_there_is_nothing(person: Person) -> None:
    person.press("Ctrl+F")
    person.type("zebra")
    person.press("Return")
    assert person.screen.article.find_bar.count.text() == "0 found"
    assert person.selected is None


def test_find_counts_again_in_the_next_document(person: Person) -> None:
    person.press("Ctrl+F")
    person.type("Babbage")
    person.press("Ctrl+PgDown")
    assert person.title == "Bern"
    assert person.screen.article.find_bar.count.text() == "0 found"


def test_search_goes_through_all_documents_and_opens_the_match(person: Person) -> None:
    person.press("Ctrl+Shift+F")
    dialog = opened(person, SearchDialog)
    keys_to(dialog.needle, typed="painted")
    person.wait(lambda: dialog.list.count() == 2)
    assert "[painted]" in dialog.list.item(1).text()
    dialog.list.setCurrentRow(1)
    keys_to(dialog.needle, Qt.Key.Key_Return)
    assert person.title == "Dora"
    assert person.selected == "painted"
    person.wait(lambda: person.has_article)


# Notes


def write_note(person: Person, note: str) -> None:
    person.press("Ctrl+T")
    dialog = opened(person, NoteDialog)
    dialog.text.selectAll()
    keys_to(dialog.text, Qt.Key.Key_Delete, typed=note)
    QTest.keyClick(dialog.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    person.wait(lambda: person.window.findChild(QDialog) is None)


def test_a_note_on_a_span_and_on_the_document_is_kept_undone_and_exported(person: Person) -> None:
    person.press("Tab", "Return")
    person.press("Shift+Tab")
    write_note(person, "the countess")
    person.press("Escape")
    write_note(person, "old news")
    record = exported(project_of(person))[0]
    assert record["note"] == "old news"
    assert record["spans"][0]["note"] == "the countess"
    person.press("Ctrl+Z", "Ctrl+Z")
    record = exported(project_of(person))[0]
    assert "note" not in record
    assert "note" not in record["spans"][0]


def test_the_guideline_pane_shows_the_label_its_examples_and_notes(person: Person) -> None:
    person.press("Tab", "Return", "Shift+Tab")
    pane = person.screen.guideline
    person.wait(lambda: "PERSON" in pane.toPlainText())
    shown = pane.toPlainText()
    assert person.screen.session.labels.named("PERSON").guideline[:20] in shown
    assert "Ada Lovelace" in shown


# Edges by character


def test_alt_moves_edges_by_character_and_the_span_is_marked(person: Person) -> None:
    person.press("Tab", "Alt+Shift+Left", "Ctrl+Alt+Shift+Right")
    assert person.labels == [("da Lovelac", "PERSON")]
    assert any("⚠" in row for row in rows(person.screen.spans))
    assert labels_in(project_of(person), "Ada") == [("da Lovelac", "PERSON")]


def test_characters_can_be_selected_inside_a_word(person: Person) -> None:
    person.go_to("opened")
    person.press("Alt+Shift+Left", "Alt+Shift+Left")
    assert person.selected == "open"
    person.press("5")
    assert ("open", "NORP") in person.labels


def test_a_span_never_ends_in_white_space_however_it_is_made(person: Person) -> None:
    person.press("Tab")
    for _ in range(3):
        person.press("Alt+Shift+Right")
    assert person.labels == [("Ada Lovelace met", "PERSON")]


# Size of text, pinned label, keys


def width_of_first_word(person: Person) -> int:
    return person.screen.article.view.rectangle_of(0, 3).width()


def test_text_size_changes_by_keys_and_is_remembered(sit: Open, known) -> None:
    person = sit(known)
    at_first = width_of_first_word(person)
    person.press("Ctrl++", "Ctrl++", "Ctrl++")
    bigger = width_of_first_word(person)
    assert bigger > at_first
    person.press("Ctrl+-")
    assert at_first < width_of_first_word(person) < bigger
    person.press("Ctrl++")
    person.close()
    again = sit(known)
    assert width_of_first_word(again) == bigger
    again.press("Ctrl+0")
    assert width_of_first_word(again) == at_first


def test_a_pinned_label_is_applied_to_each_selection_at_once(person: Person) -> None:
    person.screen.labels.pin("GPE")
    person.double_click(person.at("nobody"))
    person.drag(person.at("came", part="start"), person.at("first", part="end"))
    assert person.labels == [("nobody", "GPE"), ("came at first", "GPE")]
    person.screen.labels.pin(None)
    person.double_click(person.at("painter"))
    assert len(person.labels) == 2


def test_an_action_can_have_another_key(person: Person) -> None:
    person.screen.tools.change_keys()
    dialog = opened(person, KeysDialog)
    items = [dialog.tree.topLevelItem(i) for i in range(dialog.tree.topLevelItemCount())]
    dialog.tree.setCurrentItem(next(i for i in items if i.text(0) == "Document: Skip"))
    keys_to(dialog.edit, Qt.Key.Key_F12)
    person.wait(lambda: "F12" in dialog.tree.currentItem().text(1))
    dialog.close()
    person.window.activateWindow()
    person.screen.article.view.setFocus()
    person.press("Ctrl+.")
    assert person.title == "Ada"
    person.press("F12")
    assert person.title == "Bern"


def test_a_key_that_is_taken_is_refused_with_the_name_of_its_action(person: Person) -> None:
    person.screen.tools.change_keys()
    dialog = opened(person, KeysDialog)
    keys_to(dialog.edit, Qt.Key.Key_Tab)
    QTest.keyClick(dialog.edit, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    person.wait(lambda: "Flag" in dialog.note.text())
    dialog.close()


def test_the_picker_stays_on_the_screen(person: Person) -> None:
    person.press("Space")
    picker = QApplication.activePopupWidget()
    assert isinstance(picker, Picker)
    picker.pop_up(QPoint(10_000, 10_000))
    assert picker.screen().availableGeometry().contains(picker.frameGeometry().center())
    picker.close()
