"""The pipeline of a project and the models that go on from it, of which one alone proposes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import orjson

from annotator.core.document import DocumentId
from annotator.storage.connection import Connection

PAGE = 50
SOURCES = "(SELECT id FROM sources WHERE name IN (SELECT value FROM json_each(:line)))"
DONE = (
    "EXISTS (SELECT 1 FROM suggested_pieces AS done WHERE done.document_id = documents.id"
    " AND done.end = documents.length AND done.source_id"
)
TOUCHED = "EXISTS (SELECT 1 FROM annotations WHERE annotations.document_id = documents.id)"
WANTED = (
    # A document that somebody has touched keeps what was proposed in it.
    f"NOT {DONE} = (SELECT id FROM sources WHERE name = :source))"
    f" AND NOT ({TOUCHED} AND {DONE} IN {SOURCES}))"
)


@dataclass(frozen=True)
class Line:
    """Sources that stand for one another, in one project file. `source`: the one in use."""

    connection: Connection
    sources: Sequence[str]
    source: str

    @property
    def _values(self) -> dict[str, str | int]:
        return {"line": orjson.dumps(list(self.sources)).decode(), "source": self.source}

    def is_wanted(self, document_id: DocumentId, *, is_open: bool = False) -> bool:
        """Whether the source in use is to propose in a document: it has not yet, and nobody has
        touched the document (nor is it open) since another one of the line has."""
        kept = f"(:open AND {DONE} IN {SOURCES}))"
        sql = f"SELECT {WANTED} AND NOT {kept} FROM documents WHERE id = :id"
        values = {**self._values, "id": document_id, "open": is_open}
        row = self.connection.execute(sql, values).fetchone()
        return bool(row and row[0])

    def replace(self, document_id: DocumentId, piece: tuple[int, int]) -> None:
        """Take away what the others of the line propose in a piece of a document.

        Call it within a transaction.
        """
        values = {**self._values, "id": document_id, "start": piece[0], "end": piece[1]}
        for table in ("suggestions", "suggested_pieces"):
            self.connection.execute(
                f"DELETE FROM {table} WHERE document_id = :id AND start >= :start"
                f" AND start < max(:end, :start + 1) AND source_id IN {SOURCES}"
                " AND source_id <> (SELECT id FROM sources WHERE name = :source)",
                values,
            )

    def count_wanted(self) -> int:
        """In how many documents the source in use is to propose."""
        sql = f"SELECT count(*) FROM documents WHERE {WANTED}"
        return int(self.connection.execute(sql, self._values).fetchone()[0])

    def each_wanted(self) -> Iterator[tuple[DocumentId, str]]:
        """Their ids and texts, a few at a time in memory."""
        after = 0
        while page := self._page(after):
            yield from page
            after = page[-1][0]

    def _page(self, after: int) -> list[tuple[DocumentId, str]]:
        return self.connection.execute(  # type: ignore[no-any-return]
            f"SELECT id, text FROM documents JOIN texts ON document_id = id WHERE {WANTED}"
            " AND id > :after ORDER BY id LIMIT :limit",
            {**self._values, "after": after, "limit": PAGE},
        ).fetchall()
