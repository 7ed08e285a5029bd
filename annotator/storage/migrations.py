"""The schema of a project file, as an ordered list of steps."""

from typing import TYPE_CHECKING

from sqlite_utils.migrations import Migrations

from annotator.storage.experience import counted

if TYPE_CHECKING:
    from sqlite_utils import Database

migrations = Migrations("annotator")

ADD_DOCUMENTS = """
    INSERT INTO document_counts VALUES ({row}.id >> 8, {change})
    ON CONFLICT (block) DO UPDATE SET documents = documents + {change};
"""
ADD_ANSWERED = """
    INSERT INTO answer_counts VALUES ({row}.annotator_id, {row}.document_id >> 8, {change})
    ON CONFLICT (annotator_id, block) DO UPDATE SET answered = answered + {change};
"""
COUNTING = [
    f"CREATE TRIGGER {name} AFTER {event} BEGIN {what.format(row=row, change=change)} END"
    for name, event, what, row, change in (
        ("document_added", "INSERT ON documents", ADD_DOCUMENTS, "NEW", 1),
        ("document_removed", "DELETE ON documents", ADD_DOCUMENTS, "OLD", -1),
        (
            "annotation_added",
            "INSERT ON annotations WHEN NEW.answer IS NOT NULL",
            ADD_ANSWERED,
            "NEW",
            1,
        ),
        (
            "annotation_removed",
            "DELETE ON annotations WHEN OLD.answer IS NOT NULL",
            ADD_ANSWERED,
            "OLD",
            -1,
        ),
        (
            "answer_given",
            "UPDATE OF answer ON annotations WHEN OLD.answer IS NULL AND NEW.answer IS NOT NULL",
            ADD_ANSWERED,
            "NEW",
            1,
        ),
        (
            "answer_taken_back",
            "UPDATE OF answer ON annotations WHEN OLD.answer IS NOT NULL AND NEW.answer IS NULL",
            ADD_ANSWERED,
            "NEW",
            -1,
        ),
    )
]
"""How many documents there are, and how many of them each annotator has answered, by blocks
of 256 documents: so that neither progress nor the next document to do is looked for in a
million rows. Triggers keep the counts true whoever writes to the file."""


@migrations()
def documents_labels_annotations(db: "Database") -> None:
    """Texts stand apart from `documents` so that listing documents never reads them."""
    _run(
        db,
        """
        CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

        CREATE TABLE documents (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            title TEXT NOT NULL,
            length INTEGER NOT NULL,
            meta TEXT NOT NULL,
            added_at TEXT NOT NULL
        ) STRICT;
        CREATE TABLE texts (
            document_id INTEGER PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
            text TEXT NOT NULL
        ) STRICT;

        CREATE TABLE labels (
            name TEXT PRIMARY KEY,
            position INTEGER NOT NULL,
            color TEXT NOT NULL,
            key TEXT NOT NULL,
            guideline TEXT NOT NULL
        ) STRICT;
        CREATE TABLE annotators (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

        CREATE TABLE annotations (
            document_id INTEGER NOT NULL REFERENCES documents (id),
            annotator_id INTEGER NOT NULL REFERENCES annotators (id),
            answer TEXT CHECK (answer IN ('accept', 'reject', 'ignore')),
            flagged INTEGER NOT NULL DEFAULT 0 CHECK (flagged IN (0, 1)),
            note TEXT,
            changed_at TEXT NOT NULL,
            PRIMARY KEY (document_id, annotator_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX annotations_by_answer ON annotations (annotator_id, answer, document_id);
        CREATE INDEX annotations_flagged ON annotations (annotator_id, document_id)
            WHERE flagged = 1;
        CREATE TABLE spans (
            document_id INTEGER NOT NULL,
            annotator_id INTEGER NOT NULL,
            start INTEGER NOT NULL CHECK (start >= 0),
            end INTEGER NOT NULL CHECK (end > start),
            label TEXT NOT NULL REFERENCES labels (name) ON UPDATE CASCADE,
            source TEXT,
            score REAL,
            note TEXT,
            PRIMARY KEY (document_id, annotator_id, start, end, label),
            FOREIGN KEY (document_id, annotator_id) REFERENCES annotations
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE rejections (
            document_id INTEGER NOT NULL,
            annotator_id INTEGER NOT NULL,
            start INTEGER NOT NULL,
            end INTEGER NOT NULL,
            label TEXT NOT NULL,
            PRIMARY KEY (document_id, annotator_id, start, end, label),
            FOREIGN KEY (document_id, annotator_id) REFERENCES annotations
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE sources (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE suggested_pieces (
            document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
            source_id INTEGER NOT NULL REFERENCES sources (id),
            start INTEGER NOT NULL,
            end INTEGER NOT NULL,
            tokens BLOB,
            PRIMARY KEY (document_id, source_id, start)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE suggestions (
            document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
            source_id INTEGER NOT NULL REFERENCES sources (id),
            start INTEGER NOT NULL CHECK (start >= 0),
            end INTEGER NOT NULL CHECK (end > start),
            label TEXT NOT NULL,
            score REAL,
            runners_up TEXT,
            PRIMARY KEY (document_id, source_id, start, end, label)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE edits (
            id INTEGER PRIMARY KEY,
            uuid TEXT NOT NULL UNIQUE,
            document_id INTEGER NOT NULL REFERENCES documents (id),
            annotator_id INTEGER NOT NULL REFERENCES annotators (id),
            kind TEXT NOT NULL CHECK (kind IN ('do', 'undo', 'redo', 'import')),
            gesture TEXT NOT NULL,
            change TEXT NOT NULL,
            made_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX edits_by_annotator ON edits (annotator_id, id);
        CREATE INDEX edits_by_document ON edits (document_id, annotator_id, id);

        CREATE TABLE document_counts (
            block INTEGER PRIMARY KEY,
            documents INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE answer_counts (
            annotator_id INTEGER NOT NULL,
            block INTEGER NOT NULL,
            answered INTEGER NOT NULL,
            PRIMARY KEY (annotator_id, block)
        ) STRICT, WITHOUT ROWID;

        CREATE VIEW labelled AS
        SELECT documents.id AS document_id, documents.title, annotators.name AS annotator,
            annotations.answer, spans.start, spans.end, spans.label,
            substr(texts.text, spans.start + 1, spans.end - spans.start) AS text,
            spans.source, spans.score, spans.note
        FROM spans
        JOIN annotations USING (document_id, annotator_id)
        JOIN annotators ON annotators.id = spans.annotator_id
        JOIN documents ON documents.id = spans.document_id
        JOIN texts ON texts.document_id = spans.document_id;
        """,
    )
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
    changes, and the label set it was made under. `steps`: what one gesture did to many
    documents or to the label set. `visits`: the time people spent."""
    _run(
        db,
        """
        ALTER TABLE edits ADD COLUMN step TEXT;
        ALTER TABLE edits ADD COLUMN made_by TEXT;
        ALTER TABLE edits ADD COLUMN label_version TEXT;
        CREATE INDEX edits_by_step ON edits (step, id) WHERE step IS NOT NULL;
        CREATE TABLE steps (
            id INTEGER PRIMARY KEY,
            uuid TEXT NOT NULL UNIQUE,
            annotator_id INTEGER NOT NULL REFERENCES annotators (id),
            kind TEXT NOT NULL CHECK (kind IN ('do', 'undo', 'redo')),
            gesture TEXT NOT NULL,
            change TEXT NOT NULL,
            after_edit INTEGER NOT NULL,
            made_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX steps_by_annotator ON steps (annotator_id, after_edit, id);
        CREATE TABLE visits (
            uuid TEXT PRIMARY KEY,
            document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
            annotator_id INTEGER NOT NULL REFERENCES annotators (id),
            began_at TEXT NOT NULL,
            seconds REAL NOT NULL,
            keys INTEGER NOT NULL,
            is_blind INTEGER NOT NULL CHECK (is_blind IN (0, 1))
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX visits_by_annotator ON visits (annotator_id, document_id)
        """,
    )
    _run(
        db,
        """
        CREATE TABLE seeds (
            document_id INTEGER PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE
        ) STRICT
        """,
    )


def _run(db: "Database", script: str) -> None:
    # `executescript` would commit the transaction that the migration runs in.
    for statement in script.split(";"):
        if statement.strip():
            db.conn.execute(statement)
