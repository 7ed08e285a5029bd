"""The documents of a project that belong to the random tenth."""

from dataclasses import dataclass

from annotator.core.document import DocumentId
from annotator.core.sample import DIGITS, RESERVED_BELOW
from annotator.storage.connection import Connection

RESERVED = f"substr(key, {DIGITS.start + 1}, {DIGITS.stop - DIGITS.start}) < '{RESERVED_BELOW}'"
"""What is true, in SQL, of a row of `documents` that `core.sample.is_reserved`."""


@dataclass(frozen=True)
class Sample:
    """The sample of one project file."""

    connection: Connection

    def count(self) -> int:
        """How many documents there are in it."""
        sql = f"SELECT count(*) FROM documents WHERE {RESERVED}"
        return int(self.connection.execute(sql).fetchone()[0])

    def finished(self) -> list[tuple[DocumentId, int]]:
        """Documents of it that were accepted, each with the number of the annotator."""
        rows = self.connection.execute(
            "SELECT document_id, annotator_id FROM annotations"
            f" JOIN documents ON documents.id = document_id WHERE answer = 'accept' AND {RESERVED}"
            " ORDER BY document_id, annotator_id"
        ).fetchall()
        return [(DocumentId(document_id), annotator_id) for document_id, annotator_id in rows]
