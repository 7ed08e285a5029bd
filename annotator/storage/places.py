"""The places of documents in the queue, where that is not in the order of import.

An arrangement is written bit by bit while another one, or the order of import, is in use; it is
used from one moment on, by its number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from annotator.core.document import DocumentId
from annotator.storage.connection import Connection

IN_USE = "queue_arrangement"
PLACES_AT_ONCE = 1_000


def new_number() -> int:
    """A number for an arrangement that no other has."""
    return uuid4().int >> 66


@dataclass(frozen=True)
class Places:
    """The arrangements of one project file."""

    connection: Connection

    def count(self, arrangement: int) -> int:
        """How many documents have a place in an arrangement."""
        row = self.connection.execute(
            "SELECT sum(documents) FROM place_counts WHERE arrangement = ? AND annotator_id = -1",
            (arrangement,),
        ).fetchone()
        return int(row[0] or 0)

    def of(self, document_id: DocumentId, arrangement: int) -> int | None:
        """The place of a document; None: it has none."""
        row = self.connection.execute(
            "SELECT place FROM places WHERE document_id = ? AND arrangement = ?",
            (document_id, arrangement),
        ).fetchone()
        return None if row is None else int(row[0])

    def add_after(self, document_id: int, arrangement: int) -> None:
        """Put the documents with higher numbers than this at the end. Within a transaction."""
        self.connection.execute(
            "INSERT INTO places SELECT ?1, (SELECT coalesce(max(place), 0) FROM places"
            " WHERE arrangement = ?1) + row_number() OVER (ORDER BY id), id FROM documents"
            " WHERE id > ?2 ORDER BY id",
            (arrangement, document_id),
        )

    def move(self, document_id: DocumentId, place: int, arrangement: int) -> None:
        """Let a document change places with the one that has this place. Within a transaction."""
        before = self.of(document_id, arrangement)
        row = self.connection.execute(
            "SELECT document_id FROM places WHERE arrangement = ? AND place = ?",
            (arrangement, place),
        ).fetchone()
        if before is None or row is None or before == place:
            return
        self.connection.execute(
            "DELETE FROM places WHERE arrangement = ? AND place IN (?, ?)",
            (arrangement, before, place),
        )
        self.connection.executemany(
            "INSERT INTO places VALUES (?, ?, ?)",
            [(arrangement, place, document_id), (arrangement, before, row[0])],
        )

    def touched_since(self, edit: int) -> list[DocumentId]:
        """The documents that were edited after an edit, by its number; the earliest first."""
        rows: Sequence[tuple[int]] = self.connection.execute(
            "SELECT document_id FROM edits WHERE id > ? GROUP BY 1 ORDER BY min(id)", (edit,)
        ).fetchall()
        return [DocumentId(id_) for (id_,) in rows]

    def unused(self) -> list[int]:
        """The arrangements that are not in use."""
        rows = self.connection.execute(
            "SELECT DISTINCT arrangement FROM place_counts WHERE arrangement NOT IN"
            f" (SELECT CAST(value AS INTEGER) FROM settings WHERE name = '{IN_USE}')"
        ).fetchall()
        return [int(number) for (number,) in rows]

    def remove_some(self, arrangement: int) -> int:
        """Take away some places of an arrangement; how many, 0: there is nothing left of it.
        Within a transaction."""
        done = self.connection.execute(
            "DELETE FROM places WHERE arrangement = ?1 AND place IN (SELECT place FROM places"
            f" WHERE arrangement = ?1 ORDER BY place LIMIT {PLACES_AT_ONCE})",
            (arrangement,),
        )
        if not done.rowcount:
            sql = "DELETE FROM place_counts WHERE arrangement = ?"
            self.connection.execute(sql, (arrangement,))
        return int(done.rowcount)
