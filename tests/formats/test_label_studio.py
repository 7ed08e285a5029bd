import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core.annotation import Answer
from annotator.core.record import Exported, Problem, Record
from annotator.core.span import Span, key_of
from annotator.core.suggestion import Suggestion
from annotator.formats import detect
from annotator.formats.label_studio import LABEL_STUDIO, labelling_config
from tests.formats.items import (
    LABELS,
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
    # Predictions stand there by number alone, and in whole in the annotations.
    "label_studio_real/label_studio_export_v1.json": (5, 101, 100, 0),
    "label_studio_real/label_studio_predictions_v1.json": (5, 0, 89, 0),
    "label_studio_fixtures/relation_extraction_template_task.json": (1, 4, 0, 3),
}
WORKS_FOR = {"direction": "right", "label": "works_for"}
WORKS_FOR |= {"head": [2, 14, "PERSON"], "child": [22, 25, "ORG"]}  # type: ignore[dict-item]
same_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def region(start: int, end: int, label: str, **more: Any) -> dict[str, Any]:
    value = {"start": start, "end": end, "labels": [label]}
    return {"from_name": "label", "to_name": "text", "type": "labels", "value": value, **more}


def task(*annotations: dict[str, Any], text: str = ROCKET, **more: Any) -> dict[str, Any]:
    return {"data": {"text": text}, "annotations": list(annotations), **more}


def read_tasks(folder: Path, *tasks: Any) -> tuple[list[Record], list[Problem]]:
    return read_bytes(LABEL_STUDIO, orjson.dumps(list(tasks)), folder)


def written(*items: Exported) -> list[dict[str, Any]]:
    tasks: list[dict[str, Any]] = json.loads(write(LABEL_STUDIO, *items)[0])
    return tasks


@pytest.mark.parametrize("name", COUNTS)
def test_real_files_give_their_counts(name: str, shared_data: Path) -> None:
    path = shared_data / name
    assert detect(path) is LABEL_STUDIO
    records, problems = read(LABEL_STUDIO, path)
    spans = sum(len(record.spans or ()) for record in records)
    suggestions = sum(len(record.suggestions) for record in records)
    relations = sum(len(record.kept.get("relations", ())) for record in records)
    assert (len(records), spans, suggestions, relations) == COUNTS[name]
    assert problems == []


def test_real_files_come_back_as_they_were(shared_data: Path, tmp_path: Path) -> None:
    for folder in ("label_studio_real", "label_studio_fixtures"):
        for path in sorted((shared_data / folder).glob("*.json")):
            records, _ = read(LABEL_STUDIO, path)
            data, problems = write(LABEL_STUDIO, *map(as_exported, records))
            assert problems == []
            again, _ = read_bytes(LABEL_STUDIO, data, tmp_path)
            assert [r.text for r in again] == [r.text for r in records], path.name
            for before, after in zip(records, again, strict=True):
                assert (after.spans or ()) == (before.spans or ())
                assert (after.kept, after.meta) == (before.kept, before.meta)


def test_tasks_are_such_as_label_studio_imports() -> None:
    items = [
        exported(ROCKET, ROCKET_SPANS, Answer.ACCEPT, {"source": "wire-17"}),
        replace(exported(ROCKET, ROCKET_SPANS[:1], Answer.IGNORE), annotator="ben"),
        exported("Rome fell.", (Span(0, 4, "GPE"),), Answer.ACCEPT),
    ]
    tasks = written(*items)
    assert [len(each["annotations"]) for each in tasks] == [2, 1]
    assert tasks[0]["data"] == {"text": ROCKET, "source": "wire-17"}
    results = [r for each in tasks for said in each["annotations"] for r in said["result"]]
    assert len({result["id"] for result in results}) == len(results) == 5
    assert results[0] == {
        "id": results[0]["id"],
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": {"start": 3, "end": 15, "text": "Ada Lovelace", "labels": ["PERSON"]},
    }
    for each in tasks:
        for said in each["annotations"]:
            assert said["ground_truth"] is False
            # An annotator who is no user there would make the import fail.
            assert "completed_by" not in said


def test_the_configuration_that_comes_with_it_has_the_labels_and_names() -> None:
    tasks = written(exported(), exported("b"))
    assert "meta" not in tasks[1]
    config = ET.fromstring(tasks[0]["meta"]["labelling_config"])
    controls = config.find("Labels")
    assert controls is not None
    assert controls.attrib == {"name": "label", "toName": "text"}
    assert [label.get("value") for label in controls] == list(LABELS)
    assert ET.fromstring(labelling_config(['<a> & "b"']))[1][0].get("value") == '<a> & "b"'


def test_nothing_to_write_is_an_empty_array() -> None:
    assert written() == []


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({}, Answer.ACCEPT),
        ({"was_cancelled": True}, Answer.IGNORE),
        ({"ground_truth": True}, Answer.ACCEPT),
        ({"last_action": "rejected"}, Answer.REJECT),
    ],
)
def test_answers(said: dict[str, Any], answer: Answer, tmp_path: Path) -> None:
    (record,), _ = read_tasks(tmp_path, task({"result": [], **said}))
    assert record.answer is answer


@pytest.mark.parametrize(
    ("who", "name"),
    [
        (2, "2"),
        ({"id": 1, "email": "ana@example.org"}, "ana@example.org"),
        ({"id": 1, "email": "", "first_name": "Ana", "last_name": "Lee"}, "Ana Lee"),
        ({"id": 1}, "1"),
        (None, None),
        (True, None),
    ],
)
def test_annotators(who: Any, name: str | None, tmp_path: Path) -> None:
    (record,), _ = read_tasks(tmp_path, task({"result": [], "completed_by": who}))
    assert record.annotator == name


def test_each_annotation_of_a_task_is_a_record_and_predictions_are_suggestions(
    tmp_path: Path,
) -> None:
    said = [{"result": [region(3, 15, "PERSON")], "completed_by": n} for n in (1, 2)]
    found = [region(3, 15, "ORG", score=0.5), region(23, 26, "ORG")]
    predictions = [{"model_version": "ours-1", "score": 0.9, "result": found}]
    records, problems = read_tasks(tmp_path, task(*said, predictions=predictions))
    assert problems == []
    assert [record.annotator for record in records] == ["1", "2"]
    assert [record.spans for record in records] == [(Span(2, 14, "PERSON"),)] * 2
    assert records[0].suggestions == (
        Suggestion(2, 14, "ORG", "ours-1", 0.5),
        Suggestion(22, 25, "ORG", "ours-1", 0.9),
    )
    assert records[1].suggestions == ()


def test_a_task_with_predictions_only_is_not_labelled(tmp_path: Path) -> None:
    predictions = [{"result": [region(3, 15, "ORG")]}]
    (record,), _ = read_tasks(tmp_path, task(predictions=predictions))
    assert not record.is_annotated
    assert record.suggestions == (Suggestion(2, 14, "ORG", "Label Studio", None),)


def test_a_draft_is_unfinished(tmp_path: Path) -> None:
    draft = {"result": [region(3, 15, "PERSON")], "user": "ana@example.org"}
    (record,), _ = read_tasks(tmp_path, task(drafts=[draft]))
    assert (record.answer, record.annotator) == (None, "ana@example.org")
    assert record.spans == (Span(2, 14, "PERSON"),)


def test_a_region_of_several_labels_is_a_span_for_each(tmp_path: Path) -> None:
    both = region(3, 15, "PERSON")
    both["value"]["labels"] = ["PERSON", "AUTHOR"]
    (record,), _ = read_tasks(tmp_path, task({"result": [both]}))
    assert [key_of(span) for span in record.spans or ()] == [(2, 14, "AUTHOR"), (2, 14, "PERSON")]


def test_relations_are_kept_and_written_between_the_same_spans(tmp_path: Path) -> None:
    item = replace(exported(ROCKET, ROCKET_SPANS, Answer.ACCEPT), kept={"relations": [WORKS_FOR]})
    (record,), problems = read_bytes(LABEL_STUDIO, write(LABEL_STUDIO, item)[0], tmp_path)
    assert problems == []
    assert record.kept == item.kept
    lost = replace(item, spans=ROCKET_SPANS[1:])
    assert [problem.left_out for problem in write(LABEL_STUDIO, lost)[1]] == ["relation"]


def test_results_of_other_kinds_are_kept_and_said(tmp_path: Path) -> None:
    choice = {"id": "r1", "from_name": "sure", "to_name": "text", "type": "choices"}
    choice["value"] = {"start": 3, "end": 15, "choices": ["very"]}  # type: ignore[assignment]
    said = {"result": [region(3, 15, "PERSON", id="r1"), choice], "completed_by": 1}
    (record,), problems = read_tasks(tmp_path, task(said))
    assert record.answer is Answer.ACCEPT
    assert [(p.left_out, "choices" in p.reason) for p in problems] == [("nothing", True)]
    (result, other) = written(as_exported(record))[0]["annotations"][0]["result"]
    assert other == choice
    assert result["id"] == "r1"  # what the choice is about


def test_who_only_classified_a_text_said_nothing_of_its_spans(tmp_path: Path) -> None:
    choice = {"type": "choices", "value": {"choices": ["sport"]}}
    (record,), _ = read_tasks(tmp_path, task({"result": [choice]}))
    assert (record.spans, record.answer) == (None, None)
    (after,) = written(as_exported(record))
    assert after["annotations"][0]["result"] == [choice]


def test_spans_of_hypertext_are_kept_and_each_is_said(tmp_path: Path) -> None:
    value = {"start": "/p[1]/text()[1]", "startOffset": 0, "end": "/p[1]/text()[1]"}
    value |= {"endOffset": 3, "globalOffsets": {"start": 0, "end": 3}, "text": "Ada"}  # type: ignore[dict-item]
    value["hypertextlabels"] = ["PERSON"]  # type: ignore[assignment]
    result = {"id": "h", "type": "hypertextlabels", "value": value}
    (record,), problems = read_tasks(tmp_path, task({"result": [result]}, text="<p>Ada</p>"))
    assert [problem.left_out for problem in problems] == ["span"]
    assert record.kept["label_studio"]["results"] == [result]


def test_the_text_may_have_any_name(tmp_path: Path) -> None:
    said = region(0, 3, "PERSON")
    said["value"]["text"] = "Ada"
    data = {"image": "/data/a/much/longer/name.png", "body": "Ada came.", "title": "No.", "n": 1}
    (record,), problems = read_tasks(tmp_path, {"data": data, "annotations": [{"result": [said]}]})
    assert problems == []
    assert record.text == "Ada came."
    assert {name: record.meta[name] for name in ("image", "title", "n")} == {
        name: data[name] for name in ("image", "title", "n")
    }
    assert written(as_exported(record))[0]["data"] == data


def test_a_task_without_a_text_is_a_problem(tmp_path: Path) -> None:
    bad = [{"data": {"image": "/a.png"}}, {"data": {"text": ""}}, 7, {"data": {"n": 1}}]
    records, problems = read_tasks(tmp_path, task(), *bad, task(text="b"))
    assert len(records) == 2
    assert [problem.left_out for problem in problems] == ["document"] * 4


def test_the_minimal_export_is_read(tmp_path: Path) -> None:
    span = {"start": 3, "end": 15, "text": "Ada Lovelace", "labels": ["PERSON"]}
    minimal = {"text": ROCKET, "label": [span], "id": 7, "annotator": 2, "lead_time": 3.5}
    path = tmp_path / "min.json"
    path.write_bytes(orjson.dumps([minimal, {"id": 8, "text": "b", "annotator": 1}]))
    assert detect(path) is LABEL_STUDIO
    records, problems = read(LABEL_STUDIO, path)
    assert problems == []
    assert (records[0].annotator, records[0].answer) == ("2", Answer.ACCEPT)
    assert records[0].spans == (Span(2, 14, "PERSON"),)
    assert records[0].meta["label_studio" if "label_studio" in records[0].meta else "id"] == 7
    assert records[1].spans is None


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_offsets_count_utf_16_units_of_the_text(text: str) -> None:
    (result,) = written(exported(text, (Span(0, len(text), "A"),)))[0]["drafts"][0]["result"]
    assert result["value"]["end"] == len(text.encode("utf-16-le")) // 2


@same_folder
@given(text=texts, data=st.data(), answer=st.sampled_from([None, *Answer]))
def test_any_spans_come_back(
    tmp_path: Path, text: str, data: st.DataObject, answer: Answer | None
) -> None:
    places = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 9), st.sampled_from("AB"))
    drawn = data.draw(st.sets(places, max_size=4))
    keys = {(start, min(start + length, len(text)), label) for start, length, label in drawn}
    note = data.draw(st.sampled_from([None, "check"]))
    spans = tuple(Span(*key, "m", 0.5, note) for key in sorted(keys))
    item = replace(exported(text, spans, answer, {"source": "wire"}), note=note)
    (record,), problems = read_bytes(LABEL_STUDIO, write(LABEL_STUDIO, item)[0], tmp_path)
    assert problems == []
    assert (record.text, record.spans, record.answer) == (text, spans, answer)
    assert (record.meta, record.annotator, record.note) == (item.meta, "ana", note)
    assert record.kept == {}
