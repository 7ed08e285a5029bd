import hashlib
import json
import tracemalloc
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core.annotation import Answer
from annotator.core.record import Exported, Problem, Record
from annotator.core.span import Span
from annotator.formats import json_checks, lines
from annotator.formats.jsonl import JSONL
from tests.formats.items import ROCKET, exported, read, read_bytes, write
from tests.formats.torture import texts

same_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def one(folder: Path, line: dict[str, Any]) -> tuple[Record, list[Problem]]:
    (record,), problems = read_bytes(JSONL, orjson.dumps(line), folder)
    return record, problems


def refusal(folder: Path, line: bytes) -> str:
    records, (problem,) = read_bytes(JSONL, line, folder)
    assert records == []
    assert (problem.line, problem.left_out) == (1, "document")
    return problem.reason


notes = st.none() | st.text(min_size=1)


@st.composite
def items(draw: st.DrawFn) -> Exported:
    text = draw(texts)
    starts = st.integers(0, len(text) - 1)
    ranges = starts.flatmap(lambda s: st.tuples(st.just(s), st.integers(s + 1, len(text))))
    spans = draw(
        st.dictionaries(
            st.tuples(ranges, st.sampled_from(["ORG", "PERSON", "🏢"])),
            st.tuples(st.none() | st.text(), st.none() | st.floats(0, 1), notes),
        )
    )
    numbers = st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
    values = st.recursive(
        st.none() | st.booleans() | numbers | st.text(),
        lambda some: st.lists(some) | st.dictionaries(st.text(), some),
    )
    return Exported(
        key=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
        meta=draw(st.dictionaries(st.text(), values, max_size=4)),
        annotator=draw(st.text(min_size=1).filter(str.strip)),
        spans=tuple(Span(*r, label, *origin) for (r, label), origin in sorted(spans.items())),
        answer=draw(st.none() | st.sampled_from(Answer)),
        note=draw(notes),
    )


@same_folder
@given(item=items())
def test_what_goes_out_comes_in_exactly(item: Exported, tmp_path: Path) -> None:
    data, problems = write(JSONL, item)
    assert problems == []
    (record,), problems = read_bytes(JSONL, data, tmp_path)
    assert problems == []
    assert (record.text, record.meta, record.spans) == (item.text, item.meta, item.spans)
    assert (record.answer, record.annotator) == (item.answer, item.annotator)
    assert record.note == item.note


def test_a_line_has_the_fields_of_the_contract_in_its_order() -> None:
    spans = (Span(22, 25, "ORG", "en_core_web_sm", 0.5), Span(2, 14, "PERSON"))
    data, _ = write(JSONL, exported(ROCKET, spans, Answer.ACCEPT, {"source": "wire"}))
    line = json.loads(data)
    assert list(line) == ["text", "spans", "answer", "complete", "annotator", "id", "meta"]
    assert line == {
        "text": ROCKET,
        "spans": [
            {"start": 2, "end": 14, "label": "PERSON", "text": "Ada Lovelace"},
            {
                "start": 22,
                "end": 25,
                "label": "ORG",
                "text": "IBM",
                "source": "en_core_web_sm",
                "score": 0.5,
            },
        ],
        "answer": "accept",
        "complete": True,
        "annotator": "ana",
        "id": hashlib.sha256(ROCKET.encode()).hexdigest(),
        "meta": {"source": "wire"},
    }


def test_an_unfinished_document_has_a_null_answer_and_is_not_complete() -> None:
    line = json.loads(write(JSONL, exported())[0])
    assert (line["answer"], line["complete"]) == (None, False)


def test_letters_stand_unescaped_and_only_a_newline_ends_a_line() -> None:
    data, _ = write(JSONL, exported("é🚀\u2028\r\n"), exported("b"))
    assert data.count(b"\n") == 2
    assert data.endswith(b"\n")
    assert "é🚀\u2028".encode() in data


def test_what_json_cannot_hold_is_a_problem_and_its_neighbours_are_written() -> None:
    data, problems = write(JSONL, exported("a"), exported("b", meta={"n": 2**70}), exported("c"))
    assert [json.loads(line)["text"] for line in data.splitlines()] == ["a", "c"]
    assert len(problems) == 1
    assert problems[0].left_out == "annotation"


def test_only_the_text_is_required(tmp_path: Path) -> None:
    record, problems = one(tmp_path, {"text": "Hello"})
    assert problems == []
    assert (record.meta, record.spans, record.answer, record.annotator) == ({}, None, None, None)
    assert not record.is_annotated


def test_no_spans_differs_from_spans_that_are_not_given(tmp_path: Path) -> None:
    assert one(tmp_path, {"text": "a", "spans": []})[0].spans == ()
    assert one(tmp_path, {"text": "a", "spans": None})[0].spans is None


def test_unknown_fields_go_into_meta(tmp_path: Path) -> None:
    line = {"text": "a", "meta": {"source": "x"}, "_input_hash": -7, "tokens": [{"id": 0}]}
    record, problems = one(tmp_path, line)
    assert problems == []
    assert record.meta == {"source": "x", "_input_hash": -7, "tokens": [{"id": 0}]}


def test_a_field_that_stands_in_the_line_and_in_meta_is_kept_twice_if_they_differ(
    tmp_path: Path,
) -> None:
    line = {"text": "a", "meta": {"same": 1, "other": 1}, "same": 1, "other": 2}
    assert one(tmp_path, line)[0].meta == {"same": 1, "other": 1, "other_": 2}


def test_an_id_of_somebody_else_is_kept_and_our_own_is_not(tmp_path: Path) -> None:
    assert one(tmp_path, {"text": "a", "id": 7})[0].meta == {"id": 7}
    ours = hashlib.sha256(b"a").hexdigest()
    assert one(tmp_path, {"text": "a", "id": ours})[0].meta == {}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("answer", "maybe"),
        ("answer", []),
        ("complete", True),
        ("complete", "no"),
        ("annotator", 5),
        ("note", ["x"]),
        ("annotator", " "),
        ("spans", "none"),
        ("spans", {"start": 0}),
    ],
)
def test_a_field_of_ours_that_does_not_fit_is_kept_in_meta_and_reported(
    field: str, value: object, tmp_path: Path
) -> None:
    record, (problem,) = one(tmp_path, {"text": "a", field: value})
    assert record.meta == {field: value}
    assert (record.answer, record.annotator, record.spans) == (None, None, None)
    assert (problem.left_out, problem.line) == ("nothing", 1)
    assert field in problem.reason


def test_meta_that_is_no_object_is_kept_under_its_name(tmp_path: Path) -> None:
    assert one(tmp_path, {"text": "a", "meta": ["x"]})[0].meta == {"meta": ["x"]}


GOOD = {"start": 22, "end": 25, "label": "ORG", "text": "IBM"}


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ({"start": 5, "end": 5, "label": "ORG"}, "no range"),
        ({"start": 5, "end": 2, "label": "ORG"}, "no range"),
        ({"start": -1, "end": 2, "label": "ORG"}, "no range"),
        ({"start": 30, "end": 36, "label": "ORG"}, "no range of a text of 35 characters"),
        ({"start": 2**63, "end": 2**64 - 1, "label": "ORG"}, "no range"),
        ({"start": True, "end": 2, "label": "ORG"}, "whole numbers"),
        ({"start": 2.0, "end": 14, "label": "ORG"}, "whole numbers"),
        ({"start": "2", "end": "14", "label": "ORG"}, "whole numbers"),
        ({"start": 2, "label": "ORG"}, "whole numbers"),
        ({"start": 2, "end": 14}, "needs a label"),
        ({"start": 2, "end": 14, "label": " "}, "needs a label"),
        ({"start": 2, "end": 14, "label": 7}, "needs a label"),
        ({"start": 3, "end": 15, "label": "PERSON", "text": "Ada Lovelace"}, "stands there"),
        ({"start": 22, "end": 25, "label": "ORG"}, "twice"),
        ([2, 14, "PERSON"], "an object, not a list"),
        (None, "an object, not null"),
    ],
)
def test_a_bad_span_is_left_out_with_its_reason_and_spares_its_neighbours(
    bad: object, reason: str, tmp_path: Path
) -> None:
    other = {"start": 29, "end": 34, "label": "GPE"}
    record, (problem,) = one(tmp_path, {"text": ROCKET, "spans": [GOOD, bad, other]})
    assert record.spans == (Span(22, 25, "ORG"), Span(29, 34, "GPE"))
    assert (problem.left_out, problem.line) == ("span", 1)
    assert reason in problem.reason
    if isinstance(bad, dict):
        assert problem.span == (bad.get("start"), bad.get("end"), bad.get("label"))


@pytest.mark.parametrize(
    "given", [{"source": 5}, {"note": 5}, {"score": 1.5}, {"score": "high"}, {"score": True}]
)
def test_a_span_with_an_odd_origin_stays_without_it(
    given: dict[str, object], tmp_path: Path
) -> None:
    record, (problem,) = one(tmp_path, {"text": ROCKET, "spans": [{**GOOD, **given}]})
    assert record.spans == (Span(22, 25, "ORG"),)
    assert problem.left_out == "nothing"


def test_spans_come_in_reading_order(tmp_path: Path) -> None:
    spans = [{"start": s, "end": e, "label": "X"} for s, e in [(5, 9), (0, 9), (0, 2)]]
    record, _ = one(tmp_path, {"text": ROCKET, "spans": spans})
    assert [(s.start, s.end) for s in record.spans or ()] == [(0, 2), (0, 9), (5, 9)]


def test_what_a_span_carries_beside_its_label_is_kept_and_goes_out_again(tmp_path: Path) -> None:
    span = {**GOOD, "token_start": 4, "token_end": 4, "rank": 1}
    line = orjson.dumps({"text": ROCKET, "spans": [span]}) + b"\n"
    (record,), problems = read_bytes(JSONL, line, tmp_path)
    key = [GOOD["start"], GOOD["end"], GOOD["label"]]
    assert problems == []
    assert record.kept == {"spans": [{"span": key, "rank": 1}]}
    data, _ = write(JSONL, replace(exported(ROCKET, record.spans or ()), kept=record.kept))
    assert read_bytes(JSONL, data, tmp_path)[0][0].kept == record.kept


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"[]", "an object, not a list"),
        (b"7", "an object, not a number"),
        (b"{}", 'needs a "text"'),
        (b'{"text":null}', 'needs a "text"'),
        (b'{"text":["a"]}', 'needs a "text"'),
        (b'{"text":""}', "the text is empty"),
        (b'{"text":"a"', "not JSON"),
        (b"{'text':'a'}", "not JSON"),
        (b'{"text":"a","n":NaN}', "not JSON"),
        (b'{"text":"\xff"}', "not JSON"),
        (b'{"text":"\\ud800"}', "surrogate"),
        (b'{"text":"\xed\xa0\x80"}', "not JSON"),
        (b'{"text":"a","n":' + b"[" * 5000 + b"]" * 5000 + b"}", "not JSON"),
        (b'{"text":"a","n":' + b"[" * 800 + b"]" * 800 + b"}", "nested too deeply"),
        (b'{"text":"a","note":' + b"[" * 800 + b"]" * 800 + b"}", "nested too deeply"),
        (b'{"text":"a","answer":' + b"[" * 800 + b"]" * 800 + b"}", "nested too deeply"),
    ],
)
def test_a_hopeless_line_is_a_problem(line: bytes, reason: str, tmp_path: Path) -> None:
    assert reason in refusal(tmp_path, line)


def test_equal_fields_that_are_nested_deeply_do_no_harm(tmp_path: Path) -> None:
    deep = b"[" * 900 + b"]" * 900
    line = b'{"text":"a","meta":{"n":' + deep + b'},"n":' + deep + b"}"
    assert "nested" in refusal(tmp_path, line)


def test_lines_may_end_in_crlf_and_blank_ones_are_nothing(tmp_path: Path) -> None:
    data = b'\xef\xbb\xbf{"text":"a"}\r\n\r\n  \n{"text":"b\\r\\n"}'
    records, problems = read_bytes(JSONL, data, tmp_path)
    assert [(r.text, r.line) for r in records] == [("a", 1), ("b\r\n", 4)]
    assert problems == []


def test_a_file_in_utf_16_is_refused_with_one_sentence(tmp_path: Path) -> None:
    records, problems = read_bytes(JSONL, '{"text":"a"}\n'.encode("utf-16") * 9, tmp_path)
    assert records == []
    assert [problem.reason for problem in problems] == ["the file is UTF-16; save it as UTF-8"]


def test_a_line_that_is_too_long_is_passed_over_in_bounded_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "LONGEST_LINE_BYTES", 1024**2)
    path = tmp_path / "long.jsonl"
    long = b'{"text":"' + b"x" * 40 * 1024**2 + b'"}\n'
    path.write_bytes(b'{"text":"a"}\n' + long + b'{"text":"b"}\n')
    del long
    tracemalloc.start()
    records, problems = read(JSONL, path)
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [(r.text, r.line) for r in records] == [("a", 1), ("b", 3)]
    assert [(p.line, p.reason) for p in problems] == [(2, "the line is longer than 1 MB")]
    assert peak_bytes < 10 * 1024**2


@same_folder
@given(
    data=st.binary()
    | st.lists(
        st.sampled_from(
            [
                b'{"text":',
                b'"a"',
                b"}",
                b"\n",
                b'"spans":',
                b"[",
                b"]",
                b"{",
                b",",
                b'"start":0',
                b"\xff",
                b"\\ud800",
                b"\r",
            ]
        )
    ).map(b"".join)
)
def test_any_bytes_yield_records_or_problems(data: bytes, tmp_path: Path) -> None:
    records, problems = read_bytes(JSONL, data, tmp_path)
    assert records or problems or not data.strip()


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (b'{"text":"a","text":"b"}', "text"),
        (b'{"text":"a","meta":{"x":1,"x":1}}', "x"),
        (b'{"text":"a","meta":{"y":[[{"x":1,"x":1}]]}}', "x"),
        (b'{"text":"a","spans":[{"start":0,"start":0,"end":1,"label":"X"}]}', "start"),
    ],
)
def test_a_field_that_stands_twice_is_said(line: bytes, name: str, tmp_path: Path) -> None:
    neighbour = b'{"text":"he said \\"a\\": b","meta":{"deep":[[{"x":1}]]}}'
    (record,), (problem,) = read_bytes(JSONL, line + b"\n" + neighbour, tmp_path)
    assert record.text == 'he said "a": b'
    assert (problem.line, problem.reason) == (1, f"the field {name!r} stands there twice")


def test_a_line_of_a_great_many_values_is_left_out_before_it_fills_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_checks, "MOST_PARTS", 3_000)
    monkeypatch.setattr(json_checks, "SURELY_FEW_BYTES", 1024)
    line = b'{"text":"a","x":[' + b"[]," * 3_000 + b"1]}"
    (record,), (problem,) = read_bytes(JSONL, line + b'\n{"text":"b"}', tmp_path)
    assert (record.text, problem.reason) == ("b", "it holds more than 3,000,000 values")
