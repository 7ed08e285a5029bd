"""Counts over a whole project, made where the rows are: SQL reads them once and tells sums."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from annotator.storage.connection import Connection
from annotator.storage.journal import ANSWERS, BY_HAND


class Answered(NamedTuple):
    """So many `documents` have an `answer` that an annotator gave on a `day` (UTC, ISO)."""

    annotator: str
    day: str
    answer: str
    documents: int


class Finishing(NamedTuple):
    """How many suggestions an annotator accepted one by one, and how many by finishing."""

    annotator: str
    singly: int
    finishing: int


class Confirmed(NamedTuple):
    """Of so many suggestions that an annotator did not see in so many finished blind `documents`,
    the `same` ones are among the labels."""

    annotator: str
    documents: int
    suggestions: int
    same: int


@dataclass(frozen=True)
class Insights:
    """The counts of one project file. All of them read; none takes longer than reading each
    row of a table a few times."""

    connection: Connection

    def answered(self) -> list[Answered]:
        """The documents answered, by annotator, day and answer."""
        given = (
            "SELECT max(made_at) FROM edits WHERE edits.document_id = annotations.document_id"
            f" AND edits.annotator_id = annotations.annotator_id AND {ANSWERS}"
        )
        rows = self._rows(
            "SELECT name, day, answer, count(*) FROM (SELECT annotator_id, answer,"
            f" substr(coalesce(({given}), changed_at), 1, 10) AS day"
            " FROM annotations WHERE answer IS NOT NULL)"
            " JOIN annotators ON annotators.id = annotator_id GROUP BY 1, 2, 3"
        )
        return [Answered(*row) for row in rows]

    def finishing(self) -> list[Finishing]:
        """Suggestions accepted one by one and by finishing, by annotator, undone ones too."""
        rows = self._rows(
            f"SELECT name, sum(NOT finishes), sum(finishes * added) FROM ("
            f"SELECT annotator_id, {ANSWERS} > 0 AS finishes,"
            " json_array_length(change, '$.added') AS added FROM edits"
            f" WHERE gesture = 'accept' AND {BY_HAND} AND instr(change, '\"added\":['))"
            " JOIN annotators ON annotators.id = annotator_id GROUP BY 1"
        )
        return [Finishing(*row) for row in rows]

    def confirmed(self, sources: list[str]) -> list[Confirmed]:
        """How many suggestions of these sources the labels of blind documents confirm."""
        marks = ", ".join("?" * len(sources))
        same = (
            "EXISTS (SELECT 1 FROM spans WHERE spans.document_id = said.document_id"
            " AND spans.annotator_id = said.annotator_id AND spans.start = said.start"
            " AND spans.end = said.end AND spans.label = said.label)"
        )
        rows = self._rows(
            f"SELECT name, count(DISTINCT document_id), count(start), sum(start IS NOT NULL AND"
            f" {same}) FROM (SELECT DISTINCT blind.annotator_id, blind.document_id, start, end,"
            " label FROM (SELECT annotator_id, document_id FROM visits"
            " GROUP BY 1, 2 HAVING min(is_blind) = 1) AS blind"
            " JOIN annotations USING (document_id, annotator_id)"
            " LEFT JOIN suggestions ON suggestions.document_id = blind.document_id"
            f" AND source_id IN (SELECT id FROM sources WHERE name IN ({marks}))"
            " AND label IN (SELECT name FROM labels)"
            " WHERE answer = 'accept') AS said"
            " JOIN annotators ON annotators.id = said.annotator_id GROUP BY 1",
            *sources,
        )
        return [Confirmed(*row) for row in rows]

    def _rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql, values).fetchall()  # type: ignore[no-any-return]
