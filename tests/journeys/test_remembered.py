"""Sizes and places: there again at the next start, and the article always has its room."""

from pathlib import Path

import pytest

from tests.journeys.conftest import Open
from tests.journeys.person import Person


def test_the_size_of_the_window_and_of_its_parts_are_remembered(sit: Open, known: Path) -> None:
    person = sit(known)
    person.window.resize(720, 640)
    person.rest()
    person.screen.across.setSizes([180, 340, 200])
    person.screen.right.setSizes([100, 150, 250])
    person.rest()
    across, right = person.screen.across.sizes(), person.screen.right.sizes()
    person.close()
    person = sit(known)
    assert (person.window.width(), person.window.height()) == (720, 640)
    assert person.screen.across.sizes() == across
    assert person.screen.right.sizes() == right


def test_sizes_are_remembered_when_a_project_is_closed_too(sit: Open, known: Path) -> None:
    person = sit(known)
    person.screen.across.setSizes([180, 500, 200])
    across = person.screen.across.sizes()
    person.press("Ctrl+W")
    person.window.open_project(known)
    person.rest()
    assert person.screen.across.sizes() == across


def size_of_text(person: Person) -> int:
    return person.screen.article.view.rectangle_of(0, 3).width()


def test_the_size_of_the_text_is_remembered(sit: Open, known: Path) -> None:
    person = sit(known)
    person.window.resize(720, 640)
    person.rest()
    before = size_of_text(person)
    person.press("Ctrl+=", "Ctrl+=", "Ctrl+=")
    bigger = size_of_text(person)
    assert bigger > before
    person.close()
    person = sit(known)
    assert size_of_text(person) == bigger
    person.press("Ctrl+0")
    assert size_of_text(person) == before


def test_settings_that_are_damaged_are_as_none(sit: Open, known: Path, home: Path) -> None:
    folder = home / "config" / "annotator"
    folder.mkdir(parents=True)
    (folder / "annotator.ini").write_bytes(
        b"[General]\ngeometry=\xff\xfe\nacross=7\nright=@ByteArray(nonsense)\ntext_size=huge\nrecent=3\n"
    )
    person = sit(known)
    person.press("Tab", "Return")
    assert person.labels == [("Ada Lovelace", "PERSON")]
    person.press("Ctrl+W")


@pytest.mark.parametrize("size", [(640, 480), (1, 1), (3_000, 300), (300, 2_000)])
def test_in_a_window_of_any_size_the_article_has_room_and_takes_keys(
    sit: Open, known: Path, size: tuple[int, int]
) -> None:
    person = sit(known)
    person.window.resize(*size)
    person.rest()
    viewport = person.screen.article.view.viewport()
    assert viewport.width() > 200
    assert viewport.height() > 100
    person.press("Tab", "Return", "Down", "PgDown", "End", "Shift+Up", "Ctrl+Home")
    assert person.labels == [("Ada Lovelace", "PERSON")]
    assert person.window.width() <= max(size[0], 640)


def test_the_article_cannot_be_pushed_away(sit: Open, known: Path) -> None:
    person = sit(known)
    person.screen.across.setSizes([500, 0, 500])
    person.close()
    person = sit(known)
    person.rest()
    assert person.screen.across.sizes()[1] > 200
