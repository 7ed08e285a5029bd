"""How long people were with documents, and how many keys they pressed."""

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from typing import NamedTuple

from annotator.core.document import DocumentId
from annotator.core.visit import Visit
from annotator.storage.connection import Connection

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

    def seconds_to_accept(self, *, most: float) -> Iterator[tuple[str, float]]:
        """For each suggestion that was accepted by itself: by whom, and the seconds since the
        gesture before it, if they were not more than `most`."""
        rows = self.connection.execute(
            "SELECT name, gap FROM (SELECT annotator_id, kind, gesture, 86400 * (julianday(made_at)"
            " - julianday(lag(made_at) OVER (PARTITION BY annotator_id ORDER BY id))) AS gap"
            " FROM edits) JOIN annotators ON annotators.id = annotator_id"
            " WHERE kind = 'do' AND gesture = 'accept' AND gap BETWEEN 0 AND ?",
            (most,),
        )
        yield from rows.each()

    def decided(self) -> dict[str, tuple[int, int]]:
        """How many suggestions each annotator has accepted and turned down, as it stands now."""
        rows = self.connection.execute(
            "SELECT name, sum(way), sum(1 - way) FROM ("
            " SELECT annotator_id, 1 AS way FROM spans WHERE source IS NOT NULL UNION ALL"
            " SELECT annotator_id, 0 FROM rejections)"
            " JOIN annotators ON annotators.id = annotator_id GROUP BY 1"
        ).fetchall()
        return {name: (accepted, turned_down) for name, accepted, turned_down in rows}
