"""Working out an arrangement of the queue: who comes first, by what is suggested.

The database does it, in tables in memory: a million rows in Python would hold up the window.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass

from annotator.core.calibration import Calibration
from annotator.core.document import DocumentId
from annotator.core.pace import Pace
from annotator.core.queue import Order
from annotator.core.sample import LUCK
from annotator.storage.connection import Connection
from annotator.storage.sample import RESERVED

STEPS = 100_000
"""So many steps of the database's machine are taken between two looks whether to go on."""
DOCUMENTS_AT_ONCE = 5_000
PLACES_AT_ONCE = 1_000
BINS = 100
UNKNOWN = 0.5
"""How likely a suggestion without a score is right, where nothing is known of its source."""
WEIGHT = 2.0
"""A document counts as if it had so many more suggestions, of average doubt."""
MISSED, MISSED_IN = 1.0, 1_000.0
"""Before anything is finished one entity in so many code points is taken to be overlooked."""
TABLES = (
    "chances (source_id INTEGER, bin INTEGER, chance REAL, PRIMARY KEY (source_id, bin))",
    "doubts (document_id INTEGER PRIMARY KEY, doubt REAL, suggestions INTEGER)",
    "old (document_id INTEGER PRIMARY KEY, place INTEGER, is_fixed INTEGER, is_reserved INTEGER)",
    "slots (number INTEGER PRIMARY KEY, place INTEGER)",
    "wanted (number INTEGER PRIMARY KEY, document_id INTEGER)",
    "new (place INTEGER PRIMARY KEY, document_id INTEGER)",
)
DOUBTS = f"""
INSERT INTO doubts SELECT document_id, sum(1 - chance), count(*) FROM (
    SELECT document_id, max(chance) AS chance FROM suggestions
    JOIN chances ON chances.source_id = suggestions.source_id
        AND bin = coalesce(CAST(score * {BINS} AS INTEGER), -1)
    WHERE document_id BETWEEN ? AND ? AND label IN (SELECT name FROM labels)
    GROUP BY document_id, start, end
) GROUP BY document_id
"""
OLD = f"""
INSERT INTO old SELECT id, row_number() OVER (ORDER BY {{order}}), is_fixed, is_reserved FROM (
    SELECT id, coalesce(place, id) AS place, id = :here AS is_here,
        id = :here OR EXISTS (SELECT 1 FROM annotations WHERE document_id = documents.id)
        AS is_fixed,
        {RESERVED} AS is_reserved
    FROM documents
    LEFT JOIN places ON places.document_id = documents.id AND arrangement = :arrangement
    WHERE id <= :last
)
"""
AFRESH, AS_BEFORE = "is_fixed DESC, is_here, place, id", "place, id"
"""Afresh what people have touched comes first, then what is open, then the rest."""
SLOTS = """
INSERT INTO slots SELECT row_number() OVER (ORDER BY place), place FROM old WHERE NOT is_fixed
"""
WANTED = f"""
INSERT INTO wanted SELECT row_number() OVER (ORDER BY at, is_reserved), document_id FROM (
    SELECT document_id, is_reserved, (row_number() OVER (
        PARTITION BY is_reserved ORDER BY CASE WHEN is_reserved THEN luck END, rank, document_id
    ) - 0.5 + CASE WHEN is_reserved THEN :fixed_reserved ELSE :fixed_others END)
    / CASE WHEN is_reserved THEN :reserved ELSE :others END AS at
    FROM (
        SELECT id AS document_id, is_reserved, {{rank}} AS rank,
            substr(key, {LUCK.start + 1}, {LUCK.stop - LUCK.start}) AS luck
        FROM old JOIN documents ON documents.id = old.document_id
        LEFT JOIN doubts ON doubts.document_id = documents.id WHERE NOT is_fixed
    ) AS free
)
"""
NEW = """
INSERT INTO new SELECT place, document_id FROM old WHERE is_fixed
UNION ALL SELECT place, document_id FROM slots JOIN wanted USING (number)
"""
KNOWN = "(SELECT 1 FROM suggested_pieces AS done WHERE done.document_id = documents.id)"
LEAST_SURE = f"""
-(coalesce(doubt, 0) + {WEIGHT} * :doubt) / (coalesce(suggestions, 0) + {WEIGHT})
"""
GAIN = f"""
CASE WHEN EXISTS {KNOWN} THEN
    -(coalesce(doubt, 0) + :missed * length)
    / (:document + :code_point * length + :suggestion * coalesce(suggestions, 0))
ELSE
    -((:doubts_per + :missed) * length)
    / (:document + :code_point * length + :suggestion * :suggestions_per * length)
END
"""
RANKS = {
    Order.LEAST_SURE: LEAST_SURE,
    Order.GAIN: GAIN,
    Order.RANDOM: f"substr(key, {LUCK.start + 1}, {LUCK.stop - LUCK.start})",
}
"""What documents are sorted by, the least first.

Least sure: the mean of 1 - p over the suggestions, p being how likely each is right: least
confidence (Settles, Active Learning Literature Survey, 2009, section 3.1), by suggestion and not
by document, so that long documents do not win by their length. A mean of few is drawn to the
mean of the project (empirical Bayes), and so a document for which nothing is suggested yet, or
nothing was found, comes where the average one does.

Gain: corrections by second. Wrong suggestions, as many as the sum of 1 - p, and overlooked
entities, as many by length as annotators of the project have had to add; over the seconds of
`core.pace`. A document for which nothing is suggested yet is taken to be like the average one of
its length. (Cost-sensitive utility: Settles, Craven, Friedland, Active Learning with Real
Annotation Costs, 2008; Tomanek, Hahn, A Comparison of Models for Cost-Sensitive Active Learning,
2010.)

The random tenth (`core.sample`) is sorted by lot, and spread evenly among the others.
"""


@dataclass
class Arranging:
    """One arrangement that is worked out, on a connection of its own: `read`, then `sort`, then
    `write`. As soon as `goes_on` says no, what is under way raises ProjectError: with a million
    documents one statement takes seconds."""

    connection: Connection
    goes_on: Callable[[], bool]

    def __post_init__(self) -> None:
        self.connection.set_progress_handler(lambda: not self.goes_on(), STEPS)
        for table in TABLES:
            self.connection.execute(f"CREATE TEMP TABLE {table}")

    def last_document(self) -> int:
        """The highest number of a document."""
        row = self.connection.execute("SELECT coalesce(max(id), 0) FROM documents").fetchone()
        return int(row[0])

    def read(self, calibration: Calibration, last: int) -> Iterator[int]:
        """Add up the doubts of documents up to a number; yields up to where it is done."""
        self._put_chances(calibration)
        for first in range(1, last + 1, DOCUMENTS_AT_ONCE):
            until = min(first + DOCUMENTS_AT_ONCE - 1, last)
            self.connection.execute(DOUBTS, (first, until))
            yield until

    def _put_chances(self, calibration: Calibration) -> None:
        # Retired sources are still in the file, but nobody sees what they proposed.
        sources = self.connection.execute(
            "SELECT id, name FROM sources WHERE name NOT IN (SELECT value FROM json_each("
            "(SELECT value FROM settings WHERE name = 'retired_pipelines')))"
        ).fetchall()
        rows = [
            (id_, bin_, _chance(calibration, name, None if bin_ < 0 else bin_ / BINS))
            for id_, name in sources
            for bin_ in range(-1, BINS + 1)
        ]
        self.connection.executemany("INSERT INTO chances VALUES (?, ?, ?)", rows)

    def measured(self) -> Iterable[tuple[float, int, int]]:
        """Seconds, length, and suggestions shown, of each finished document that was visited."""
        return self.connection.execute(  # type: ignore[no-any-return]
            "SELECT sum(seconds), length, max(suggested) FROM visits"
            " JOIN annotations USING (document_id, annotator_id)"
            " JOIN documents ON documents.id = document_id"
            " WHERE answer = 'accept' GROUP BY document_id, annotator_id"
        ).fetchall()

    def sort(
        self, order: Order, pace: Pace, *, here: DocumentId | None, last: int, is_afresh: bool
    ) -> Iterator[None]:
        """Give documents up to a number their places. What people have touched, and what is
        open here, keeps its place; `is_afresh`: comes first. Yields between long statements."""
        sql = "SELECT value FROM settings WHERE name = 'queue_arrangement' AND value <> ''"
        row = self.connection.execute(sql).fetchone()
        values = {"here": here or 0, "last": last, "arrangement": int(row[0]) if row else 0}
        self.connection.execute(OLD.format(order=AFRESH if is_afresh else AS_BEFORE), values)
        yield
        self.connection.execute(SLOTS)
        self.connection.execute(WANTED.format(rank=RANKS[order]), self._weights(pace))
        yield
        self.connection.execute(NEW)

    def _weights(self, pace: Pace) -> dict[str, float]:
        read = self.connection.execute
        doubt, suggestions = read(
            "SELECT coalesce(sum(doubt), 0.0), coalesce(sum(suggestions), 0) FROM doubts"
        ).fetchone()
        (known,) = read(
            f"SELECT coalesce(sum(length), 0) FROM documents WHERE EXISTS {KNOWN}"
        ).fetchone()
        return {
            "doubt": doubt / suggestions if suggestions else UNKNOWN,
            "doubts_per": doubt / known if known else 0.0,
            "suggestions_per": suggestions / known if known else 0.0,
            "missed": self._missed(),
            **asdict(pace),
            **self._kinds(),
        }

    def _missed(self) -> float:
        """How many labels people have added by hand for a code point that they finished."""
        made, length = self.connection.execute(
            "SELECT sum((SELECT count(*) FROM spans WHERE source IS NULL"
            " AND spans.document_id = annotations.document_id"
            " AND spans.annotator_id = annotations.annotator_id)), sum(length)"
            " FROM annotations JOIN documents ON documents.id = annotations.document_id"
            " WHERE answer = 'accept'"
        ).fetchone()
        return float(((made or 0) + MISSED) / ((length or 0) + MISSED_IN))

    def _kinds(self) -> dict[str, int]:
        """How many documents are reserved, how many are not, and how many of them are fixed."""
        reserved, others, fixed_reserved, fixed_others = self.connection.execute(
            "SELECT sum(is_reserved), sum(1 - is_reserved), sum(is_fixed AND is_reserved),"
            " sum(is_fixed AND NOT is_reserved) FROM old"
        ).fetchone()
        return {
            "reserved": reserved or 0,
            "others": others or 0,
            "fixed_reserved": fixed_reserved or 0,
            "fixed_others": fixed_others or 0,
        }

    def write(self, arrangement: int) -> Iterator[int]:
        """Write the places under this number, some each time it is gone on with: do that within
        transactions. Yields up to which place it is done."""
        last = self.connection.execute("SELECT coalesce(max(place), 0) FROM new").fetchone()[0]
        for first in range(1, last + 1, PLACES_AT_ONCE):
            until = min(first + PLACES_AT_ONCE - 1, last)
            self.connection.execute(
                "INSERT INTO places SELECT ?, place, document_id FROM new"
                " WHERE place BETWEEN ? AND ?",
                (arrangement, first, until),
            )
            yield until


def _chance(calibration: Calibration, source: str, score: float | None) -> float:
    known = calibration.chance(source, score)
    if known is not None:
        return known
    return UNKNOWN if score is None else score
