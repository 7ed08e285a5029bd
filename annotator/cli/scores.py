"""Scores as tables for people and as objects for programs."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from annotator.cli.output import counted, say
from annotator.session.curve import CurveReport
from annotator.session.evaluating import EvaluateReport
from annotator.train.score import NONE, Score, Scores

HEADINGS = ("", "precision", "recall", "F", "95 % of F", "gold", "predicted", "right")


def show(report: EvaluateReport) -> None:
    """Print the table of a report."""
    say(f"{report.pipeline} on {counted(report.scores.documents, 'finished document')}")
    table(report.scores)
    for label, count in report.not_counted.items():
        say(f"Not counted, as the label set lacks its label: {counted(count, 'span')} of {label}")


def show_curve(report: CurveReport) -> None:
    """Print the points of a learning curve and where it leads."""
    on = "held-out" if report.held_out else "tuning (there were too few to hold some out)"
    say(f"Scored on {report.scored_on:,} {on} documents, in {report.seconds:,.0f} s")
    columns(
        [
            ("learnt from", "seed", "F"),
            *((f"{one.documents:,}", str(one.seed), f"{one.f:.1%}") for one in report.points),
        ]
    )
    say(report.sentence())


def table(scores: Scores) -> None:
    """Print scores, all and by label."""
    rows = {"exact": scores.exact, "boundaries": scores.boundaries, **scores.labels}
    columns([HEADINGS, *(_row(name, score) for name, score in rows.items())])


def columns(lines: Sequence[tuple[str, ...]]) -> None:
    """Print rows of cells, each column as wide as it must be."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        first, *others = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        say("  ".join([first, *others]).rstrip())


def _row(name: str, score: Score) -> tuple[str, ...]:
    shares = (f"{share:.1%}" for share in (score.precision, score.recall, score.f))
    interval = f"{score.low:.1%} to {score.high:.1%}"
    counts = (f"{count:,}" for count in (score.gold, score.predicted, score.right))
    return (name, *shares, interval, *counts)


def as_dict(report: EvaluateReport) -> dict[str, Any]:
    """The report as one JSON object."""
    scores = asdict(report.scores)
    confusion = [
        {"gold": gold or None, "predicted": predicted or None, "count": count}
        for (gold, predicted), count in scores.pop("confusion").items()
        if NONE in (gold, predicted) or gold != predicted
    ]
    return {
        "pipeline": report.pipeline,
        **scores,
        "confusion": confusion,
        "misses": [asdict(miss) for miss in report.misses],
        "not_counted": report.not_counted,
        "problems": [asdict(problem) for problem in report.problems],
    }
