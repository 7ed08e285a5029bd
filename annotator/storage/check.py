"""Looking for damage in a project file: the database, texts, offsets, labels, journal."""

from collections.abc import Iterator

from annotator.core.annotation import Annotation
from annotator.core.document import DocumentId, document_key
from annotator.core.edit import apply
from annotator.storage.connection import Connection
from annotator.storage.project import Project

OUTSIDE = """
SELECT documents.id, start, end, label FROM {table} AS found
JOIN documents ON documents.id = document_id
WHERE found.start < 0 OR found.end > documents.length OR found.start >= found.end
"""
UNKNOWN_LABELS = """
SELECT DISTINCT document_id, label FROM spans WHERE label NOT IN (SELECT name FROM labels)
"""


def each_finding(project: Project) -> Iterator[str]:
    """One sentence for each thing that is wrong, and "" for each that is right."""
    yield from _database(project.connection)
    yield from _texts(project)
    for name, table in (("span", "spans"), ("suggestion", "suggestions")):
        for id_, start, end, label in project.connection.execute(OUTSIDE.format(table=table)):
            yield f"Document {id_}: the {name} {start}-{end} {label} lies outside the text."
    for id_, label in project.connection.execute(UNKNOWN_LABELS):
        yield f"Document {id_}: a span has the label {label!r}, which is not in the label set."
    yield from _journal(project)


def _database(connection: Connection) -> Iterator[str]:
    rows = connection.execute("PRAGMA integrity_check").fetchall()
    yield from (f"The database is damaged: {row[0]}." for row in rows if row[0] != "ok")
    for table, row_id, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchall():
        yield f"A row of {table} (rowid {row_id}) belongs to a row of {parent} that is missing."
    yield ""


def _texts(project: Project) -> Iterator[str]:
    for document, text in project.documents.each_text():
        if document.key != document_key(text) or document.length != len(text):
            yield f"Document {document.id}: the text is not the one that was imported."
        else:
            yield ""


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
    except ValueError as error:
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
