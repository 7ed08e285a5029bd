"""The command that lists what is probably wrong among labels."""

from textwrap import shorten
from typing import Annotated, Any

import typer

from annotator.cli import output
from annotator.cli.arguments import Json, Of, Project
from annotator.cli.output import counted

SHOWN, TITLE = 50, 40
WHAT = {
    "different": "{0[0]} of {0[1]} mentions have that label",
    "unlabelled": "{0[0]} of {0[1]} mentions are labelled",
    "edges": "an edge looks like a slip",
    "shape": "{0[0]} of {0[1]} spans of this label look so",
    "model": "models that have not learnt from it say so",
}


def errors(
    project: Project,
    annotator: Of = None,
    models: Annotated[
        bool,
        typer.Option("--models", help="Train three models and ask them, too: takes minutes."),
    ] = False,
    steps: Annotated[
        int, typer.Option(min=0, metavar="N", help="Of each training at most; 0: 1000.")
    ] = 0,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="List at most so many.")] = SHOWN,
    json: Json = False,
) -> None:
    """List what is probably wrong among the labels, the likeliest first."""
    from annotator.session.error_places import described
    from annotator.session.finding_errors import ErrorOptions, find_errors

    options = ErrorOptions(annotator, models, steps)
    report = output.with_progress(find_errors(project, options), kept="Nothing was changed.")
    found = described(project, report.errors[: None if json else limit])
    if json:
        output.as_json({"documents": report.documents, "left": report.left, "errors": found})
        return
    total = len(report.errors) + report.left
    output.say(f"{counted(total, 'probable error')} in {counted(report.documents, 'document')}")
    for one in found:
        output.say(_line(one))


def _line(one: dict[str, Any]) -> str:
    span, fix = one["span"], one["fix"]
    place = span or fix
    now = f"{place['text']!r} {span['label']}" if span else f"{place['text']!r} without a label"
    wanted = f"{fix['text']!r} {fix['label']}" if fix else "no label"
    why = WHAT[one["kind"]].format(one["evidence"])
    title = shorten(one["title"], TITLE, placeholder=" …")
    where = f"{title}, at {place['start']:,}, {one['annotator']}"
    return f"{one['likelihood']:.0%} {now} -> {wanted} ({why}) [{where}]"
