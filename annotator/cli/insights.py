"""The command that tells what a project tells of itself."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from annotator.cli import output
from annotator.cli.arguments import Json, Project
from annotator.cli.output import counted
from annotator.session.insights.table import Cell, Table


def insights(
    project: Project,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="DIR", help="Write a CSV file for each table.")
    ] = None,
    hide_names: Annotated[
        bool, typer.Option("--hide-names", help="A, B, C … instead of annotators' names.")
    ] = False,
    json: Json = False,
) -> None:
    """Progress, suggestions, agreement and trust: the figures of the window Insights."""
    from annotator.session.insights.csv_files import write_csv
    from annotator.session.insights.report import InsightsOptions
    from annotator.session.insights.report import insights as job

    report = output.with_progress(job(project, InsightsOptions()), kept="Nothing was changed.")
    report = report.hidden() if hide_names else report
    made = write_csv(report, csv) if csv is not None else []
    if json:
        output.as_json(report.as_dict(), files=[str(path) for path in made])
        return
    if csv is not None:
        output.say(f"Wrote {counted(len(made), 'file')} to {csv}.")
        return
    for page, tables in report.pages.items():
        for table in tables:
            if table.rows:
                output.say(f"{page}: {table.name.replace('_', ' ')}")
                _show(table)


def _show(table: Table) -> None:
    """Columns under each other, as wide as they need."""
    lines = [table.columns, *(tuple(map(_said, row)) for row in table.rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        output.say("  " + _padded(line, widths))
    output.say("")


def _padded(line: Sequence[str], widths: Sequence[int]) -> str:
    cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
    return "  ".join(cells).rstrip()


def _said(cell: Cell) -> str:
    if cell is None:
        return "–"
    return f"{cell:.3f}" if isinstance(cell, float) else str(cell)
