"""Choosing what goes out, in which format, and where to."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

import annotator.formats
from annotator.core.record import Exported, Written
from annotator.formats import formats
from annotator.formats.format import Corpus, Folder, Format, Holds, Writing
from annotator.ui.dialogs.export_labels import ExportDialog
from tests.journeys.conftest import Open
from tests.journeys.dialogs import answer_file_dialog, dialogs, press, the, type_into
from tests.journeys.person import Person


def write_words(items: Iterable[Exported], file: BinaryIO, corpus: Corpus) -> Writing:
    for item in items:
        for span in item.spans:
            words = f"{item.text[span.start : span.end]} {corpus.offsets}\n"
            file.write(words.encode())
        yield Written(len(item.spans))


def write_files(items: Iterable[Exported], folder: Folder, corpus: Corpus) -> Writing:
    for item in items:
        with folder.open(f"{item.key[:8]}.txt") as file:
            yield from write_words([item], file, corpus)


WORDS = Format(
    name="words",
    title="Words of spans",
    suffixes=(".words",),
    write=write_words,
    holds=frozenset(Holds) - {Holds.SCORES, Holds.UNKNOWN},
    offsets=("codepoints", "utf16"),
)
FILES = Format(name="files", title="A file each", suffixes=(".txt",), write_folder=write_files)


@pytest.fixture
def more_formats(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Formats that hold less, or are several files."""
    monkeypatch.setattr(annotator.formats, "FORMATS", (*annotator.formats.FORMATS, WORDS, FILES))
    formats.cache_clear()
    yield
    formats.cache_clear()


def ask(person: Person) -> ExportDialog:
    person.turn_here()
    person.press("Ctrl+E")
    shown = the(person, ExportDialog)
    assert isinstance(shown, ExportDialog)
    return shown


def finish(person: Person) -> None:
    person.wait(lambda: not person.window.jobs.is_busy())


def lines_of(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]


def choose(shown: ExportDialog, name: str) -> None:
    shown.format.setCurrentIndex(shown.format.findData(name))


def test_return_writes_all_labels_beside_the_project(person: Person, known: Path) -> None:
    person.press("Tab", "Return", "Ctrl+Return")
    shown = ask(person)
    out = known.with_suffix(".jsonl")
    assert shown.out.text() == str(out)
    assert "room for everything" in shown.room.text()
    press(shown, "Return")
    assert not dialogs(ExportDialog)
    finish(person)
    assert "1 annotations" in person.message
    assert [item["answer"] for item in lines_of(out)] == ["accept"]


def test_answers_are_unticked_by_their_keys(person: Person, known: Path) -> None:
    person.press("Tab", "Return", "Ctrl+Return", "Ctrl+.", "Ctrl+Shift+Return")
    shown = ask(person)
    press(shown, "Alt+A", "Alt+R", "Alt+U", "Return")
    finish(person)
    assert [item["answer"] for item in lines_of(known.with_suffix(".jsonl"))] == ["ignore"]
    shown = ask(person)
    assert not shown.answers["accept"].isChecked()
    press(shown, "Alt+K")
    assert not shown.ok.isEnabled()
    assert "at least one" in shown.note.text()
    press(shown, "Return")
    assert dialogs(ExportDialog)
    press(shown, "Escape")


def test_one_annotator_or_what_was_suggested_is_chosen(
    sit: Open, known: Path, person: Person
) -> None:
    person.press("Ctrl+Return")
    other = sit(known, "other")
    other.press("Ctrl+.")
    shown = ask(other)
    titles = [shown.annotator.itemText(i) for i in range(shown.annotator.count())]
    assert titles[:3] == ["everyone", "tester", "other"]
    assert any("suggested" in title for title in titles[3:])
    shown.annotator.setFocus()
    press(shown, "o", "Return")
    finish(other)
    assert {item["annotator"] for item in lines_of(known.with_suffix(".jsonl"))} == {"other"}
    shown = ask(other)
    assert shown.annotator.currentData() == "other"
    shown.annotator.setCurrentIndex(3)
    press(shown, "Return")
    finish(other)
    assert "These are suggestions" in other.message


def test_a_split_is_typed_and_what_is_no_split_is_said(person: Person, known: Path) -> None:
    person.press("Ctrl+Return", "Ctrl+Return", "Ctrl+Return")
    shown = ask(person)
    press(shown, "Alt+S", "5", "0")
    assert not shown.ok.isEnabled()
    assert "80/10/10" in shown.note.text()
    press(shown, "/", "5", "0", "Return")
    finish(person)
    parts = [known.with_name(f"known-{part}.jsonl") for part in ("train", "dev")]
    assert sum(len(lines_of(part)) for part in parts) == 3
    shown = ask(person)
    assert shown.split.text() == "50/50"
    press(shown, "Escape")


def test_another_format_changes_the_suffix_the_room_and_the_offsets(
    more_formats: None, person: Person, known: Path
) -> None:
    person.press("Tab", "Return")
    shown = ask(person)
    assert not shown.offsets.isVisible()
    shown.format.setFocus()
    type_into(shown, "Words")
    assert shown.format.currentData() == "words"
    assert shown.out.text() == str(known.with_suffix(".words"))
    assert shown.room.text() == ("It has no room for: text that nobody has looked at, scores.")
    person.wait(lambda: "text that nobody has looked at" in shown.warning.text())
    press(shown, "Alt+O")
    assert shown.focusWidget() is shown.offsets
    press(shown, "U", "Return")
    finish(person)
    assert known.with_suffix(".words").read_text("utf-8") == "Ada Lovelace utf16\n"
    shown = ask(person)
    assert (shown.format.currentData(), shown.offsets.currentData()) == ("words", "utf16")
    assert "will be replaced" in shown.note.text()
    choose(shown, "jsonl")
    assert not shown.warning.isVisible()
    assert shown.out.text() == str(known.with_suffix(".jsonl"))
    press(shown, "Escape")


def test_a_format_of_several_files_gets_a_folder(
    more_formats: None, person: Person, known: Path
) -> None:
    person.press("Tab", "Return", "Ctrl+Return", "Ctrl+Return")
    shown = ask(person)
    choose(shown, "files")
    assert shown.out.text() == str(known.with_suffix(""))
    assert "Several files" in shown.note.text()
    press(shown, "Return")
    finish(person)
    assert len([*known.with_suffix("").iterdir()]) == 2


def test_the_place_is_chosen_or_typed_and_remembered(
    person: Person, tmp_path: Path, known: Path
) -> None:
    person.press("Tab", "Return")
    shown = ask(person)
    other = tmp_path / "other"
    other.mkdir()
    answer_file_dialog(str(other / "chosen"))
    press(shown, "Alt+C")
    person.wait(lambda: shown.out.text() == str(other / "chosen.jsonl"))
    press(shown, "Return")
    finish(person)
    assert (other / "chosen.jsonl").is_file()
    shown = ask(person)
    assert shown.out.text() == str(other / known.with_suffix(".jsonl").name)
    shown.out.clear()
    assert not shown.ok.isEnabled()
    press(shown, "Escape")


def test_a_project_that_is_closed_takes_the_dialog_with_it(person: Person) -> None:
    ask(person)
    person.turn_here()
    person.press("Ctrl+W")
    assert not dialogs(ExportDialog)
