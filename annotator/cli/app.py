"""The commands."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from annotator.cli import (
    agreement,
    concordance,
    errors,
    files,
    labels,
    models,
    opening,
    output,
    patterns,
    reviews,
    teams,
)
from annotator.cli.arguments import Annotator, Json, Pipeline, Project
from annotator.cli.formats import list_formats
from annotator.cli.insights import insights
from annotator.cli.output import counted
from annotator.errors import AnnotatorError
from annotator.session.annotator_name import login_name

STOPPED = 130
"""What typer makes of Ctrl-C, in silence, where nobody else takes it."""

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Label articles on the desktop. Without a command: the start screen.",
)


def run() -> int:
    """Run what was typed and return the exit code; failures of the world are one sentence."""
    output.fit_any_terminal()
    try:
        app()
    except AnnotatorError as error:
        output.say(f"Error: {error}", aside=True)
        return 1
    except SystemExit as end:
        if end.code != STOPPED:
            raise
        output.say("Error: Stopped.", aside=True)
        return 1
    return 0


@app.callback(invoke_without_command=True)
def start(context: typer.Context) -> None:
    """Open the start screen if no command was given."""
    if context.invoked_subcommand is None:
        _window(None, None)


@app.command("open")
def open_(project: Project, annotator: Annotator = None) -> None:
    """Open the window on a project."""
    _window(project, annotator)


@app.command()
def demo() -> None:
    """Open the window on a fresh copy of the sample, suggested.

    Without a screen: make the same, and a picture of the window and the JSONL beside it.
    """
    from annotator.session.demo import make_demo
    from annotator.ui import screen

    made = output.with_progress(make_demo())
    output.say(f"The sample project: {made}", aside=True)
    try:
        screen.require()
    except AnnotatorError as no_screen:
        _demo_without_screen(made, no_screen)
    else:
        _window(made, None)


def _demo_without_screen(made: Path, no_screen: AnnotatorError) -> None:
    from annotator.session.exporting import ExportOptions, export

    jsonl, picture = made.with_suffix(".jsonl"), made.with_suffix(".png")
    output.with_progress(export(made, jsonl, ExportOptions()))
    output.say(f"What is suggested, as JSONL: {jsonl}")
    try:
        from annotator.ui.picture import take

        take(made, login_name(), picture)
        output.say(f"A picture of the window: {picture}")
    except (AnnotatorError, ImportError) as error:
        output.say(f"No picture could be made: {error}", aside=True)
    output.say(str(no_screen))


@app.command()
def new(
    project: Project,
    labels: Annotated[
        str | None,
        typer.Option(
            metavar="PRESET_OR_FILE",
            help="ontonotes, conll, empty, or a label set file; default: the pipeline's own.",
        ),
    ] = None,
    pipeline: Pipeline = None,
    language: Annotated[
        str | None, typer.Option(metavar="CODE", help="The language of the texts.")
    ] = None,
) -> None:
    """Make a new project file."""
    from annotator.session.creating import create

    label_set = create(project, labels=labels, pipeline=pipeline, language=language)
    output.say(f"Made {project} with {counted(len(label_set), 'label')}.")


@app.command()
def stats(project: Project, json: Json = False) -> None:
    """Documents, answers, and spans by label and annotator."""
    from annotator.session.reports import stats as report

    found = report(project)
    if json:
        output.as_json(found)
        return
    output.say(counted(found["documents"], "document"))
    for name, row in {"all": found, **found["annotators"]}.items():
        for what in ("answers", "spans"):
            counts = ", ".join(f"{count} {key}" for key, count in row[what].items()) or "none"
            output.say(f"{name}: {what}: {counts}")


@app.command()
def check(project: Project, json: Json = False) -> None:
    """Look for damage: the file, offsets, label set, journal. Exits 1 if there is any."""
    from annotator.session.reports import check as job

    findings = output.with_progress(job(project), kept="Nothing was changed.")
    if json:
        output.as_json({"sound": not findings, "findings": findings})
    else:
        for finding in findings or [f"{project} is sound."]:
            output.say(finding)
    if findings:
        raise typer.Exit(1)


def _window(project: Path | None, annotator: str | None) -> None:
    sys.exit(opening.show(project, annotator))


app.command("import")(files.import_)
app.command("formats")(list_formats)
for command in (
    files.export,
    patterns.patterns,
    labels.labels,
    labels.history,
    models.suggest,
    models.train,
    models.learn,
    models.evaluate,
    teams.handout,
    teams.merge,
    agreement.agreement,
    concordance.concordance,
    errors.errors,
    insights,
    reviews.review,
    reviews.adjudicate,
):
    app.command()(command)
