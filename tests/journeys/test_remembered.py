"""Sizes and places are there again at the next start."""

from pathlib import Path

from tests.journeys.conftest import Open
from tests.journeys.person import Person


def test_the_size_of_the_window_and_of_its_parts_are_remembered(sit: Open, known: Path) -> None:
    person = sit(known)
    person.window.resize(720, 640)
    person.rest()
    person.screen._across.setSizes([180, 340, 200])
    person.screen._right.setSizes([100, 150, 250])
    person.rest()
    across, right = person.screen._across.sizes(), person.screen._right.sizes()
    person.close()
    person = sit(known)
    assert (person.window.width(), person.window.height()) == (720, 640)
    assert person.screen._across.sizes() == across
    assert person.screen._right.sizes() == right


def test_sizes_are_remembered_when_a_project_is_closed_too(sit: Open, known: Path) -> None:
    person = sit(known)
    person.screen._across.setSizes([180, 500, 200])
    across = person.screen._across.sizes()
    person.press("Ctrl+W")
    person.window.open_project(known)
    person.rest()
    assert person.screen._across.sizes() == across


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
