"""The commands that suggest, train and score."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotator.cli import output
from annotator.cli.arguments import Json, Of, Pipeline, Project, shares_of

if TYPE_CHECKING:
    from annotator.session.curve import CurveOptions
    from annotator.session.training import TrainOptions


def suggest(
    project: Project,
    pipeline: Pipeline = None,
    workers: Annotated[int, typer.Option(min=1, metavar="N", help="Processes at work.")] = 1,
    json: Json = False,
) -> None:
    """Suggest for every document that has no suggestions from that pipeline."""
    from annotator.session.suggesting import suggest as job

    report = output.with_progress(job(project, pipeline=pipeline, workers=workers))
    if json:
        output.as_json(report)
    else:
        output.problems(report.problems)
        output.say(report.sentence())
    output.exit_for(len(report.problems))


def train(
    project: Project,
    out: Annotated[
        Path | None, typer.Option("--output", metavar="DIR", help="The pipeline's folder.")
    ] = None,
    base: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="A pipeline to go on from; default: a new one."),
    ] = None,
    annotator: Of = None,
    split: Annotated[str, typer.Option(metavar="80/10/10", help="Train, dev, test.")] = "80/10/10",
    steps: Annotated[
        int, typer.Option(min=0, metavar="N", help="At most; 0: as long as it gets better.")
    ] = 0,
    seed: Annotated[int, typer.Option(metavar="N", help="Where chance begins.")] = 0,
    resume: Annotated[bool, typer.Option("--resume", help="Go on after a stop.")] = False,
    curve: Annotated[
        bool,
        typer.Option("--curve", help="What more documents would bring: needs no --output."),
    ] = False,
    seeds: Annotated[
        int, typer.Option(min=1, metavar="N", help="Trainings of each size of the curve.")
    ] = 2,
    json: Json = False,
) -> None:
    """Train a pipeline from the project's labels, and score it on held-out documents."""
    from annotator.session.corpus import SHARES
    from annotator.session.curve import CurveOptions
    from annotator.session.training import TrainOptions

    shares = shares_of(split) or SHARES
    if out is None and not curve:
        raise typer.BadParameter("say where the pipeline goes", param_hint="--output")
    reports: dict[str, Any] = {}
    if out is not None:
        options = TrainOptions(out, base, annotator, steps, seed, shares, resume)
        reports |= _train(project, options, quiet=json)
    if curve:
        wanted = CurveOptions(base, annotator, steps, seed, seeds, shares)
        reports["curve"] = _learning_curve(project, wanted, quiet=json)
    if json:
        output.as_json(reports)


def _train(project: Path, options: "TrainOptions", *, quiet: bool) -> dict[str, Any]:
    from annotator.session.training import train as job

    kept = "What was learnt until then is kept: --resume goes on."
    report = output.with_progress(job(project, options), kept=kept)
    if not quiet:
        output.say(report.sentence())
    return asdict(report)


def _learning_curve(project: Path, options: "CurveOptions", *, quiet: bool) -> dict[str, Any]:
    from annotator.cli import scores
    from annotator.session.curve import learning_curve as job

    report = output.with_progress(job(project, options), kept=output.NOTHING_WRITTEN)
    if not quiet:
        scores.show_curve(report)
    return asdict(report)


def learn(
    project: Project,
    seconds: Annotated[
        float, typer.Option(min=0.1, metavar="N", help="Of processor time for the training.")
    ] = 30.0,
    json: Json = False,
) -> None:
    """Train on for a moment from what is finished, as the window does; use it if it is better."""
    from annotator.session.lesson import learn as job
    from annotator.suggest.worker import step_back

    step_back()
    kept = "The project and its model are as before."
    report = output.with_progress(job(project, seconds=seconds), kept=kept)
    if json:
        output.as_json(report, sentence=report.sentence())
    else:
        output.say(f"{report.sentence()}.")


def evaluate(
    project: Project,
    pipeline: Annotated[
        str, typer.Option("--pipeline", metavar="NAME", help="The pipeline to score.")
    ],
    annotator: Of = None,
    label_map: Annotated[
        str | None,
        typer.Option("--map", metavar="PERSON=PER,…", help="What its labels are called here."),
    ] = None,
    workers: Annotated[int, typer.Option(min=1, metavar="N", help="Processes at work.")] = 1,
    held_out: Annotated[
        bool,
        typer.Option("--held-out", help="Only those that a training here has not learnt from."),
    ] = False,
    json: Json = False,
) -> None:
    """Score a pipeline against the documents that were accepted."""
    from annotator.cli import scores
    from annotator.session.evaluating import EvaluateOptions, pairs_of
    from annotator.session.evaluating import evaluate as job

    try:
        names = pairs_of(label_map or "")
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    options = EvaluateOptions(pipeline, annotator, names, workers, held_out)
    report = output.with_progress(job(project, options), kept="Nothing was changed.")
    if json:
        output.as_json(scores.as_dict(report))
    else:
        output.problems(report.problems)
        scores.show(report)
