"""Documents that were handed out though they are settled, to check those who label them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

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

    def add(self, documents: Iterable[DocumentId]) -> None:
        """They were handed out as seeds. Call it within a transaction."""
        sql = "INSERT OR IGNORE INTO seeds VALUES (?)"
        self.connection.executemany(sql, [(number,) for number in documents])
