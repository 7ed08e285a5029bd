"""Documents of a project file, and the queue of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

import orjson

from annotator.core.annotation import Answer
from annotator.core.document import Document, DocumentId, NewDocument, document_key
from annotator.core.queue import STATE_OF_ANSWER, Completion, QueueFilter, QueueRow, State
from annotator.storage.connection import Connection

PAGE = 200
ANSWERS = {
    State.TO_DO: "answer IS NULL",
    State.STARTED: "answer IS NULL",
    State.ACCEPTED: "answer = 'accept'",
    State.REJECTED: "answer = 'reject'",
    State.SKIPPED: "answer = 'ignore'",
}
ROW = "SELECT documents.id, title, annotations.document_id IS NOT NULL, answer, flagged"
OF_DOCUMENT = (
    "LEFT JOIN annotations ON annotations.document_id = documents.id AND annotator_id = :annotator"
)


class Way(NamedTuple):
    """How to walk the queue: through which tables, and the columns of the order."""

    tables: str
    id: str
    order: tuple[str, ...]


EVERY = Way(f"documents {OF_DOCUMENT} WHERE", "documents.id", ("documents.id",))
SAID = Way(
    "annotations CROSS JOIN documents ON documents.id = annotations.document_id"
    " WHERE annotator_id = :annotator AND",
    "annotations.document_id",
    ("annotations.document_id",),
)
TO_DO = Way(
    # Blocks that are answered in full are stepped over (see `migrations`).
    "document_counts AS counts"
    " CROSS JOIN documents ON documents.id BETWEEN block << 8 AND (block << 8) + 255"
    f" {OF_DOCUMENT} WHERE block {{sign}}= :id >> 8 AND documents > coalesce("
    "(SELECT answered FROM answer_counts AS done"
    " WHERE done.annotator_id = :annotator AND done.block = counts.block), 0) AND",
    "documents.id",
    ("block", "documents.id"),
)


@dataclass(frozen=True)
class Documents:
    """The documents of one project file."""

    connection: Connection

    def add(self, documents: Sequence[NewDocument]) -> list[tuple[DocumentId, bool]]:
        """Add the documents whose text is not there yet; for each its id and whether it is new.

        Call it within a transaction. At most a few hundred at a time.
        """
        keys = [document_key(document.text) for document in documents]
        ids = self._ids(keys)
        next_id = self.last_id() + 1
        added: list[tuple[DocumentId, str, NewDocument]] = []
        found = []
        for key, document in zip(keys, documents, strict=True):
            is_new = key not in ids
            if is_new:
                ids[key] = DocumentId(next_id + len(added))
                added.append((ids[key], key, document))
            found.append((ids[key], is_new))
        self._insert(added)
        return found

    def _insert(self, added: list[tuple[DocumentId, str, NewDocument]]) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self.connection.executemany(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?)",
            [(i, k, d.title, len(d.text), orjson.dumps(d.meta).decode(), now) for i, k, d in added],
        )
        self.connection.executemany(
            "INSERT INTO texts VALUES (?, ?)", [(i, d.text) for i, _, d in added]
        )

    def add_meta(self, document_id: DocumentId, meta: dict[str, Any]) -> set[str]:
        """Add fields that a document's meta lacks, and return the names of those it has with
        another value, which stay as they are. Call it within a transaction."""
        there = orjson.loads(
            self.connection.execute(
                "SELECT meta FROM documents WHERE id = ?", (document_id,)
            ).fetchone()[0]
        )
        if not meta.keys() <= there.keys():
            written = orjson.dumps({**meta, **there}).decode()
            sql = "UPDATE documents SET meta = ? WHERE id = ?"
            self.connection.execute(sql, (written, document_id))
        return {name for name, value in meta.items() if name in there and there[name] != value}

    def _ids(self, keys: Sequence[str]) -> dict[str, DocumentId]:
        marks = ",".join("?" * len(keys))
        sql = f"SELECT key, id FROM documents WHERE key IN ({marks})"
        return dict(self.connection.execute(sql, keys).fetchall())

    def by_keys(self, keys: Sequence[str]) -> dict[str, tuple[DocumentId, str]]:
        """Id and title of those documents that have one of these keys, a few hundred at most."""
        marks = ",".join("?" * len(keys))
        sql = f"SELECT key, id, title FROM documents WHERE key IN ({marks})"
        rows = self.connection.execute(sql, keys).fetchall()
        return {key: (DocumentId(id_), title) for key, id_, title in rows}

    def last_id(self) -> int:
        """The highest number of a document; 0: there is none."""
        return int(self.connection.execute("SELECT max(id) FROM documents").fetchone()[0] or 0)

    def get(self, document_id: DocumentId) -> Document | None:
        """One document without its text, or None."""
        row = self.connection.execute(
            "SELECT id, key, title, length, meta FROM documents WHERE id = ?", (document_id,)
        ).fetchone()
        if row is None:
            return None
        return _document(*row)

    def of_key(self, key: str) -> Document | None:
        """The document with this key without its text, or None."""
        found = self._ids([key]).get(key)
        return None if found is None else self.get(found)

    def text(self, document_id: DocumentId) -> str:
        """The text of a document, exactly as imported."""
        row = self.connection.execute(
            "SELECT text FROM texts WHERE document_id = ?", (document_id,)
        ).fetchone()
        return str(row[0])

    def each_text(self) -> Iterator[tuple[Document, str]]:
        """All documents with their texts, in order, a few at a time in memory."""
        rows = self.connection.execute(
            "SELECT id, key, title, length, meta, text FROM documents"
            " JOIN texts ON document_id = id ORDER BY id"
        )
        while page := rows.fetchmany(PAGE):
            for id_, key, title, length, meta, text in page:
                yield _document(id_, key, title, length, meta), text

    def untouched(self, *, longest: int, limit: int) -> list[str]:
        """Texts that nobody has said anything about, at most `limit`, the first of the queue."""
        rows = self.connection.execute(
            "SELECT text FROM documents JOIN texts ON document_id = id"
            " WHERE length BETWEEN 1 AND ? AND NOT EXISTS"
            " (SELECT 1 FROM annotations WHERE annotations.document_id = documents.id)"
            " ORDER BY id LIMIT ?",
            (longest, limit),
        ).fetchall()
        return [row[0] for row in rows]

    def queue(
        self,
        annotator_id: int,
        which: QueueFilter,
        *,
        after: DocumentId = DocumentId(0),  # noqa: B008
        limit: int = PAGE,
        backwards: bool = False,
    ) -> list[QueueRow]:
        """The next rows of the queue after a document, at most `limit`; `backwards` the ones
        before it. Always in the order of the queue."""
        text = _like(which.text)
        values = {"annotator": annotator_id, "id": after, "limit": limit, "text": text}
        rows = self.connection.execute(_queue_sql(which, backwards=backwards), values).fetchall()
        return [_queue_row(row) for row in (reversed(rows) if backwards else rows)]

    def queue_row(self, annotator_id: int, document_id: DocumentId) -> QueueRow:
        """The row of one document, whatever the filter."""
        sql = f"{ROW} FROM documents {OF_DOCUMENT} WHERE documents.id = :id"
        values = {"annotator": annotator_id, "id": document_id}
        return _queue_row(self.connection.execute(sql, values).fetchone())

    def next_to_do(self, annotator_id: int, after: DocumentId) -> DocumentId | None:
        """The first document without an answer after this one, from the start again after
        the last; None when there is none."""
        to_do = QueueFilter(state=State.TO_DO)
        for beginning in (after, DocumentId(0)):
            for row in self.queue(annotator_id, to_do, after=beginning, limit=1):
                return row.id
        return None

    def neighbour(self, document_id: DocumentId, step: int) -> DocumentId | None:
        """The next (step 1) or previous (step -1) document, or None at the end."""
        best, sign = ("min", ">") if step > 0 else ("max", "<")
        sql = f"SELECT {best}(id) FROM documents WHERE id {sign} ?"
        row = self.connection.execute(sql, (document_id,)).fetchone()
        return DocumentId(row[0]) if row[0] is not None else None

    def unanswered(self) -> list[DocumentId]:
        """The documents that nobody has answered, in order."""
        rows = self.connection.execute(
            "SELECT id FROM documents WHERE NOT EXISTS (SELECT 1 FROM annotations"
            " WHERE document_id = documents.id AND answer IS NOT NULL) ORDER BY id"
        ).fetchall()
        return [DocumentId(row[0]) for row in rows]

    def ids(self) -> list[DocumentId]:
        """All documents, in order."""
        rows = self.connection.execute("SELECT id FROM documents ORDER BY id").fetchall()
        return [DocumentId(row[0]) for row in rows]

    def completion(self, annotator_id: int) -> Completion:
        """How many documents there are and how many this annotator has answered."""
        documents, answered = self.connection.execute(
            "SELECT (SELECT sum(documents) FROM document_counts),"
            " (SELECT sum(answered) FROM answer_counts WHERE annotator_id = ?)",
            (annotator_id,),
        ).fetchone()
        return Completion(documents or 0, answered or 0)


def _document(id_: DocumentId, key: str, title: str, length: int, meta: str) -> Document:
    return Document(id_, key, title, length, orjson.loads(meta))


def _queue_sql(which: QueueFilter, *, backwards: bool) -> str:
    way = SAID if which.state or which.flagged else EVERY
    if which.state is State.TO_DO:
        way = TO_DO
    sign, direction = ("<", " DESC") if backwards else (">", "")
    clauses = [f"{way.id} {sign} :id"]
    if which.state:
        clauses.append(ANSWERS[which.state])
    if which.flagged:
        clauses.append("flagged = 1")
    if which.text:
        clauses.append("title LIKE :text ESCAPE '\\'")
    order = ", ".join(column + direction for column in way.order)
    tables = way.tables.format(sign=sign)
    return f"{ROW} FROM {tables} {' AND '.join(clauses)} ORDER BY {order} LIMIT :limit"


def _like(text: str) -> str:
    for special in "\\%_":
        text = text.replace(special, "\\" + special)
    return f"%{text}%"


def _queue_row(row: Iterable[Any]) -> QueueRow:
    id_, title, begun, answer, flagged = row
    unanswered = State.STARTED if begun else State.TO_DO
    state = STATE_OF_ANSWER[Answer(answer)] if answer else unanswered
    return QueueRow(id_, title, state, bool(flagged))
