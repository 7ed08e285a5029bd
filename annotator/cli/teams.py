"""The commands that hand documents out and bring labels home."""

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli import output
from annotator.cli.arguments import Json, Project, name_of
from annotator.cli.output import NOTHING_WRITTEN
from annotator.session.handing_out import HandoutOptions, Which, hand_out


def _names(names: list[str]) -> list[str]:
    return [found for name in names if (found := name_of(name))]


def handout(
    project: Project,
    out: Annotated[Path, typer.Option("--output", metavar="DIR", help="Where the files go.")],
    to: Annotated[
        list[str], typer.Option(metavar="NAME", callback=_names, help="To whom; once for each.")
    ],
    overlap: Annotated[
        float, typer.Option(metavar="SHARE", help="This share, 0 to 1, goes to several people.")
    ] = 0.0,
    people: Annotated[
        int | None, typer.Option(metavar="N", help="To so many of them; default: to everybody.")
    ] = None,
    seeds: Annotated[
        int,
        typer.Option(
            metavar="N", min=0, help="So many settled documents go to everybody, to check them."
        ),
    ] = 0,
    which: Annotated[
        Which, typer.Option(help="Documents that nobody has answered, or all.")
    ] = Which.UNANSWERED,
    json: Json = False,
) -> None:
    """Write a project file for each annotator, to carry away."""
    options = HandoutOptions(out, tuple(to), overlap, people, seeds, which)
    report = output.with_progress(hand_out(project, options), kept=NOTHING_WRITTEN)
    if json:
        output.as_json(report)
    else:
        output.say(report.sentence())
        if not any(report.documents.values()):
            output.say("No document is unanswered: --which all hands out the answered ones too.")


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
        output.problems(report.problems)
        output.say(report.sentence())
    output.exit_for(len(report.conflicts))
