"""The command that prints a label or a string in its contexts."""

from pathlib import Path
from typing import Annotated, Any

import typer

from annotator.cli import output
from annotator.cli.arguments import Json, Of, Project
from annotator.core.concordance import Sort, in_one_line

MOST = 100
BEFORE_WIDTH, AFTER_WIDTH, TITLE_WIDTH = 40, 40, 40


def concordance(
    project: Project,
    label: Annotated[
        str | None, typer.Option(metavar="L", help='Spans of this label; "": places without one.')
    ] = None,
    text: Annotated[
        str, typer.Option(metavar="T", help="Where this stands, labelled or not.")
    ] = "",
    annotator: Of = None,
    whole_words: Annotated[
        bool, typer.Option("--whole-words", help="The text only as whole words.")
    ] = False,
    match_case: Annotated[
        bool, typer.Option("--match-case", help="The text only in the same case.")
    ] = False,
    sort: Annotated[Sort, typer.Option(help="What the lines are sorted by.")] = Sort.DOCUMENT,
    limit: Annotated[
        int, typer.Option(metavar="N", min=0, help="At most so many lines; 0: all.")
    ] = MOST,
    json: Json = False,
) -> None:
    """A label, or a text, over the whole project as lines in context."""
    from annotator.session.concordance import Wanted
    from annotator.session.concordance import concordance as job
    from annotator.session.concordance_lines import Lines

    lines = Lines()
    wanted = Wanted(label, text, annotator, whole_words, match_case, sort)
    output.with_progress(job(project, wanted, lines), kept="Nothing was changed.")
    shown = range(min(limit, len(lines)) if limit else len(lines))
    found = _read(project, lines, shown)
    if json:
        output.as_json({"lines": len(lines), "documents": lines.documents, "shown": found})
        return
    for one in found:
        output.say(_in_one_line(one))
    counts = (
        f"{output.counted(len(lines), 'line')} in {output.counted(lines.documents, 'document')}"
    )
    output.say(f"{counts}, {len(found):,} shown", aside=True)


def _read(project: Path, lines: Any, rows: range) -> list[dict[str, Any]]:
    from annotator.session.concordance_reading import described

    return described(project, lines, rows)


def _in_one_line(one: dict[str, Any]) -> str:
    before = in_one_line(one["before"])[-BEFORE_WIDTH:].rjust(BEFORE_WIDTH)
    after = in_one_line(one["after"])[:AFTER_WIDTH].ljust(AFTER_WIDTH)
    doubt = "" if one["doubt"] is None else f"{one['doubt']:.0%}"
    facts = (
        one["label"] or "-",
        one["annotator"] or "-",
        in_one_line(one["title"])[:TITLE_WIDTH],
        doubt,
    )
    return f"{before}[{in_one_line(one['text'])}]{after}  {'  '.join(filter(None, facts))}"
