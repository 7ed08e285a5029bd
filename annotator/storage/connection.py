"""A connection to a project file whose errors are sentences."""

import sqlite3
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from annotator.errors import ProjectError

PAGE = 1_000
BUSY_TIMEOUT_S = 10
LOOK_S = 0.0005

SENTENCES = {
    sqlite3.SQLITE_FULL: (
        "The disk is full: {path} could not be written.",
        "Free some space, then try again; what was shown before is saved.",
    ),
    sqlite3.SQLITE_READONLY: (
        "{path} is read-only.",
        "Make the file and its folder writable, or work on a copy of it.",
    ),
    sqlite3.SQLITE_BUSY: (
        "{path} is being written by another program.",
        "Wait until that is done, then try again.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "{path} cannot be opened.",
        "See whether it is there and whether you may read and write it and its folder.",
    ),
    sqlite3.SQLITE_NOTADB: (
        "{path} is not an Annotator project.",
        "Open a file that Annotator made, or make one with: annotator new PROJECT",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "{path} is damaged.",
        "Work on with a copy from before; `annotator check` says what is wrong.",
    ),
    sqlite3.SQLITE_INTERRUPT: (
        "The work on {path} was stopped.",
        "Begin it again; what was written before is whole.",
    ),
    sqlite3.SQLITE_IOERR: (
        "{path} cannot be read or written: the disk reports an error.",
        "See whether the disk is still there; File > Save a copy keeps what is open.",
    ),
}

DAMAGED = ("Could not decode to UTF-8", "no such table")
"""How errors begin that SQLite and Python do not call damage, though in our file they are."""


def as_project_error(error: sqlite3.Error, path: Path) -> ProjectError | None:
    """The sentence for an error of the world; None where it is a bug of ours."""
    code = getattr(error, "sqlite_errorcode", None)
    if str(error).startswith(DAMAGED):
        code = sqlite3.SQLITE_CORRUPT
    sentence = SENTENCES.get(code & 0xFF) if code is not None else None
    if sentence is None:
        return None
    return ProjectError(sentence[0].format(path=path), sentence[1])


class Cursor(sqlite3.Cursor):
    """A cursor that raises ProjectError for what the world did to the file."""

    def __next__(self) -> Any:
        try:
            return super().__next__()
        except sqlite3.Error as error:
            raise _translated(error, self.connection) from error

    def fetchall(self) -> list[Any]:
        """All rows that are left."""
        try:
            return super().fetchall()
        except sqlite3.Error as error:
            raise _translated(error, self.connection) from error

    def fetchone(self) -> Any:
        """The next row, or None."""
        try:
            return super().fetchone()
        except sqlite3.Error as error:
            raise _translated(error, self.connection) from error

    def fetchmany(self, size: int | None = 1) -> list[Any]:
        """The next rows, at most `size`."""
        try:
            return super().fetchmany(size or 1)
        except sqlite3.Error as error:
            raise _translated(error, self.connection) from error

    def each(self) -> Iterator[Any]:
        """The rows that are left, a few of them at a time in memory."""
        while page := self.fetchmany(PAGE):
            yield from page


class Connection(sqlite3.Connection):
    """A connection that raises ProjectError for what the world did to the file."""

    path: Path

    def cursor(self, factory: Any = Cursor) -> Any:
        """A cursor of ours."""
        return super().cursor(factory)

    def execute(self, sql: str, parameters: Any = (), /) -> Any:
        """Run one statement."""
        try:
            return self.cursor().execute(sql, parameters)
        except sqlite3.Error as error:
            raise _translated(error, self) from error

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> Any:
        """Run one statement for many rows."""
        try:
            return self.cursor().executemany(sql, parameters)
        except sqlite3.Error as error:
            raise _translated(error, self) from error

    def begin(self) -> None:
        """Begin a transaction with the write lock, as soon as no other writer has it."""
        # SQLite's own waiting looks ever more seldom, at last every 0.1 s, and so misses the
        # moments in which an import lets others write.
        self.execute("PRAGMA busy_timeout = 0")
        try:
            give_up_at = time.monotonic() + BUSY_TIMEOUT_S
            while not self._try_to_begin(in_vain_is_fine=time.monotonic() < give_up_at):
                time.sleep(LOOK_S)
        finally:
            self.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_S * 1000:.0f}")

    def _try_to_begin(self, *, in_vain_is_fine: bool) -> bool:
        try:
            super().execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            is_busy = getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
            if not (is_busy and in_vain_is_fine):
                raise _translated(error, self) from error
            return False
        return True


def _translated(error: sqlite3.Error, connection: sqlite3.Connection) -> Exception:
    path = getattr(connection, "path", Path())
    return as_project_error(error, path) or error


def connect(path: Path, *, mode: str = "rw") -> Connection:
    """A connection in SQLite's URI mode `rw`, `rwc`, `ro`, or `immutable`.

    Transactions are begun by hand (`begin`). Raises ProjectError.
    """
    uri = path.absolute().as_uri() + (
        "?mode=ro&immutable=1" if mode == "immutable" else f"?mode={mode}"
    )
    try:
        connection: Connection = sqlite3.connect(
            uri, uri=True, factory=Connection, isolation_level=None, timeout=BUSY_TIMEOUT_S
        )
    except sqlite3.Error as error:
        raise as_project_error(error, path) or error from error
    connection.path = path
    return connection
