"""The command about the patterns of a project."""

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli import output
from annotator.cli.arguments import Json, Project
from annotator.cli.output import NOTHING_WRITTEN, counted


def patterns(
    project: Project,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE", readable=False, help="Patterns as JSON lines, or terms with --label."
        ),
    ] = None,
    label: Annotated[
        str | None,
        typer.Option(metavar="LABEL", help="FILE is a list of terms with this label, one a line."),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Have them instead of those that are there.")
    ] = False,
    export: Annotated[
        Path | None,
        typer.Option(metavar="OUT", help="Write all patterns as JSON lines; - is standard output."),
    ] = None,
    json: Json = False,
) -> None:
    """Bring in patterns, whose hits are suggested, or write them out.

    The files are those of Prodigy and of spaCy's EntityRuler.
    """
    from annotator.session.patterning import export_patterns, import_patterns

    if (file is None) == (export is None):
        raise typer.BadParameter("give a FILE to bring in, or --export OUT")
    if export is not None:
        count = export_patterns(project, export)
        aside = str(export) == "-"
        if json:
            output.as_json({"patterns": count}, aside=aside)
        else:
            output.say(f"Wrote {counted(count, 'pattern')} to {export}.", aside=aside)
        return
    assert file is not None
    job = import_patterns(project, file, label=label, replaces=replace)
    report = output.with_progress(job, kept=NOTHING_WRITTEN)
    if json:
        output.as_json(report, left_out=report.left_out)
    else:
        output.problems(report.problems)
        output.say(report.sentence())
    output.exit_for(report.left_out)
