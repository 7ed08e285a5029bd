"""The learning curve and scores, as they are typed."""

import json
from pathlib import Path

from tests.cli.typed import annotator
from tests.session.learnable import erring, learnable


def test_a_learning_curve_has_its_points_and_says_where_it_leads(tmp_path: Path) -> None:
    project = learnable(tmp_path, finished=60)
    typed = ("train", project, "--curve", "--steps", 2, "--seeds", 1, "--json")
    curve = annotator(*typed).json["curve"]
    sizes = [point["documents"] for point in curve["points"]]
    assert sizes == sorted(set(sizes))
    assert len(sizes) == 4
    assert abs(sizes[0] - sizes[3] / 4) <= 1
    assert all(0 <= point["f"] <= 1 and point["seconds"] > 0 for point in curve["points"])
    assert curve["held_out"]
    assert curve["scored_on"] > 0
    # 100 more are over twice what was learnt from.
    assert "twice" in curve["gain"]["reason"]
    assert not any(entry.is_dir() for entry in tmp_path.iterdir())
    told = annotator("insights", project, "--json").json["suggestions"]
    assert [row["f"] for row in told["curve"]] == [point["f"] for point in curve["points"]]
    assert told["curve_gain"][0]["reason"] == curve["gain"]["reason"]


def test_a_training_needs_a_folder_or_a_curve(tmp_path: Path) -> None:
    ran = annotator("train", tmp_path / "p.annotator")
    assert ran.code == 2
    assert "--output" in ran.err


def test_only_held_out_documents_can_be_scored(tmp_path: Path) -> None:
    project = learnable(tmp_path)
    typed = ("evaluate", project, "--pipeline", erring(tmp_path / "erring"), "--json")
    every, held = (json.loads(annotator(*typed, *more).out) for more in ((), ("--held-out",)))
    assert every["documents"] == 120
    assert 0 < held["documents"] < 40
    assert len(held["misses"]) < len(every["misses"])
