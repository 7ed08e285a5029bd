import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core.annotation import Answer
from annotator.core.record import Exported, Problem, Record, Verdict
from annotator.core.span import Span, key_of
from annotator.formats import detect
from annotator.formats.doccano import DOCCANO
from annotator.formats.format import Corpus
from tests.formats.items import (
    ROCKET,
    ROCKET_SPANS,
    as_exported,
    exported,
    read,
    read_bytes,
    write,
)

FIXTURES = "doccano_fixtures/data_{}/{}/sequence_labeling/example.jsonl"
COUNTS = {
    # Two users in one of two texts: three annotations; five spans are there for each of them.
    "doccano_transformer/labeling.jsonl": (3, 16, 0),
    "doccano_transformer/labeling_text_label.jsonl": (2, 11, 0),
    FIXTURES.format("export", "pipeline/examples"): (3, 4, 0),
    # A third item has no text.
    FIXTURES.format("import", "tests/data"): (2, 1, 0),
    # The span stands there twice.
    FIXTURES.format("import", "tests/data").replace("example", "example_overlapping"): (1, 1, 0),
    "doccano_fixtures/data_import/pipeline/examples/relation_extraction/example.jsonl": (1, 4, 3),
    "doccano_fixtures/data_import/tests/data/relation_extraction/example.jsonl": (1, 4, 3),
    # Pretty-printed under the name .jsonl, which parsers of lines fail on.
    "doccano_fixtures/data_export/pipeline/examples/relation_extraction/example.jsonl": (1, 4, 3),
}
WORKS_FOR = {"label": "works_for", "head": [2, 14, "PERSON"], "child": [22, 25, "ORG"]}
same_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def read_items(folder: Path, *items: Any) -> tuple[list[Record], list[Problem]]:
    return read_bytes(DOCCANO, b"\n".join(map(orjson.dumps, items)), folder)


def read_one(folder: Path, item: Any) -> Record:
    (record,), problems = read_items(folder, item)
    assert problems == []
    return record


def written(*items: Exported) -> list[dict[str, Any]]:
    return [json.loads(line) for line in write(DOCCANO, *items)[0].splitlines()]


@pytest.mark.parametrize("name", COUNTS)
def test_real_files_give_their_counts(name: str, shared_data: Path) -> None:
    path = shared_data / name
    assert detect(path) is DOCCANO
    records, _ = read(DOCCANO, path)
    spans = sum(len(record.spans or ()) for record in records)
    relations = sum(len(record.kept.get("relations", ())) for record in records)
    assert (len(records), spans, relations) == COUNTS[name]


@pytest.mark.parametrize("name", COUNTS)
def test_real_files_come_back_as_they_were(name: str, shared_data: Path, tmp_path: Path) -> None:
    records, _ = read(DOCCANO, shared_data / name)
    data, problems = write(DOCCANO, *map(as_exported, records))
    assert problems == []
    again, problems = read_bytes(DOCCANO, data, tmp_path)
    assert problems == []
    for before, after in zip(records, again, strict=True):
        assert (after.text, after.spans, after.meta) == (
            before.text,
            before.spans or (),
            before.meta,
        )
        assert (after.kept, after.note) == (before.kept, before.note)


def test_offsets_are_written_in_utf_16_or_in_code_points_if_wanted() -> None:
    item = exported(ROCKET, ROCKET_SPANS, Answer.ACCEPT)
    plain = [[2, 14, "PERSON"], [22, 25, "ORG"], [29, 34, "GPE"]]
    assert written(item)[0]["label"] == [[start + 1, end + 1, n] for start, end, n in plain]
    file = BytesIO()
    assert DOCCANO.write
    list(DOCCANO.write([item], file, Corpus(offsets="codepoints")))
    assert json.loads(file.getvalue())["label"] == plain


@pytest.mark.parametrize(("shift", "convention"), [(1, "UTF-16 units"), (0, "code points")])
def test_offsets_are_read_as_what_they_are(shift: int, convention: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    spans = [[start + shift, end + shift, label] for start, end, label in map(key_of, ROCKET_SPANS)]
    path.write_bytes(orjson.dumps({"text": ROCKET, "label": spans}))
    assert DOCCANO.read
    items = list(DOCCANO.read(path))
    assert [item.spans for item in items if isinstance(item, Record)] == [ROCKET_SPANS]
    assert [item.convention for item in items if isinstance(item, Verdict)] == [convention]


def test_with_relations_the_shape_is_that_of_relations() -> None:
    item = replace(exported(ROCKET, ROCKET_SPANS), kept={"relations": [WORKS_FOR]}, note="check")
    (line,) = written(item)
    names = {entity["id"]: entity["label"] for entity in line["entities"]}
    (relation,) = line["relations"]
    assert (names[relation["from_id"]], names[relation["to_id"]]) == ("PERSON", "ORG")
    assert relation["type"] == "works_for"
    assert line["Comments"] == ["check"]
    assert line["entities"][0]["start_offset"] == 3


def test_a_relation_that_lost_a_span_is_left_out_and_named() -> None:
    item = replace(exported(ROCKET, ROCKET_SPANS[1:]), kept={"relations": [WORKS_FOR]})
    assert [problem.left_out for problem in write(DOCCANO, item)[1]] == ["relation"]


@pytest.mark.parametrize("name", ["text", "data"])
@pytest.mark.parametrize("labels", ["label", "labels", "entities"])
def test_columns_may_have_their_older_names(name: str, labels: str, tmp_path: Path) -> None:
    item = {name: "Rome fell.", labels: [[0, 4, "GPE"]]}
    record = read_one(tmp_path, item)
    assert record.spans == (Span(0, 4, "GPE"),)
    (after,) = written(as_exported(record))
    assert after[name] == "Rome fell."


def test_metadata_among_the_fields_and_in_meta_is_meta(tmp_path: Path) -> None:
    record = read_one(tmp_path, {"id": 7, "text": "a", "label": [], "url": "x", "meta": {"n": 1}})
    assert record.meta == {"n": 1, "id": 7, "url": "x"}


def test_meta_whose_name_doccano_uses_itself_comes_back(tmp_path: Path) -> None:
    meta = {"label": "front page", "text": "b", "meta": {"c": 1}, "Comments": 3, "d": 4}
    record = read_one(tmp_path, written(exported("a", meta=dict(meta)))[0])
    assert (record.text, record.meta) == ("a", meta)


@pytest.mark.parametrize("comments", [["one"], ["one", "two"], [{"id": 4, "comment": "one"}]])
def test_comments_are_the_note_and_come_back(comments: list[Any], tmp_path: Path) -> None:
    record = read_one(tmp_path, {"text": "a", "label": [], "Comments": comments})
    assert record.note is not None
    assert record.note.startswith("one")
    assert written(as_exported(record))[0]["Comments"] == comments
    changed = replace(as_exported(record), note="other")
    assert written(changed)[0]["Comments"] == ["other"]


def test_each_user_of_the_old_shape_is_an_annotator(tmp_path: Path) -> None:
    spans = [
        {"label": 12, "start_offset": 0, "end_offset": 4, "user": 1},
        {"label": 12, "start_offset": 0, "end_offset": 4, "user": 2},
        {"label": 13, "start_offset": 5, "end_offset": 9, "user": 2},
    ]
    records, problems = read_items(tmp_path, {"text": "Rome fell.", "annotations": spans})
    assert problems == []
    assert [(r.annotator, len(r.spans or ())) for r in records] == [("1", 1), ("2", 2)]
    assert records[0].spans == (Span(0, 4, "12"),)


def test_labels_of_whole_texts_are_kept_and_said_once(tmp_path: Path) -> None:
    items = [{"text": name, "label": ["sport"], "Comments": ["x"]} for name in "ab"]
    records, problems = read_items(tmp_path, *items)
    assert [record.spans for record in records] == [None, None]
    assert [problem.left_out for problem in problems] == ["nothing"]
    assert written(as_exported(records[0]))[0]["label"] in (["sport"], [])


@pytest.mark.parametrize(
    "span", [[4, 4, "A"], [0, 99, "A"], [0, 4], ["0", 4, "A"], [0, 4, None], {}]
)
def test_a_bad_span_spares_its_neighbours(span: Any, tmp_path: Path) -> None:
    item = {"text": "Rome fell.", "label": [[0, 4, "GPE"], span]}
    (record,), problems = read_items(tmp_path, item)
    assert record.spans == (Span(0, 4, "GPE"),)
    assert [problem.left_out for problem in problems] == ["span"]


def test_several_annotators_are_told_apart(tmp_path: Path) -> None:
    item = exported(ROCKET, ROCKET_SPANS)
    data, _ = write(DOCCANO, item, replace(item, annotator="ben", spans=()))
    records, _ = read_bytes(DOCCANO, data, tmp_path)
    assert [record.annotator for record in records] == ["ana", "ben"]


words = st.lists(
    st.sampled_from(["Rome", "🚀", "e\u0301t\u0301", "שלום", "IBM,", "\r\n"]), min_size=3
)


@same_folder
@given(words=words, data=st.data(), related=st.booleans())
def test_spans_of_words_come_back(
    tmp_path: Path, words: list[str], data: st.DataObject, related: bool
) -> None:
    text = " ".join(["Ada", *words])
    starts = [0, *(sum(map(len, ["Ada", *words][:n])) + n for n in range(1, len(words) + 1))]
    places = zip(starts, ["Ada", *words], strict=True)
    all_spans = [Span(s, s + len(w), "A") for s, w in places if w != "\r\n"]
    spans = tuple(data.draw(st.lists(st.sampled_from(all_spans), unique=True)))
    spans = tuple(sorted({*spans, all_spans[0]}, key=key_of))
    relation = {"label": "r", "head": list(key_of(spans[0])), "child": list(key_of(spans[-1]))}
    item = replace(
        exported(text, spans, None, {"source": "wire"}),
        kept={"relations": [relation]} if related else {},
    )
    (record,), problems = read_bytes(DOCCANO, write(DOCCANO, item)[0], tmp_path)
    assert problems == []
    assert (record.text, record.spans, record.meta) == (text, spans, item.meta)
    assert record.kept == item.kept
