"""An edit that the world refuses: one sentence, and what is shown stays what is saved."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from annotator.core.annotation import Answer
from annotator.core.document import DocumentId
from annotator.errors import ProjectError
from tests.session.conftest import Sit
from tests.session.stage import OTHER, Desk
from tests.storage.projects import findings, make, sql

Trouble = Callable[[Desk], Iterator[None]]


@contextmanager
def full_disk(desk: Desk) -> Iterator[None]:
    """No page more: what SQLite then says is the real SQLITE_FULL."""
    run = desk.session.project.connection.execute
    run(f"PRAGMA max_page_count = {run('PRAGMA page_count').fetchone()[0]}")
    yield
    run("PRAGMA max_page_count = 1000000")


@contextmanager
def moved_file(desk: Desk) -> Iterator[None]:
    """The file is somewhere else for a while."""
    aside = desk.session.path.rename(desk.session.path.with_name("aside"))
    yield
    aside.rename(desk.session.path)


def shown(desk: Desk) -> object:
    article = desk.article
    return (
        list(article.spans),
        list(article.suggestions),
        set(article.rejected),
        (article.answer, article.flagged, article.note, article.place, article.document.id),
    )


VERBS: dict[str, Callable[[Desk], object]] = {
    "accept": lambda desk: desk.hands.accept(),
    "remove": lambda desk: desk.hands.remove(),
    "label": lambda desk: desk.hands.label("ORG"),
    "resize": lambda desk: desk.hands.extend(1),
    "finish": lambda desk: desk.hands.answer(Answer.ACCEPT),
    "flag": lambda desk: desk.hands.flag(),
    "note": lambda desk: desk.hands.note("x"),
    "mentions": lambda desk: desk.hands.label_mentions(),
    "undo": lambda desk: desk.session.undo(),
}


@pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS.keys())
def test_an_edit_of_a_file_that_is_gone_changes_nothing_and_the_next_one_works(
    desk: Desk, verb: Callable[[Desk], object]
) -> None:
    desk.put_cursor("Bonn")
    desk.hands.label("LOC")
    desk.focus_on("IBM", "ORG")
    before, written = shown(desk), sql(desk.session.path, "SELECT count(*) FROM edits")
    with moved_file(desk), pytest.raises(ProjectError, match="is no longer there"):
        verb(desk)
    assert shown(desk) == before
    assert sql(desk.session.path, "SELECT count(*) FROM edits") == written
    verb(desk)
    assert sql(desk.session.path, "SELECT count(*) FROM edits") != written


def test_on_a_full_disk_what_is_shown_stays_what_is_saved(tmp_path: Path) -> None:
    path = make(tmp_path / "p.annotator", "two " * 2_000)
    desk = Desk(path)
    desk.hands.label("ORG")
    before, written = shown(desk), sql(path, "SELECT count(*) FROM edits")
    with full_disk(desk), pytest.raises(ProjectError, match="The disk is full") as error:
        desk.hands.label_mentions()
    assert str(error.value).count(".") >= 2
    assert shown(desk) == before
    assert sql(path, "SELECT count(*) FROM edits") == written
    desk.hands.label_mentions()
    assert len(desk.spans) == 2_000
    desk.close()
    again = Desk(path)
    assert len(again.spans) == 2_000
    again.close()
    assert findings(path) == []


def test_a_copy_saved_from_a_window_whose_file_is_gone_has_every_edit(
    desk: Desk, tmp_path: Path
) -> None:
    desk.hands.accept()
    desk.hands.accept()
    desk.hands.flag()
    desk.session.path.unlink()
    with pytest.raises(ProjectError, match="was not saved"):
        desk.hands.accept()
    desk.session.save_copy(tmp_path / "rescued.annotator")
    rescued = Desk(tmp_path / "rescued.annotator")
    assert rescued.spans == desk.spans == [("Ada Lovelace", "PER")]
    assert rescued.article.flagged
    rescued.hands.accept()
    rescued.hands.accept()
    assert len(rescued.spans) == 2
    rescued.close()
    assert findings(tmp_path / "rescued.annotator") == []


def test_reading_goes_on_while_the_file_is_gone(sit: Sit) -> None:
    desk = sit()
    with moved_file(desk):
        desk.hands.focus_next()
        assert desk.focus == ("Ada Lovelace", "PER")
        desk.session.open(DocumentId(2))
        assert desk.article.text == OTHER
