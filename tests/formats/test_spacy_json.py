import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import orjson
import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from annotator.core.annotation import Answer
from annotator.core.record import Exported, Problem, Record
from annotator.core.span import Span, key_of
from annotator.formats import detect
from annotator.formats.format import Corpus
from annotator.formats.spacy_json import SPACY_JSON
from tests.formats.items import (
    ROCKET,
    ROCKET_SPANS,
    as_exported,
    exported,
    read,
    read_bytes,
    write,
)
from tests.formats.torture import TEXTS, texts

COUNTS = {
    "spacy_simple_json/dev.json": (8, 7),
    "spacy_simple_json/train.json": (8, 8),
    "spacy_example_data/ner-sent-per-line.json": (1, 7),
    "spacy_example_data/training-data.json": (1, 11),
}
same_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
NLP = spacy.blank("en")


def read_items(folder: Path, *items: Any) -> tuple[list[Record], list[Problem]]:
    return read_bytes(SPACY_JSON, orjson.dumps(list(items)), folder)


def written(*items: Exported) -> list[dict[str, Any]]:
    objects: list[dict[str, Any]] = json.loads(write(SPACY_JSON, *items)[0])
    return objects


def spacy_doc(item: dict[str, Any]) -> Doc:
    return Doc(NLP.vocab).from_json(item, validate=True)


def keys(spans: Any) -> list[tuple[int, int, str]]:
    return [(span.start_char, span.end_char, span.label_) for span in spans]


@pytest.mark.parametrize("name", COUNTS)
def test_real_files_give_their_counts_and_spacy_reads_what_is_made_of_them(
    name: str, shared_data: Path
) -> None:
    path = shared_data / name
    assert detect(path) is SPACY_JSON
    records, problems = read(SPACY_JSON, path)
    assert problems == []
    assert (len(records), sum(len(record.spans or ()) for record in records)) == COUNTS[name]
    for record, item in zip(records, written(*map(as_exported, records)), strict=True):
        doc = spacy_doc(item)
        assert doc.text == record.text
        assert keys(doc.ents) == [key_of(span) for span in record.spans or ()]


def test_what_spacy_writes_is_read_and_comes_back_with_all_that_it_says(tmp_path: Path) -> None:
    doc = NLP(ROCKET)
    doc.set_ents([doc.char_span(*key_of(span)) for span in ROCKET_SPANS])
    doc.spans["sc"] = [doc.char_span(2, 14, "PERSON"), doc.char_span(6, 14, "NAME")]
    doc.spans["other"] = [doc.char_span(22, 25, "ORG", kb_id="Q37156")]
    doc.cats = {"news": 1.0}
    for token in doc:
        token.tag_, token.is_sent_start = "X", token.i == 0
    (record,), problems = read_items(tmp_path, doc.to_json())
    assert problems == []
    assert record.answer is Answer.ACCEPT
    assert {key_of(span) for span in record.spans or ()} == {
        *map(key_of, ROCKET_SPANS),
        (6, 14, "NAME"),
    }
    again = spacy_doc(written(as_exported(record))[0])
    # Where spans overlap, entities would not all find room, and so stand in the group.
    assert keys(again.spans["sc"]) == sorted([*map(key_of, ROCKET_SPANS), (6, 14, "NAME")])
    assert keys(again.spans["other"]) == [(22, 25, "ORG")]
    assert again.spans["other"][0].kb_id_ == "Q37156"
    assert again.cats == doc.cats
    assert [token.text for token in again] == [token.text for token in doc]
    assert [token.tag_ for token in again] == [token.tag_ for token in doc]
    assert [len(sent) for sent in again.sents] == [len(doc)]


def test_the_training_data_of_version_2_is_read(tmp_path: Path) -> None:
    pair = [ROCKET, {"entities": [list(key_of(span)) for span in ROCKET_SPANS]}]
    grouped = ["Rome fell.", {"spans": {"sc": [[0, 4, "GPE"]]}, "cats": {"news": 1.0}}]
    bare = ["No labels.", {"cats": {"news": 0.0}}]
    records, problems = read_items(tmp_path, pair, grouped, bare)
    assert problems == []
    assert [record.spans for record in records] == [ROCKET_SPANS, (Span(0, 4, "GPE"),), None]
    assert [record.answer for record in records] == [Answer.ACCEPT, Answer.ACCEPT, None]


def corpus(*tokens: tuple[str, str | None], raw: str | None = None) -> dict[str, Any]:
    given = [{"id": n, "orth": orth, "ner": ner} for n, (orth, ner) in enumerate(tokens)]
    return {"id": 1, "paragraphs": [{"raw": raw, "sentences": [{"tokens": given}]}]}


def test_the_nested_corpus_of_version_2_is_read(tmp_path: Path) -> None:
    tokens = (("Ada", "B-PERSON"), ("Lovelace", "L-PERSON"), ("at", "O"), ("``", "O"))
    given = corpus(*tokens, ("IBM", "U-ORG"), ("''", "O"), raw='Ada  Lovelace at "IBM"')
    (record,), problems = read_items(tmp_path, given)
    assert problems == []
    assert record.text == 'Ada  Lovelace at "IBM"'
    assert [key_of(span) for span in record.spans or ()] == [(0, 13, "PERSON"), (18, 21, "ORG")]
    assert (record.answer, record.meta) == (Answer.ACCEPT, {"id": 1})


def test_a_corpus_without_raw_text_has_its_tokens_with_spaces(tmp_path: Path) -> None:
    (record,), _ = read_items(tmp_path, corpus(("Ada", "U-PERSON"), ("came", "O")))
    assert record.text == "Ada came"


def test_what_is_unknown_leaves_the_text_unfinished(tmp_path: Path) -> None:
    (record,), _ = read_items(tmp_path, corpus(("Ada", "U-PERSON"), ("came", "-")))
    assert (record.spans, record.answer) == ((Span(0, 3, "PERSON"),), None)
    (record,), _ = read_items(tmp_path, corpus(("Ada", None)))
    assert (record.spans, record.answer) == (None, None)


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (["B-A", "B-A"], [(0, 1, "A"), (2, 3, "A")]),
        (["B-A", "I-A"], [(0, 3, "A")]),
        (["I-A", "L-A"], [(0, 3, "A")]),
        (["B-A", "L-B"], [(0, 1, "A"), (2, 3, "B")]),
        (["U-A", "L-A"], [(0, 1, "A"), (2, 3, "A")]),
    ],
)
def test_tags_out_of_order_give_entities_as_far_as_they_go(
    tags: list[str], expected: list[tuple[int, int, str]], tmp_path: Path
) -> None:
    (record,), problems = read_items(tmp_path, corpus(("a", tags[0]), ("b", tags[1])))
    assert problems == []
    assert [key_of(span) for span in record.spans or ()] == expected


def test_a_token_that_is_not_in_the_text_is_a_problem_that_names_it(tmp_path: Path) -> None:
    good = corpus(("b", "O"))
    records, problems = read_items(tmp_path, corpus(("x", "O"), raw="a b"), good)
    assert len(records) == 1
    assert "'x' is not where the text has 'a b'" in problems[0].reason


@pytest.mark.parametrize(
    "bad", [{"paragraphs": [7]}, {"paragraphs": [{"sentences": [{}]}]}, [1, 2], "text", {}, 7]
)
def test_what_is_no_item_is_a_problem(bad: Any, tmp_path: Path) -> None:
    records, problems = read_items(tmp_path, {"text": "a"}, bad, {"text": "b"})
    assert [record.text for record in records] == ["a", "b"]
    assert [problem.left_out for problem in problems] == ["document"]


def test_overlapping_spans_stand_in_a_span_group(tmp_path: Path) -> None:
    nested = (*ROCKET_SPANS, Span(6, 14, "NAME"))
    doc = spacy_doc(written(exported(ROCKET, nested))[0])
    assert set(keys(doc.spans["sc"])) == set(map(key_of, nested))
    assert doc.ents == ()


@pytest.mark.parametrize("nested", [False, True])
def test_a_text_without_spans_still_says_that_it_has_none(nested: bool, tmp_path: Path) -> None:
    file = BytesIO()
    assert SPACY_JSON.write
    list(SPACY_JSON.write([exported(ROCKET)], file, Corpus(nested=nested)))
    (record,), _ = read_bytes(SPACY_JSON, file.getvalue(), tmp_path)
    assert (record.spans, record.answer) == ((), Answer.ACCEPT)


def test_a_span_with_white_space_at_its_edge_is_left_out_and_named() -> None:
    item = exported(ROCKET, (Span(14, 21, "A"), Span(2, 14, "PERSON")))
    data, problems = write(SPACY_JSON, item)
    assert [(problem.left_out, problem.span) for problem in problems] == [("span", (14, 21, "A"))]
    assert keys(spacy_doc(json.loads(data)[0]).ents) == [(2, 14, "PERSON")]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_spacy_reads_troublesome_texts(text: str) -> None:
    assert spacy_doc(written(exported(text))[0]).text == text


@same_folder
@given(text=texts, data=st.data())
def test_spacy_reads_any_spans_as_they_are(tmp_path: Path, text: str, data: st.DataObject) -> None:
    places = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 9), st.sampled_from("AB"))
    drawn = data.draw(st.sets(places, max_size=4))
    wanted = {(start, min(start + length, len(text)), label) for start, length, label in drawn}
    item = replace(exported(text, tuple(Span(*key) for key in sorted(wanted))), meta={"a": 1})
    content, problems = write(SPACY_JSON, item)
    left = wanted - {problem.span for problem in problems}
    doc = spacy_doc(json.loads(content)[0])
    assert doc.text == text
    assert {*keys(doc.ents), *keys(doc.spans.get("sc", ()))} == left
    (record,), problems = read_bytes(SPACY_JSON, content, tmp_path)
    assert problems == []
    assert {key_of(span) for span in record.spans or ()} == left
    assert (record.text, record.meta) == (text, {"a": 1})


def test_nothing_to_write_is_an_empty_array() -> None:
    assert written() == []
