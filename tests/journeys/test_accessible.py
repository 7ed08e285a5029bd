"""What assistive technology reads of the article, asked as Qt asks on its behalf."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleInterface,
)
from PySide6.QtWidgets import QApplication

from annotator.session.importing import ImportOptions, import_files
from annotator.session.jobs import finish
from annotator.ui.accessible.article import BIG, ArticleInterface
from annotator.ui.accessible.paragraph import Paragraph
from tests.journeys.conftest import Open
from tests.journeys.person import Person

Read = Callable[..., Person]
Text, Role = QAccessible.Text, QAccessible.Role
HOSTILE = {
    "emoji": "😀 Ada \U0001f469\u200d\U0001f52c met\r\nBob 🇩🇪 in Bern.",
    "line ends": "Ada\r\nmet\rBob\u2028in\u2029Bern.\n",
    "right to left": "קרל met Bob בתל אביב.\r\nمرحبا Bern",
    "marks": "\ufeffe\u0301te\u0301\xa0in\x00Bern \U00020000\U00020001.",
}
each = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())


@pytest.fixture
def read(sit: Open, empty: Path, tmp_path: Path) -> Read:
    """Sit down before a text with these words suggested."""

    def open_(text: str, *suggested: tuple[str, str]) -> Person:
        spans = [
            {"start": text.index(w), "end": text.index(w) + len(w), "label": label, "score": 0.9}
            for w, label in suggested
        ]
        line = json.dumps({"text": text, "spans": spans, "meta": {"title": "Read this"}})
        (tmp_path / "text.jsonl").write_text(line, "utf-8")
        options = ImportOptions(annotator="tester", as_suggestions=True)
        finish(import_files(empty, [tmp_path / "text.jsonl"], options))
        return sit(empty)

    return open_


def interface(person: Person) -> ArticleInterface:
    made = QAccessible.queryAccessibleInterface(person.screen.article.view)
    assert isinstance(made, ArticleInterface)
    return made


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def part(made) -> QAccessibleInterface:
    """The text interface, as Qt gets at it."""
    return made.interface_cast(QAccessible.InterfaceType.TextInterface)


def test_the_article_has_a_role_a_name_and_is_read_only(read: Read) -> None:
    made = interface(read("Ada met Bob."))
    assert made.role() is Role.EditableText
    assert made.text(Text.Name) == "Article: Read this"
    assert made.text(Text.Value) == "Ada met Bob."
    state = made.state()
    assert state.readOnly
    assert state.multiLine
    assert state.focusable
    assert state.focused
    assert made.parent().object() is made.view.parent()


@each
def test_the_whole_text_is_read_as_it_is(read: Read, text: str) -> None:
    made = part(interface(read(text)))
    assert made.characterCount() == utf16(text)
    assert made.text(0, -1) == text
    assert made.text(0, made.characterCount()) == text


@each
def test_the_cursor_is_told_in_utf_16_at_every_word(read: Read, text: str) -> None:
    person = read(text)
    made, seen = part(interface(person)), set()
    while person.article.place.cursor not in seen:
        start, end = person.article.place.cursor
        seen.add((start, end))
        assert made.cursorPosition() == utf16(text[:start])
        at = made.cursorPosition()
        assert made.text(at, at + utf16(text[start:end])) == text[start:end]
        person.press("Right")
    assert len(seen) > 3


@each
def test_a_selection_made_by_keys_is_told_and_one_asked_for_is_made(read: Read, text: str) -> None:
    person = read(text)
    made = part(interface(person))
    assert interface(person).text(Text.Description) == ""
    person.press("Right", "Shift+Right", "Shift+Right")
    words = " ".join(person.selected.split())
    assert interface(person).text(Text.Description) == f"selected: {words}"
    # Qt would ask for the places of any that are counted here, and hear nonsense.
    assert made.selectionCount() == 0
    asked = utf16(text[: text.index("Bern")])
    made.addSelection(asked, asked + 4)
    assert person.selected == "Bern"
    made.removeSelection(0)
    assert person.selected is None


def test_all_of_the_text_can_be_selected(read: Read) -> None:
    person = read("😀 Ada met Bob")
    made = part(interface(person))
    made.setSelection(0, 0, made.characterCount())
    assert person.selected == "😀 Ada met Bob"


def test_the_cursor_goes_where_it_is_put(read: Read) -> None:
    person = read("😀 Ada met Bob")
    made = part(interface(person))
    made.setCursorPosition(7)
    assert person.cursor == "met"
    made.setCursorPosition(10_000)
    assert person.cursor == "Bob"


@each
def test_a_point_on_a_character_finds_that_character(read: Read, text: str) -> None:
    made = part(interface(read(text)))
    at = utf16(text[: text.index("B")])
    rect = made.characterRect(at)
    assert rect.width() > 0
    assert made.offsetAtPoint(rect.center()) == at
    assert made.offsetAtPoint(rect.center() - rect.topLeft() * 50) == -1


def test_the_focused_span_is_told_with_its_label_and_how_sure_it_is(read: Read) -> None:
    person = read("😀 Ada met Bob in Bern.", ("Ada", "PER"), ("Bern", "LOC"))
    made = interface(person)
    assert made.text(Text.Description) == ""
    person.press("Tab")
    assert made.text(Text.Description) == "PER: Ada (suggested, 90% sure)"
    assert part(made).cursorPosition() == 3
    person.press("2")
    assert made.text(Text.Description) == "ORG: Ada (label)"
    person.press("Tab", "Alt+Shift+Left")
    assert made.text(Text.Description) == "LOC: Ber (label, off the word edges)"


def test_a_labelled_word_under_the_cursor_is_told_without_focus(read: Read) -> None:
    person = read("Ada met Bob.")
    person.press("1", "Escape")
    assert interface(person).text(Text.Description) == "labelled PER"
    person.press("Right")
    assert interface(person).text(Text.Description) == ""


def test_a_text_is_scrolled_to_what_is_read(read: Read) -> None:
    text = "".join(f"Line {i} of a long text.\n" for i in range(1_000))
    person = read(text)
    made = part(interface(person))
    at = text.index("Line 900 ")
    assert made.characterRect(at).isEmpty()
    made.scrollToSubstring(at, at + 8)
    assert not made.characterRect(at).isEmpty()


def big() -> str:
    text = "".join(f"😀 Paragraph {i} tells of Ada and Bern.\r\n" for i in range(2_000))
    assert len(text) > BIG
    return text


def test_a_big_document_is_told_by_the_paragraphs_in_sight(read: Read) -> None:
    made = interface(read(big()))
    assert made.text(Text.Value) == ""
    assert 5 < made.childCount() < 100
    for index in range(made.childCount()):
        child = made.child(index)
        assert child.role() is Role.Paragraph
        assert child.text(Text.Value) == f"😀 Paragraph {index} tells of Ada and Bern.\r\n"
        assert made.indexOfChild(child) == index
        assert child.parent() is made
        assert child.window() is made.window()
        assert part(child).text(0, -1) == child.text(Text.Value)
    assert made.child(-1) is None
    assert made.child(made.childCount()) is None


def test_a_point_finds_the_paragraph_that_stands_there(read: Read) -> None:
    made = interface(read(big()))
    centre = made.child(3).rect().center()
    assert made.childAt(centre.x(), centre.y()) is made.child(3)
    assert made.childAt(-5, -5) is None


def test_the_paragraph_with_the_cursor_has_the_focus_and_the_cursor(read: Read) -> None:
    person = read(big(), ("Ada", "PER"))
    made = interface(person)
    first = made.focusChild()
    assert first.text(Text.Value).startswith("😀 Paragraph 0 ")
    person.press("Tab")
    assert first.text(Text.Description) == "PER: Ada (suggested, 90% sure)"
    person.press("Ctrl+End", "Left", "Left")
    last = made.focusChild()
    assert last.text(Text.Value).startswith("😀 Paragraph 1999 ")
    assert (last.state().focused, first.state().focused) == (True, False)
    assert part(last).cursorPosition() == utf16("😀 Paragraph 1999 tells of Ada ")
    assert first.text(Text.Description) == ""


def test_a_selection_in_a_big_document_is_told_in_its_paragraph(read: Read) -> None:
    person = read(big())
    person.press("Down", "Down", "Shift+Right")
    assert interface(person).focusChild().text(Text.Description) == f"selected: {person.selected}"
    assert interface(person).child(0).text(Text.Description) == ""


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What a screen reader would be sent: sentences, and the kinds of events."""
    heard: list[str] = []
    send = QAccessible.updateAccessibility

    def hear(event: QAccessibleEvent) -> None:
        sentence = event.message() if isinstance(event, QAccessibleAnnouncementEvent) else ""
        heard.append(sentence or f"<{event.type().name}>")
        send(event)

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    QAccessible.setActive(True)
    yield heard
    QAccessible.setActive(False)


def test_what_is_focused_labelled_and_selected_is_spoken_once(read: Read, told: list[str]) -> None:
    person = read("Ada met Bob in Bern.", ("Ada", "PER"), ("Bob", "PER"))
    assert "Read this" in told
    told.clear()
    person.press("Tab")
    spoken = "PER: Ada (suggested, 90% sure)"
    assert told == ["<DescriptionChanged>", spoken]
    person.press("Ctrl+D")
    person.rest()
    assert told.count(spoken) == 1
    told.clear()
    person.press("1")
    assert told == ["<DescriptionChanged>", "PER: Ada (label)"]
    told.clear()
    person.press("Right", "Shift+Right")
    assert [t for t in told if t != "<DescriptionChanged>"] == [
        "<TextCaretMoved>",
        "<TextCaretMoved>",
        "selected: met Bob",
    ]


def test_in_a_big_document_the_focus_goes_to_the_paragraph_with_the_cursor(
    read: Read, told: list[str]
) -> None:
    person = read(big())
    person.press("Right")
    told.clear()
    person.press("Right")
    assert told == ["<TextCaretMoved>"]
    told.clear()
    person.press("Down")
    assert told == ["<Focus>", "<TextCaretMoved>"]


def test_a_message_and_what_is_marked_in_a_picker_are_spoken(read: Read, told: list[str]) -> None:
    person = read("Ada met Bob in Bern.")
    person.window.message.say("Something is worth knowing.")
    assert told[-1] == "Something is worth knowing."
    person.press("Space", "Down")
    assert told[-1].startswith("ORG")
    person.press("Escape")


@pytest.mark.parametrize("walk", ["Tab", "PgDown", "Shift+Down", "Ctrl+PgDown", "2"])
def test_all_is_well_while_assistive_technology_listens(read: Read, walk: str) -> None:
    person = read(big(), ("Ada", "PER"), ("Bern", "LOC"))
    QAccessible.setActive(True)
    try:
        person.press(*[walk] * 5)
        made = interface(person)
        assert made.described == made.text(Text.Description)
    finally:
        QAccessible.setActive(False)


def test_paragraphs_out_of_sight_are_forgotten(read: Read) -> None:
    person = read(big())
    made = interface(person)
    for _ in range(30):
        assert made.focusChild()
        person.press("PgDown", "PgDown")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert len(made.view.findChildren(Paragraph)) < made.childCount() + 5


def test_nothing_is_made_for_assistive_technology_that_is_not_there(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(QAccessible, "queryAccessibleInterface", asked.append)
    monkeypatch.setattr(QAccessible, "updateAccessibility", asked.append)
    assert not QAccessible.isActive()
    person = read(big(), ("Ada", "PER"))
    person.press("Tab", "1", "Right", "Shift+Right", "Ctrl+End")
    assert asked == []
    assert person.screen.article.view.findChildren(Paragraph) == []
