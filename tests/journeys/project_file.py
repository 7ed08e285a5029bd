"""What stands in a project file, read by commands and by plain SQL, not by our own floors."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

SPANS = """
SELECT substr(text, start + 1, end - start), label
FROM spans JOIN documents ON documents.id = spans.document_id JOIN texts USING (document_id)
WHERE title = ? ORDER BY start, end, label
"""


def command(*words: str | Path, status: int = 0) -> str:
    """Run a command as it is typed; what it printed on standard output."""
    typed = [sys.executable, "-m", "annotator", *map(str, words)]
    done = subprocess.run(typed, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == status, done.stderr
    return done.stdout


def exported(path: Path) -> list[dict[str, Any]]:
    """The annotations of a project as `annotator export` writes them."""
    lines = command("export", path, "-").split("\n")
    return [json.loads(line) for line in lines if line]


def without_memory(path: Path) -> Path:
    """The project, in which nothing is proposed that is not in the file."""
    connection = sqlite3.connect(path)
    try:
        connection.execute("INSERT OR REPLACE INTO settings VALUES ('memory', 'off')")
        connection.commit()
    finally:
        connection.close()
    return path


def query(path: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """Rows of a project file."""
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        return connection.execute(sql, values).fetchall()
    finally:
        connection.close()


def labels_in(path: Path, title: str) -> list[tuple[str, str]]:
    """The labels of a document in the file: words and label, in reading order."""
    return query(path, SPANS, title)


def answer_in(path: Path, title: str) -> str | None:
    """The answer that a document has in the file."""
    sql = "SELECT answer FROM annotations JOIN documents ON id = document_id WHERE title = ?"
    found = query(path, sql, title)
    return found[0][0] if found else None


def check(path: Path) -> None:
    """Fail unless `annotator check` finds the file sound."""
    assert json.loads(command("check", path, "--json")) == {"sound": True, "findings": []}
