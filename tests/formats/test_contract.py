"""What every format in the list promises."""

import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core.annotation import Answer
from annotator.core.document import document_key
from annotator.core.record import Exported, Problem
from annotator.core.span import Span, key_of
from annotator.errors import FormatError
from annotator.formats import FORMATS
from annotator.formats.format import Corpus, Format, Holds
from tests.formats.items import (
    CORPUS,
    LABELS,
    ROCKET,
    ROCKET_SPANS,
    exported,
    read,
    read_anything,
    read_bytes,
    write,
    write_to,
)
from tests.formats.torture import TEXTS, texts

SAMPLES = Path(__file__).parent / "samples"
BROKEN = b"\x00\xff not of any format \xfe\n"
READABLE = [known for known in FORMATS if known.can_read]
WRITABLE = [known for known in FORMATS if known.can_write]
LABELLED = [known for known in READABLE if known.can_write]
LINEWISE = [known for known in WRITABLE if known.name in {"jsonl", "prodigy", "doccano"}]
PLAIN_TEXT = {"text", "markdown"}
"""Formats whose files are their texts."""

each_readable = pytest.mark.parametrize("known", READABLE, ids=lambda known: known.name)
each_writable = pytest.mark.parametrize("known", WRITABLE, ids=lambda known: known.name)
each_labelled = pytest.mark.parametrize("known", LABELLED, ids=lambda known: known.name)
each_linewise = pytest.mark.parametrize("known", LINEWISE, ids=lambda known: known.name)
same_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def that_hold(what: Holds) -> list[Format]:
    return [known for known in LABELLED if what in known.holds]


def nested(known: Format) -> Corpus:
    return replace(CORPUS, nested=Holds.NESTED in known.holds)


def spans_of(items: Iterable[object]) -> list[tuple[int, int, str]]:
    return sorted({key_of(span) for span in items})  # type: ignore[arg-type]


@pytest.mark.parametrize("known", FORMATS, ids=lambda known: known.name)
def test_a_format_has_a_name_a_title_suffixes_and_something_to_do(known: Format) -> None:
    assert known.name.isidentifier()
    assert known.title
    assert known.suffixes == tuple(suffix.lower() for suffix in known.suffixes)
    assert known.can_read or known.can_write
    assert known.write is None or known.write_folder is None


def test_names_of_formats_are_distinct() -> None:
    assert len({known.name for known in FORMATS}) == len(FORMATS)


def test_the_list_is_light_to_import() -> None:
    heavy = ["orjson", "charset_normalizer", "spacy", "numpy", "lxml", "cassis", "PySide6"]
    code = (
        f"import sys, annotator.formats; found = [m for m in {heavy} if m in sys.modules];"
        " print(*found)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    assert done.stdout == b"\n"


@each_readable
def test_it_reads_its_samples(known: Format) -> None:
    paths = sorted(SAMPLES.glob(f"{known.name}.*"))
    paths = [path for path in paths if path.suffix not in known.companions]
    assert paths, f"samples/{known.name}{known.suffixes[0]} is missing"
    for path in paths:
        records, problems = read(known, path)
        assert [problem for problem in problems if problem.left_out != "nothing"] == []
        assert ROCKET in records[0].text
        if Holds.META in known.holds:
            assert records[0].meta
        if known in LABELLED:
            at = records[0].text.index(ROCKET)
            shifted = [(s.start + at, s.end + at, s.label) for s in ROCKET_SPANS]
            assert spans_of(records[0].spans or ()) == shifted


@each_readable
def test_an_empty_file_yields_one_problem_that_says_so(known: Format, tmp_path: Path) -> None:
    path = tmp_path / f"sample{known.suffixes[0]}"
    path.write_bytes(b"")
    for companion in known.companions:
        path.with_suffix(companion).write_bytes(b"")
    records, problems = read_anything(known, path)
    assert records == []
    assert len(problems) == 1
    assert "empty" in problems[0].reason


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


@pytest.mark.parametrize("known", that_hold(Holds.TEXT), ids=lambda known: known.name)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_troublesome_text_goes_out_and_in_exactly(
    known: Format, text: str, tmp_path: Path
) -> None:
    path, out = write_to(tmp_path, known, exported(text, answer=Answer.ACCEPT))
    if out and out[0].left_out == "annotation":
        pytest.skip(f"this format refuses it: {out[0].reason}")
    records, problems = read_anything(known, path)
    assert [record.text for record in records] == [text]
    assert [problem for problem in problems if problem.left_out != "nothing"] == []


@pytest.mark.parametrize("known", that_hold(Holds.TEXT), ids=lambda known: known.name)
@settings(max_examples=30, parent=same_folder)
@given(text=texts)
def test_any_text_goes_out_and_in_exactly(known: Format, text: str, tmp_path: Path) -> None:
    path, out = write_to(tmp_path, known, exported(text, answer=Answer.ACCEPT))
    if not out:
        assert [record.text for record in read_anything(known, path)[0]] == [text]


@pytest.mark.parametrize("name", sorted(PLAIN_TEXT))
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_troublesome_text_file_comes_in_exactly(name: str, text: str, tmp_path: Path) -> None:
    for known in (known for known in FORMATS if known.name == name):
        records, problems = read_bytes(known, text.encode(), tmp_path)
        assert [record.text for record in records] == [text]
        assert problems == []


@each_labelled
@pytest.mark.parametrize("answer", [None, *Answer])
def test_what_it_writes_it_reads_again(
    known: Format, answer: Answer | None, tmp_path: Path
) -> None:
    source = "en_core_web_sm" if Holds.SCORES in known.holds else None
    first = replace(ROCKET_SPANS[0], source=source, score=0.25 if source else None)
    item = exported(ROCKET, (first, *ROCKET_SPANS[1:]), answer, {"source": "wire-17"})
    path, problems = write_to(tmp_path, known, item)
    assert [problem for problem in problems if problem.left_out != "nothing"] == []
    (record,), problems = read_anything(known, path)
    assert [problem for problem in problems if problem.left_out != "nothing"] == []
    surfaces = [ROCKET[span.start : span.end] for span in item.spans]
    assert [record.text[s.start : s.end] for s in record.spans or ()] == surfaces
    assert [s.label for s in record.spans or ()] == [s.label for s in item.spans]
    if Holds.TEXT in known.holds:
        assert spans_of(record.spans or ()) == spans_of(item.spans)
    if Holds.SCORES in known.holds:
        assert record.spans == item.spans
    if Holds.ANSWERS in known.holds:
        assert record.answer == item.answer
    if Holds.ANNOTATORS in known.holds:
        assert record.annotator == item.annotator


@pytest.mark.parametrize("known", that_hold(Holds.META), ids=lambda known: known.name)
def test_unknown_fields_survive(known: Format, tmp_path: Path) -> None:
    meta = {"title": "Arrivals", "tags": ["a", {"b": None}], "priority": 1.5, "text": "other"}
    path, _ = write_to(tmp_path, known, exported(meta=meta, answer=Answer.ACCEPT))
    (record,), _ = read_anything(known, path)
    assert meta.items() <= record.meta.items()


@pytest.mark.parametrize("known", that_hold(Holds.NOTES), ids=lambda known: known.name)
def test_notes_on_documents_survive(known: Format, tmp_path: Path) -> None:
    path, _ = write_to(tmp_path, known, replace(exported(answer=Answer.ACCEPT), note="read twice"))
    (record,), _ = read_anything(known, path)
    assert record.note == "read twice"


@pytest.mark.parametrize("known", that_hold(Holds.SPAN_NOTES), ids=lambda known: known.name)
def test_notes_on_spans_survive(known: Format, tmp_path: Path) -> None:
    noted = replace(ROCKET_SPANS[1], note="the company, not the verb")
    path, _ = write_to(tmp_path, known, exported(spans=(noted,), answer=Answer.ACCEPT))
    (record,), _ = read_anything(known, path)
    assert [span.note for span in record.spans or ()] == [noted.note]


@pytest.mark.parametrize("known", that_hold(Holds.RELATIONS), ids=lambda known: known.name)
def test_relations_survive(known: Format, tmp_path: Path) -> None:
    ends = {"head": [2, 14, "PERSON"], "child": [22, 25, "ORG"]}
    kept = {"relations": [{"label": "works_for", **ends}]}
    item = replace(exported(spans=ROCKET_SPANS, answer=Answer.ACCEPT), kept=kept)
    path, problems = write_to(tmp_path, known, item)
    assert problems == []
    (record,), _ = read_anything(known, path)
    (relation,) = record.kept["relations"]
    assert {name: relation[name] for name in ("label", "head", "child")} == kept["relations"][0]


@each_writable
def test_a_span_beyond_the_text_is_left_out_and_named(known: Format, tmp_path: Path) -> None:
    beyond = replace(ROCKET_SPANS[2], end=99)
    item = exported(spans=(*ROCKET_SPANS[:2], beyond), answer=Answer.ACCEPT)
    path, problems = write_to(tmp_path, known, item)
    assert [(p.left_out, p.span) for p in problems] == [("span", (29, 99, "GPE"))]
    assert document_key(ROCKET) in str(problems[0])
    (record,), _ = read_anything(known, path)
    assert [span.label for span in record.spans or ()] == ["PERSON", "ORG"]


@each_labelled
def test_spans_within_spans_come_back_or_are_named(known: Format, tmp_path: Path) -> None:
    inner = Span(6, 14, "ORG")
    item = exported(spans=(ROCKET_SPANS[0], inner, *ROCKET_SPANS[1:]), answer=Answer.ACCEPT)
    path, problems = write_to(tmp_path, known, item, corpus=nested(known))
    (record,), _ = read_anything(known, path)
    if Holds.NESTED in known.holds:
        assert problems == []
        assert len(record.spans or ()) == len(item.spans)
    else:
        assert [(p.left_out, p.span) for p in problems] == [("span", key_of(inner))]
        assert "overlaps" in problems[0].reason


@each_labelled
def test_spans_off_the_token_edges_come_back_or_are_named(known: Format, tmp_path: Path) -> None:
    inside = Span(7, 14, "PERSON")
    path, problems = write_to(tmp_path, known, exported(spans=(inside,), answer=Answer.ACCEPT))
    (record,), _ = read_anything(known, path)
    if Holds.CHARACTERS in known.holds:
        assert problems == []
        assert [record.text[s.start : s.end] for s in record.spans or ()] == ["ovelace"]
    else:
        assert [(p.left_out, p.span) for p in problems] == [("span", key_of(inside))]
        assert "off the token edges" in problems[0].reason


@st.composite
def items(draw: st.DrawFn) -> Exported:
    text = draw(texts)
    ranges = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    found = draw(st.lists(st.tuples(ranges, st.sampled_from(LABELS)), max_size=6))
    keys = {(start, end, label) for (start, end), label in found if start < end}
    return exported(text, tuple(Span(*key) for key in sorted(keys)), draw(st.sampled_from(ANSWERS)))


ANSWERS = [None, *Answer]


@each_writable
@settings(max_examples=40, parent=same_folder)
@given(item=items())
def test_what_is_written_and_what_is_left_out_add_up(
    known: Format, item: Exported, tmp_path: Path
) -> None:
    path, problems = write_to(tmp_path, known, item, corpus=nested(known))
    out = {problem.span for problem in problems if problem.left_out == "span"}
    gone = any(problem.left_out == "annotation" for problem in problems)
    records, _ = read_anything(known, path)
    found = [span for record in records for span in record.spans or ()]
    assert len(found) == (0 if gone else len(item.spans) - len(out))
    if Holds.TEXT in known.holds and not gone:
        assert spans_of(found) == [key_of(s) for s in item.spans if key_of(s) not in out]


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
