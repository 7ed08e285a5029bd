import json
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core.annotation import Answer
from annotator.core.record import Exported, Problem, Record
from annotator.core.span import Span, key_of
from annotator.core.words import pack
from annotator.errors import FormatError
from annotator.formats import detect
from annotator.formats.prodigy import PRODIGY
from tests.formats.items import ROCKET, ROCKET_SPANS, as_exported, exported, read, read_bytes, write
from tests.formats.prodigy_checker import check
from tests.formats.torture import TEXTS, texts

FASHION = "prodigy_ner_fashion_brands/fashion_brands"
COUNTS = {
    "prodigy_nel_emerson/emerson_annotated_text.jsonl": (30, 30, 0),
    f"{FASHION}_eval.jsonl": (500, 238, 0),
    f"{FASHION}_training.jsonl": (1235, 527, 0),
    "prodigy_recipes/annotated_news_headlines-ORG-PERSON-LOCATION-ner.jsonl": (373, 303, 0),
    "prodigy_recipes/bio_events.jsonl": (129, 422, 0),
    "prodigy_recipes/news_headlines.jsonl": (200, 0, 0),
    "prodigy_rel_component/annotations.jsonl": (149, 466, 267),
}
same_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def task(text: str = ROCKET, *spans: tuple[int, int, str], **fields: Any) -> dict[str, Any]:
    given = [{"start": start, "end": end, "label": label} for start, end, label in spans]
    return {"text": text, "spans": given, "answer": "accept", "_view_id": "ner_manual", **fields}


def read_tasks(folder: Path, *tasks: Any) -> tuple[list[Record], list[Problem]]:
    return read_bytes(PRODIGY, b"\n".join(map(orjson.dumps, tasks)), folder)


def read_one(folder: Path, *tasks: Any) -> Record:
    (record,), problems = read_tasks(folder, *tasks)
    assert problems == []
    return record


def written(*items: Exported) -> list[dict[str, Any]]:
    data, _ = write(PRODIGY, *items)
    return [json.loads(line) for line in data.splitlines()]


@pytest.mark.parametrize("name", COUNTS)
def test_real_files_give_their_counts(name: str, shared_data: Path) -> None:
    records, problems = read(PRODIGY, shared_data / name)
    spans = sum(len(record.spans or ()) for record in records)
    relations = sum(len(record.kept.get("relations", ())) for record in records)
    assert (len(records), spans, relations) == COUNTS[name]
    assert problems == []


@pytest.mark.parametrize(
    "name", [name for name in COUNTS if "bio_events" not in name and "news_headlines.j" not in name]
)
def test_real_files_are_written_as_they_were(name: str, shared_data: Path) -> None:
    path = shared_data / name
    assert detect(path) is PRODIGY
    given = [json.loads(line) for line in path.read_bytes().splitlines()]
    records, _ = read(PRODIGY, path)
    for before, after in zip(
        given, written(*[as_exported(record) for record in records]), strict=True
    ):
        check(after)
        if "tokens" in before:
            for token in before["tokens"]:
                token.setdefault("ws", before["text"][token["end"] : token["end"] + 1] == " ")
            assert after["tokens"] == before["tokens"]
            assert _ordered(after["spans"]) == _ordered(before.get("spans", []))
        assert _bare(after.get("relations", [])) == _bare(before.get("relations", []))
        for field in ("text", "meta", "answer", "_input_hash", "_view_id", "options", "accept"):
            assert after.get(field) == before.get(field)


def _bare(relations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without where their ends begin in tokens: in some of these files that is the last token."""
    return [
        {
            **relation,
            **{
                end: {n: v for n, v in relation[end].items() if n != "token_start"}
                for end in ("head_span", "child_span")
            },
        }
        for relation in relations
    ]


def _ordered(spans: list[dict[str, Any]]) -> list[dict[str, Any]]:
    bare = [{n: v for n, v in span.items() if n != "text"} for span in spans]
    return sorted(bare, key=lambda span: (span["start"], span["end"]))


@pytest.mark.parametrize(
    "name", [f"{FASHION}_patterns.jsonl", "prodigy_recipes/patterns_countries-GPE.jsonl"]
)
def test_a_file_of_patterns_is_refused_in_one_sentence(name: str, shared_data: Path) -> None:
    assert detect(shared_data / name) is PRODIGY
    with pytest.raises(FormatError, match="file of patterns, not of documents"):
        list(read(PRODIGY, shared_data / name))


def test_the_last_decision_of_an_annotator_on_a_text_is_current(tmp_path: Path) -> None:
    records, problems = read_tasks(
        tmp_path,
        task(ROCKET, (2, 14, "ORG"), _annotator_id="ana"),
        task(ROCKET, (22, 25, "ORG"), _annotator_id="ben"),
        task("Another."),
        task(ROCKET, (2, 14, "PERSON"), _annotator_id="ana"),
    )
    said = [(r.annotator, [key_of(span) for span in r.spans or ()]) for r in records]
    assert said == [("ben", [(22, 25, "ORG")]), (None, []), ("ana", [(2, 14, "PERSON")])]
    assert [(problem.line, problem.left_out) for problem in problems] == [(1, "annotation")]
    assert "line 4" in problems[0].reason


def test_the_same_holds_for_an_array(tmp_path: Path) -> None:
    tasks = [task(ROCKET, (2, 14, "ORG")), task(ROCKET, (2, 14, "PERSON"))]
    records, problems = read_bytes(PRODIGY, orjson.dumps(tasks), tmp_path)
    assert [key_of(span) for record in records for span in record.spans or ()] == [
        (2, 14, "PERSON")
    ]
    assert [problem.left_out for problem in problems] == ["annotation"]


def test_a_broken_line_does_not_hide_which_decision_is_current(tmp_path: Path) -> None:
    lines = [task(ROCKET, (2, 14, "ORG")), task(ROCKET, (2, 14, "PERSON"))]
    data = b"\n{broken\n".join(map(orjson.dumps, lines))
    records, problems = read_bytes(PRODIGY, data, tmp_path)
    assert [record.line for record in records] == [3]
    assert [problem.left_out for problem in problems] == ["annotation", "document"]


def test_decisions_on_single_spans_are_merged_and_what_they_reject_is_no_label(
    tmp_path: Path,
) -> None:
    records, problems = read_tasks(
        tmp_path,
        task(ROCKET, (2, 14, "PERSON"), _view_id="ner"),
        task(ROCKET, (22, 25, "GPE"), _view_id="ner", answer="reject"),
        task(ROCKET, (29, 34, "GPE"), _view_id="ner", answer="ignore"),
        task("Another.", (0, 7, "ORG"), _view_id="ner", answer="reject"),
    )
    assert [record.text for record in records] == [ROCKET, "Another."]
    assert [key_of(span) for span in records[0].spans or ()] == [(2, 14, "PERSON")]
    assert records[1].spans == ()
    # The rest of the text has not been looked at.
    assert [record.answer for record in records] == [None, None]
    assert len(records[0].kept["prodigy"]["rejected"]) == 2
    (problem,) = problems
    assert problem.left_out == "nothing"
    assert problem.reason.startswith("2 spans were rejected")


def test_the_last_decision_on_a_single_span_is_current_too(tmp_path: Path) -> None:
    records, _ = read_tasks(
        tmp_path,
        task(ROCKET, (2, 14, "PERSON"), _view_id="ner"),
        task(ROCKET, (2, 14, "PERSON"), _view_id="ner", answer="reject"),
    )
    assert [record.spans for record in records] == [()]


def test_what_was_rejected_is_written_again_but_not_as_a_span(tmp_path: Path) -> None:
    wrong = task(ROCKET, (2, 14, "ORG"), _view_id="ner", answer="reject", _annotator_id="ana")
    records, _ = read_tasks(tmp_path, wrong)
    (after,) = written(as_exported(records[0]))
    check(after)
    assert after["spans"] == []
    assert after["rejected"] == wrong["spans"]


@pytest.mark.parametrize("answer", ["accept", "reject", "ignore"])
def test_answers_are_those_of_the_text(answer: str, tmp_path: Path) -> None:
    assert read_one(tmp_path, task(answer=answer)).answer == answer


def test_an_answer_that_is_on_something_else_is_kept(tmp_path: Path) -> None:
    choice = task(ROCKET, (2, 14, "PERSON"), _view_id="choice", accept=["Q7259"])
    record = read_one(tmp_path, choice)
    assert record.answer is None
    (after,) = written(as_exported(record))
    assert (after["answer"], after["accept"], after["_view_id"]) == ("accept", ["Q7259"], "choice")


def test_an_accepted_text_without_the_field_has_no_spans(tmp_path: Path) -> None:
    record = read_one(tmp_path, {"text": "Nothing.", "answer": "accept"})
    assert (record.spans, record.answer) == ((), Answer.ACCEPT)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"_annotator_id": "news-ana", "_session_id": "x"}, "news-ana"),
        ({"_session_id": "news-ana"}, "news-ana"),
        ({"_session_id": "2026-03-01_10-20-30"}, None),
        ({"_session_id": "news-2026-03-01_10-20-30"}, None),
        ({"_session_id": None}, None),
        ({}, None),
    ],
)
def test_an_annotator_is_whom_the_task_names(
    fields: dict[str, Any], name: str | None, tmp_path: Path
) -> None:
    assert read_one(tmp_path, task(**fields)).annotator == name


def test_fields_of_prodigy_are_kept_and_all_others_are_meta(tmp_path: Path) -> None:
    record = read_one(tmp_path, task(meta={"a": 1}, url="x", _timestamp=7, config={"b": 2}))
    assert record.meta == {"a": 1, "url": "x"}
    assert record.kept["prodigy"]["_timestamp"] == 7
    assert record.kept["prodigy"]["config"] == {"b": 2}


def test_a_relation_that_lost_a_span_is_left_out_and_named(tmp_path: Path) -> None:
    item = exported(ROCKET, ROCKET_SPANS[1:], Answer.ACCEPT)
    works_for = {"label": "works_for", "head": [2, 14, "PERSON"], "child": [22, 25, "ORG"]}
    kept = {"relations": [works_for]}
    item = Exported(item.key, ROCKET, {}, "ana", item.spans, item.answer, None, kept)
    data, problems = write(PRODIGY, item)
    assert "relations" not in json.loads(data)
    assert [problem.left_out for problem in problems] == ["relation"]


def test_relations_between_mere_tokens_are_kept_as_they_are(tmp_path: Path) -> None:
    none = {"start": 15, "end": 21, "token_start": 3, "token_end": 3, "label": None}
    relation = {"head": 3, "child": 3, "head_span": none, "child_span": none, "label": "self"}
    record = read_one(tmp_path, task(ROCKET, relations=[relation]))
    assert written(as_exported(record))[0]["relations"] == [relation]


def test_tokens_are_the_pipelines_and_are_cut_where_a_span_needs_it() -> None:
    ranges = [(0, 1), (2, 5), (6, 14), (15, 21), (22, 25), (26, 28), (29, 35)]
    packed = ((0, 35, pack(ranges, 0)),)
    item = exported(ROCKET, (Span(29, 34, "GPE"),), Answer.ACCEPT)
    item = Exported(item.key, ROCKET, {}, "ana", item.spans, item.answer, tokens=packed)
    (after,) = written(item)
    check(after)
    assert [(t["start"], t["end"]) for t in after["tokens"]] == [*ranges[:-1], (29, 34), (34, 35)]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_tokens_cover_troublesome_texts(text: str) -> None:
    check(written(exported(text, (Span(0, 1, "A"), Span(0, len(text), "B"))))[0])


@same_folder
@given(text=texts, data=st.data(), answer=st.sampled_from([None, *Answer]))
def test_any_spans_are_written_as_prodigy_wants_them_and_come_back(
    tmp_path: Path, text: str, data: st.DataObject, answer: Answer | None
) -> None:
    places = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 9), st.sampled_from("AB"))
    drawn = data.draw(st.sets(places, max_size=4))
    keys = {(start, min(start + length, len(text)), label) for start, length, label in drawn}
    spans = tuple(Span(*key) for key in sorted(keys))
    item = exported(text, spans, answer, {"source": "wire"})
    check(written(item)[0])
    (record,), problems = read_bytes(PRODIGY, write(PRODIGY, item)[0], tmp_path)
    assert problems == []
    assert (record.text, record.spans, record.answer) == (text, spans, answer)
    assert (record.meta, record.annotator) == (item.meta, "ana")


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (["text"], "an item must be an object, not a list"),
        ({"text": 7}, 'an item needs a "text"'),
        ({"text": ""}, "the text is empty"),
        ({"label": "A", "pattern": "b"}, "a pattern, not a document"),
    ],
)
def test_what_is_no_task_is_named(bad: Any, reason: str, tmp_path: Path) -> None:
    records, problems = read_tasks(tmp_path, task(), bad, task("b"))
    assert len(records) == 2
    assert [problem.line for problem in problems] == [2]
    assert reason in problems[0].reason


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ('{"text":"a","_input_hash":1}', "prodigy"),
        ('{"text":"a","tokens":[{"text":"a","start":0,"end":1,"id":0}],"spans":[]}', "prodigy"),
        ('[{"text":"a"},{"text":"b"}]', "prodigy"),
        ('{\n "text": "a"\n}\n{\n "text": "b"\n}', "prodigy"),
        ('{"text":"a","spans":[],"answer":"accept"}', "jsonl"),
        ('{"text":"a","spans":[],"annotator":"ana","complete":true}', "jsonl"),
        ('{"text":"a","tokens":["a"],"ner_tags":[0]}', "hf"),
        ('{"text":"broken\n{"text":"a"}', "jsonl"),
    ],
)
def test_files_of_the_same_suffix_are_told_apart(data: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(data)
    assert detect(path).name == name
