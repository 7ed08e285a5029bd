"""What the world does to the file while the window is open: one sentence, and nothing is lost."""

import resource
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from annotator.core.span import key_of
from tests.journeys.conftest import Open
from tests.journeys.person import Person, project_of, rows
from tests.journeys.project_file import answer_in, check, exported, labels_in

Trouble = Callable[[Person], AbstractContextManager[None]]
HELD_S = 0.7


@contextmanager
def disk_that_fails(person: Person) -> Iterator[None]:
    """The system refuses to write anything to any file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def read_only(person: Person) -> Iterator[None]:
    """SQLite is told not to write; a file that is open already cannot be made read-only."""
    connection = person.screen.session.project.connection
    connection.execute("PRAGMA query_only = ON")
    yield
    connection.execute("PRAGMA query_only = OFF")


@contextmanager
def vanished(person: Person) -> Iterator[None]:
    path = project_of(person)
    aside = path.with_name("aside")
    path.rename(aside)
    yield
    aside.rename(path)


@contextmanager
def replaced(person: Person) -> Iterator[None]:
    """Another file of the same name, as some synchronisers do it."""
    path = project_of(person)
    aside = path.with_name("aside")
    path.rename(aside)
    path.write_bytes(aside.read_bytes())
    yield
    aside.replace(path)


EDITS = (
    "Ctrl+M",
    "Ctrl+Z",
    "Return",
    "Delete",
    "2",
    "Shift+Right",
    "Ctrl+D",
    "Ctrl+.",
    "Ctrl+Return",
)
TROUBLES = [disk_that_fails, read_only, vanished, replaced]


def all_shown(person: Person) -> object:
    article = person.article
    return (
        person.title,
        article.place,
        [key_of(span) for span in article.spans],
        [key_of(span) for span in article.suggestions],
        article.answer,
        article.flagged,
        rows(person.screen.spans),
        rows(person.screen.documents.view),
        person.screen.progress.text(),
    )


@pytest.mark.parametrize("trouble", TROUBLES)
def test_an_edit_that_cannot_be_saved_is_one_sentence_and_changes_nothing(
    person: Person, trouble: Trouble
) -> None:
    for key in EDITS:
        person.press("Escape", "Tab")
        before = all_shown(person)
        with trouble(person):
            person.press(key)
            assert project_of(person).name in person.message
            assert "\n" not in person.message
            assert all_shown(person) == before
            person.rest(0.01)
            assert all_shown(person) == before
            assert person.has_article
        person.press(key)
        assert person.message == ""
        assert all_shown(person) != before
    check(project_of(person))


def test_a_full_disk_is_one_sentence_and_edits_work_again_when_there_is_room(
    person: Person,
) -> None:
    person.press("Tab", "Return")
    path = project_of(person)
    connection = person.screen.session.project.connection
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    saved: list[object] = []
    # Edits go on until the last page is full.
    for _ in range(2_000):
        saved.append(all_shown(person))
        person.press("Ctrl+D")
        if person.message:
            break
    assert "full" in person.message
    assert "\n" not in person.message
    assert all_shown(person) == saved[-1]
    person.press("Ctrl+Return")
    assert answer_in(path, "Ada") is None
    connection.execute("PRAGMA max_page_count = 1073741823")
    person.press("Return")
    assert person.message == ""
    assert labels_in(path, "Ada") == person.labels
    check(path)


def test_all_labels_can_be_kept_in_a_copy_after_the_file_has_gone(
    person: Person, tmp_path: Path
) -> None:
    person.press("Tab", "Return", "Return", "2")
    labels = person.labels
    path = project_of(person)
    for file in tmp_path.glob(path.name + "*"):
        file.unlink()
    person.press("Tab", "Return")
    assert "no longer there" in person.message
    person.window.files.save_copy(tmp_path / "kept.annotator")
    assert labels_in(tmp_path / "kept.annotator", "Ada") == labels
    check(tmp_path / "kept.annotator")
    (item,) = exported(tmp_path / "kept.annotator")
    assert len(item["spans"]) == len(labels)


def test_one_can_still_look_round_when_the_file_has_gone(person: Person) -> None:
    with vanished(person):
        person.press("Tab", "Tab", "Right", "Shift+Right", "Escape", "Ctrl+PgDown")
        assert person.title == "Bern"
        assert person.message == ""


def test_a_window_can_be_closed_after_its_file_has_gone(person: Person) -> None:
    with vanished(person):
        person.press("Tab", "Return")
        person.close()


def test_another_programs_short_lock_is_waited_for(person: Person) -> None:
    path = project_of(person)
    locked = threading.Event()

    def hold() -> None:
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        locked.set()
        time.sleep(HELD_S)
        connection.execute("COMMIT")
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    locked.wait()
    person.press("Tab", "Return")
    holder.join()
    assert person.message == ""
    assert labels_in(path, "Ada") == [("Ada Lovelace", "PERSON")]


def test_a_job_over_a_file_that_has_gone_fails_in_place(person: Person, tmp_path: Path) -> None:
    (tmp_path / "extra.txt").write_text("Ida lives in Oslo.", "utf-8")
    with vanished(person):
        person.window.files.import_files([tmp_path / "extra.txt"])
        person.wait(lambda: not person.window.jobs.is_busy())
        assert project_of(person).name in person.message


def test_a_project_that_is_damaged_is_one_sentence(sit: Open, known: Path) -> None:
    data = bytearray(known.read_bytes())
    data[100:4_000] = b"\xaa" * 3_900
    known.write_bytes(data)
    person = sit()
    person.window.open_project(known)
    assert known.name in person.message
    assert "\n" not in person.message
    assert person.window.screen_ is None
