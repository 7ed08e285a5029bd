"""What several annotators finished, read in bulk to be compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from annotator.core.document import DocumentId
from annotator.storage.connection import Connection

CHOSEN = "document_id IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True)
class Comparisons:
    """The documents of one project file that several annotators have accepted or, with
    `unfinished`, have begun and not answered."""

    connection: Connection
    unfinished: bool = False

    @property
    def _counts(self) -> str:
        also = " OR answer IS NULL" if self.unfinished else ""
        return f"(answer = 'accept'{also})"

    def annotators(self) -> list[tuple[int, str]]:
        """Those who have finished anything, by name."""
        return self.connection.execute(  # type: ignore[no-any-return]
            "SELECT id, name FROM annotators WHERE EXISTS (SELECT 1 FROM annotations"
            f" WHERE annotator_id = annotators.id AND {self._counts}) ORDER BY name"
        ).fetchall()

    def documents(self) -> list[tuple[DocumentId, int]]:
        """Number and length of each, in the order of their keys, which is one of chance, and
        the same wherever they came from."""
        return self.connection.execute(  # type: ignore[no-any-return]
            "SELECT id, length FROM documents WHERE (SELECT count(*) FROM annotations"
            f" WHERE document_id = documents.id AND {self._counts}) > 1 ORDER BY key"
        ).fetchall()

    def days(self) -> tuple[str, str] | None:
        """The first and the last day that something accepted was changed; None: nothing was."""
        row = self.connection.execute(
            "SELECT substr(min(changed_at), 1, 10), substr(max(changed_at), 1, 10)"
            f" FROM annotations WHERE {self._counts}"
        ).fetchone()
        return row if row[0] else None

    def texts(self, documents: Sequence[DocumentId]) -> list[str]:
        """The texts of these documents, which are sorted."""
        sql = f"SELECT text FROM texts WHERE {CHOSEN} ORDER BY document_id"
        return [row[0] for row in self._rows(sql, documents)]

    def finished(self, documents: Sequence[DocumentId]) -> list[tuple[DocumentId, int, str]]:
        """By whom (their number) they were accepted, and the day of the last change."""
        return self._rows(
            "SELECT document_id, annotator_id, substr(changed_at, 1, 10) FROM annotations"
            f" WHERE {self._counts} AND {CHOSEN}",
            documents,
        )

    def spans(self, documents: Sequence[DocumentId]) -> list[tuple[DocumentId, int, int, int, str]]:
        """Document, annotator, start, end and label of all spans in them, of anybody."""
        return self._rows(
            f"SELECT document_id, annotator_id, start, end, label FROM spans WHERE {CHOSEN}",
            documents,
        )

    def _rows(self, sql: str, documents: Sequence[DocumentId]) -> list[Any]:
        chosen = orjson.dumps(list(documents)).decode()
        return list(self.connection.execute(sql, (chosen,)).fetchall())
