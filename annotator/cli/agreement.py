"""The command that says how alike annotators label."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Annotated, Literal

import typer

from annotator.cli import output, scores
from annotator.cli.arguments import Json, Project
from annotator.cli.output import counted, say
from annotator.session.agreement_report import (
    AgreementOptions,
    AgreementReport,
    GoldAgreement,
    Interval,
    Match,
    PairAgreement,
)
from annotator.session.agreement_words import MEANINGS
from annotator.train.agreement import RESAMPLES, Estimate

Row = tuple[str, ...]
MATCHES = ("", "precision", "recall", "F", "95 % of F", "first", "second", "both")
NONE = "none"


def agreement(
    project: Project,
    resamples: Annotated[
        int, typer.Option(metavar="N", min=0, help="For the intervals; 0: no intervals.")
    ] = RESAMPLES,
    by: Annotated[
        Literal["week", "month"] | None, typer.Option(help="The periods of what is over time.")
    ] = None,
    unfinished: Annotated[
        bool | None,
        typer.Option(
            help="Count what has no answer, too; default: if nobody has finished anything."
        ),
    ] = None,
    json: Json = False,
) -> None:
    """How alike annotators label the documents that several of them finished."""
    from annotator.session.agreeing import agreement as job

    options = AgreementOptions(resamples, by, unfinished)
    report = output.with_progress(job(project, options), kept="Nothing was changed.")
    if json:
        output.as_json(report, meanings={name: asdict(one) for name, one in MEANINGS.items()})
    else:
        _show(report)


def _show(report: AgreementReport) -> None:
    say(f"{counted(report.documents, 'document')} finished by more than one annotator")
    if report.unfinished:
        say("Not finished all of them: annotations without an answer are counted, too.")
    for pair in report.pairs:
        _pair(f"{pair.first} (first) and {pair.second}", pair)
    if report.pairs:
        _all(report)
    for sentence in dict.fromkeys(report.undefined.values()):
        say(sentence)
    for one in report.gold:
        _gold(one)
    if report.pairs or report.gold:
        _meanings()


def _pair(title: str, pair: PairAgreement) -> None:
    say(f"\n{title}, {counted(pair.documents, 'document')}")
    rows = {"exact": pair.exact, "boundaries": pair.boundaries, "partial": pair.partly}
    by_label = {name: one.exact for name, one in pair.by_label.items()}
    scores.columns([MATCHES, *(_match(name, one) for name, one in {**rows, **by_label}.items())])
    say(f"label_only {_share(pair.label_only)}")
    say(f"kappa (Cohen's, by words) {_measure(pair.kappa, pair.kappa_interval)}")
    for name, reason in pair.undefined.items():
        say(f"{name}: {reason}")
    if len(pair.over_time) > 1:
        _table(
            ("", "documents", "exact F", "kappa"),
            (
                (one.period, f"{one.documents:,}", _share(one.exact), _estimate(one.kappa))
                for one in pair.over_time
            ),
        )


def _all(report: AgreementReport) -> None:
    say("\nAll together, by words")
    say(f"fleiss {_measure(report.fleiss, report.fleiss_interval)}")
    say(f"alpha {_measure(report.alpha, report.alpha_interval)}")
    _table(
        ("", "words", "alpha"),
        ((name, f"{one.words:,}", _estimate(one.alpha)) for name, one in report.labels.items()),
    )
    if len(report.over_time) > 1:
        _table(
            ("", "documents", "fleiss", "alpha"),
            (
                (one.period, f"{one.documents:,}", _estimate(one.fleiss), _estimate(one.alpha))
                for one in report.over_time
            ),
        )


def _table(heading: Row, rows: Iterable[Row]) -> None:
    found = list(rows)
    if found:
        scores.columns([heading, *found])


def _gold(one: GoldAgreement) -> None:
    _pair(f"{one.annotator} against {one.all.first} (first)", one.all)
    if one.seeds:
        _pair(f"{one.annotator} on the seeds alone", one.seeds)


def _meanings() -> None:
    say("")
    for name, meaning in MEANINGS.items():
        say(f"{name}: {meaning.sentence} ({meaning.source})")


def _match(name: str, match: Match) -> Row:
    shares = (NONE if v is None else f"{v:.1%}" for v in (match.precision, match.recall, match.f))
    counts = (f"{count:,}" for count in (match.gold, match.predicted, match.right))
    return (name, *shares, _percent(match.low, match.high), *counts)


def _percent(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{low:.1%} to {high:.1%}"


def _share(one: Estimate) -> str:
    if one.value is None:
        return NONE
    interval = _percent(one.low, one.high)
    return f"{one.value:.1%}" + (f" ({interval})" if interval else "")


def _estimate(one: Estimate) -> str:
    interval = None if one.low is None or one.high is None else (one.low, one.high)
    return _measure(one.value, interval)


def _measure(value: float | None, interval: Interval) -> str:
    if value is None:
        return NONE
    return f"{value:.3f}" + (f" ({interval[0]:.3f} to {interval[1]:.3f})" if interval else "")
