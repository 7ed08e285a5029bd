"""Counts over a whole project, made where the rows are: SQL reads them once and tells sums."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from annotator.storage.connection import Connection

ANSWERS = "instr(change, '\"answer\":[')"
"""Whether an edit changes the answer: within a note the quote would be escaped."""
GESTURES = "kind = 'do' AND step IS NULL AND made_by IS NULL"
"""What people did by hand in their own annotations, a document at a time."""
IS_BLIND = (
    "EXISTS (SELECT 1 FROM visits WHERE visits.annotator_id = {0}.annotator_id"
    " AND visits.document_id = {0}.document_id AND is_blind = 1)"
)


class Answered(NamedTuple):
    """So many `documents` have an `answer` that an annotator gave on a `day` (UTC, ISO)."""

    annotator: str
    day: str
    answer: str
    documents: int


class Work(NamedTuple):
    """What an annotator did in answered `documents` whose time is known, with suggestions or
    without (`is_blind`): `entities` they hold, `seconds` at work, `keys` pressed."""

    annotator: str
    is_blind: bool
    documents: int
    entities: int
    seconds: float
    keys: int


class Decided(NamedTuple):
    """Suggestions that an annotator accepted and turned down, as they stand now; those of blind
    documents are left out, as they were not shown."""

    annotator: str
    accepted: int
    turned_down: int


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


class Compared(NamedTuple):
    """Spans of an annotator (`ours`) and of another one (`theirs`) in the `documents` that both
    accepted, and how many of them are the `same` in range and label."""

    annotator: str
    documents: int
    ours: int
    theirs: int
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

    def work(self) -> list[Work]:
        """Time and keys of answered documents, by annotator and whether blind."""
        held = (
            "SELECT count(*) FROM spans WHERE spans.document_id = stays.document_id"
            " AND spans.annotator_id = stays.annotator_id"
        )
        rows = self._rows(
            f"SELECT name, blind, count(*), sum(({held})), sum(spent), sum(pressed) FROM ("
            "SELECT annotator_id, document_id, max(is_blind) AS blind, sum(seconds) AS spent,"
            " sum(keys) AS pressed FROM visits GROUP BY 1, 2) AS stays"
            " JOIN annotations USING (document_id, annotator_id)"
            " JOIN annotators ON annotators.id = stays.annotator_id"
            " WHERE answer IS NOT NULL GROUP BY 1, 2"
        )
        return [Work(name, bool(blind), *rest) for name, blind, *rest in rows]

    def decided(self) -> list[Decided]:
        """Suggestions accepted and turned down, by annotator."""
        rows = self._rows(
            "SELECT name, sum(accepted), sum(turned_down) FROM ("
            "SELECT annotator_id, count(source) AS accepted, 0 AS turned_down FROM spans"
            f" WHERE NOT {IS_BLIND.format('spans')} GROUP BY 1 UNION ALL"
            " SELECT annotator_id, 0, count(*) FROM rejections"
            f" WHERE NOT {IS_BLIND.format('rejections')} GROUP BY 1)"
            " JOIN annotators ON annotators.id = annotator_id GROUP BY 1"
        )
        return [Decided(*row) for row in rows]

    def finishing(self) -> list[Finishing]:
        """Suggestions accepted one by one and by finishing, by annotator, undone ones too."""
        rows = self._rows(
            f"SELECT name, sum(NOT finishes), sum(finishes * added) FROM ("
            f"SELECT annotator_id, {ANSWERS} > 0 AS finishes,"
            " json_array_length(change, '$.added') AS added FROM edits"
            f" WHERE gesture = 'accept' AND {GESTURES} AND instr(change, '\"added\":['))"
            " JOIN annotators ON annotators.id = annotator_id GROUP BY 1"
        )
        return [Finishing(*row) for row in rows]

    def accept_times(self, *, longest: float) -> Iterator[tuple[str, float]]:
        """(annotator, seconds) for each suggestion that was accepted by a gesture of its own:
        the time since the gesture before it in the same document, if at most the `longest`."""
        rows = self.connection.execute(
            "SELECT name, seconds FROM (SELECT annotator_id, gesture, finishes,"
            " (julianday(made_at) - julianday(before)) * 86400 AS seconds FROM ("
            f"SELECT annotator_id, gesture, made_at, {ANSWERS} AS finishes, lag(made_at) OVER"
            " (PARTITION BY document_id, annotator_id ORDER BY id) AS before FROM edits"
            f" WHERE {GESTURES}) WHERE gesture = 'accept' AND NOT finishes)"
            " JOIN annotators ON annotators.id = annotator_id"
            " WHERE seconds BETWEEN 0 AND ?",
            (longest,),
        )
        return rows.each()  # type: ignore[no-any-return]

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
            " label FROM (SELECT DISTINCT annotator_id, document_id FROM visits"
            " WHERE is_blind = 1) AS blind"
            " JOIN annotations USING (document_id, annotator_id)"
            " LEFT JOIN suggestions ON suggestions.document_id = blind.document_id"
            f" AND source_id IN (SELECT id FROM sources WHERE name IN ({marks}))"
            " AND label IN (SELECT name FROM labels)"
            " WHERE answer = 'accept') AS said"
            " JOIN annotators ON annotators.id = said.annotator_id GROUP BY 1",
            *sources,
        )
        return [Confirmed(*row) for row in rows]

    def compared(self, other: str) -> list[Compared]:
        """All annotators beside this one, over what both accepted."""
        held = (
            "SELECT count(*) FROM spans WHERE spans.document_id = ours.document_id"
            " AND spans.annotator_id = {0}.annotator_id"
        )
        same = (
            "SELECT count(*) FROM spans AS a JOIN spans AS b USING (document_id, start, end, label)"
            " WHERE document_id = ours.document_id AND a.annotator_id = ours.annotator_id"
            " AND b.annotator_id = theirs.annotator_id"
        )
        rows = self._rows(
            f"SELECT name, count(*), sum(({held.format('ours')})),"
            f" sum(({held.format('theirs')})), sum(({same})) FROM annotations AS theirs"
            " JOIN annotations AS ours ON ours.document_id = theirs.document_id"
            " AND ours.annotator_id <> theirs.annotator_id"
            " JOIN annotators ON annotators.id = ours.annotator_id"
            " WHERE theirs.annotator_id = (SELECT id FROM annotators WHERE name = ?)"
            " AND theirs.answer = 'accept' AND ours.answer = 'accept' GROUP BY 1",
            other,
        )
        return [Compared(*row) for row in rows]

    def _rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql, values).fetchall()  # type: ignore[no-any-return]
