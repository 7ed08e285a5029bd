"""Texts that tear offsets apart: what was selected by keys is what is labelled and exported."""

import json
import shutil
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from annotator.session.exporting import ExportOptions, export
from annotator.session.import_report import ImportOptions
from annotator.session.importing import import_files
from annotator.session.jobs import finish
from annotator.session.reports import check
from tests.journeys.conftest import Open
from tests.journeys.project_file import command, without_memory

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
BITS = (
    "word", "Alibaba’s", "$50 billion", "don't", "e\u0301te\u0301", "Å\u030a", FAMILY, "😀", "🇩🇪",
    "👍🏽", "\U00020000\U00020001", "東京都庁", "שלום", "مرحبا بالعالم", "abc שלום def", "नमस्ते",
    "สวัสดี",
    "\ufeff", "\xa0", "\t", "\x00", "\x1b", "\u200b", "\u200d", "\u200f", "\u2028", "\u2029",
    "\x85", "\x0b", "\x0c", "\x1c", "\xad", "\r", "\n", "\r\n", "\n\n", "\r\r\n", " ", "  ",
    ". ", "(", "x" * 300, "many words in a row that fill a line and go on in the next " * 3,
)  # fmt: skip
KEYS = (
    "Right", "Left", "Shift+Right", "Shift+Left", "Shift+End", "Shift+Home", "Shift+Down",
    "Shift+Up", "Down", "Up", "End", "Home", "Alt+Shift+Right", "Alt+Shift+Left", "Ctrl+End",
    "Ctrl+Home", "PgDown", "Escape",
)  # fmt: skip
LABEL_KEYS = ("1", "2", "3", "4")
LABELS = ("PER", "ORG", "LOC", "MISC")
TEXTS = st.lists(st.sampled_from(BITS), min_size=1, max_size=25).map("".join)
HANDS = st.lists(st.sampled_from(KEYS), max_size=12)
CORNERS = (
    "\ufeffAnna met 😀 Bob.\r\nThen\rshe left.",
    f"{FAMILY} and 🇩🇪🇫🇷 went\xa0to\u2028Paris\u2029e\u0301te\u0301",
    "שלום Anna مرحبا بالعالم\tBob\x00Carl",
    "a\r\n\r\nb\r\rc\n\rd",
)

once = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def holding(empty: Path, text: str) -> Path:
    """A project that holds this text alone."""
    file, project = empty.with_name("text.jsonl"), empty.with_name(f"{uuid4().hex}.annotator")
    file.write_text(json.dumps({"text": text}), "utf-8")
    shutil.copy(empty, project)
    without_memory(project)
    report = finish(import_files(project, [file], ImportOptions(annotator="tester")))
    assert report.added == 1, report.problems
    return project


def export_of(project: Path) -> dict[str, Any]:
    """The one line that is exported."""
    out = project.with_suffix(".jsonl")
    finish(export(project, out, ExportOptions()))
    (line,) = out.read_bytes().splitlines()
    return json.loads(line)


def test_what_is_selected_by_keys_is_what_is_labelled_and_exported(sit: Open, empty: Path) -> None:
    @once
    @given(TEXTS, st.lists(st.tuples(HANDS, st.integers(0, 3)), min_size=1, max_size=4))
    @example(CORNERS[0], [(["Shift+Right"], 0), (["Ctrl+End", "Shift+Home"], 1)])
    @example(CORNERS[1], [(["Shift+Right", "Shift+Right"], 0), (["Down", "Shift+End"], 1)])
    @example(CORNERS[2], [(["Shift+Right"], 0), (["Right", "Shift+Right", "Shift+Right"], 1)])
    @example(CORNERS[3], [(["Down", "Shift+Down"], 0), (["Down", "Shift+Up"], 1)])
    def label(text: str, gestures: list[tuple[list[str], int]]) -> None:
        project = holding(empty, text)
        person = sit(project)
        assert person.article.text == text
        wanted = {}
        for keys, label in gestures:
            person.press("Escape", *keys)
            place = person.article.place
            assert place.focus is None
            start, end = place.selection or place.cursor
            person.press(LABEL_KEYS[label])
            if start < end:
                wanted[start, end, LABELS[label]] = text[start:end]
        person.press("Ctrl+Return")
        assert person.message == ""
        person.close()
        item = export_of(project)
        assert item["text"].encode() == text.encode()
        assert {(s["start"], s["end"], s["label"]): s["text"] for s in item["spans"]} == wanted
        assert finish(check(project)) == []

    label()


@pytest.mark.parametrize("text", CORNERS)
def test_a_text_file_comes_out_byte_for_byte(sit: Open, empty: Path, text: str) -> None:
    file = empty.with_name("hostile.txt")
    file.write_bytes(text.encode())
    command("import", empty, file)
    person = sit(empty)
    person.press("Shift+Right", "1")
    (said,) = person.labels
    person.press("Ctrl+Return")
    person.close()
    out = empty.with_name("out.jsonl")
    command("export", empty, out)
    item = json.loads(out.read_bytes())
    (span,) = item["spans"]
    assert item["text"][span["start"] : span["end"]] == span["text"] == said[0]
    # A mark at the head of a file says how it is encoded: it is no part of the text.
    assert item["text"].encode() in {text.encode(), text.removeprefix("\ufeff").encode()}
