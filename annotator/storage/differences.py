"""How far the annotators of each document differ: counted once, kept until one says something."""

from collections.abc import Iterator
from dataclasses import dataclass

import orjson

from annotator.core.difference import Difference
from annotator.core.document import DocumentId
from annotator.storage.connection import Connection

BLOCK = 500
"""Documents that are counted in one transaction."""

SAID = """
    SELECT document_id, annotator_id FROM annotations
    WHERE document_id BETWEEN :first AND :last AND annotator_id <> :gold
    AND (answer = 'accept' OR (answer IS NULL AND :unfinished))
    AND (:only IS NULL OR annotator_id IN (SELECT value FROM json_each(:only)))
"""
COUNT = f"""
WITH said AS ({SAID}
), several AS (
    SELECT document_id, count(*) AS people FROM said GROUP BY document_id HAVING count(*) > 1
), keys AS (
    SELECT document_id, start, end, label, people, count(*) AS voices
    FROM several JOIN said USING (document_id) JOIN spans USING (document_id, annotator_id)
    GROUP BY document_id, start, end, label
), counted AS (
    SELECT document_id, count(*) AS spans, sum(voices < people) AS differing,
        sum(voices < people
            AND NOT EXISTS (SELECT 1 FROM spans AS own WHERE own.document_id = keys.document_id
                AND annotator_id = :gold AND own.start = keys.start AND own.end = keys.end
                AND own.label = keys.label)
            AND NOT EXISTS (SELECT 1 FROM rejections AS no WHERE no.document_id = keys.document_id
                AND annotator_id = :gold AND no.start = keys.start AND no.end = keys.end
                AND no.label = keys.label)) AS undecided
    FROM keys GROUP BY document_id
)
INSERT OR REPLACE INTO differences
SELECT document_id, people, coalesce(spans, 0), coalesce(differing, 0), coalesce(undecided, 0),
    EXISTS (SELECT 1 FROM annotations AS own
        WHERE own.document_id = several.document_id AND annotator_id = :gold
        AND (answer <> 'accept' OR answer = 'accept' AND coalesce(undecided, 0) = 0)),
    1 - coalesce(differing, 0) / (2.0 + coalesce(spans, 0))
FROM several LEFT JOIN counted USING (document_id)
"""


@dataclass(frozen=True, slots=True)
class Compared:
    """Whose annotations are compared, by number: of all but `gold`, or of `only` these, what is
    finished, or also what is `unfinished`."""

    gold: int
    only: tuple[int, ...] | None = None
    unfinished: bool = False

    def of(self, first: DocumentId, last: DocumentId) -> dict[str, int | str | None]:
        """The values that SQL needs for a stretch of documents."""
        only = None if self.only is None else orjson.dumps(self.only).decode()
        said = {"gold": self.gold, "only": only, "unfinished": self.unfinished}
        return {**said, "first": first, "last": last}


@dataclass(frozen=True)
class Differences:
    """The table of one project file."""

    connection: Connection

    def forget(self) -> None:
        """Others are to be compared: count all anew. Call it within a transaction."""
        self.connection.execute("DELETE FROM differences")

    def blocks(self) -> Iterator[tuple[DocumentId, DocumentId]]:
        """First and last document of each stretch in which something is to be counted."""
        row = self.connection.execute("SELECT min(id), max(id) FROM documents").fetchone()
        first, last = row[0] or 1, row[1] or 0
        while first <= last:
            yield DocumentId(first), DocumentId(min(last, first + BLOCK - 1))
            first += BLOCK

    def is_unknown(self, first: DocumentId, last: DocumentId) -> bool:
        """Whether more than one annotation stands in a stretch where nothing is counted."""
        row = self.connection.execute(
            "SELECT 1 FROM annotations WHERE document_id BETWEEN ? AND ? AND document_id NOT IN"
            " (SELECT document_id FROM differences WHERE document_id BETWEEN ?1 AND ?2)"
            " GROUP BY document_id HAVING count(*) > 1 LIMIT 1",
            (first, last),
        ).fetchone()
        return row is not None

    def count(self, first: DocumentId, last: DocumentId, compared: Compared) -> None:
        """Count in these documents. Call it within a transaction."""
        self.connection.execute(COUNT, compared.of(first, last))

    def people(self, document_id: DocumentId, compared: Compared) -> list[tuple[int, str]]:
        """Number and name of those whose annotations of a document are compared."""
        return self.connection.execute(  # type: ignore[no-any-return]
            f"SELECT annotator_id, name FROM ({SAID})"
            " JOIN annotators ON annotators.id = annotator_id ORDER BY annotator_id",
            compared.of(document_id, document_id),
        ).fetchall()

    def others(self, document_id: DocumentId, compared: Compared) -> list[tuple[str, str | None]]:
        """Name and answer of those who said something of a document and are not compared."""
        return self.connection.execute(  # type: ignore[no-any-return]
            "SELECT name, answer FROM annotations JOIN annotators ON annotators.id = annotator_id"
            f" WHERE document_id = :first AND annotator_id <> :gold AND annotator_id NOT IN"
            f" (SELECT annotator_id FROM ({SAID})) ORDER BY annotator_id",
            compared.of(document_id, document_id),
        ).fetchall()

    def count_begun(self) -> int:
        """How many documents more than one annotator has begun, finished or not."""
        sql = "SELECT 1 FROM annotations GROUP BY document_id HAVING count(*) > 1"
        return int(self.connection.execute(f"SELECT count(*) FROM ({sql})").fetchone()[0])

    def page(
        self,
        *,
        settled: bool | None,
        after: tuple[float, DocumentId] = (-1.0, DocumentId(0)),
        limit: int = 200,
    ) -> list[Difference]:
        """The next documents after one (its agreement and number), the least agreement first;
        `settled` narrows it."""
        rows = self.connection.execute(
            f"SELECT differences.*, title FROM differences JOIN documents ON id = document_id"
            f" WHERE {_state(settled)} AND (agreement, document_id) > (?, ?)"
            " ORDER BY agreement, document_id LIMIT ?",
            (*after, limit),
        ).fetchall()
        return [Difference(*row) for row in rows]

    def get(self, document_id: DocumentId) -> Difference | None:
        """That of one document; None: it is not counted, or fewer than two have finished it."""
        row = self.connection.execute(
            "SELECT differences.*, title FROM differences JOIN documents ON id = document_id"
            " WHERE document_id = ?",
            (document_id,),
        ).fetchone()
        return Difference(*row) if row else None

    def unsettled(self) -> list[DocumentId]:
        """The documents that are to be settled, in the order of import."""
        rows = self.connection.execute(
            "SELECT document_id FROM differences WHERE NOT is_settled ORDER BY document_id"
        ).fetchall()
        return [row[0] for row in rows]

    def counts(self) -> tuple[int, int]:
        """How many documents there are to compare, and how many of them are settled."""
        row = self.connection.execute(
            "SELECT count(*), coalesce(sum(is_settled), 0) FROM differences"
        ).fetchone()
        return row[0], row[1]


def _state(settled: bool | None) -> str:  # noqa: FBT001
    return "is_settled IN (0, 1)" if settled is None else f"is_settled = {settled:d}"
