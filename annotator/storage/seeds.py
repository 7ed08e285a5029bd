"""Documents that were handed out though they are settled, to check those who label them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import orjson

from annotator.core.document import DocumentId
from annotator.storage.connection import Connection


@dataclass(frozen=True)
class Seeds:
    """The seeds of one project file. Files that are handed out do not tell which these are."""

    connection: Connection

    def each(self) -> Iterator[DocumentId]:
        """The documents that have ever been seeds."""
        rows = self.connection.execute("SELECT document_id FROM seeds ORDER BY document_id")
        return (DocumentId(row[0]) for row in rows.fetchall())

    def possible(self, gold: str, annotators: Sequence[str]) -> list[DocumentId]:
        """The documents that `gold` has accepted and none of these annotators has answered, in
        the order of their keys, which is one of chance."""
        rows = self.connection.execute(
            "SELECT documents.id FROM documents JOIN annotations ON document_id = documents.id"
            " WHERE answer = 'accept' AND annotator_id = (SELECT id FROM annotators WHERE name = ?)"
            " AND NOT EXISTS (SELECT 1 FROM annotations AS said JOIN annotators AS who"
            " ON who.id = said.annotator_id WHERE said.document_id = documents.id"
            " AND said.answer IS NOT NULL AND who.name IN (SELECT value FROM json_each(?)))"
            " ORDER BY key",
            (gold, orjson.dumps(list(annotators)).decode()),
        )
        return [DocumentId(row[0]) for row in rows.fetchall()]

    def add(self, documents: Iterable[DocumentId]) -> None:
        """They were handed out as seeds. Call it within a transaction."""
        sql = "INSERT OR IGNORE INTO seeds VALUES (?)"
        self.connection.executemany(sql, [(number,) for number in documents])
