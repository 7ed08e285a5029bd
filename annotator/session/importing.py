"""Bringing documents and labels from files into a project."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from annotator.core.annotation import Annotation
from annotator.core.document import DocumentId, NewDocument
from annotator.core.edit import Edit
from annotator.core.record import Problem, Record
from annotator.core.span import Span, key_of
from annotator.core.suggestion import Suggestion
from annotator.formats.files import read_records
from annotator.session.jobs import Job, Progress
from annotator.storage.project import Project

BATCH = 400
BATCH_WEIGHT = 2_000_000
SPAN_WEIGHT = 500
"""A batch ends earlier if texts are long or spans many. A character weighs 1. It is held in
memory, and nobody else can write while it is stored: about 20 ms."""
BREATH_S = 0.001
"""How long the file is free between batches, so that a window can save an edit."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to import: `annotator` stands for whom a file does not name; with
    `as_suggestions` labels become suggestions; with `strict` labels that the label set
    lacks are left out instead of added; with `dry_run` nothing is written."""

    annotator: str
    format: str | None = None
    as_suggestions: bool = False
    strict: bool = False
    dry_run: bool = False


@dataclass
class ImportReport:
    """What an import read, wrote and left out. `read` = `added` + `known`."""

    read: int = 0
    added: int = 0
    known: int = 0
    annotations: int = 0
    unchanged: int = 0
    spans: int = 0
    suggestions: int = 0
    labels_added: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def left_out(self) -> int:
        """How many items or spans were left out."""
        return sum(problem.left_out != "nothing" for problem in self.problems)

    def sentence(self, *, dry_run: bool) -> str:
        """What was done, for people."""
        parts = [
            f"Read {self.read:,} texts: {self.added:,} new, {self.known:,} known already.",
            f"Labels of {self.annotations:,} annotations with {self.spans:,} spans."
            if self.annotations
            else "",
            f"{self.suggestions:,} suggestions." if self.suggestions else "",
            f"{self.unchanged:,} annotations were there already." if self.unchanged else "",
            f"New in the label set: {', '.join(self.labels_added)}." if self.labels_added else "",
            f"Left out: {self.left_out:,}." if self.left_out else "",
            "Nothing was written (dry run)." if dry_run else "",
        ]
        return " ".join(filter(None, parts))


def import_files(path: Path, files: Iterable[Path], options: ImportOptions) -> Job[ImportReport]:
    """Import files and folders into the project at `path`, a batch at a time.

    A batch stands in the file whole or not at all; importing the same again changes nothing.
    Raises ProjectError and FormatError.
    """
    with _written_to(path, options) as file, Project.open(file) as project:
        importer = _Importer(project, options)
        items = read_records(files, format_name=options.format)
        free_since = 0.0
        for batch in _batches(items):
            # To read a batch mostly takes as long as the breath.
            time.sleep(max(0.0, free_since + BREATH_S - time.monotonic()))
            importer.take(batch)
            free_since = time.monotonic()
            yield Progress(importer.report.read, None, "documents")
        return importer.report


def _batches(items: Iterable[Record | Problem]) -> Iterator[list[Record | Problem]]:
    batch: list[Record | Problem] = []
    weight = 0
    for item in items:
        batch.append(item)
        if isinstance(item, Record):
            weight += len(item.text) + SPAN_WEIGHT * len(item.spans or ())
        if len(batch) == BATCH or weight > BATCH_WEIGHT:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch


@contextmanager
def _written_to(path: Path, options: ImportOptions) -> Iterator[Path]:
    """The project file, or for a dry run a copy of it: what is said then is what would be."""
    if not options.dry_run:
        yield path
        return
    with TemporaryDirectory(prefix="annotator-") as folder:
        copy = Path(folder) / "dry-run.annotator"
        with Project.open_to_read(path) as project:
            project.save_copy(copy)
        yield copy


class _Importer:
    def __init__(self, project: Project, options: ImportOptions) -> None:
        self.project = project
        self.options = options
        self.report = ImportReport()
        self._labels = project.labels()
        self._suggested: set[tuple[DocumentId, int]] = set()

    def take(self, items: list[Record | Problem]) -> None:
        records = [item for item in items if isinstance(item, Record)]
        self.report.problems += [item for item in items if isinstance(item, Problem)]
        with self.project.transaction():
            self._store(records)

    def _store(self, records: list[Record]) -> None:
        documents = [NewDocument(record.text, record.meta) for record in records]
        found = self.project.documents.add(documents)
        added = sum(is_new for _, is_new in found)
        self.report.read += len(records)
        self.report.added += added
        self.report.known += len(records) - added
        said = [
            (r, i)
            for r, (i, _) in zip(records, found, strict=True)
            if r.spans or r.answer or r.note
        ]
        self._add_labels(said)
        for record, document_id in said:
            self._store_labels(record, document_id)

    def _add_labels(self, said: list[tuple[Record, DocumentId]]) -> None:
        met = (span.label for record, _ in said for span in record.spans or ())
        new = [name for name in dict.fromkeys(met) if name not in self._labels]
        if new and not self.options.strict:
            # Others may have added to the label set, or changed it, since it was read.
            known = self.project.labels()
            self._labels = known.with_names(new)
            self.project.put_labels(self._labels)
            self.report.labels_added += [name for name in new if name not in known]

    def _store_labels(self, record: Record, document_id: DocumentId) -> None:
        spans = tuple(self._known_labels(record))
        if self.options.as_suggestions:
            self._suggest(record, document_id, spans)
        else:
            self._annotate(record, document_id, spans)

    def _known_labels(self, record: Record) -> Iterator[Span]:
        for span in record.spans or ():
            if span.label in self._labels:
                yield span
            else:
                reason = f"the label {span.label!r} is not in the label set"
                self._leave_out(record, reason, "span", span)

    def _suggest(self, record: Record, document_id: DocumentId, spans: tuple[Span, ...]) -> None:
        by_source: dict[str, list[Suggestion]] = {}
        for span in spans:
            source = span.source or record.annotator or Path(record.path).name
            proposed = Suggestion(span.start, span.end, span.label, source, span.score)
            by_source.setdefault(source, []).append(proposed)
        for source, suggestions in by_source.items():
            key = document_id, self.project.suggestions.source_id(source)
            # A text may stand on several lines: only what an earlier import left is replaced.
            self.report.suggestions += self.project.suggestions.put_whole(
                *key, suggestions, keep=key in self._suggested
            )
            self._suggested.add(key)

    def _annotate(self, record: Record, document_id: DocumentId, spans: tuple[Span, ...]) -> None:
        ordered = tuple(sorted(spans, key=key_of))
        wanted = Annotation(ordered, answer=record.answer, note=record.note)
        if wanted.is_empty:
            return
        name = record.annotator or self.options.annotator
        annotator_id = self.project.add_annotator(name)
        there = self.project.annotations.get(document_id, annotator_id)
        if there.is_empty:
            edit = Edit(
                added=spans,
                answer=(None, record.answer) if record.answer else None,
                note=(None, record.note) if record.note else None,
            )
            self.project.annotations.store(
                document_id, annotator_id, edit, kind="import", gesture="import"
            )
            self.report.annotations += 1
            self.report.spans += len(spans)
        elif replace(there, rejected=frozenset(), flagged=False) == wanted:
            self.report.unchanged += 1
        else:
            reason = f"{name} has labelled this text already, differently"
            self._leave_out(record, reason, "annotation")

    def _leave_out(self, record: Record, reason: str, what: str, span: Span | None = None) -> None:
        key = key_of(span) if span else None
        self.report.problems.append(Problem(record.path, record.line, reason, what, key))
