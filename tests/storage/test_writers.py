"""Two connections that write to one file."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from annotator.core.document import NewDocument
from annotator.core.edit import Edit
from annotator.core.span import Span
from annotator.errors import ProjectError
from annotator.storage import connection as connection_module
from annotator.storage.project import Project
from tests.storage.projects import FIRST, IBM, IBM_SPAN, findings, make, store


def test_a_writer_waits_for_another_and_neither_loses_anything(tmp_path: Path) -> None:
    path = make(tmp_path / "p.annotator", "word " * 200)
    names = ["ana", "ben", "cho"]

    def label(name: str) -> None:
        with Project.open(path) as project:
            for n in range(60):
                store(project, Edit(added=(Span(5 * n, 5 * n + 4, "ORG"),)), annotator=name)

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(label, names))
    with Project.open_to_read(path) as project:
        counts = project.annotations.label_counts()
    assert counts == {name: {"ORG": 60} for name in names}
    assert findings(path) == []


def test_documents_added_by_two_programs_at_once_are_there_once(tmp_path: Path) -> None:
    path = make(tmp_path / "p.annotator")

    def add(_: int) -> int:
        added = 0
        with Project.open(path) as project:
            for n in range(0, 200, 10):
                texts = [NewDocument(f"{n + i} {IBM}") for i in range(10)]
                with project.transaction():
                    added += sum(is_new for _, is_new in project.documents.add(texts))
        return added

    with ThreadPoolExecutor(3) as threads:
        assert sum(threads.map(add, range(3))) == 200
    assert findings(path) == []


def test_a_file_that_stays_locked_is_one_sentence(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection_module, "BUSY_TIMEOUT_S", 0.1)
    with Project.open(path) as project, closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ProjectError, match="is being written by another program"):
            store(project, Edit(added=(IBM_SPAN,)))
        other.execute("ROLLBACK")
        store(project, Edit(added=(IBM_SPAN,)))
        assert project.annotations.get(FIRST, 1).spans == (IBM_SPAN,)


def test_one_sees_that_another_has_written_once_and_never_what_it_wrote_itself(path: Path) -> None:
    with Project.open(path) as one, Project.open(path) as other:
        assert not one.changed_elsewhere()
        store(other, Edit(added=(IBM_SPAN,)))
        assert not other.changed_elsewhere()
        assert one.changed_elsewhere()
        assert not one.changed_elsewhere()


def test_a_snapshot_shows_one_moment_while_others_write(path: Path) -> None:
    with Project.open_to_read(path) as reader, Project.open(path) as writer:
        with reader.snapshot():
            assert reader.annotations.get(FIRST, 1).spans == ()
            store(writer, Edit(added=(IBM_SPAN,)))
            assert reader.annotations.get(FIRST, 1).spans == ()
        assert reader.annotations.get(FIRST, 1).spans == (IBM_SPAN,)
