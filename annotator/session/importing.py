"""Bringing documents and labels from files into a project."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from annotator.core.record import Item, Problem, Record
from annotator.formats.files import each_file, read_records
from annotator.session.import_report import ImportOptions, ImportReport
from annotator.session.importer import Importer
from annotator.session.jobs import Job, Progress
from annotator.session.whose import owned, owners
from annotator.storage.project import Project

BATCH = 400
BATCH_WEIGHT = 2_000_000
SPAN_WEIGHT = 350
"""A batch ends earlier if texts are long or spans many. A character weighs 1. It is held in
memory, and nobody else can write while it is stored: about 20 ms."""
BREATH_S = 0.001
"""How long the file is free between batches, so that a window can save an edit."""


def import_files(path: Path, files: Iterable[Path], options: ImportOptions) -> Job[ImportReport]:
    """Import files and folders into the project at `path`, a batch at a time.

    A batch stands in the file whole or not at all; importing the same again changes nothing.
    Raises ProjectError and FormatError.
    """
    files = list(files)
    with _written_to(path, options) as file, Project.open(file) as project:
        importer = Importer(project, options)
        items = owned(_read(files, options), owners(files, options))
        free_since = 0.0
        for batch in _batches(items):
            # To read a batch mostly takes as long as the breath.
            time.sleep(max(0.0, free_since + BREATH_S - time.monotonic()))
            importer.take(batch)
            free_since = time.monotonic()
            yield Progress(importer.report.read, None, "documents")
        return importer.report


def _read(files: Iterable[Path], options: ImportOptions) -> Iterator[Item]:
    if not options.formats:
        yield from read_records(files, format_name=options.format)
        return
    for file in each_file(files):
        if isinstance(file, Problem):
            yield file
        else:
            chosen = options.formats.get(file, options.format)
            yield from read_records([file], format_name=chosen)


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    batch: list[Item] = []
    records = weight = 0
    for item in items:
        batch.append(item)
        if isinstance(item, Record):
            records += 1
            weight += len(item.text) + SPAN_WEIGHT * len(item.spans or ())
        if records == BATCH or len(batch) > 2 * BATCH or weight > BATCH_WEIGHT:
            yield batch
            batch, records, weight = [], 0, 0
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
