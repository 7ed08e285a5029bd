"""A copy of a whole project file, also of one that has been deleted meanwhile."""

import sqlite3
from contextlib import closing
from pathlib import Path

from annotator.storage.connection import Connection, as_project_error


def copy_to(connection: Connection, target: Path) -> None:
    """Write all that stands in a file to another, whole or not at all; raises ProjectError."""
    try:
        with closing(sqlite3.connect(target)) as copy:
            connection.backup(copy)
    except sqlite3.Error as error:
        if target.is_file():
            target.unlink()
        raise as_project_error(error, target) or error from error
