"""The presets and the sample articles that come with the program."""

import math
from importlib.resources import files
from itertools import combinations
from pathlib import Path

import pytest

from annotator.core.colors import contrast, parse, readable
from annotator.core.document import first_words
from annotator.core.record import Record
from annotator.formats import FORMATS
from annotator.formats.files import read_records
from annotator.formats.format import Format, Holds
from annotator.formats.labels import preset_names, read_labels

ROOT = Path(__file__).parents[1] / "resources"
ARTICLES = sorted((ROOT / "samples").glob("*.txt"))
GROUNDS = {"light": (255, 255, 255), "dark": (30, 30, 30)}
# https://catalog.ldc.upenn.edu/docs/LDC2013T19/OntoNotes-Release-5.0.pdf, section 2.6
ONTONOTES = (
    "PERSON NORP FAC ORG GPE LOC PRODUCT EVENT WORK_OF_ART LAW LANGUAGE "
    "DATE TIME PERCENT MONEY QUANTITY ORDINAL CARDINAL"
)


def test_the_files_are_found_as_a_package_has_them() -> None:
    assert files("resources").joinpath("labels", "ontonotes.json").is_file()


def test_the_ontonotes_preset_has_its_18_labels() -> None:
    assert {label.name for label in read_labels("ontonotes")} == set(ONTONOTES.split())


@pytest.mark.parametrize("name", preset_names())
def test_a_label_of_a_preset_has_a_key_a_colour_and_a_short_guideline(name: str) -> None:
    labels = read_labels(name)
    assert len({label.color for label in labels}) == len(labels)
    assert all(len(label.key) == 1 for label in labels)
    assert all(20 < len(label.guideline) <= 160 for label in labels)


@pytest.mark.parametrize("name", preset_names())
@pytest.mark.parametrize("ground", GROUNDS.values(), ids=GROUNDS.keys())
def test_the_colours_of_a_preset_are_told_apart_and_can_be_read(
    name: str, ground: tuple[int, int, int]
) -> None:
    colors = [parse(label.color) for label in read_labels(name)]
    assert all(contrast(readable(color, ground), ground) >= 4.5 for color in colors)
    assert all(math.dist(a, b) > 40 for a, b in combinations(colors, 2))


def test_there_are_five_articles() -> None:
    assert len(ARTICLES) == 5


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_an_article_is_short_and_begins_with_its_headline(path: Path) -> None:
    (record,) = read_records([path])
    assert isinstance(record, Record)
    headline, empty, *_ = record.text.split("\n")
    assert first_words(record.text) == headline
    assert empty == ""
    assert 900 <= len(record.text) <= 2_500
    assert "\r" not in record.text


def test_the_articles_hold_what_is_hard() -> None:
    text = "".join(path.read_text("utf-8") for path in ARTICLES)
    assert all(sign in text for sign in "🏆€£$“’”êłö")


@pytest.mark.parametrize("known", FORMATS, ids=lambda known: known.name)
def test_the_help_has_a_row_for_each_format_as_it_is(known: Format) -> None:
    ways = ", ".join(way for way, can in (("in", known.can_read), ("out", known.can_write)) if can)
    suffixes = " ".join(f"`{suffix}`" if suffix else "none" for suffix in known.suffixes)
    lost = ", ".join(what.value for what in Holds if what not in known.holds)
    cells = (f"`{known.name}`", known.title, suffixes, ways, ", ".join(known.offsets))
    row = f"| {' | '.join((*cells, lost if known.can_write else ''))} |"
    assert row in (ROOT / "help" / "formats.md").read_text("utf-8").splitlines()


def test_the_help_shows_a_format_that_works(tmp_path: Path) -> None:
    text = (ROOT / "help" / "formats.md").read_text("utf-8")
    code = text.partition("```python\n")[2].partition("```")[0]
    names: dict[str, Format] = {}
    exec(code, names)
    (tmp_path / "a.log").write_text("hello")
    read = names["LOG"].read
    assert read is not None
    assert [item.text for item in read(tmp_path / "a.log") if isinstance(item, Record)] == ["hello"]
