"""The sample, on a machine without a screen."""

import json
from pathlib import Path

from tests.cli.typed import annotator


def test_demo_makes_the_sample_a_picture_and_the_jsonl_and_says_how_to_get_a_window(
    tmp_path: Path,
) -> None:
    home = {"XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    ran = annotator("demo", env=home)
    assert ran.code == 0
    (project,) = tmp_path.rglob("sample.annotator")
    items = [json.loads(line) for line in project.with_suffix(".jsonl").read_bytes().splitlines()]
    assert len(items) >= 5
    assert all(item["spans"] for item in items)
    assert project.with_suffix(".png").stat().st_size > 10_000
    assert str(project) in ran.out + ran.err
    assert "There is no screen here" in ran.out
    assert annotator("check", project).code == 0
