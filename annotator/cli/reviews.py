"""The commands that settle where annotators differ."""

import sys
from typing import Annotated

import typer

from annotator.cli import opening, output
from annotator.cli.arguments import Json, Project, name_of
from annotator.core.adjudication import Rule
from annotator.session.annotator_name import login_name

Reviewer = Annotated[
    str | None,
    typer.Option("--reviewer", metavar="NAME", callback=name_of, help="Default: the login name."),
]


def _names(names: list[str] | None) -> list[str]:
    return [found for name in names or () if (found := name_of(name))]


def review(project: Project, reviewer: Reviewer = None) -> None:
    """Open the window in which differences between annotators are settled."""
    sys.exit(opening.show_review(project, reviewer))


def adjudicate(
    project: Project,
    rule: Annotated[
        Rule | None, typer.Option(help="What settles a stretch. Default: the project's rule.")
    ] = None,
    reviewer: Reviewer = None,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", callback=_names, help="Compare these; once for each."),
    ] = None,
    unfinished: Annotated[
        bool | None,
        typer.Option("--unfinished/--finished", help="Whether unfinished work is compared too."),
    ] = None,
    json: Json = False,
) -> None:
    """Settle by a rule what annotators agree on; conflicts are left to a person."""
    from annotator.session.adjudicating import adjudicate as job

    work = job(
        project,
        reviewer or login_name(),
        rule=rule,
        only=tuple(only) if only else None,
        unfinished=unfinished,
    )
    report = output.with_progress(work)
    if json:
        output.as_json(report)
    else:
        output.say(report.sentence())
