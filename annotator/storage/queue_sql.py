"""The SQL by which the queue is read, in the order of import and in an arrangement of places."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from annotator.core.queue import QueueFilter, State

ANSWERS = {
    State.TO_DO: "answer IS NULL",
    State.STARTED: "answer IS NULL",
    State.ACCEPTED: "answer = 'accept'",
    State.REJECTED: "answer = 'reject'",
    State.SKIPPED: "answer = 'ignore'",
}
ROW = "SELECT documents.id, title, annotations.document_id IS NOT NULL, answer, flagged"
OF_DOCUMENT = (
    "LEFT JOIN annotations ON annotations.document_id = documents.id"
    " AND annotations.annotator_id = :annotator"
)
NEAR = 20_000
"""So many places on a text is looked for document by document; what is rarer is found sooner
by going through all titles in the order in which they stand in the file."""


class Way(NamedTuple):
    """How to walk the queue: through which tables, and the columns of the order, of which the
    last is where a document stands."""

    tables: str
    order: tuple[str, ...]


EVERY = Way(f"documents {OF_DOCUMENT} WHERE", ("documents.id",))
SAID = Way(
    "annotations CROSS JOIN documents ON documents.id = annotations.document_id"
    " WHERE annotator_id = :annotator AND",
    ("annotations.document_id",),
)
TO_DO = Way(
    # Blocks that are answered in full are stepped over (see `triggers`).
    "document_counts AS counts"
    " CROSS JOIN documents ON documents.id BETWEEN block << 8 AND (block << 8) + 255"
    f" {OF_DOCUMENT} WHERE block {{sign}}= :at >> 8 AND documents > coalesce("
    "(SELECT answered FROM answer_counts AS done"
    " WHERE done.annotator_id = :annotator AND done.block = counts.block), 0) AND",
    ("block", "documents.id"),
)

PLACED = "CROSS JOIN places ON places.document_id = {of} AND places.arrangement = :arrangement"
DOCUMENT = "CROSS JOIN documents ON documents.id = places.document_id"
BLOCKS = (
    "place_counts AS counts CROSS JOIN places ON places.arrangement = :arrangement"
    f" AND place BETWEEN block << 8 AND (block << 8) + 255 {DOCUMENT} {OF_DOCUMENT}"
    " WHERE counts.arrangement = :arrangement AND block {sign}= :at >> 8"
)
EVERY_PLACED = Way(
    f"places {DOCUMENT} {OF_DOCUMENT} WHERE places.arrangement = :arrangement AND", ("place",)
)
FOUND_PLACED = Way(f"documents {PLACED.format(of='documents.id')} {OF_DOCUMENT} WHERE", ("place",))
SAID_PLACED = Way(
    f"annotations {PLACED.format(of='annotations.document_id')} {DOCUMENT}"
    " WHERE annotator_id = :annotator AND",
    ("place",),
)
TO_DO_PLACED = Way(
    f"{BLOCKS} AND counts.annotator_id = -1 AND counts.documents > coalesce("
    "(SELECT done.documents FROM place_counts AS done WHERE done.arrangement = :arrangement"
    " AND done.annotator_id = :annotator AND done.block = counts.block), 0) AND",
    ("block", "place"),
)
ANSWERED_PLACED = Way(
    f"{BLOCKS} AND counts.annotator_id = :annotator AND counts.documents > 0 AND",
    ("block", "place"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rows: those after a document (or from it on), or those before it."""

    which: QueueFilter
    backwards: bool = False
    including: bool = False

    @property
    def sign(self) -> str:
        """How the place of a row is to compare."""
        return ("<" if self.backwards else ">") + ("=" if self.including else "")


def statements(asked: Asked, *, is_arranged: bool) -> Iterator[str]:
    """Statements that find the rows: the next one is wanted where one has not filled the page.

    They take :annotator, :arrangement, :at (the place or number of the document), :text, :limit.
    """
    if not is_arranged:
        yield _statement(asked, _way_by_import(asked.which))
        return
    way = _way_by_place(asked.which)
    if asked.which.text and way in {EVERY_PLACED, TO_DO_PLACED}:
        near = (
            f"place {'>' if asked.backwards else '<'} :at {'-' if asked.backwards else '+'} {NEAR}"
        )
        yield _statement(asked, way, near)
        way = FOUND_PLACED
    yield _statement(asked, way)


def _way_by_import(which: QueueFilter) -> Way:
    if which.state is State.TO_DO:
        return TO_DO
    return SAID if which.state or which.flagged else EVERY


def _way_by_place(which: QueueFilter) -> Way:
    if which.state is State.TO_DO:
        return TO_DO_PLACED
    if which.state is State.ACCEPTED and not which.flagged:
        # They are many, and most of what is answered: no other answers are sorted out.
        return ANSWERED_PLACED
    return SAID_PLACED if which.state or which.flagged else EVERY_PLACED


def _statement(asked: Asked, way: Way, *more: str) -> str:
    which, direction = asked.which, " DESC" if asked.backwards else ""
    clauses = [f"{way.order[-1]} {asked.sign} :at", *more]
    if which.state:
        clauses.append(ANSWERS[which.state])
    if which.flagged:
        clauses.append("flagged = 1")
    if which.text:
        clauses.append("title LIKE :text ESCAPE '\\'")
    order = ", ".join(column + direction for column in way.order)
    tables = way.tables.format(sign=asked.sign[0])
    return f"{ROW} FROM {tables} {' AND '.join(clauses)} ORDER BY {order} LIMIT :limit"


def neighbour_statement(step: int, *, is_arranged: bool) -> str:
    """The statement that finds the next (1) or previous (-1) document; it takes :arrangement
    and :at."""
    sign, direction = (">", "") if step > 0 else ("<", "DESC")
    if not is_arranged:
        return f"SELECT id FROM documents WHERE id {sign} :at ORDER BY id {direction} LIMIT 1"
    return (
        "SELECT document_id FROM places WHERE arrangement = :arrangement"
        f" AND place {sign} :at ORDER BY place {direction} LIMIT 1"
    )


def like(text: str) -> str:
    """A pattern for LIKE that finds this text anywhere."""
    for special in "\\%_":
        text = text.replace(special, "\\" + special)
    return f"%{text}%"
