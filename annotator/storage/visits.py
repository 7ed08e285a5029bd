"""How long people were with documents, and how many keys they pressed."""

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from typing import NamedTuple

from annotator.core.document import DocumentId
from annotator.core.visit import Visit
from annotator.storage.connection import Connection
from annotator.storage.journal import ANSWERS, BY_HAND

BLIND = (
    "EXISTS (SELECT 1 FROM visits WHERE visits.annotator_id = {0}.annotator_id"
    " AND visits.document_id = {0}.document_id AND is_blind = 1)"
)
COLUMNS = "uuid, document_id, began_at, seconds, keys, suggested, is_blind"


class Stay(NamedTuple):
    """All visits of one annotator to one document that is answered: `shown_blind` in all of
    them (True), in none (False), or in some (None). `labels`: how many spans it has."""

    document_id: DocumentId
    key: str
    length: int
    annotator: str
    answer: str
    began_at: str
    seconds: float
    keys: int
    suggested: int
    shown_blind: bool | None
    labels: int


class Work(NamedTuple):
    """What the visits of one annotator to answered `documents` come to, of which none showed
    suggestions (`is_blind`), or some did: `labels` in these documents, time and keys."""

    annotator: str
    is_blind: bool
    documents: int
    labels: int
    seconds: float
    keys: int


@dataclass(frozen=True)
class Visits:
    """The visits of one project file."""

    connection: Connection

    def add(self, annotator_id: int, visits: Sequence[Visit]) -> int:
        """Keep visits, unless they are there; how many are new. Call it within a transaction."""
        done = self.connection.executemany(
            f"INSERT OR IGNORE INTO visits ({COLUMNS}, annotator_id)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [(*astuple(visit), annotator_id) for visit in visits],
        )
        return int(done.rowcount)

    def of(self, document_id: DocumentId) -> dict[str, list[Visit]]:
        """The visits to a document, by the name of who came."""
        rows = self.connection.execute(
            f"SELECT name, {COLUMNS} FROM visits JOIN annotators ON annotators.id = annotator_id"
            " WHERE document_id = ? ORDER BY uuid",
            (document_id,),
        ).fetchall()
        found: dict[str, list[Visit]] = {}
        for name, uuid, document, began_at, seconds, keys, suggested, blind in rows:
            visit = Visit(uuid, document, began_at, seconds, keys, suggested, bool(blind))
            found.setdefault(name, []).append(visit)
        return found

    def stays(self) -> Iterator[Stay]:
        """The visits to answered documents, by document and annotator."""
        rows = self.connection.execute(
            "SELECT document_id, key, length, name, answer, min(began_at), sum(seconds),"
            " sum(keys), max(suggested), min(is_blind), max(is_blind), (SELECT count(*)"
            " FROM spans WHERE spans.document_id = visits.document_id"
            " AND spans.annotator_id = visits.annotator_id)"
            " FROM visits JOIN annotations USING (document_id, annotator_id)"
            " JOIN documents ON documents.id = document_id"
            " JOIN annotators ON annotators.id = annotator_id"
            " WHERE answer IS NOT NULL GROUP BY document_id, annotator_id"
        )
        for row in rows.each():
            *values, least, most, labels = row
            yield Stay._make([*values, bool(most) if least == most else None, labels])

    def work(self) -> list[Work]:
        """What visits come to, by annotator and whether blind: summed where the rows are, as
        there may be a hundred thousand."""
        rows = self.connection.execute(
            "SELECT name, blind, count(*), sum((SELECT count(*) FROM spans"
            " WHERE spans.document_id = stays.document_id"
            " AND spans.annotator_id = stays.annotator_id)), sum(spent), sum(pressed) FROM ("
            "SELECT annotator_id, document_id, min(is_blind) AS blind, sum(seconds) AS spent,"
            " sum(keys) AS pressed FROM visits GROUP BY 1, 2) AS stays"
            " JOIN annotations USING (document_id, annotator_id)"
            " JOIN annotators ON annotators.id = stays.annotator_id"
            " WHERE answer IS NOT NULL GROUP BY 1, 2"
        ).fetchall()
        return [Work(name, bool(blind), *rest) for name, blind, *rest in rows]

    def seconds_to_accept(self, *, most: float) -> Iterator[tuple[str, float]]:
        """For each suggestion that was accepted by a gesture of its own: by whom, and the seconds
        since the gesture before it in the same document, if they were not more than `most`."""
        rows = self.connection.execute(
            "SELECT name, gap FROM (SELECT annotator_id, gesture, finishes,"
            " 86400 * (julianday(made_at) - julianday(before)) AS gap FROM ("
            f"SELECT annotator_id, gesture, made_at, {ANSWERS} AS finishes, lag(made_at) OVER"
            " (PARTITION BY document_id, annotator_id ORDER BY id) AS before FROM edits"
            f" WHERE {BY_HAND}) WHERE gesture = 'accept' AND NOT finishes)"
            " JOIN annotators ON annotators.id = annotator_id WHERE gap BETWEEN 0 AND ?",
            (most,),
        )
        yield from rows.each()

    def decided(self) -> dict[str, tuple[int, int]]:
        """How many suggestions each annotator has accepted and turned down, as it stands now;
        in blind documents none was shown."""
        rows = self.connection.execute(
            "SELECT name, sum(accepted), sum(turned_down) FROM ("
            "SELECT annotator_id, count(source) AS accepted, 0 AS turned_down FROM spans"
            f" WHERE NOT {BLIND.format('spans')} GROUP BY 1 UNION ALL"
            " SELECT annotator_id, 0, count(*) FROM rejections"
            f" WHERE NOT {BLIND.format('rejections')} GROUP BY 1)"
            " JOIN annotators ON annotators.id = annotator_id GROUP BY 1"
        ).fetchall()
        return {name: (accepted, turned_down) for name, accepted, turned_down in rows}
