"""The commands that bring documents in and write labels out."""

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli import output
from annotator.cli.arguments import Annotator, Json, Of, Project, shares_of
from annotator.cli.output import NOTHING_WRITTEN, SO_FAR
from annotator.session.annotator_name import login_name


def import_(
    project: Project,
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...",
            readable=False,
            help="Files, folders and archives (zip, tar, gz); - is standard input.",
        ),
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
        is_named=annotator is not None,
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


def export(
    project: Project,
    out: Annotated[
        Path,
        typer.Argument(
            metavar="OUT", readable=False, help="The file to write; - is standard output."
        ),
    ],
    format_: Annotated[str, typer.Option("--format", metavar="NAME")] = "jsonl",
    annotator: Of = None,
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
        split=shares_of(split),
    )
    report = output.with_progress(job(project, out, options), kept=NOTHING_WRITTEN)
    aside = out == STANDARD_OUTPUT
    if json:
        output.as_json(report, aside=aside, left_out=report.left_out)
    else:
        output.problems(report.problems)
        output.say(report.sentence(out), aside=aside)
    output.exit_for(report.left_out)
