"""Writing a project's labels to a file."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from annotator.core.record import Exported, Problem
from annotator.errors import FormatError
from annotator.formats import find_writable
from annotator.formats.format import Writer
from annotator.session.jobs import Job, Progress
from annotator.storage.project import Project

STANDARD_OUTPUT = Path("-")
BATCH = 200
UNFINISHED = "unfinished"
ANSWERS = ("accept", "reject", "ignore", UNFINISHED)


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What to export: of one annotator or of all (None); `answers` narrows it to some of
    `ANSWERS`, None means all."""

    format: str = "jsonl"
    annotator: str | None = None
    answers: Sequence[str] | None = None


@dataclass
class ExportReport:
    """What an export wrote and left out."""

    annotations: int = 0
    spans: int = 0
    problems: list[Problem] = field(default_factory=list)

    def sentence(self, out: Path) -> str:
        """What was done, for people."""
        return (
            f"Wrote {self.annotations:,} annotations with {self.spans:,} spans to {out};"
            f" left out: {len(self.problems):,}."
        )


def export(path: Path, out: Path, options: ExportOptions) -> Job[ExportReport]:
    """Write the annotations of the project at `path` to `out` (`-`: standard output).

    The file appears only when it is whole. Raises ProjectError and FormatError.
    """
    write = find_writable(options.format).write
    assert write is not None
    report = ExportReport()
    with Project.open_to_read(path) as project, _whole_file(out) as file:
        _require_annotator(project, options.annotator)
        with project.snapshot():
            for batch in _batches(project, options):
                _write(batch, write, file, report)
                yield Progress(report.annotations, None, "annotations")
    return report


def _batches(project: Project, options: ExportOptions) -> Iterator[list[Exported]]:
    answers: list[str | None] | None = None
    if options.answers:
        answers = [None if a == UNFINISHED else a for a in options.answers]
    items = project.annotations.each(annotator=options.annotator, answers=answers)
    while batch := list(islice(items, BATCH)):
        yield batch


def _write(batch: list[Exported], write: Writer, file: BinaryIO, report: ExportReport) -> None:
    report.problems += write(batch, file)
    report.annotations += len(batch)
    report.spans += sum(len(item.spans) for item in batch)


def _require_annotator(project: Project, name: str | None) -> None:
    if name is not None and project.annotator_id(name) is None:
        known = ", ".join(project.annotators()) or "nobody yet"
        raise FormatError(f"Nobody called {name!r} has labelled here.", f"There is: {known}.")


@contextmanager
def _whole_file(out: Path) -> Iterator[BinaryIO]:
    if out == STANDARD_OUTPUT:
        yield sys.stdout.buffer
        return
    try:
        with NamedTemporaryFile(dir=out.absolute().parent, prefix=out.name, delete=False) as file:
            part = Path(file.name)
            try:
                yield file  # type: ignore[misc]
            except BaseException:
                part.unlink()
                raise
        part.chmod(0o644)
        part.replace(out)
    except OSError as error:
        raise FormatError(f"{out} cannot be written: {error.strerror}.") from error
