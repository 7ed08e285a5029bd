"""Which files are opened as projects; the others are refused, untouched, in one sentence."""

import os
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from annotator.errors import ProjectError
from annotator.storage.connection import Connection, connect
from annotator.storage.version import APPLICATION_ID, VERSION, read_marks

LOOK = "See whether it is there and whether you may read and write it and its folder."


def is_there(path: Path) -> bool:
    """Whether there is something of this name; raises ProjectError if nobody can tell."""
    return _mode(path) is not None


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise ProjectError(f"{path} cannot be opened: {error.strerror}.", LOOK) from error


def require_project(path: Path) -> None:
    """Raise ProjectError unless this is a project file that this version knows."""
    _require_file(path)
    # Anything but an immutable connection could bring a WAL that is there into the file.
    connection = connect(path, mode="ro" if _has_wal(path) else "immutable")
    try:
        require_marks(connection, path)
    finally:
        connection.close()


def _require_file(path: Path) -> None:
    mode = _mode(path)
    if mode is None:
        raise ProjectError(
            f"There is no file {path}.", f"Make a project with: annotator new {path}"
        )
    if S_ISDIR(mode):
        raise ProjectError(f"{path} is a folder, not a project file.", "Name the project file.")
    if not S_ISREG(mode):
        raise _foreign(path)


def _foreign(path: Path) -> ProjectError:
    return ProjectError(
        f"{path} is not an Annotator project.", "Open a file that `annotator new` made."
    )


def require_marks(connection: Connection, path: Path) -> int:
    """The schema version; raises ProjectError if it is not ours, or newer than this program."""
    application_id, version = read_marks(connection)
    if application_id != APPLICATION_ID:
        raise _foreign(path)
    if version > VERSION:
        raise ProjectError(
            f"{path} was made by a newer version of Annotator (schema {version}, this one knows"
            f" {VERSION}).",
            "Update Annotator to open it.",
        )
    return version


def require_writable(path: Path) -> None:
    """Raise ProjectError if SQLite would silently open it read-only, and fail at an edit."""
    if not _is_writable(path):
        raise ProjectError(
            f"{path} is read-only.",
            "Make the file and its folder writable, or work on a copy of it.",
        )


def connect_to_read(path: Path) -> Connection:
    """A connection that reads, also on a read-only disk. Raises ProjectError."""
    _require_file(path)
    connection = _reading(path)
    try:
        read_marks(connection)
    except ProjectError:
        connection.close()
        if _has_wal(path):
            raise
        # A WAL file in a read-only folder can be read only if SQLite is told that nobody writes.
        connection = connect(path, mode="immutable")
    return connection


def _reading(path: Path) -> Connection:
    if _has_wal(path) or _has(path, "-journal") or not _is_writable(path):
        return connect(path, mode="ro")
    # SQLite makes a WAL to read, and only a connection that might write removes it at its end.
    connection = connect(path)
    connection.execute("PRAGMA query_only = ON")
    return connection


def _is_writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)


def _has_wal(path: Path) -> bool:
    return _has(path, "-wal")


def _has(path: Path, ending: str) -> bool:
    try:
        return path.with_name(path.name + ending).exists()
    except OSError:
        return False
