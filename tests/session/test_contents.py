"""What a project is found to hold that formats may have no room for."""

import json
from pathlib import Path

import pytest

from annotator.formats.format import Holds
from annotator.session.contents import ASKED, contents
from annotator.session.import_report import ImportOptions
from annotator.session.importing import import_files
from annotator.session.jobs import finish
from tests.storage.projects import make

TEXT = "Ada met Bob."
ADA = {"start": 0, "end": 3, "label": "PER"}
ITEMS: dict[str, tuple[list[dict[str, object]], Holds | None]] = {
    "plain": ([{"spans": [ADA], "answer": "accept"}], None),
    "note": ([{"spans": [ADA], "answer": "accept", "note": "sure?"}], Holds.NOTES),
    "span note": ([{"spans": [{**ADA, "note": "sure?"}], "answer": "accept"}], Holds.SPAN_NOTES),
    "rejected": ([{"spans": [ADA], "answer": "reject"}], Holds.ANSWERS),
    "unfinished": ([{"spans": [ADA]}], Holds.UNKNOWN),
    "two": (
        [
            {"spans": [ADA], "answer": "accept", "annotator": "ana"},
            {"spans": [], "answer": "accept", "annotator": "bo"},
        ],
        Holds.ANNOTATORS,
    ),
    "meta": ([{"answer": "accept", "meta": {"title": "T"}}], Holds.META),
    "score": (
        [{"spans": [{**ADA, "source": "m", "score": 0.5}], "answer": "accept"}],
        Holds.SCORES,
    ),
    "nested": (
        [{"spans": [ADA, {"start": 0, "end": 7, "label": "X"}], "answer": "accept"}],
        Holds.NESTED,
    ),
    "relations": (
        [
            {
                "spans": [ADA, {"start": 8, "end": 11, "label": "PER"}],
                "answer": "accept",
                "kept": {"relations": [{"label": "met", "head": [0, 3, "PER"],
                                        "child": [8, 11, "PER"]}]},
            }
        ],
        Holds.RELATIONS,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("items", "expected"), ITEMS.values(), ids=ITEMS.keys())
def test_each_kind_of_thing_is_found_and_nothing_else(
    tmp_path: Path, items: list[dict[str, object]], expected: Holds | None
) -> None:
    project = make(tmp_path / "p.annotator")
    lines = "".join(json.dumps({"text": TEXT, **item}) + "\n" for item in items)
    (tmp_path / "in.jsonl").write_text(lines, "utf-8")
    finish(import_files(project, [tmp_path / "in.jsonl"], ImportOptions(annotator="ana")))
    assert finish(contents(project)) == ({expected} if expected else set())


def test_all_is_asked_for_that_can_be_found_out_from_the_file() -> None:
    assert set(Holds) - set(ASKED.values()) == {Holds.TEXT, Holds.CHARACTERS}
