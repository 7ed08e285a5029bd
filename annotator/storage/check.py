"""Looking for damage in a project file: the database, texts, offsets, labels, journal."""

import sqlite3
from collections.abc import Iterator

import orjson

from annotator.core.annotation import Annotation
from annotator.core.document import DocumentId, document_key
from annotator.core.edit import apply
from annotator.errors import ProjectError
from annotator.storage.project import Project

PAGE = 200
TEXTS = """
SELECT id, key, length, meta, text FROM documents
LEFT JOIN texts ON document_id = id ORDER BY id
"""
OUTSIDE = """
SELECT documents.id, start, end, label FROM {table} AS found
JOIN documents ON documents.id = document_id
WHERE found.start < 0 OR found.end > documents.length OR found.start >= found.end
"""
UNKNOWN_LABELS = """
SELECT DISTINCT document_id, label FROM spans WHERE label NOT IN (SELECT name FROM labels)
"""
COUNTS = {
    "documents": """
        SELECT id >> 8, count(*) FROM documents GROUP BY 1
        EXCEPT SELECT block, documents FROM document_counts
    """,
    "answers": """
        SELECT annotator_id, document_id >> 8, count(answer) FROM annotations
        WHERE answer IS NOT NULL GROUP BY 1, 2
        EXCEPT SELECT annotator_id, block, answered FROM answer_counts
    """,
    "places": """
        SELECT arrangement, -1, place >> 8, count(*) FROM places GROUP BY 1, 3 UNION ALL
        SELECT arrangement, annotator_id, place >> 8, count(answer) FROM places
        JOIN annotations USING (document_id) WHERE answer IS NOT NULL GROUP BY 1, 2, 3
        EXCEPT SELECT arrangement, annotator_id, block, documents FROM place_counts
    """,
    "documents that have a place in the queue": """
        SELECT id FROM documents
        JOIN settings ON settings.name = 'queue_arrangement' AND value <> ''
        WHERE id NOT IN (SELECT document_id FROM places WHERE arrangement = CAST(value AS INTEGER))
    """,
}
"""Blocks whose counts, which triggers keep (see `migrations`), are not what is there."""
NO_EDIT = (ValueError, TypeError, KeyError, IndexError, AttributeError)
"""What comes of reading an edit or an annotation that is none."""


def each_finding(project: Project) -> Iterator[str]:
    """One sentence for each thing that is wrong, and "" for each that is right."""
    for part in (_database, _labels, _texts, _ranges, _counts, _journal):
        # What one part cannot read, another may.
        try:
            yield from part(project)
        except ProjectError as error:
            cause = error.__cause__
            yield _damaged(cause) if isinstance(cause, sqlite3.Error) else error.sentence
        except sqlite3.DatabaseError as error:
            yield _damaged(error)


def _damaged(said: object) -> str:
    return f"The database is damaged: {' '.join(str(said).split())}."


def _database(project: Project) -> Iterator[str]:
    run = project.connection.execute
    for (said,) in run("PRAGMA integrity_check").fetchall():
        yield "" if said == "ok" else _damaged(said)
    for table, row_id, parent, _ in run("PRAGMA foreign_key_check").fetchall():
        row = f"A row of {table}" if row_id is None else f"A row of {table} (rowid {row_id})"
        yield f"{row} belongs to a row of {parent} that is missing."


def _labels(project: Project) -> Iterator[str]:
    project.labels()
    for id_, label in project.connection.execute(UNKNOWN_LABELS):
        yield f"Document {id_}: a span has the label {label!r}, which is not in the label set."


def _texts(project: Project) -> Iterator[str]:
    rows = project.connection.execute(TEXTS)
    while page := rows.fetchmany(PAGE):
        for id_, key, length, meta, text in page:
            yield _wrong_with(id_, key, length, text)
            yield "" if _is_object(meta) else f"Document {id_}: its meta cannot be read."


def _wrong_with(id_: DocumentId, key: str, length: int, text: str | None) -> str:
    if text is None:
        return f"Document {id_}: its text is missing."
    if key != document_key(text) or length != len(text):
        return f"Document {id_}: the text is not the one that was imported."
    return ""


def _is_object(meta: str) -> bool:
    try:
        return isinstance(orjson.loads(meta), dict)
    except orjson.JSONDecodeError:
        return False


def _ranges(project: Project) -> Iterator[str]:
    for name, table in (("span", "spans"), ("suggestion", "suggestions")):
        for id_, start, end, label in project.connection.execute(OUTSIDE.format(table=table)):
            yield f"Document {id_}: the {name} {start}-{end} {label} lies outside the text."


def _counts(project: Project) -> Iterator[str]:
    for name, sql in COUNTS.items():
        wrong = project.connection.execute(sql).fetchone()
        yield f"The {name} are not counted rightly." if wrong else ""


def _journal(project: Project) -> Iterator[str]:
    pairs = project.connection.execute(
        "SELECT document_id, annotator_id FROM annotations UNION"
        " SELECT document_id, annotator_id FROM edits"
    ).fetchall()
    for document_id, annotator_id in pairs:
        yield _compared(project, document_id, annotator_id)


def _compared(project: Project, document_id: DocumentId, annotator_id: int) -> str:
    try:
        replayed = _replayed(project, document_id, annotator_id)
        stored = project.annotations.get(document_id, annotator_id)
    except NO_EDIT as error:
        return f"Document {document_id}: the journal cannot be replayed: {error}."
    if replayed != stored:
        return (
            f"Document {document_id}: the journal and the spans of annotator {annotator_id} differ."
        )
    return ""


def _replayed(project: Project, document_id: DocumentId, annotator_id: int) -> Annotation:
    annotation = Annotation()
    for edit in project.journal.of(document_id, annotator_id):
        annotation = apply(edit, annotation)
    return annotation
