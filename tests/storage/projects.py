"""Small projects in real files, made without the floors above, and looks into them."""

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from annotator.core.document import DocumentId, NewDocument
from annotator.core.edit import Edit
from annotator.core.label import Label, LabelSet
from annotator.core.span import Span
from annotator.core.suggestion import Suggestion
from annotator.storage.check import each_finding
from annotator.storage.project import Project

IBM = "Ada Lovelace joined IBM in Paris."
ADA_SPAN, IBM_SPAN, PARIS_SPAN = Span(0, 12, "PER"), Span(20, 23, "ORG"), Span(27, 32, "LOC")
FIRST = DocumentId(1)
GIVE_ROOT_UP = """
import os, sys, encodings.idna, linecache, traceback
import annotator.cli.app, annotator.session.importing, annotator.session.exporting
import annotator.session.creating, annotator.session.reports, annotator.storage.migrations
import annotator.formats.jsonl, annotator.formats.text, annotator.session.suggesting
import orjson, sqlite_utils
from contextlib import suppress
from pathlib import Path
annotator.formats.labels.read_labels("conll")
# What typer imports late, it imports when a command has been typed.
with suppress(BaseException):
    annotator.cli.app.app(["check", "/nonexistent"])
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
"""


def make(path: Path, *texts: str, labels: str = "PER ORG LOC") -> Path:
    """A project with these texts, and labels with the keys 1, 2, 3 …"""
    with Project.create(path) as project, project.transaction():
        project.put_labels(LabelSet(map(Label, labels.split())))
        project.documents.add([NewDocument(text) for text in texts])
    return path


def quick_folder() -> Path:
    """A new folder where flushing costs nothing, if there is such a place: for many examples."""
    memory = Path("/dev/shm")
    return Path(tempfile.mkdtemp(dir=memory if os.access(memory, os.W_OK) else None))


def propose(
    path: Path, suggestions: Sequence[Suggestion], document_id: int = 1, *, tokens: bytes = b""
) -> None:
    """Put suggestions of one source for a whole document."""
    with Project.open(path) as project, project.transaction():
        document = project.documents.get(DocumentId(document_id))
        assert document
        for source in {s.source for s in suggestions}:
            project.suggestions.put(
                document.id,
                project.suggestions.source_id(source),
                (0, document.length),
                [s for s in suggestions if s.source == source],
                tokens=tokens or None,
            )


def store(project: Project, edit: Edit, *, annotator: str = "ana", document_id: int = 1) -> None:
    """Make an edit, as a gesture."""
    with project.transaction():
        project.annotations.store(
            DocumentId(document_id), project.add_annotator(annotator), edit, gesture="label"
        )


def findings(path: Path) -> list[str]:
    """What `check` finds wrong."""
    with Project.open_to_read(path) as project:
        return [found for found in each_finding(project) if found]


def contents(path: Path) -> list[str]:
    """All that stands in the file, as SQL."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def sql(path: Path, statement: str, *values: object) -> list[tuple[object, ...]]:
    """What plain SQLite makes of the file: nothing of ours between, foreign keys off."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        return connection.execute(statement, values).fetchall()


def as_nobody(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run Python as somebody to whom permissions apply, which they do not to root.

    It gives root up only after its imports: the interpreter may stand where only root may read.
    """
    return subprocess.run(
        [sys.executable, "-c", GIVE_ROOT_UP + code, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
