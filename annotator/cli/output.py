"""What commands print: progress to the terminal, results as sentences or as one JSON object."""

import json
import signal
import sys
from collections.abc import Sequence
from dataclasses import asdict
from io import TextIOWrapper
from typing import Any, TypeVar

import typer

from annotator.core.record import Problem, Verdict
from annotator.errors import AnnotatorError
from annotator.session.jobs import Job, finish
from annotator.session.whole_file import printing

R = TypeVar("R")
LEFT_OUT = 3
SHOWN_PROBLEMS = 20
SO_FAR = "What was done until then is in the file."
NOTHING_WRITTEN = "Nothing was written."


def with_progress(job: Job[R], *, kept: str = SO_FAR) -> R:
    """Run a job to its end, with a bar on standard error if that is a terminal.

    `kept` tells what remains of a job that was stopped.
    """
    # Whoever stops us with a signal gets the same orderly end as with Ctrl-C.
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return _with_bar(job) if sys.stderr.isatty() else finish(job)
    except KeyboardInterrupt:
        job.close()
        raise AnnotatorError("Stopped.", kept) from None
    finally:
        signal.signal(signal.SIGTERM, before)


def _with_bar(job: Job[R]) -> R:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        bar = bars.add_task("", total=None)
        while True:
            try:
                step = next(job)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]
            bars.update(bar, completed=step.done, total=step.total, description=step.note)


def fit_any_terminal() -> None:
    """From now on a character that the terminal lacks is printed as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def say(sentence: str, *, aside: bool = False) -> None:
    """Print a sentence, on standard error if it must not mix with what is written."""
    with printing():
        typer.echo(sentence, err=aside)


def as_json(result: Any, *, aside: bool = False, **more: Any) -> None:
    """Print one JSON object, in UTF-8 whatever the terminal."""
    values = result if isinstance(result, dict) else asdict(result)
    line = json.dumps({**values, **more}, ensure_ascii=False, default=list)
    # What is no Unicode is thereby escaped as JSON escapes it.
    with printing():
        typer.echo(line.encode("utf-8", "backslashreplace"), err=aside)


def verdicts(found: Sequence[Verdict]) -> None:
    """Say how the offsets of files were read, on standard error."""
    for verdict in found[:SHOWN_PROBLEMS]:
        typer.echo(str(verdict), err=True)


def problems(found: Sequence[Problem]) -> None:
    """List problems on standard error, the first few of them."""
    for problem in found[:SHOWN_PROBLEMS]:
        typer.echo(str(problem), err=True)
    if len(found) > SHOWN_PROBLEMS:
        more = len(found) - SHOWN_PROBLEMS
        typer.echo(f"… and {more} more; --json lists them all.", err=True)


def exit_for(left_out: int) -> None:
    """End with exit code 3 if something was left out."""
    if left_out:
        raise typer.Exit(LEFT_OUT)


def counted(count: int, noun: str) -> str:
    """`1 document`, `2 documents`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
