from dataclasses import replace
from pathlib import Path

import pytest

from annotator.core.annotation import Answer
from annotator.core.span import Span
from annotator.errors import FormatError
from annotator.formats.csv_texts import CSV_TEXTS, TEXT_COLUMNS
from tests.formats.items import ROCKET, ROCKET_SPANS, exported, read, read_bytes, write


@pytest.mark.parametrize("name", [*TEXT_COLUMNS, "Text", "ARTICLE"])
def test_the_column_of_texts_is_known_by_its_name(name: str, tmp_path: Path) -> None:
    data = f"id,{name},Source\n17,{ROCKET},wire\n18,Zoë,\n".encode()
    records, problems = read_bytes(CSV_TEXTS, data, tmp_path)
    assert [record.text for record in records] == [ROCKET, "Zoë"]
    assert [record.meta for record in records] == [{"id": "17", "Source": "wire"}, {"id": "18"}]
    assert [record.line for record in records] == [2, 3]
    assert problems == []


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_what_stands_between_cells_is_told_from_the_header(delimiter: str, tmp_path: Path) -> None:
    data = delimiter.join(("text", "source")) + "\n" + delimiter.join(('"a,b;c"', "wire"))
    records, problems = read_bytes(CSV_TEXTS, data.encode(), tmp_path)
    assert [record.text for record in records] == ["a,b;c"]
    assert [problem.left_out for problem in problems] == ["nothing"]
    assert repr(delimiter) in problems[0].reason


def test_a_tsv_needs_no_word_on_its_tabs(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("text\tx\na, b\t1\n", "utf-8")
    records, problems = read(CSV_TEXTS, tmp_path / "a.tsv")
    assert ([record.text for record in records], problems) == (["a, b"], [])


def test_a_table_without_a_column_of_texts_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"begins with 'name,age'.*column named text"):
        read_bytes(CSV_TEXTS, b"name,age\nAda,36\n", tmp_path)


@pytest.mark.parametrize("header", ['text,"', '"text"x,b', 'text,"a\nb'])
def test_a_broken_header_is_one_sentence(header: str, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"header of this table is broken|No column"):
        read_bytes(CSV_TEXTS, f"{header}\n1,2\n3,4\n".encode(), tmp_path)


def test_cells_named_like_our_fields_in_tables_of_others_are_meta(tmp_path: Path) -> None:
    data = b'text,answer,note,complete,meta,spans\nWho?,Ada,n,9,{x,"none"\n'
    (record,), problems = read_bytes(CSV_TEXTS, data, tmp_path)
    assert (record.spans, record.answer, record.note) == (None, None, None)
    found = {"answer": "Ada", "note": "n", "complete": "9", "meta": "{x", "spans": "none"}
    assert (record.meta, problems) == (found, [])


def test_a_row_without_a_text_is_said(tmp_path: Path) -> None:
    records, problems = read_bytes(CSV_TEXTS, b"id,text\n1,\n2\n3,x\n", tmp_path)
    assert [record.text for record in records] == ["x"]
    assert [(p.line, p.left_out) for p in problems] == [(2, "document"), (3, "document")]


def test_all_of_an_annotation_comes_back(tmp_path: Path) -> None:
    span = replace(ROCKET_SPANS[0], source="rules", score=0.5, note="who?")
    item = replace(
        exported(ROCKET, (span,), Answer.REJECT, {"title": "A", "n": [1, None]}),
        note="read twice,\r\nand more",
        kept={"brat": {"x": 1}},
    )
    (record,), problems = read_bytes(CSV_TEXTS, write(CSV_TEXTS, item)[0], tmp_path)
    assert problems == []
    assert (record.text, record.spans, record.answer) == (ROCKET, (span,), Answer.REJECT)
    assert (record.meta, record.note, record.kept) == (item.meta, item.note, item.kept)
    assert record.annotator == "ana"


def test_a_text_that_a_spreadsheet_may_run_is_exact_and_said_once(tmp_path: Path) -> None:
    evil = '=HYPERLINK("http://example.org")'
    data, problems = write(CSV_TEXTS, exported(evil), exported("+1"), exported("fine"))
    assert [(p.left_out, "formula" in p.reason) for p in problems] == [("nothing", True)]
    records, _ = read_bytes(CSV_TEXTS, data, tmp_path)
    assert [record.text for record in records] == [evil, "+1", "fine"]


def test_spans_of_a_table_go_through_the_doctor(tmp_path: Path) -> None:
    cell = '"[{""start"":3,""end"":15,""label"":""PERSON"",""text"":""Ada Lovelace""}]"'
    data = f"text,spans\n{ROCKET},{cell}\n".encode()
    (record,), problems = read_bytes(CSV_TEXTS, data, tmp_path)
    assert (record.spans, problems) == ((Span(2, 14, "PERSON"),), [])
