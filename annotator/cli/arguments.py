"""What several commands take, and what is wrong usage of it."""

from pathlib import Path
from typing import Annotated

import typer

from annotator.session.annotator_name import is_name


def name_of(name: str | None) -> str | None:
    """An annotator's name; raises BadParameter for what is none."""
    if name is not None and not is_name(name):
        raise typer.BadParameter("an annotator needs a name, in one line")
    return name


def shares_of(split: str | None) -> tuple[float, ...] | None:
    """Shares of a split; raises BadParameter for what is none."""
    from annotator.core.parts import shares

    try:
        return shares(split) if split else None
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


# What cannot be read is no wrong usage: it is said by whoever wants to read it.
Project = Annotated[
    Path, typer.Argument(metavar="PROJECT", readable=False, help="The project file.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Annotator = Annotated[
    str | None,
    typer.Option("--annotator", metavar="NAME", callback=name_of, help="Default: the login name."),
]
Pipeline = Annotated[
    str | None,
    typer.Option(
        "--pipeline",
        metavar="NAME",
        help="An installed spaCy pipeline, its folder, blank:CODE, or gliner:FOLDER.",
    ),
]
Of = Annotated[
    str | None,
    typer.Option("--annotator", metavar="NAME", callback=name_of, help="Default: all of them."),
]
