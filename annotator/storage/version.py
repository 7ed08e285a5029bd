"""The marks in a project file's header, and bringing an older file up to date."""

import sqlite3
from pathlib import Path

from annotator.storage.connection import Connection, as_project_error

APPLICATION_ID = 0x416E6E6F
"""The letters "Anno" in SQLite's `application_id`."""

VERSION = 1
"""How many migrations there are: SQLite's `user_version` of a file that is up to date.
It stands here, and not only in `migrations`, because importing those costs 0.3 s."""


def read_marks(connection: Connection) -> tuple[int, int]:
    """The application id and the schema version of a file."""
    application_id = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    return int(application_id), int(version)


def migrate(connection: Connection, path: Path) -> None:
    """Bring the schema up to date; before that keep a copy beside it as PATH.version-N.bak.

    Raises ProjectError if the file or its copy cannot be written; it is then as it was.
    """
    _, version = read_marks(connection)
    if version == VERSION:
        return
    if version > 0:
        _keep_copy(connection, path.with_name(f"{path.name}.version-{version}.bak"))
    from sqlite_utils import Database

    from annotator.storage.migrations import migrations

    migrations.apply(Database(connection))
    connection.execute(f"PRAGMA user_version = {VERSION}")


def _keep_copy(connection: Connection, target: Path) -> None:
    try:
        with sqlite3.connect(target) as copy:
            connection.backup(copy)
        copy.close()
    except sqlite3.Error as error:
        raise as_project_error(error, target) or error from error
