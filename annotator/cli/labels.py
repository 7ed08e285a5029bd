"""The commands about the label set and about the past of a document."""

from typing import Annotated

import typer

from annotator.cli import output
from annotator.cli.arguments import Annotator, Json, Project
from annotator.cli.output import NOTHING_WRITTEN, counted
from annotator.session.annotator_name import login_name

Names = list[str]


def labels(
    project: Project,
    history: Annotated[
        bool, typer.Option("--history", help="Also all that the label set has been.")
    ] = False,
    rename: Annotated[
        Names, typer.Option(metavar="OLD=NEW", help="Give a label another name.")
    ] = [],  # noqa: B006 (typer's way)
    merge: Annotated[
        Names, typer.Option(metavar="A,B=C", help="Let the spans of some labels have one.")
    ] = [],  # noqa: B006
    delete: Annotated[
        Names, typer.Option(metavar="LABEL", help="Remove a label with its spans.")
    ] = [],  # noqa: B006
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be done.")
    ] = False,
    annotator: Annotator = None,
    json: Json = False,
) -> None:
    """Show the label set, or change it with all spans as one step that undo takes back."""
    if rename or merge or delete:
        _change(project, rename, merge, delete, annotator or login_name(), dry_run, json)
        return
    from annotator.session.label_reports import label_report

    found = label_report(project)
    if not history:
        del found["history"]
    if json:
        output.as_json(found)
        return
    for one in found["labels"]:
        spans, documents = counted(one["spans"], "span"), counted(one["documents"], "document")
        output.say(f"{one['key'] or ' '}  {one['name']}: {spans} in {documents}")
    for one in found.get("history", ()):
        names = ", ".join(label["name"] for label in one["labels"])
        output.say(f"{one['made_at']}  {one['version']}  {one['made_by'] or '-'}: {names}")


def _change(
    project: Project,
    rename: Names,
    merge: Names,
    delete: Names,
    annotator: str,
    dry_run: bool,
    json: bool,
) -> None:
    from annotator.session.label_changes import change_labels, preview
    from annotator.session.label_reports import change_report, planned

    merged = [(a.split(","), b) for a, b in map(_pair, merge)]
    plan = planned(project, renamed=[*map(_pair, rename)], merged=merged, deleted=delete)
    job = preview(project, plan) if dry_run else change_labels(project, annotator, plan)
    report = change_report(plan, output.with_progress(job, kept=NOTHING_WRITTEN))
    if json:
        output.as_json(report)
        return
    spans, documents = counted(report["spans"], "span"), counted(report["documents"], "document")
    would = " would change" if dry_run else ""
    output.say(f"{report['change']}: {spans} in {documents}{would}.")


def _pair(text: str) -> tuple[str, str]:
    before, equals, after = text.partition("=")
    if not (before.strip() and equals and after.strip()):
        raise typer.BadParameter(f"write it as OLD=NEW, not {text!r}")
    return before.strip(), after.strip()


def history(
    project: Project,
    document: Annotated[
        str, typer.Argument(metavar="DOCUMENT", help="Its number, its key, or its title.")
    ],
    json: Json = False,
) -> None:
    """What was done to a document, by whom and when."""
    from annotator.session.label_reports import document_history

    found = document_history(project, document)
    if json:
        output.as_json(found)
        return
    output.say(f"{found['title']}: {counted(len(found['edits']), 'edit')}")
    for one in found["edits"]:
        changes = f"+{len(one['added'])} −{len(one['removed'])}"
        who = one["annotator"]
        if one["made_by"] != who:
            who = f"{one['made_by']}, for {who}"
        answer = f", answer {one['answer']}" if one["answer"] else ""
        said = f"{one['kind']} {one['gesture']}: {changes} spans{answer}"
        output.say(f"{one['made_at']}  {who}: {said}")
