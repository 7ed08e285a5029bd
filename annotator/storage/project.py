"""One project: one SQLite file, opened, created, and written in transactions."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from annotator.core.label import Label, LabelSet
from annotator.errors import ProjectError
from annotator.storage.annotations import Annotations
from annotator.storage.connection import Connection, as_project_error, connect
from annotator.storage.documents import Documents
from annotator.storage.journal import Journal
from annotator.storage.suggestions import Suggestions
from annotator.storage.version import APPLICATION_ID, VERSION, migrate, read_marks

PRAGMAS = ("journal_mode = WAL", "foreign_keys = ON", "cache_size = -16000", "temp_store = MEMORY")


class Project:
    """One connection to one project file. Use `open` or `create`; close it, or use `with`.

    `durable` connections flush each commit to the disk (the window's); jobs do without.
    """

    def __init__(self, path: Path, connection: Connection) -> None:
        self.path = path
        self.connection = connection
        self.documents = Documents(connection)
        self.journal = Journal(connection)
        self.annotations = Annotations(connection, self.journal)
        self.suggestions = Suggestions(connection)
        self._file = path.stat().st_ino
        self._seen = self._data_version()

    @classmethod
    def create(cls, path: Path) -> "Project":
        """Make a new, empty project file; raises ProjectError if something is there already."""
        if path.exists():
            raise ProjectError(f"{path} is there already.", "Choose another name, or open it.")
        if not path.absolute().parent.is_dir():
            raise ProjectError(f"There is no folder {path.absolute().parent}.", "Make it first.")
        connection = connect(path, mode="rwc")
        try:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            _set_pragmas(connection, durable=True)
            migrate(connection, path)
        except BaseException:
            connection.close()
            path.unlink(missing_ok=True)
            raise
        return cls(path, connection)

    @classmethod
    def open(cls, path: Path, *, durable: bool = False) -> "Project":
        """Open a project file for reading and writing; a file of an older version is brought
        up to date, and a copy of it kept. Raises ProjectError."""
        connection = connect(_existing(path))
        try:
            _check_marks(connection, path)
            _require_writable(path)
            _set_pragmas(connection, durable=durable)
            migrate(connection, path)
        except BaseException:
            connection.close()
            raise
        return cls(path, connection)

    @classmethod
    def open_to_read(cls, path: Path) -> "Project":
        """Open a project file that will not be written, perhaps on a read-only disk.

        Raises ProjectError, also for a file of an older version.
        """
        connection = _readable(_existing(path))
        try:
            version = _check_marks(connection, path)
            if version < VERSION:
                raise ProjectError(
                    f"{path} was made by an older version.", "Open it once where it can be written."
                )
        except BaseException:
            connection.close()
            raise
        return cls(path, connection)

    def __enter__(self) -> "Project":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file. Nothing is lost if this never happens."""
        self.connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside stands in the file together, or not at all.

        Begins with the write lock, so it cannot fail half-way for another writer.
        Raises ProjectError if the file is gone, full, read-only or locked for too long.
        """
        self._require_file()
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.connection.execute("COMMIT")
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All that is read inside is of one moment, whoever writes meanwhile."""
        self.connection.execute("BEGIN")
        try:
            yield
        finally:
            self.connection.execute("ROLLBACK")

    def _require_file(self) -> None:
        # SQLite would go on writing to a file that has been deleted, for nobody.
        try:
            same = self.path.stat().st_ino == self._file
        except OSError:
            same = False
        if not same:
            raise ProjectError(
                f"{self.path} is no longer there: the last change was not saved.",
                "Put the file back, or keep all that was labelled with File > Save a copy.",
            )

    def changed_elsewhere(self) -> bool:
        """Whether another connection has written since this was last asked."""
        seen, self._seen = self._seen, self._data_version()
        return seen != self._seen

    def _data_version(self) -> int:
        return int(self.connection.execute("PRAGMA data_version").fetchone()[0])

    def save_copy(self, target: Path) -> None:
        """Write all that the project holds to a new file; raises ProjectError."""
        if target.exists():
            raise ProjectError(f"{target} is there already.", "Choose another name.")
        try:
            with sqlite3.connect(target) as copy:
                self.connection.backup(copy)
            copy.close()
        except sqlite3.Error as error:
            raise as_project_error(error, target) or error from error

    def setting(self, name: str, default: str = "") -> str:
        """A setting that is kept in the file."""
        row = self.connection.execute(
            "SELECT value FROM settings WHERE name = ?", (name,)
        ).fetchone()
        return row[0] if row else default

    def put_setting(self, name: str, value: str) -> None:
        """Keep a setting in the file. Call it within a transaction."""
        self.connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))

    def labels(self) -> LabelSet:
        """The label set."""
        rows = self.connection.execute(
            "SELECT name, color, key, guideline FROM labels ORDER BY position"
        ).fetchall()
        return LabelSet(Label(*row) for row in rows)

    def put_labels(self, labels: LabelSet) -> None:
        """Write the label set: new labels are added, known ones updated, none removed.

        Call it within a transaction.
        """
        self.connection.executemany(
            "INSERT INTO labels VALUES (?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET"
            " position = excluded.position, color = excluded.color, key = excluded.key,"
            " guideline = excluded.guideline",
            [
                (label.name, i, label.color, label.key, label.guideline)
                for i, label in enumerate(labels)
            ],
        )

    def annotator_id(self, name: str) -> int | None:
        """The number of an annotator, or None if the project does not know the name."""
        row = self.connection.execute(
            "SELECT id FROM annotators WHERE name = ?", (name,)
        ).fetchone()
        return int(row[0]) if row else None

    def add_annotator(self, name: str) -> int:
        """The number of an annotator, who is added if new. Call it within a transaction."""
        self.connection.execute("INSERT OR IGNORE INTO annotators (name) VALUES (?)", (name,))
        found = self.annotator_id(name)
        assert found is not None
        return found

    def annotators(self) -> list[str]:
        """The names of all annotators, in the order in which they came."""
        rows = self.connection.execute("SELECT name FROM annotators ORDER BY id").fetchall()
        return [row[0] for row in rows]


def _existing(path: Path) -> Path:
    if path.is_dir():
        raise ProjectError(f"{path} is a folder, not a project file.", "Name the project file.")
    if not path.exists():
        raise ProjectError(
            f"There is no file {path}.", f"Make a project with: annotator new {path}"
        )
    return path


def _check_marks(connection: Connection, path: Path) -> int:
    application_id, version = read_marks(connection)
    if application_id != APPLICATION_ID:
        raise ProjectError(
            f"{path} is not an Annotator project.", "Open a file that `annotator new` made."
        )
    if version > VERSION:
        raise ProjectError(
            f"{path} was made by a newer version of Annotator (schema {version}, this one knows"
            f" {VERSION}).",
            "Update Annotator to open it.",
        )
    return version


def _require_writable(path: Path) -> None:
    # SQLite would silently open it read-only, and fail at the first edit.
    if not (os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)):
        raise ProjectError(
            f"{path} is read-only.",
            "Make the file and its folder writable, or work on a copy of it.",
        )


def _readable(path: Path) -> Connection:
    # A WAL file in a read-only folder can be read only if SQLite is told that nobody writes.
    connection = connect(path, mode="ro")
    try:
        read_marks(connection)
    except ProjectError:
        connection.close()
        if path.with_name(path.name + "-wal").exists():
            raise
        connection = connect(path, mode="immutable")
    return connection


def _set_pragmas(connection: Connection, *, durable: bool) -> None:
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
