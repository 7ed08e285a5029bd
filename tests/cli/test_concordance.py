"""The command that prints lines in context."""

import json
from pathlib import Path

import pytest

from tests.cli.typed import annotator, failure

TEXT = "🚀 Ada met\r\nBen, and Ada left."


@pytest.fixture
def labelled(project: Path, tmp_path: Path) -> Path:
    spans = [{"start": 2, "end": 5, "label": "PER"}, {"start": 11, "end": 14, "label": "PER"}]
    items = [
        {"text": TEXT, "spans": spans, "annotator": "ana", "meta": {"title": "First"}},
        {"text": "Oslo.", "spans": [{"start": 0, "end": 4, "label": "LOC"}], "annotator": "ben"},
    ]
    file = tmp_path / "some.jsonl"
    file.write_text("\n".join(map(json.dumps, items)), "utf-8")
    assert annotator("import", project, file).code == 0
    return project


def test_lines_stand_below_one_another_with_the_count_aside(labelled: Path) -> None:
    ran = annotator("concordance", labelled, "--label", "PER")
    assert ran.code == 0
    first, second = ran.out.splitlines()
    assert first.index("[Ada]") == second.index("[Ben]")
    assert "PER  ana  First" in first
    assert ran.err == "2 lines in 1 document, 2 shown\n"


def test_a_text_is_found_labelled_or_not_as_json(labelled: Path) -> None:
    ran = annotator("concordance", labelled, "--text", "ada", "--sort", "left", "--json")
    found = ran.json
    assert (found["lines"], found["documents"]) == (2, 1)
    assert [(one["start"], one["end"], one["label"]) for one in found["shown"]] == [
        (2, 5, "PER"),
        (20, 23, None),
    ]
    assert found["shown"][0]["before"] + found["shown"][0]["text"] == "🚀 Ada"
    assert found["shown"][0]["after"] == TEXT[5:]
    assert found["shown"][1]["annotator"] is None
    exact = annotator("concordance", labelled, "--text", "ada", "--match-case", "--json")
    assert exact.json["lines"] == 0
    only = annotator("concordance", labelled, "--text", "ada", "--label", "", "--json")
    assert [one["start"] for one in only.json["shown"]] == [20]


def test_fewer_lines_are_shown_than_there_are(labelled: Path) -> None:
    ran = annotator("concordance", labelled, "--limit", "1", "--json")
    assert ran.json["lines"] == 3
    assert len(ran.json["shown"]) == 1
    everything = annotator("concordance", labelled, "--limit", "0", "--json").json
    assert len(everything["shown"]) == 3


@pytest.mark.parametrize("wrong", [("--label", "NOBODY"), ("--annotator", "zoe")])
def test_what_is_not_there_is_one_sentence(labelled: Path, wrong: tuple[str, str]) -> None:
    assert failure("concordance", labelled, *wrong).startswith(
        ("There is no label NOBODY.", "zoe has labelled nothing.")
    )


def test_an_order_that_there_is_not_is_wrong_usage(labelled: Path) -> None:
    assert annotator("concordance", labelled, "--sort", "mood").code == 2
