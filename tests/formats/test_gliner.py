import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from annotator.core.annotation import Answer
from annotator.core.span import Span
from annotator.formats import detect
from annotator.formats.format import Corpus
from annotator.formats.gliner import GLINER
from tests.formats.items import ROCKET, ROCKET_SPANS, exported, read, read_bytes, write

ROW = {"tokenized_text": ["Bank", "of", "London"], "ner": [[0, 2, "ORG"], [2, 2, "GPE"]]}


def test_a_real_file_holds_what_was_counted_in_it(shared_data: Path) -> None:
    path = shared_data / "gliner/sample_data.json"
    counts = json.loads((shared_data / "COUNTS.json").read_bytes())
    (entry,) = (one for one in counts if one["file"] == "gliner/sample_data.json")
    records, problems = read(GLINER, path)
    assert problems == []
    labels = Counter(s.label for r in records for s in r.spans or ())
    assert (len(records), labels.total()) == (entry["docs"], entry["spans"])
    # Of its many labels the commonest are counted.
    assert {label: labels[label] for label in entry["labels"]} == entry["labels"]
    assert detect(path) is GLINER


def test_ends_are_inclusive_and_spans_may_nest(tmp_path: Path) -> None:
    (record,), problems = read_bytes(GLINER, orjson.dumps([ROW]), tmp_path)
    assert problems == []
    assert record.text == "Bank of London"
    assert record.spans == (Span(0, 14, "ORG"), Span(8, 14, "GPE"))
    assert record.answer is Answer.ACCEPT


@pytest.mark.parametrize(
    ("ner", "bad"),
    [
        ([[0, 3, "ORG"]], (0, 3, "ORG")),
        ([[-1, 0, "ORG"]], (-1, 0, "ORG")),
        ([[1, 0, "ORG"]], (1, 0, "ORG")),
        ([[0, 0, ""]], (0, 0, "")),
        ([[0, 0, 5]], (0, 0, 5)),
        ([["0", 0, "ORG"]], ("0", 0, "ORG")),
        ([[0, 0]], None),
        ([5], None),
        ([[2, 2, "GPE"], [2, 2, "GPE"]], (2, 2, "GPE")),
    ],
)
def test_a_bad_span_is_named_and_spares_its_neighbours(
    ner: list[Any], bad: Any, tmp_path: Path
) -> None:
    row = {**ROW, "ner": [[0, 2, "ORG"], *ner]}
    (record,), (problem,) = read_bytes(GLINER, orjson.dumps([row]), tmp_path)
    assert (record.spans or ())[0] == Span(0, 14, "ORG")
    assert (problem.left_out, problem.span) == ("span", bad)


def test_labels_that_a_finished_document_does_not_have_are_its_negatives() -> None:
    corpus = Corpus(labels=("PERSON", "ORG", "GPE", "DATE", "LAW"))
    for answer, expected in ((Answer.ACCEPT, ["DATE", "LAW"]), (None, None)):
        data, _ = write(GLINER, exported(ROCKET, ROCKET_SPANS, answer), corpus=corpus)
        (row,) = orjson.loads(data)
        assert row.get("ner_negatives") == expected
        assert row["ner_labels"] == ["PERSON", "ORG", "GPE"]


def test_a_label_of_a_span_that_is_left_out_is_no_negative() -> None:
    spans = (Span(3, 14, "PERSON"), ROCKET_SPANS[1])
    data, problems = write(GLINER, exported(ROCKET, spans, Answer.ACCEPT))
    (row,) = orjson.loads(data)
    assert [problem.left_out for problem in problems] == ["span"]
    assert row["ner_negatives"] == ["GPE"]


def test_lists_and_relations_come_back(tmp_path: Path) -> None:
    row = {
        **ROW,
        "ner_labels": ["ORG", "GPE"],
        "ner_negatives": ["LAW", "GPE"],
        "relations": [[0, 1, "named_after"], [0, 7, "x"], "y"],
        "rel_labels": ["named_after"],
        "rel_negatives": 5,
    }
    (record,), problems = read_bytes(GLINER, orjson.dumps([row]), tmp_path)
    assert [problem.left_out for problem in problems] == ["nothing", "relation", "relation"]
    item = replace(exported(record.text, record.spans or ()), kept=record.kept)
    (written,) = orjson.loads(write(GLINER, item)[0])
    assert written["ner"] == ROW["ner"]
    assert written["relations"] == [[0, 1, "named_after"]]
    assert written["rel_labels"] == ["named_after"]
    assert written["ner_negatives"] == ["LAW"]


def test_a_relation_whose_span_has_gone_is_named() -> None:
    ends = {"head": [2, 14, "PERSON"], "child": [22, 25, "ORG"]}
    kept = {"relations": [{"label": "joined", **ends}, {"label": 5}]}
    item = replace(exported(ROCKET, ROCKET_SPANS[:1]), kept=kept)
    data, problems = write(GLINER, item)
    assert [problem.left_out for problem in problems] == ["relation", "relation"]
    assert "relations" not in orjson.loads(data)[0]


def test_many_items_and_none_are_a_whole_array(tmp_path: Path) -> None:
    assert orjson.loads(write(GLINER)[0]) == []
    data, _ = write(GLINER, *(exported(f"{n} {ROCKET}") for n in range(3)))
    assert [row["text"][0] for row in orjson.loads(data)] == ["0", "1", "2"]
