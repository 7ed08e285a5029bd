"""The start screen: recent projects, a new one, opening one, the sample."""

import os
import sqlite3
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton

from annotator.ui.dialogs.new_project import NewProjectDialog
from tests.journeys.conftest import Open
from tests.journeys.person import Person, project_of, rows
from tests.journeys.project_file import check, command, exported, query


def push(person: Person, title: str) -> None:
    button = next(b for b in person.window.findChildren(QPushButton) if title in b.text())
    assert button.isVisible()
    person.click(button.mapTo(person.window, button.rect().center()))


def recent(person: Person) -> list[str]:
    return [row.split("\n")[0] for row in rows(person.window.start_screen.recent)]


def ask_for_new(person: Person) -> NewProjectDialog:
    push(person, "New project")
    (dialog,) = person.window.findChildren(NewProjectDialog)
    person.wait(dialog.isVisible)
    return dialog


def test_a_project_opened_once_stands_on_the_start_screen_and_opens_by_a_click(
    sit: Open, known: Path
) -> None:
    person = sit(known)
    person.press("Ctrl+W")
    assert person.window.screen_ is None
    assert recent(person) == [known.name]
    person.click_row(person.window.start_screen.recent, known.name)
    assert person.title == "Ada"
    assert person.has_article
    assert known.name in person.window.windowTitle()


def test_recent_projects_are_there_at_the_next_start_the_latest_first(
    sit: Open, known: Path, news: Path
) -> None:
    sit(known).close()
    sit(news).close()
    assert recent(sit()) == [news.name, known.name]


def test_return_opens_the_latest_project_and_the_arrows_choose_another(
    sit: Open, known: Path, news: Path
) -> None:
    sit(known).close()
    sit(news).close()
    person = sit()
    assert recent(person) == [news.name, known.name]
    person.press("Return")
    assert project_of(person) == news
    person.press("Ctrl+W")
    person.press("Down", "Return")
    assert project_of(person) == known
    person.press("Ctrl+W", "Return")
    assert project_of(person) == known


def test_return_begins_a_new_project_where_no_recent_one_stands(sit: Open) -> None:
    person = sit()
    person.press("Return")
    (dialog,) = person.window.findChildren(NewProjectDialog)
    person.wait(dialog.isVisible)
    dialog.reject()


def test_a_recent_project_that_has_gone_is_not_offered(sit: Open, known: Path) -> None:
    sit(known).close()
    known.unlink()
    assert recent(sit()) == []


def test_a_recent_project_that_goes_while_the_list_is_shown_is_one_sentence(
    sit: Open, known: Path
) -> None:
    sit(known).close()
    person = sit()
    known.unlink()
    person.click_row(person.window.start_screen.recent, known.name)
    assert str(known) in person.message
    assert person.window.screen_ is None


def test_a_new_project_is_made_opened_and_its_texts_imported(sit: Open, tmp_path: Path) -> None:
    texts, project = tmp_path / "texts", tmp_path / "new.annotator"
    texts.mkdir()
    (texts / "one.txt").write_text("Marie Curie worked in Paris.", "utf-8")
    (texts / "two.txt").write_text("Nobody lives on the Moon.", "utf-8")
    person = sit()
    dialog = ask_for_new(person)
    dialog.path.setText(str(project))
    dialog.files.addItem(str(texts))
    dialog.labels.setCurrentIndex(dialog.labels.findText("conll"))
    dialog.annotator.setText("Zoë")
    dialog.accept()
    person.wait(lambda: person.screen.session.article)
    person.wait(lambda: not person.window.jobs.is_busy())
    assert "2 new" in person.message
    assert person.title == "Marie Curie worked in Paris."
    assert [label.name for label in person.screen.session.labels] == ["PER", "ORG", "LOC", "MISC"]
    person.window.activateWindow()
    person.wait(lambda: person.has_article)
    person.press("1")
    person.close()
    assert [item["annotator"] for item in exported(project)] == ["Zoë"]
    check(project)


def test_a_new_project_takes_the_pipelines_own_labels_by_default(sit: Open, tmp_path: Path) -> None:
    project = tmp_path / "new.annotator"
    person = sit()
    dialog = ask_for_new(person)
    dialog.path.setText(str(project))
    dialog.accept()
    person.wait(lambda: person.window.screen_)
    assert len(person.screen.session.labels) == 18


def test_a_new_project_takes_a_pipeline_from_a_folder_that_is_picked(
    sit: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, project = tmp_path / "mine", tmp_path / "new.annotator"
    folder.mkdir()
    (folder / "meta.json").write_text(
        '{"lang": "de", "name": "mine", "version": "1", "labels": {"ner": ["ORT"]}}'
    )
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    person = sit()
    dialog = ask_for_new(person)
    assert "A pipeline is code" in dialog.note.text()
    last = dialog.pipeline.count() - 1
    dialog.pipeline.setCurrentIndex(last)
    dialog.pipeline.activated.emit(last)
    assert dialog.pipeline.currentText() == str(folder)
    dialog.path.setText(str(project))
    dialog.accept()
    person.wait(lambda: person.window.screen_)
    assert person.screen.session.pipeline == str(folder)
    assert [label.name for label in person.screen.session.labels] == ["ORT"]


def test_a_new_project_needs_a_place_and_a_name(sit: Open) -> None:
    dialog = ask_for_new(sit())
    ok = dialog.buttons.buttons()[0]
    assert not ok.isEnabled()
    dialog.path.setText("somewhere.annotator")
    assert ok.isEnabled()
    dialog.annotator.setText("  ")
    assert not ok.isEnabled()
    dialog.reject()


@pytest.mark.parametrize("place", ["there.annotator", "no/folder/new.annotator"])
def test_a_new_project_that_cannot_be_made_is_one_sentence(
    sit: Open, tmp_path: Path, place: str
) -> None:
    (tmp_path / "there.annotator").write_text("precious", "utf-8")
    person = sit()
    dialog = ask_for_new(person)
    dialog.path.setText(str(tmp_path / place))
    dialog.accept()
    assert str(tmp_path) in person.message
    assert "\n" not in person.message
    assert person.window.screen_ is None
    assert (tmp_path / "there.annotator").read_text("utf-8") == "precious"


def test_the_sample_opens_and_is_suggested_while_it_is_open(sit: Open, home: Path) -> None:
    person = sit()
    push(person, "sample")
    person.wait(lambda: person.window.screen_)
    assert "Alibaba" in person.title
    person.wait(lambda: person.suggested)
    path = person.screen.session.path
    assert path.is_relative_to(home)
    person.wait(
        lambda: query(path, "SELECT count(DISTINCT document_id) FROM suggestions") == [(5,)]
    )
    assert len(rows(person.screen.documents.view)) == 5


def test_a_second_sample_leaves_the_first_alone(sit: Open, home: Path) -> None:
    person = sit()
    push(person, "sample")
    person.wait(lambda: person.window.screen_)
    first = person.screen.session.path
    person.press("1")
    person.press("Ctrl+W")
    push(person, "sample")
    person.wait(lambda: person.window.screen_)
    assert person.screen.session.path != first
    assert person.labels == []
    assert len(exported(first)) == 1


def test_another_project_can_be_opened_over_the_first(sit: Open, known: Path, news: Path) -> None:
    person = sit(known)
    person.press("Tab", "Return")
    person.window.open_project(news)
    assert person.screen.session.path == news
    person.press("Tab", "Return")
    assert len(person.labels) == 1
    person.window.open_project(known)
    assert person.labels == [("Ada Lovelace", "PERSON")]


@pytest.mark.parametrize("kind", ["text", "newer", "folder", "nothing"])
def test_what_is_no_project_is_one_sentence_and_the_open_one_stays(
    sit: Open, known: Path, tmp_path: Path, kind: str
) -> None:
    other = tmp_path / "other.annotator"
    if kind == "text":
        other.write_text("Dear diary", "utf-8")
    elif kind == "folder":
        other.mkdir()
    elif kind == "newer":
        command("new", other, "--labels", "empty")
        with sqlite3.connect(other) as connection:
            connection.execute("PRAGMA user_version = 999")
        connection.close()
    person = sit(known)
    person.window.open_project(other)
    assert str(other) in person.message
    assert "\n" not in person.message
    assert person.screen.session.path == known
    person.press("Tab", "Return")
    assert person.labels == [("Ada Lovelace", "PERSON")]
    assert person.message == ""


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_project_is_one_sentence(sit: Open, known: Path) -> None:
    known.chmod(0o444)
    person = sit()
    person.window.open_project(known)
    assert "read-only" in person.message
