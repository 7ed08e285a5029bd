from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core.annotation import Answer
from annotator.core.record import Verdict
from annotator.core.span import Span, key_of
from annotator.errors import FormatError
from annotator.formats import csv_spans
from annotator.formats.csv_spans import CSV_SPANS
from annotator.formats.format import Corpus
from tests.formats.items import LABELS, ROCKET, ROCKET_SPANS, exported, read_bytes, write
from tests.formats.torture import texts

HEADER = "doc_id,text,start,end,label,surface\n"


def spans_of(rows: str, folder: Path) -> list[list[tuple[int, int, str]]]:
    records, problems = read_bytes(CSV_SPANS, rows.encode(), folder)
    assert problems == []
    return [[key_of(span) for span in record.spans or ()] for record in records]


def test_rows_of_a_document_are_one_record(tmp_path: Path) -> None:
    rows = f"{HEADER}d1,{ROCKET},2,14,PERSON,Ada Lovelace\nd1,,22,25,ORG,IBM\nd2,Zoë,0,3,PERSON,\n"
    found = [[(2, 14, "PERSON"), (22, 25, "ORG")], [(0, 3, "PERSON")]]
    assert spans_of(rows, tmp_path) == found
    records, _ = read_bytes(CSV_SPANS, rows.encode(), tmp_path)
    assert [(record.text, record.meta) for record in records] == [
        (ROCKET, {"id": "d1"}),
        ("Zoë", {"id": "d2"}),
    ]


def test_rows_that_lie_apart_are_one_record_too(tmp_path: Path) -> None:
    rows = f"{HEADER}d1,{ROCKET},2,14,PERSON,\nd2,Zoë,0,3,PERSON,\nd1,{ROCKET},22,25,ORG,\n"
    assert spans_of(rows, tmp_path) == [[(2, 14, "PERSON"), (22, 25, "ORG")], [(0, 3, "PERSON")]]


def test_too_many_rows_that_lie_apart_are_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_spans, "MOST_ROWS_HELD", 2)
    with pytest.raises(FormatError, match="Sort it by document"):
        read_bytes(CSV_SPANS, (HEADER + "1,a,0,1,X,\n2,b,0,1,X,\n1,,0,1,Y,\n").encode(), tmp_path)
    found = [[(0, 1, "X")], [(0, 1, "Y")], [(0, 1, "Z")]]
    assert spans_of(HEADER + "1,a,0,1,X,\n2,b,0,1,Y,\n3,c,0,1,Z,\n", tmp_path) == found


def test_several_annotators_of_a_document_are_several_records(tmp_path: Path) -> None:
    header = "document,document_text,start,end,label,annotator\n"
    rows = f"{header}d,{ROCKET},2,14,PERSON,ana\nd,,22,25,ORG,ben\n"
    records, _ = read_bytes(CSV_SPANS, rows.encode(), tmp_path)
    assert [(record.text, record.annotator) for record in records] == [
        (ROCKET, "ana"),
        (ROCKET, "ben"),
    ]


def test_a_text_column_beside_the_document_is_the_surface(tmp_path: Path) -> None:
    rows = f"sentence;begin;stop;type;text\n{ROCKET};3;15;PERSON;Ada Lovelace\n"
    records, problems = read_bytes(CSV_SPANS, rows.encode(), tmp_path)
    assert records[0].spans == (Span(2, 14, "PERSON"),)
    assert ["';'" in problem.reason for problem in problems] == [True]


def test_a_document_column_of_whole_texts_is_taken_for_them(tmp_path: Path) -> None:
    rows = f"document,start,end,label\n{ROCKET},2,14,PERSON\n{ROCKET},22,25,ORG\n"
    assert spans_of(rows, tmp_path) == [[(2, 14, "PERSON"), (22, 25, "ORG")]]


def test_documents_whose_text_is_nowhere_are_named(tmp_path: Path) -> None:
    records, problems = read_bytes(
        CSV_SPANS, b"document,start,end,label\nd17,2,14,PERSON\nd17,22,25,ORG\n", tmp_path
    )
    assert records == []
    assert [problem.reason for problem in problems] == ["no row of the document 'd17' has its text"]


def test_bad_rows_are_said_and_spare_the_others(tmp_path: Path) -> None:
    rows = (
        f"{HEADER}d,{ROCKET},2,14,PERSON,\nd,,x,5,ORG,\nd,,2,99,ORG,\nd,,3,,ORG,\n"
        'd,,22,25,,\nd,"open,1,2,X,\nd,,29.0,34.0,GPE,Paris\n'
    )
    (record,), problems = read_bytes(CSV_SPANS, rows.encode(), tmp_path)
    assert [key_of(span) for span in record.spans or ()] == [(2, 14, "PERSON"), (29, 34, "GPE")]
    assert len(problems) == 5
    assert {problem.left_out for problem in problems} == {"span", "document"}


def test_a_table_without_its_columns_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"no table of spans.*needs the columns"):
        read_bytes(CSV_SPANS, b"id,start,end,label\n1,2,3,X\n", tmp_path)


def test_a_broken_header_is_one_sentence(tmp_path: Path) -> None:
    header = 'document,document_text,start,end,label,"x'
    with pytest.raises(FormatError, match=r"header of this table is broken|no table of spans"):
        read_bytes(CSV_SPANS, f"{header}\n1,2,3,4,5,6\n".encode(), tmp_path)


@pytest.mark.parametrize("offsets", CSV_SPANS.offsets)
def test_offsets_are_written_as_asked_and_read_again(offsets: str, tmp_path: Path) -> None:
    item = exported(ROCKET, ROCKET_SPANS, Answer.ACCEPT, {"title": "A"})
    corpus = Corpus(labels=LABELS, offsets=offsets)
    path = tmp_path / "a.csv"
    assert CSV_SPANS.write
    assert CSV_SPANS.read
    with path.open("wb") as file:
        assert list(CSV_SPANS.write([item], file, corpus))
    verdict, record = CSV_SPANS.read(path)
    assert isinstance(verdict, Verdict)
    assert key_of(record.spans[0]) == (2, 14, "PERSON")  # type: ignore[union-attr, index]
    assert (",3,15," in path.read_text("utf-8")) == (offsets == "utf16")


def test_all_of_an_annotation_comes_back(tmp_path: Path) -> None:
    span = replace(ROCKET_SPANS[0], source="rules", score=0.5, note="who?")
    whole = replace(
        exported(ROCKET, (span, ROCKET_SPANS[1]), Answer.REJECT, {"title": "A", "n": [1, None]}),
        note="read twice",
        kept={"brat": {"x": 1}},
    )
    empty = exported("nothing here", (), Answer.ACCEPT)
    records, problems = read_bytes(CSV_SPANS, write(CSV_SPANS, whole, empty)[0], tmp_path)
    assert problems == []
    assert (records[0].spans, records[0].answer) == (whole.spans, Answer.REJECT)
    assert (records[0].meta, records[0].note, records[0].kept) == (
        whole.meta,
        whole.note,
        whole.kept,
    )
    assert (records[1].text, records[1].spans, records[1].answer) == (
        "nothing here",
        (),
        Answer.ACCEPT,
    )


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=st.lists(texts, min_size=1, max_size=4, unique=True), data=st.data())
def test_what_is_written_is_read_again(
    found: list[str], data: st.DataObject, tmp_path: Path
) -> None:
    items = []
    for text in found:
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        items.append(exported(text, (Span(start, end, "X"),), Answer.ACCEPT))
    records, problems = read_bytes(CSV_SPANS, write(CSV_SPANS, *items)[0], tmp_path)
    assert problems == []
    assert [(r.text, r.spans) for r in records] == [(i.text, i.spans) for i in items]
