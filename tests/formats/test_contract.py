"""What every format in the list promises."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from annotator.core.annotation import Answer
from annotator.core.document import document_key
from annotator.core.record import Problem
from annotator.errors import FormatError
from annotator.formats import FORMATS
from annotator.formats.format import Format
from tests.formats.items import (
    ROCKET,
    ROCKET_SPANS,
    exported,
    read,
    read_bytes,
    without_origin,
    write,
)
from tests.formats.torture import TEXTS, texts

SAMPLES = Path(__file__).parent / "samples"
BROKEN = b"\x00\xff not of any format \xfe\n"
READABLE = [known for known in FORMATS if known.can_read]
WRITABLE = [known for known in FORMATS if known.can_write]
LINEWISE = [known for known in WRITABLE if known.name == "jsonl"]
LABELLED = [known for known in READABLE if known.can_write]

each_readable = pytest.mark.parametrize("known", READABLE, ids=lambda known: known.name)
each_writable = pytest.mark.parametrize("known", WRITABLE, ids=lambda known: known.name)
each_linewise = pytest.mark.parametrize("known", LINEWISE, ids=lambda known: known.name)
same_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def plain(known: Format, text: str) -> bytes:
    """A file of this format with one document."""
    return write(known, exported(text))[0] if known.can_write else text.encode()


@pytest.mark.parametrize("known", FORMATS, ids=lambda known: known.name)
def test_a_format_has_a_name_a_title_suffixes_and_something_to_do(known: Format) -> None:
    assert known.name.isidentifier()
    assert known.title
    assert known.suffixes == tuple(suffix.lower() for suffix in known.suffixes)
    assert known.can_read or known.can_write


def test_names_of_formats_are_distinct() -> None:
    assert len({known.name for known in FORMATS}) == len(FORMATS)


def test_the_list_is_light_to_import() -> None:
    heavy = ["orjson", "charset_normalizer", "spacy", "PySide6"]
    code = f"import sys, annotator.formats; sys.exit(any(m in sys.modules for m in {heavy}))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@each_readable
def test_it_reads_its_samples(known: Format) -> None:
    paths = sorted(SAMPLES.glob(f"{known.name}.*"))
    assert paths, f"samples/{known.name}{known.suffixes[0]} is missing"
    for path in paths:
        records, problems = read(known, path)
        assert problems == []
        assert records[0].text == ROCKET
        assert records[0].meta
        if known in LABELLED:
            assert without_origin(records[0].spans or ()) == ROCKET_SPANS


@each_readable
def test_an_empty_file_yields_one_problem_that_says_so(known: Format, tmp_path: Path) -> None:
    records, problems = read_bytes(known, b"", tmp_path)
    assert records == []
    assert [problem.reason for problem in problems] == ["the file is empty"]


@each_readable
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_troublesome_text_comes_in_exactly(known: Format, text: str, tmp_path: Path) -> None:
    records, problems = read_bytes(known, plain(known, text), tmp_path)
    assert [record.text for record in records] == [text]
    assert problems == []


@each_readable
@same_folder
@given(text=texts)
def test_any_text_comes_in_exactly(known: Format, text: str, tmp_path: Path) -> None:
    records, _ = read_bytes(known, plain(known, text), tmp_path)
    assert [record.text for record in records] == [text]


@each_writable
@pytest.mark.parametrize("answer", [None, *Answer])
def test_what_it_writes_it_reads_again(
    known: Format, answer: Answer | None, tmp_path: Path
) -> None:
    spans = (replace(ROCKET_SPANS[0], source="en_core_web_sm", score=0.25), *ROCKET_SPANS[1:])
    item = exported(ROCKET, spans, answer, {"source": "wire-17"})
    data, problems = write(known, item)
    assert problems == []
    (record,), problems = read_bytes(known, data, tmp_path)
    assert problems == []
    assert (record.text, record.spans, record.answer) == (item.text, item.spans, item.answer)
    assert (record.annotator, record.meta) == (item.annotator, item.meta)


@each_writable
def test_unknown_fields_survive(known: Format, tmp_path: Path) -> None:
    meta = {"title": "Arrivals", "tags": ["a", {"b": None}], "priority": 1.5, "text": "other"}
    (record,), _ = read_bytes(known, write(known, exported(meta=meta))[0], tmp_path)
    assert record.meta == meta


@each_writable
def test_a_span_beyond_the_text_is_left_out_and_named(known: Format, tmp_path: Path) -> None:
    beyond = replace(ROCKET_SPANS[2], end=99)
    data, problems = write(known, exported(spans=(*ROCKET_SPANS[:2], beyond)))
    assert [(p.left_out, p.span) for p in problems] == [("span", (29, 99, "GPE"))]
    assert document_key(ROCKET) in str(problems[0])
    (record,), _ = read_bytes(known, data, tmp_path)
    assert record.spans == ROCKET_SPANS[:2]


@each_linewise
def test_a_broken_line_names_its_number_and_spares_its_neighbours(
    known: Format, tmp_path: Path
) -> None:
    good = [write(known, exported(f"{n} {ROCKET}"))[0] for n in range(3)]
    records, problems = read_bytes(known, good[0] + BROKEN + good[1] + BROKEN + good[2], tmp_path)
    assert [record.text[0] for record in records] == ["0", "1", "2"]
    assert [record.line for record in records] == [1, 3, 5]
    assert [problem.line for problem in problems] == [2, 4]
    assert all("line 2" in str(problem) for problem in problems[:1])


@each_readable
def test_bytes_of_another_kind_never_crash_it(known: Format, tmp_path: Path) -> None:
    assert known.read
    for data in (BROKEN, b"\x89PNG\r\n\x1a\n" + bytes(500), bytes(range(256)) * 9, b"{" * 5000):
        path = tmp_path / "other"
        path.write_bytes(data)
        try:
            items = list(known.read(path))
        except FormatError as error:
            items = [Problem(str(path), None, str(error))]
        assert items
