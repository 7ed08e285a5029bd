"""The File menu: import and export with progress, and failures shown in place."""

import json
from pathlib import Path

from tests.journeys.conftest import Open
from tests.journeys.person import RIGHT, Person, rows
from tests.journeys.project_file import command, exported


def finish(person: Person) -> None:
    person.wait(lambda: not person.window.jobs.is_busy())


def test_imported_texts_stand_in_the_queue_and_the_article_keeps_the_keyboard(
    person: Person, tmp_path: Path
) -> None:
    (tmp_path / "extra.txt").write_text("Ida lives in Oslo.", "utf-8")
    person.press("Tab", "Return")
    person.window.files.import_files([tmp_path / "extra.txt"])
    finish(person)
    assert "1 new" in person.message
    person.wait(lambda: len(rows(person.screen.documents.view)) == 5)
    assert person.title == "Ada"
    assert person.focused == ("Charles Babbage", "PERSON")
    assert person.has_article
    assert "of 5 done" in person.screen.progress.text()
    person.press("Return")
    assert len(person.labels) == 2


def test_texts_imported_into_an_empty_project_are_opened(
    sit: Open, empty: Path, tmp_path: Path
) -> None:
    (tmp_path / "one.txt").write_text("Ida lives in Oslo.", "utf-8")
    person = sit(empty)
    person.window.files.import_files([tmp_path / "one.txt"])
    person.wait(lambda: person.screen.session.article)
    assert person.title == "Ida lives in Oslo."
    person.press("1")
    assert person.labels == [("Ida", "PER")]


def test_labels_that_come_with_a_file_get_their_keys_at_once(
    person: Person, tmp_path: Path
) -> None:
    spans = [{"start": 0, "end": 3, "label": "HERO"}]
    item = {"text": "Ida lives in Oslo.", "spans": spans, "meta": {"title": "Ida"}}
    (tmp_path / "more.jsonl").write_text(json.dumps(item), "utf-8")
    person.window.files.import_files([tmp_path / "more.jsonl"])
    finish(person)
    assert "HERO" in person.message
    person.wait(lambda: any("HERO" in row for row in rows(person.screen.labels)))
    label = person.screen.session.labels.named("HERO")
    person.go_to("painter")
    person.press(label.key)
    assert person.labels == [("painter", "HERO")]
    person.click(person.at("London"), RIGHT)
    person.choose(person.menu, "HERO")
    assert ("London", "HERO") in person.labels
    person.click_row(person.screen.documents.view, "Ida")
    assert person.labels == [("Ida", "HERO")]


def test_a_broken_line_is_told_with_its_number_and_its_neighbours_come_in(
    person: Person, tmp_path: Path
) -> None:
    lines = ['{"text": "one"}', "{broken", '{"text": "three"}']
    (tmp_path / "some.jsonl").write_text("\n".join(lines), "utf-8")
    person.window.files.import_files([tmp_path / "some.jsonl"])
    finish(person)
    assert "2 new" in person.message
    assert "Left out: 1" in person.message
    assert "2" in person.message.split("\n")[1]


def test_an_import_that_fails_is_one_sentence_in_place(person: Person, tmp_path: Path) -> None:
    person.window.files.import_files([tmp_path / "nothing.txt"])
    finish(person)
    assert "nothing.txt" in person.message
    person.press("Tab", "Return")
    assert person.labels == [("Ada Lovelace", "PERSON")]


def test_a_long_import_shows_its_progress_and_labelling_goes_on_meanwhile(
    person: Person, tmp_path: Path
) -> None:
    lines = (json.dumps({"text": f"Text number {i}. " * 20}) for i in range(20_000))
    (tmp_path / "many.jsonl").write_text("\n".join(lines), "utf-8")
    person.window.files.import_files([tmp_path / "many.jsonl"])
    assert person.window.jobs.isVisible()
    person.wait(lambda: "documents" in person.window.jobs.bar.format())
    person.press("Tab", "Return", "Return")
    assert len(person.labels) == 2
    assert person.window.jobs.is_busy()
    person.click(
        person.window.jobs.cancel.mapTo(person.window, person.window.jobs.cancel.rect().center())
    )
    finish(person)
    assert not person.window.jobs.isVisible()
    person.press("Return")
    assert len(person.labels) == 3


def test_a_second_job_waits_until_the_first_is_done(person: Person, tmp_path: Path) -> None:
    lines = (json.dumps({"text": f"Text number {i}. " * 20}) for i in range(5_000))
    (tmp_path / "many.jsonl").write_text("\n".join(lines), "utf-8")
    person.window.files.import_files([tmp_path / "many.jsonl"])
    person.window.files.export(tmp_path / "out.jsonl")
    assert "under way" in person.message
    finish(person)
    assert not (tmp_path / "out.jsonl").exists()


def test_a_window_closed_during_an_import_ends_it_and_leaves_a_sound_file(
    person: Person, tmp_path: Path
) -> None:
    lines = (json.dumps({"text": f"Text number {i}. " * 20}) for i in range(20_000))
    (tmp_path / "many.jsonl").write_text("\n".join(lines), "utf-8")
    path = person.screen.session.path
    person.window.files.import_files([tmp_path / "many.jsonl"])
    person.wait(lambda: "documents" in person.window.jobs.bar.format())
    person.close()
    assert json.loads(command("check", path, "--json"))["sound"]


def test_the_export_of_the_window_is_that_of_the_command(person: Person, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    person.press("Tab", "Return", "2", "Ctrl+Return", "Ctrl+.")
    person.window.files.export(out)
    finish(person)
    assert str(out) in person.message
    assert "2 annotations" in person.message
    lines = out.read_text("utf-8").split("\n")
    assert [json.loads(line) for line in lines if line] == exported(person.screen.session.path)


def test_an_export_that_fails_is_one_sentence_in_place(person: Person, tmp_path: Path) -> None:
    person.window.files.export(tmp_path / "no folder" / "out.jsonl")
    finish(person)
    assert "cannot be written" in person.message
    assert person.has_article


def test_a_copy_holds_all_that_was_done(person: Person, tmp_path: Path) -> None:
    person.press("Tab", "Return")
    person.window.files.save_copy(tmp_path / "copy.annotator")
    assert str(tmp_path / "copy.annotator") in person.message
    assert exported(tmp_path / "copy.annotator") == exported(person.screen.session.path)
    person.window.files.save_copy(tmp_path / "copy.annotator")
    assert "is there already" in person.message


def test_what_an_import_said_stays_until_it_is_closed(person: Person, tmp_path: Path) -> None:
    (tmp_path / "extra.txt").write_text("Ida lives in Oslo.", "utf-8")
    person.window.files.import_files([tmp_path / "extra.txt"])
    finish(person)
    person.press("Tab", "Return")
    assert "1 new" in person.message
