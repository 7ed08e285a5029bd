"""Bringing a file of an older version up to date."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from annotator.core.annotation import Answer
from annotator.core.document import DocumentId
from annotator.core.edit import Edit
from annotator.core.span import Span
from annotator.errors import ProjectError
from annotator.storage import migrations as steps
from annotator.storage import opening, project, version
from annotator.storage.project import Project
from annotator.storage.version import APPLICATION_ID, VERSION
from tests.storage.projects import FIRST, IBM_SPAN, contents, findings, sql, store

NEXT = VERSION + 1
SLOW = (
    "CREATE TABLE slow AS WITH RECURSIVE numbers (n) AS"
    " (SELECT 1 UNION ALL SELECT n + 1 FROM numbers LIMIT 200000) SELECT n FROM numbers"
)


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A program with one migration more, which runs the statements of this list."""
    statements = ["ALTER TABLE documents ADD COLUMN language TEXT"]
    known = list(steps.migrations._migrations)

    @steps.migrations()
    def languages(db: object) -> None:
        for statement in statements:
            db.conn.execute(statement)  # type: ignore[attr-defined]

    for module in (version, project, opening):
        monkeypatch.setattr(module, "VERSION", NEXT)
    yield statements
    steps.migrations._migrations[:] = known


def as_left_by_a_crash(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def kept(path: Path) -> Path:
    return path.with_name(f"{path.name}.version-{VERSION}.bak")


def test_a_file_with_nothing_but_our_mark_becomes_a_whole_project(tmp_path: Path) -> None:
    as_left_by_a_crash(tmp_path / "p.annotator")
    with Project.open(tmp_path / "p.annotator") as opened:
        assert list(opened.labels()) == []
    assert [entry.name for entry in tmp_path.iterdir()] == ["p.annotator"]
    assert findings(tmp_path / "p.annotator") == []


def test_an_older_file_is_not_read_before_it_is_brought_up_to_date(
    path: Path, newer: list[str]
) -> None:
    before = path.read_bytes()
    with pytest.raises(ProjectError, match="older version"):
        Project.open_to_read(path)
    assert path.read_bytes() == before


def test_a_migration_keeps_all_that_was_labelled_and_a_copy(path: Path, newer: list[str]) -> None:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
    before = contents(path)
    with Project.open(path) as opened:
        store(opened, Edit(added=(IBM_SPAN,)))
        assert opened.annotations.get(FIRST, 1).spans == (IBM_SPAN,)
    assert sql(path, "PRAGMA user_version") == [(NEXT,)]
    assert sql(path, "SELECT language FROM documents") == [(None,)]
    assert contents(kept(path)) == before
    assert sql(kept(path), "PRAGMA user_version") == [(VERSION,)]


def test_a_migration_is_made_once(path: Path, newer: list[str]) -> None:
    Project.open(path).close()
    kept(path).unlink()
    Project.open(path).close()
    assert not kept(path).exists()
    assert findings(path) == []


def test_a_migration_that_fails_leaves_the_file_as_it_was(path: Path, newer: list[str]) -> None:
    newer.append("INSERT INTO documents (nothing) VALUES (1)")
    before = contents(path)
    with pytest.raises(sqlite3.OperationalError):
        Project.open(path)
    assert contents(path) == before
    assert sql(path, "PRAGMA user_version") == [(VERSION,)]
    newer.pop()
    Project.open(path).close()
    assert sql(path, "PRAGMA user_version") == [(NEXT,)]


def test_a_copy_that_cannot_be_kept_prevents_the_migration(path: Path, newer: list[str]) -> None:
    kept(path).mkdir()
    before = contents(path)
    with pytest.raises(ProjectError, match=r"\.bak cannot be opened"):
        Project.open(path)
    assert contents(path) == before


def test_two_programs_may_bring_one_file_up_to_date_at_once(path: Path, newer: list[str]) -> None:
    newer.append(SLOW)
    before = contents(path)

    def open_and_close(_: int) -> None:
        Project.open(path).close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(open_and_close, range(8)))
    assert sql(path, "PRAGMA user_version") == [(NEXT,)]
    assert contents(kept(path)) == before


@pytest.mark.parametrize("version", range(1, VERSION))
def test_a_file_of_each_earlier_version_keeps_all_that_was_labelled(
    version: int, tmp_path: Path
) -> None:
    path = tmp_path / "p.annotator"
    script = Path(__file__).parent / "samples" / f"version-{version}.sql"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script.read_text("utf-8"))
    with Project.open(path) as opened:
        ana = opened.annotator_id("ana") or 0
        first, second = (opened.annotations.get(DocumentId(i), ana) for i in (1, 2))
    assert (first.spans, first.answer) == ((Span(2, 14, "PER"),), Answer.ACCEPT)
    assert (second.spans, second.flagged) == ((Span(0, 12, "PER"),), True)
    assert findings(path) == []
    assert sql(path, "PRAGMA user_version") == [(VERSION,)]
