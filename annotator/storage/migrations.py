"""The schema of a project file, as an ordered list of steps."""

import json
from typing import TYPE_CHECKING

from sqlite_utils.migrations import Migrations

from annotator.core.label import Label, LabelSet, version_of
from annotator.storage.experience import counted
from annotator.storage.first_version import TABLES
from annotator.storage.third_version import CHANGES
from annotator.storage.triggers import COUNTING, PLACING

if TYPE_CHECKING:
    from sqlite_utils import Database

migrations = Migrations("annotator")


@migrations()
def documents_labels_annotations(db: "Database") -> None:
    """Texts stand apart from `documents` so that listing documents never reads them."""
    _run(db, TABLES)
    for trigger in COUNTING:
        db.conn.execute(trigger)


@migrations()
def what_is_kept_and_learnt(db: "Database") -> None:
    """`kept`: what files say of a text that the tables have no room for, as JSON. What
    decisions taught: by string and label, and by source, label and score. Patterns. And
    histories of other copies of the project that contradict what is shown."""
    _run(
        db,
        """
        ALTER TABLE annotations ADD COLUMN kept TEXT;
        CREATE TABLE remembered (
            surface TEXT NOT NULL,
            label TEXT NOT NULL,
            labelled INTEGER NOT NULL,
            turned_down INTEGER NOT NULL,
            PRIMARY KEY (surface, label)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE outcomes (
            source TEXT NOT NULL,
            label TEXT NOT NULL,
            bin INTEGER NOT NULL,
            accepted INTEGER NOT NULL,
            turned_down INTEGER NOT NULL,
            PRIMARY KEY (source, label, bin)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE patterns (
            position INTEGER PRIMARY KEY,
            label TEXT NOT NULL,
            pattern TEXT NOT NULL,
            pattern_id TEXT
        ) STRICT;
        CREATE TABLE branches (
            document_id INTEGER NOT NULL REFERENCES documents (id),
            annotator_id INTEGER NOT NULL REFERENCES annotators (id),
            head TEXT NOT NULL,
            entries TEXT NOT NULL,
            PRIMARY KEY (document_id, annotator_id, head)
        ) STRICT, WITHOUT ROWID
        """,
    )
    said = db.conn.execute(
        "SELECT text, start, end, label, labelled FROM ("
        "SELECT document_id, start, end, label, 1 AS labelled FROM spans UNION ALL"
        " SELECT document_id, start, end, label, 0 FROM rejections)"
        " JOIN texts USING (document_id)"
    )
    rows = counted((text, (start, end, label), bool(way)) for text, start, end, label, way in said)
    db.conn.executemany("INSERT INTO remembered VALUES (?, ?, ?, ?)", list(rows))


@migrations()
def teams_and_time(db: "Database") -> None:
    """Of an edit: the step it is a part of, who made it where that is not whose annotation it
    changes, and the label set it was made under. What the new tables hold stands in
    `resources/help/project_file.md`."""
    _run(db, CHANGES)
    for trigger in PLACING:
        db.conn.execute(trigger)
    _keep_first_version(db)
    _count_differences(db)


def _count_differences(db: "Database") -> None:
    """Every edit touches its annotation, and so what is known of the document is forgotten."""
    _run(
        db,
        """
        CREATE TABLE differences (
            document_id INTEGER PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
            annotators INTEGER NOT NULL,
            spans INTEGER NOT NULL,
            differing INTEGER NOT NULL,
            undecided INTEGER NOT NULL,
            is_settled INTEGER NOT NULL CHECK (is_settled IN (0, 1)),
            agreement REAL NOT NULL
        ) STRICT;
        CREATE INDEX differences_by_agreement ON differences (is_settled, agreement, document_id)
        """,
    )
    for name, event, row in (
        ("annotation_begun", "INSERT", "NEW"),
        ("annotation_changed", "UPDATE", "NEW"),
        ("annotation_gone", "DELETE", "OLD"),
    ):
        db.conn.execute(
            f"CREATE TRIGGER {name} AFTER {event} ON annotations BEGIN"
            f" DELETE FROM differences WHERE document_id = {row}.document_id; END"
        )


def _keep_first_version(db: "Database") -> None:
    rows = db.conn.execute("SELECT name, color, key, guideline FROM labels ORDER BY position")
    found = list(rows)
    if not found:
        return
    try:
        version = version_of(LabelSet(Label(*row) for row in found))
    except ValueError:
        # `annotator check` says what is wrong with it.
        return
    db.conn.execute(
        "INSERT INTO label_versions (version, labels, made_at)"
        " VALUES (?, ?, strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))",
        (version, json.dumps(found)),
    )
    db.conn.execute("INSERT INTO settings VALUES ('label_version', ?)", (version,))


def _run(db: "Database", script: str) -> None:
    # `executescript` would commit the transaction that the migration runs in.
    for statement in script.split(";"):
        if statement.strip():
            db.conn.execute(statement)
