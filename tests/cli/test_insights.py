"""The command that tells figures of a project."""

import json
from pathlib import Path

from tests.journeys.project_file import command
from tests.session.insights.cases import ADA, IBM, Case


def test_the_figures_come_as_json_as_csv_and_as_text(tmp_path: Path) -> None:
    case = Case(tmp_path)
    case.finish("ana", 1, ADA, IBM)
    case.finish("ben", 1, ADA)
    told = json.loads(command("insights", case.path, "--json", "--csv", tmp_path / "csv"))
    assert told["progress"]["answers"] == [
        {"annotator": "ana", "answer": "accept", "documents": 1},
        {"annotator": "ben", "answer": "accept", "documents": 1},
    ]
    assert told["agreement"]["pairs"][0]["f"] == 2 / 3
    assert {"suggestions", "trust"} < told.keys()
    assert sorted(told["files"]) == sorted(map(str, (tmp_path / "csv").iterdir()))
    text = command("insights", case.path, "--hide-names")
    assert "progress: answers" in text
    assert "ana" not in text


def test_what_is_no_project_is_one_sentence(tmp_path: Path) -> None:
    command("insights", tmp_path / "none.annotator", status=1)
