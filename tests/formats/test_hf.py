import json
from collections import Counter
from pathlib import Path
from typing import Any

import orjson
import pytest

from annotator.core.annotation import Answer
from annotator.core.record import Record
from annotator.core.span import Span
from annotator.formats import detect
from annotator.formats.hf import HF
from tests.formats.items import ROCKET, ROCKET_SPANS, exported, read, read_bytes, write

TOKENS = ["Ada", "Lovelace", "met", "IBM"]
NAMES = ["O", "B-PER", "I-PER", "B-ORG"]
NUMBERED = {"tokens": TOKENS, "ner_tags": [1, 2, 0, 3]}
EXPECTED = [("Ada Lovelace", "PER"), ("IBM", "ORG")]


def lines(*items: object) -> bytes:
    return b"".join(orjson.dumps(item) + b"\n" for item in items)


def surfaces(record: Record) -> list[tuple[str, str]]:
    return [(record.text[s.start : s.end], s.label) for s in record.spans or ()]


def test_a_real_file_holds_what_was_counted_in_it(shared_data: Path) -> None:
    path = shared_data / "hf_token_classification/sample.json"
    counts = json.loads((shared_data / "COUNTS.json").read_bytes())
    (entry,) = (one for one in counts if one["file"] == "hf_token_classification/sample.json")
    records, problems = read(HF, path)
    assert problems == []
    assert len(records) == entry["docs"]
    assert Counter(s.label for r in records for s in r.spans or ()) == entry["labels"]
    assert detect(path) is HF


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("labels.txt", "\n".join(NAMES)),
        ("labels.json", json.dumps(NAMES)),
        ("a.labels.json", json.dumps(NAMES)),
        ("config.json", json.dumps({"id2label": {str(i): n for i, n in enumerate(NAMES)}})),
        (
            "dataset_info.json",
            json.dumps({"features": {"ner_tags": {"feature": {"names": NAMES}}}}),
        ),
        (
            "dataset_infos.json",
            json.dumps({"default": {"features": {"ner_tags": {"feature": {"names": NAMES}}}}}),
        ),
    ],
)
def test_numbers_are_named_by_the_file_beside(name: str, content: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content)
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(NUMBERED))
    (record,), problems = read(HF, path)
    assert problems == []
    assert surfaces(record) == EXPECTED


def test_numbers_are_named_by_the_object_itself(tmp_path: Path) -> None:
    (record,), problems = read_bytes(HF, lines({**NUMBERED, "label_names": NAMES}), tmp_path)
    assert (surfaces(record), problems, record.meta) == (EXPECTED, [], {})


def test_numbers_without_names_leave_the_text_and_say_what_to_do(tmp_path: Path) -> None:
    (record,), (problem,) = read_bytes(HF, lines(NUMBERED), tmp_path)
    assert (record.text, record.spans, record.answer) == ("Ada Lovelace met IBM", None, None)
    assert problem.left_out == "annotation"
    assert "put dataset_info.json or labels.txt beside" in problem.reason


def test_an_ignored_token_is_unknown(tmp_path: Path) -> None:
    row = {"tokens": TOKENS, "ner_tags": [1, 2, -100, 3], "label_names": NAMES}
    (record,), _ = read_bytes(HF, lines(row), tmp_path)
    assert (surfaces(record), record.answer) == (EXPECTED, None)


@pytest.mark.parametrize(
    ("change", "reason", "left_out"),
    [
        ({"ner_tags": ["O"]}, "1 tags for 4 tokens", "annotation"),
        ({"ner_tags": "O"}, "its tags must be a list", "annotation"),
        ({"ner_tags": [["O"]] * 4}, "['O'] is no name", "annotation"),
        ({"tokens": "Ada"}, '"tokens" must be a list of strings', "document"),
        ({"tokens": [1]}, '"tokens" must be a list of strings', "document"),
        ({"tokens": [], "ner_tags": []}, "the text is empty", "document"),
        ({"text": "other"}, "its text is not that of its tokens", "nothing"),
        ({"ner_tags": ["O", "O", "O", "X-A"]}, "has no prefix", "span"),
    ],
)
def test_a_bad_object_is_named_and_spares_its_neighbours(
    change: dict[str, Any], reason: str, left_out: str, tmp_path: Path
) -> None:
    good = {"tokens": TOKENS, "ner_tags": ["B-PER", "I-PER", "O", "B-ORG"]}
    data = lines(good, {**good, **change}, good)
    records, problems = read_bytes(HF, data, tmp_path)
    found = [(p.line, p.left_out) for p in problems if reason in p.reason]
    assert found == [(2, left_out)]
    assert [surfaces(record) for record in (records[0], records[-1])] == [EXPECTED] * 2
    assert len(records) == (2 if left_out == "document" else 3)


def test_offsets_find_the_place_of_a_token_that_stands_there_twice(tmp_path: Path) -> None:
    row = {"tokens": ["a"], "ner_tags": ["B-X"], "text": "a a", "offsets": [[2, 3]]}
    (record,), _ = read_bytes(HF, lines(row), tmp_path)
    assert record.spans == (Span(2, 3, "X"),)
    row["offsets"] = [[-1, 3]]  # wrong, and "a" alone is not all of the text
    (record,), (problem,) = read_bytes(HF, lines(row), tmp_path)
    assert (record.text, problem.left_out) == ("a", "nothing")


def test_an_array_and_an_object_with_data_are_read_too(tmp_path: Path) -> None:
    row = {"words": TOKENS, "ner": ["B-PER", "I-PER", "O", "B-ORG"], "split": "dev"}
    for data in (orjson.dumps([row, row]), orjson.dumps({"data": [row, row]})):
        records, problems = read_bytes(HF, data, tmp_path)
        assert problems == []
        assert [surfaces(record) for record in records] == [EXPECTED] * 2
        assert records[0].meta == {"split": "dev"}


def test_every_line_that_is_written_has_the_same_columns_of_the_same_types() -> None:
    items = [
        exported(ROCKET, ROCKET_SPANS, Answer.ACCEPT, {"a": 1}),
        exported(" ", (), None, {"a": "x", "b": None}),
    ]
    data, _ = write(HF, *items)
    first, second = map(orjson.loads, data.splitlines())
    assert [*first] == [*second]
    assert [*map(type, first.values())] == [*map(type, second.values())]
    assert first["ner_tags"] == ["O", "B-PERSON", "I-PERSON", "O", "B-ORG", "O", "B-GPE", "O"]
    assert (first["complete"], second["complete"]) == (True, False)


def test_an_unfinished_document_comes_back_unfinished(tmp_path: Path) -> None:
    for answer, expected in ((Answer.ACCEPT, Answer.ACCEPT), (None, None), (Answer.REJECT, None)):
        data, _ = write(HF, exported(ROCKET, ROCKET_SPANS, answer))
        (record,), _ = read_bytes(HF, data, tmp_path)
        assert record.answer == expected
