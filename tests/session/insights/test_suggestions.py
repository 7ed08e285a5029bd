"""Suggestions: scores beside what held, acceptance, and what was learnt."""

import json
from pathlib import Path

import pytest

from annotator.core.edit import Edit
from annotator.core.span import Span, key_of
from annotator.session.curve import LATEST, CurveReport, latest
from annotator.session.insights.report import InsightsReport
from annotator.storage.experience import BINS
from annotator.storage.lessons import LessonRow
from annotator.storage.project import Project
from tests.session.insights.cases import ADA, IBM, PARIS, Case, accepted


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path)


def decide(case: Case, document: int, *spans: Span, right: bool) -> None:
    added = tuple(map(accepted, spans)) if right else ()
    rejected = () if right else tuple(map(key_of, spans))
    case.edit("ana", document, Edit(added=added, rejected=rejected))


def put_outcomes(case: Case, *rows: tuple[str, str, int, int, int]) -> None:
    with Project.open(case.path) as project, project.transaction():
        project.connection.executemany("INSERT INTO outcomes VALUES (?, ?, ?, ?, ?)", rows)


def row_of(report: InsightsReport, table: str, first: str) -> dict[str, object]:
    return next(row for row in report.table("suggestions", table).each() if first in row.values())


def test_scores_stand_beside_the_share_that_was_accepted(case: Case) -> None:
    for document in (1, 2, 3, 4):
        decide(case, document, ADA, right=document < 4)
        decide(case, document, IBM, right=document < 2)
    report = case.report("suggestions")
    assert report.table("suggestions", "reliability").rows == [
        ("blank:en", "as said", pytest.approx(0.525), 0.25, 4),
        ("blank:en", "as said", pytest.approx(0.925), 0.75, 4),
    ]
    row = row_of(report, "sources", "blank:en")
    assert (row["decisions"], row["accepted"], row["acceptance"]) == (8, 4, 0.5)
    # (4 * |0.25 - 0.525| + 4 * |0.75 - 0.925|) / 8
    assert row["calibration_error"] == pytest.approx(0.225)
    assert row["calibration_error_calibrated"] is None


def test_acceptance_is_told_by_label_with_its_interval(case: Case) -> None:
    for document in (1, 2, 3, 4):
        decide(case, document, PARIS, right=document == 1)
        decide(case, document, ADA, right=True)
    found = case.report("suggestions").table("suggestions", "acceptance").rows
    assert [row[:5] for row in found] == [
        ("blank:en", "LOC", 4, 1, 0.25),
        ("blank:en", "PER", 4, 4, 1.0),
    ]
    assert found[0][5:] == pytest.approx((0.0456, 0.6994), abs=1e-4)


def test_calibrated_scores_are_closer_and_measured_on_other_decisions(case: Case) -> None:
    # A source that is far too sure: of what it gives 0.95 one half holds, of 0.55 one in ten.
    put_outcomes(case, ("sure", "PER", 18, 500, 500), ("sure", "PER", 10, 100, 900))
    report = case.report("suggestions")
    row = row_of(report, "sources", "sure")
    assert row["calibration_error"] == pytest.approx((0.425 + 0.425) / 2)
    assert 0 < row["calibration_error_calibrated"] < 0.05
    calibrated = [
        row
        for row in report.table("suggestions", "reliability").each()
        if row["scores"] == "calibrated"
    ]
    assert sum(row["decisions"] for row in calibrated) == 2_000
    assert all(abs(row["score"] - row["accepted"]) < 0.06 for row in calibrated)


def test_what_chance_brought_is_not_passed_off_as_calibrated(case: Case) -> None:
    # Two decisions at each score, half right: a curve through them all would look perfect.
    put_outcomes(case, *(("few", "PER", n, n % 2, 1) for n in range(BINS)))
    error = row_of(case.report("suggestions"), "sources", "few")["calibration_error_calibrated"]
    assert error > 0.03


def test_a_source_without_scores_has_an_acceptance_and_no_curve(case: Case) -> None:
    put_outcomes(case, ("memory", "PER", -1, 30, 10))
    report = case.report("suggestions")
    row = row_of(report, "sources", "memory")
    assert (row["acceptance"], row["calibration_error"]) == (0.75, None)
    assert report.table("suggestions", "reliability").rows == []


def test_lessons_and_the_last_curve_are_told_as_they_were_kept(case: Case) -> None:
    lesson = LessonRow("model-1", 20, 5, 0.5, 0.6, True, "2026-03-01T10:00:00.000+00:00")
    values = {
        "points": [{"documents": 60, "seed": 0, "f": 0.5, "seconds": 9.0}],
        "gain": {
            "more": 100,
            "f": 0.1,
            "low": 0.0,
            "high": 0.2,
            "curve": [[60, 0.5]],
            "reason": "",
        },
        "scored_on": 40,
        "held_out": True,
        "seconds": 9.0,
    }
    with Project.open(case.path) as project, project.transaction():
        project.lessons.add(lesson)
        project.lessons.add(lesson._replace(model="model-2", old=0.6, new=0.6, is_used=False))
    case.set(LATEST, json.dumps(values))
    report = case.report("suggestions")
    assert report.table("suggestions", "lessons").rows == [
        ("model-1", lesson.made_at, 20, 5, 0.5, 0.6, True),
        ("model-2", lesson.made_at, 20, 5, 0.6, 0.6, False),
    ]
    assert report.table("suggestions", "curve").rows == [(60, 0, 0.5, 9.0)]
    assert report.table("suggestions", "curve_gain").rows == [(100, 0.1, 0.0, 0.2, "")]
    with Project.open_to_read(case.path) as project:
        kept = latest(project)
    assert isinstance(kept, CurveReport)
    assert kept.gain.curve == ((60, 0.5),)
