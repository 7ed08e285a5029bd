"""Troublesome texts all the way: imported, selected by keys, labelled, exported, byte for byte."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.annotation import Answer
from annotator.core.words import Words
from annotator.session.exporting import ExportOptions, export
from annotator.session.import_report import ImportOptions
from annotator.session.importing import import_files
from annotator.session.jobs import finish
from tests.formats.torture import TEXTS, texts
from tests.session.stage import Desk
from tests.storage.projects import findings, make, quick_folder, sql

PIECES = st.sampled_from(
    [*TEXTS.values(), "word", " ", "\r", "\n", "\r\n", "Zoe\u0301", "👨‍👩‍👧", "שלום"]
)
articles = st.lists(PIECES, min_size=1, max_size=6).map("".join) | texts


def as_jsonl(text: str, folder: Path) -> Path:
    path = folder / "in.jsonl"
    path.write_bytes(json.dumps({"text": text}, ensure_ascii=False).encode() + b"\n")
    return path


def as_escaped_jsonl(text: str, folder: Path) -> Path:
    path = folder / "in.jsonl"
    path.write_bytes(json.dumps({"text": text}).encode() + b"\n")
    return path


def as_text(text: str, folder: Path) -> Path:
    path = folder / "in.txt"
    path.write_bytes(text.encode())
    return path


Way = Callable[[str, Path], Path]
each_way = pytest.mark.parametrize("way", [as_jsonl, as_escaped_jsonl, as_text])


def through(way: Way, text: str, folder: Path, work: Callable[[Desk], None]) -> dict[str, object]:
    """Import a text, do some work on it, and read what is exported."""
    path = make(folder / "p.annotator")
    report = finish(import_files(path, [way(text, folder)], ImportOptions(annotator="ana")))
    assert (report.added, report.problems) == (1, [])
    desk = Desk(path)
    assert desk.article.text == text
    work(desk)
    desk.hands.answer(Answer.ACCEPT)
    desk.close()
    finish(export(path, folder / "out.jsonl", ExportOptions()))
    (line,) = (folder / "out.jsonl").read_bytes().removesuffix(b"\n").split(b"\n")
    assert findings(path) == []
    item = json.loads(line)
    assert item["text"].encode() == text.encode()
    for span in item["spans"]:
        assert text[span["start"] : span["end"]] == span["text"]
    return item  # type: ignore[no-any-return]


def select_and_label(
    steps: int, more: int, wanted: list[tuple[int, int, str]]
) -> Callable[[Desk], None]:
    def work(desk: Desk) -> None:
        # Else what is made would be proposed at its other mentions too, and accepted at the end.
        desk.session.recall.is_on = False
        for _ in range(steps):
            desk.hands.step(1)
        for _ in range(abs(more)):
            desk.hands.extend(1 if more > 0 else -1)
        place = desk.article.place
        start, end = place.selection or place.cursor
        shown = desk.article.text[start:end]
        desk.hands.label("ORG")
        if shown:
            wanted.append((start, end, shown))
            assert desk.focus == (shown, "ORG")
            assert shown.strip()

    return work


@each_way
@settings(max_examples=60, deadline=None)
@given(text=articles, steps=st.integers(0, 8), more=st.integers(-3, 3))
def test_what_is_selected_and_labelled_is_what_is_exported(
    way: Way, text: str, steps: int, more: int
) -> None:
    folder = quick_folder()
    wanted: list[tuple[int, int, str]] = []
    try:
        item = through(way, text, folder, select_and_label(steps, more, wanted))
    finally:
        shutil.rmtree(folder)
    spans = item["spans"]
    assert isinstance(spans, list)
    assert [(s["start"], s["end"], s["text"]) for s in spans] == wanted


def label_every_word(desk: Desk) -> None:
    before = None
    while desk.article.place.cursor != before:
        before = desk.article.place.cursor
        desk.hands.label("PER")
        desk.hands.step(1)


@each_way
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_every_word_of_a_troublesome_text_can_be_labelled(
    way: Way, text: str, tmp_path: Path
) -> None:
    item = through(way, text, tmp_path, label_every_word)
    spans = item["spans"]
    assert isinstance(spans, list)
    words, end = [], 0
    while word := Words(text).after(end):
        words.append(word)
        end = word[1]
    assert [(s["start"], s["end"]) for s in spans] == words


def test_characters_that_show_nothing_are_never_lost_at_the_edges_of_a_selection(
    tmp_path: Path,
) -> None:
    text = "\ufeffAda\u00a0\u2028IBM\t\0Bonn\r\n"

    def work(desk: Desk) -> None:
        for words in ("Ada", "IBM", "Bonn"):
            start = text.index(words)
            desk.hands.select(start, start + len(words), by_character=True)
            assert desk.selection == words
            desk.hands.label("ORG")

    item = through(as_jsonl, text, tmp_path, work)
    assert [s["text"] for s in item["spans"]] == ["Ada", "IBM", "Bonn"]  # type: ignore[attr-defined]


def test_plain_sql_finds_the_span_after_everything_but_a_nul(tmp_path: Path) -> None:
    text = "👩‍👩‍👧‍👦\r\n\u2028\ufeff Zoe\u0301 \u00a0שלום IBM"

    def work(desk: Desk) -> None:
        desk.put_cursor("IBM")
        desk.hands.label("ORG")

    through(as_jsonl, text, tmp_path, work)
    assert sql(tmp_path / "p.annotator", "SELECT text FROM labelled") == [("IBM",)]
