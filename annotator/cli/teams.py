"""The commands that hand documents out and bring labels home."""

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli import output
from annotator.cli.arguments import Json, Project, name_of
from annotator.cli.output import NOTHING_WRITTEN


def _names(names: list[str]) -> list[str]:
    return [found for name in names if (found := name_of(name))]


def handout(
    project: Project,
    out: Annotated[Path, typer.Option("--output", metavar="DIR", help="Where the files go.")],
    to: Annotated[
        list[str], typer.Option(metavar="NAME", callback=_names, help="To whom; once for each.")
    ],
    overlap: Annotated[
        float, typer.Option(metavar="SHARE", help="This share, 0 to 1, goes to everybody.")
    ] = 0.0,
    json: Json = False,
) -> None:
    """Write a project file for each annotator, to carry away."""
    from annotator.session.handing_out import HandoutOptions, hand_out

    options = HandoutOptions(out, tuple(to), overlap)
    report = output.with_progress(hand_out(project, options), kept=NOTHING_WRITTEN)
    if json:
        output.as_json(report)
    else:
        output.say(report.sentence())


def merge(
    project: Project,
    others: Annotated[
        list[Path],
        typer.Argument(metavar="OTHER...", readable=False, help="Project files that came back."),
    ],
    json: Json = False,
) -> None:
    """Bring labels of other project files home; doing it again changes nothing."""
    from annotator.session.merging import merge as job

    report = output.with_progress(job(project, others))
    if json:
        output.as_json(report, left_out=len(report.conflicts))
    else:
        output.problems(report.conflicts)
        output.say(report.sentence())
    output.exit_for(len(report.conflicts))
