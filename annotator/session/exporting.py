"""Writing a project's labels to a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from annotator.core.record import Exported, Problem
from annotator.core.span import key_of
from annotator.core.words import Words
from annotator.errors import FormatError
from annotator.formats import find_writable
from annotator.formats.format import Writer
from annotator.session.jobs import Job, Progress
from annotator.session.whole_file import whole_file
from annotator.storage.project import Project

BATCH = 200
UNFINISHED = "unfinished"
ANSWERS = ("accept", "reject", "ignore", UNFINISHED)


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What to export: of one annotator or of all (None); `answers` narrows it to some of
    `ANSWERS`, None means all. A source of suggestions may be named like an annotator."""

    format: str = "jsonl"
    annotator: str | None = None
    answers: Sequence[str] | None = None


@dataclass
class ExportReport:
    """What an export wrote and left out."""

    annotations: int = 0
    spans: int = 0
    suggested: bool = False
    problems: list[Problem] = field(default_factory=list)

    @property
    def left_out(self) -> int:
        """How many annotations or spans were left out."""
        return sum(problem.left_out != "nothing" for problem in self.problems)

    def sentence(self, out: Path) -> str:
        """What was done, for people."""
        done = f"Wrote {self.annotations:,} annotations with {self.spans:,} spans to {out}"
        who = " These are suggestions: no person has said anything." if self.suggested else ""
        return f"{done}; left out: {self.left_out:,}.{who}"


def export(path: Path, out: Path, options: ExportOptions) -> Job[ExportReport]:
    """Write the annotations of the project at `path` to `out` (`-`: standard output).

    While nobody has labelled anything, or if a source is named as the annotator, what is
    suggested is written, as unfinished annotations by that source. The file appears only
    when it is whole. Raises ProjectError and FormatError.
    """
    write = find_writable(options.format).write
    assert write is not None
    report = ExportReport()
    with Project.open_to_read(path) as project, whole_file(out) as file, project.snapshot():
        report.suggested = _wants_suggestions(project, options)
        for batch in _batches(project, options, suggested=report.suggested):
            _write(batch, write, file, report)
            report.problems += _off_the_edges(project, batch)
            yield Progress(report.annotations, None, "annotations")
    return report


def _batches(
    project: Project, options: ExportOptions, *, suggested: bool
) -> Iterator[list[Exported]]:
    if suggested:
        items = project.suggestions.each_exported(source=options.annotator)
    else:
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


def _off_the_edges(project: Project, batch: list[Exported]) -> Iterator[Problem]:
    """Spans that begin or end inside a token: they are written, but trainers leave them out."""
    for item in batch:
        # What a pipeline proposed stands on its own tokens.
        made = [span for span in item.spans if span.source is None]
        if made:
            words = Words(item.text, project.suggestions.tokens_by_key(item.key))
            for span in made:
                if not words.is_whole(span.start, span.end):
                    reason = f"{item.text[span.start : span.end]!r} is off the word edges"
                    yield Problem(f"document {item.key}", None, reason, "nothing", key_of(span))


def _wants_suggestions(project: Project, options: ExportOptions) -> bool:
    name = options.annotator
    if name is None:
        return options.answers is None and next(project.annotations.each(), None) is None
    if project.annotator_id(name) is not None:
        return False
    sources = project.suggestions.counts()
    if name not in sources:
        known = ", ".join([*project.annotators(), *sources]) or "nobody yet"
        raise FormatError(f"Nobody called {name!r} has labelled here.", f"There is: {known}.")
    return True
