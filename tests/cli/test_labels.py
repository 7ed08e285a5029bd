"""The commands that show and change the label set, and tell the past of a document."""

import json
from pathlib import Path

import pytest

from tests.cli.typed import annotator, failure
from tests.storage.projects import findings, sql

TEXT = "Ada met Ben in Paris."
SPANS = [(0, 3, "PER"), (8, 11, "PER"), (15, 20, "LOC")]


@pytest.fixture
def project(project: Path, tmp_path: Path) -> Path:
    """A text with three spans by ana."""
    spans = [{"start": start, "end": end, "label": label} for start, end, label in SPANS]
    line = {"text": TEXT, "spans": spans, "answer": "accept", "meta": {"title": "Ada"}}
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps(line), "utf-8")
    assert annotator("import", project, source, "--annotator", "ana").code == 0
    return project


def test_the_label_set_is_printed_with_its_uses_and_its_history(project: Path) -> None:
    ran = annotator("labels", project, "--json")
    first = ran.json["labels"][0]
    assert (ran.code, first["name"], first["spans"], first["documents"]) == (0, "PER", 2, 1)
    assert "history" not in ran.json
    ran = annotator("labels", project, "--history", "--json")
    assert [one["version"] for one in ran.json["history"]] == [ran.json["version"]]
    assert "PER: 2 spans in 1 document" in annotator("labels", project, "--history").out


def test_labels_are_renamed_merged_and_deleted_as_one_step(project: Path) -> None:
    change = ["--rename", "ORG=COMPANY", "--merge", "PER,LOC=NAME", "--delete", "MISC"]
    ran = annotator("labels", project, *change, "--dry-run", "--json")
    assert (ran.json["spans"], ran.json["documents"], ran.json["annotators"]) == (3, 1, {"ana": 3})
    assert sql(project, "SELECT count(*) FROM steps") == [(0,)]
    ran = annotator("labels", project, *change, "--annotator", "ana")
    assert (ran.code, ran.err) == (0, "")
    assert "3 spans in 1 document" in ran.out
    assert sql(project, "SELECT DISTINCT label FROM spans") == [("NAME",)]
    ran = annotator("labels", project, "--history", "--json")
    assert [one["name"] for one in ran.json["labels"]] == ["COMPANY", "NAME"]
    assert [one["made_by"] for one in ran.json["history"]] == [None, "ana"]
    assert sql(project, "SELECT count(*) FROM steps") == [(1,)]
    assert findings(project) == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (["--rename", "NONE=X"], "no label 'NONE'"),
        (["--rename", "PER=ORG"], "merge the two instead"),
        (["--merge", "PER,NONE=X"], "no label 'NONE'"),
        (["--delete", "NONE"], "no label 'NONE'"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    project: Path, change: list[str], reason: str
) -> None:
    assert reason in failure("labels", project, *change)
    assert sql(project, "SELECT count(*) FROM labels") == [(4,)]


def test_what_is_not_written_as_a_pair_is_wrong_usage(project: Path) -> None:
    assert annotator("labels", project, "--rename", "PER").code == 2


def test_the_past_of_a_document_is_told(project: Path) -> None:
    annotator("labels", project, "--rename", "PER=PERSON", "--annotator", "bob")
    by_title = annotator("history", project, "Ada", "--json").json
    assert by_title == annotator("history", project, "1", "--json").json
    first, second = by_title["edits"]
    assert (first["kind"], first["added"]) == ("import", [list(span) for span in SPANS])
    assert (second["annotator"], second["made_by"]) == ("ana", "bob")
    assert second["gesture"] == "rename PER to PERSON"
    assert len(second["removed"]) == 2
    assert "bob, for ana: do rename PER to PERSON: +2 −2" in annotator("history", project, "1").out
    assert "called 'None such'" in failure("history", project, "None such")
