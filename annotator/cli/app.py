"""The commands."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from annotator.cli import opening, output
from annotator.cli.formats import list_formats
from annotator.cli.output import NOTHING_WRITTEN, SO_FAR, counted
from annotator.errors import AnnotatorError
from annotator.session.annotator_name import is_name, login_name

STOPPED = 130
"""What typer makes of Ctrl-C, in silence, where nobody else takes it."""

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Label articles on the desktop. Without a command: the start screen.",
)


def _name(name: str | None) -> str | None:
    if name is not None and not is_name(name):
        raise typer.BadParameter("an annotator needs a name, in one line")
    return name


# What cannot be read is no wrong usage: it is said by whoever wants to read it.
Project = Annotated[
    Path, typer.Argument(metavar="PROJECT", readable=False, help="The project file.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Annotator = Annotated[
    str | None,
    typer.Option("--annotator", metavar="NAME", callback=_name, help="Default: the login name."),
]
Pipeline = Annotated[
    str | None,
    typer.Option(
        "--pipeline", metavar="NAME", help="An installed spaCy pipeline, its folder, or blank:CODE."
    ),
]


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


@app.command("import")
def import_(
    project: Project,
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", readable=False, help="Files and folders.")
    ],
    format_: Annotated[
        str | None, typer.Option("--format", metavar="NAME", help="Default: told from each file.")
    ] = None,
    annotator: Annotator = None,
    as_: Annotated[
        str | None, typer.Option("--as", metavar="suggestions", help="Take labels as suggestions.")
    ] = None,
    strict: Annotated[
        bool, typer.Option(help="Leave out labels that the label set lacks.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done; write nothing.")
    ] = False,
    json: Json = False,
) -> None:
    """Bring documents in, and labels if the files hold them."""
    from annotator.session.import_report import ImportOptions
    from annotator.session.importing import import_files

    if as_ not in {None, "suggestions"}:
        raise typer.BadParameter("only --as suggestions is known")
    options = ImportOptions(
        annotator=annotator or login_name(),
        format=format_,
        as_suggestions=as_ is not None,
        strict=strict,
        dry_run=dry_run,
    )
    job = import_files(project, paths, options)
    report = output.with_progress(job, kept=NOTHING_WRITTEN if dry_run else SO_FAR)
    if json:
        output.as_json(report, left_out=report.left_out, dry_run=dry_run)
    else:
        output.verdicts(report.verdicts)
        output.problems(report.problems)
        output.say(report.sentence(dry_run=dry_run))
    output.exit_for(report.left_out)


@app.command()
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


@app.command()
def export(
    project: Project,
    out: Annotated[
        Path,
        typer.Argument(
            metavar="OUT", readable=False, help="The file to write; - is standard output."
        ),
    ],
    format_: Annotated[str, typer.Option("--format", metavar="NAME")] = "jsonl",
    annotator: Annotated[
        str | None, typer.Option(metavar="NAME", callback=_name, help="Default: all of them.")
    ] = None,
    answer: Annotated[
        str | None,
        typer.Option(metavar="accept,…", help="Only these of accept, reject, ignore, unfinished."),
    ] = None,
    offsets: Annotated[
        str | None,
        typer.Option(metavar="codepoints|utf16", help="What offsets count, if not as usual."),
    ] = None,
    split: Annotated[
        str | None,
        typer.Option(metavar="80/10/10", help="Write train, dev and test, each to its own file."),
    ] = None,
    json: Json = False,
) -> None:
    """Write labels to a file: all annotations that have an answer or a label."""
    from annotator.session.exporting import ANSWERS, ExportOptions
    from annotator.session.exporting import export as job
    from annotator.session.whole_file import STANDARD_OUTPUT

    answers = answer.split(",") if answer else None
    if not set(answers or ()) <= set(ANSWERS):
        raise typer.BadParameter(f"--answer takes {', '.join(ANSWERS)}, divided by commas")
    options = ExportOptions(
        format=format_,
        annotator=annotator,
        answers=answers,
        offsets=offsets,
        split=_shares(split),
    )
    report = output.with_progress(job(project, out, options), kept=NOTHING_WRITTEN)
    aside = out == STANDARD_OUTPUT
    if json:
        output.as_json(report, aside=aside, left_out=report.left_out)
    else:
        output.problems(report.problems)
        output.say(report.sentence(out), aside=aside)
    output.exit_for(report.left_out)


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


app.command("formats")(list_formats)


def _shares(split: str | None) -> tuple[float, ...] | None:
    from annotator.core.parts import shares

    try:
        return shares(split) if split else None
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def _window(project: Path | None, annotator: str | None) -> None:
    sys.exit(opening.show(project, annotator))
