"""The marks in a project file's header, and bringing an older file up to date."""

from contextlib import closing
from pathlib import Path

from annotator.storage.connection import Connection, connect
from annotator.storage.copying import copy_to

APPLICATION_ID = 0x416E6E6F
"""The letters "Anno" in SQLite's `application_id`."""

VERSION = 3
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
    if read_marks(connection)[1] == VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another program may have been faster.
        version = read_marks(connection)[1]
        if version < VERSION:
            _bring_up_to_date(connection, path, version)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _bring_up_to_date(connection: Connection, path: Path, version: int) -> None:
    if version > 0:
        # A connection that writes cannot be copied from.
        with closing(connect(path, mode="ro")) as reader:
            copy_to(reader, path.with_name(f"{path.name}.version-{version}.bak"))
    from sqlite_utils import Database

    from annotator.storage.migrations import migrations

    migrations.apply(Database(connection))
    connection.execute(f"PRAGMA user_version = {VERSION}")
