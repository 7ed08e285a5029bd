"""Documents of a project file, and the queue of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from annotator.core.annotation import Answer
from annotator.core.document import Document, DocumentId, NewDocument, document_key
from annotator.core.queue import STATE_OF_ANSWER, Completion, QueueFilter, QueueRow, State
from annotator.storage.connection import Connection
from annotator.storage.queue_sql import (
    OF_DOCUMENT,
    ROW,
    Asked,
    like,
    neighbour_statement,
    statements,
)

PAGE = 200


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

    def titled(self, title: str) -> list[DocumentId]:
        """The documents with this title."""
        sql = "SELECT id FROM documents WHERE title = ? ORDER BY id"
        return [id_ for (id_,) in self.connection.execute(sql, (title,)).fetchall()]

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
        including: bool = False,
    ) -> list[QueueRow]:
        """The next rows of the queue after a document, or from it on (`including`), at most
        `limit`; `backwards` the ones before it. Always in the order of the queue."""
        asked = Asked(which, backwards=backwards, including=including)
        values = {"annotator": annotator_id, "limit": limit, "text": like(which.text)}
        values |= self._at(after)
        for sql in statements(asked, is_arranged=bool(values["arrangement"])):
            rows = self.connection.execute(sql, values).fetchall()
            if len(rows) == limit:
                break
        return [_queue_row(row) for row in (reversed(rows) if backwards else rows)]

    def arrangement(self) -> int:
        """The number of the arrangement (see `places`) that the queue is in; 0: as imported."""
        sql = "SELECT value FROM settings WHERE name = 'queue_arrangement'"
        row = self.connection.execute(sql).fetchone()
        return int(row[0]) if row and row[0].isdecimal() else 0

    def _at(self, document_id: DocumentId) -> dict[str, int]:
        arrangement = self.arrangement()
        if not arrangement:
            return {"arrangement": 0, "at": document_id}
        sql = "SELECT place FROM places WHERE document_id = ? AND arrangement = ?"
        row = self.connection.execute(sql, (document_id, arrangement)).fetchone()
        return {"arrangement": arrangement, "at": row[0] if row else 0}

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
        values = self._at(document_id)
        sql = neighbour_statement(step, is_arranged=bool(values["arrangement"]))
        row = self.connection.execute(sql, values).fetchone()
        return DocumentId(row[0]) if row else None

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


def _queue_row(row: Iterable[Any]) -> QueueRow:
    id_, title, begun, answer, flagged = row
    unanswered = State.STARTED if begun else State.TO_DO
    state = STATE_OF_ANSWER[Answer(answer)] if answer else unanswered
    return QueueRow(id_, title, state, bool(flagged))
