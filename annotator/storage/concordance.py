"""Spans and texts of all documents, document by document, for whoever goes through them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from annotator.core.document import DocumentId
from annotator.storage.connection import Connection

BY_CASE = "ski"
"""Letters that are also written with others than their own capital: ſ, the sign of kelvin, ı."""


class SpanRow(NamedTuple):
    """A span of anybody, as it stands in the file."""

    document_id: DocumentId
    start: int
    end: int
    annotator_id: int
    label: str
    source: str | None
    score: float | None


class Origin(NamedTuple):
    """What proposed a span, and with which score (0 to 1), if anything did."""

    source: str | None
    score: float | None


@dataclass(frozen=True)
class Concordance:
    """The spans of one project file in the order of the queue. What is read is streamed: of a
    million spans those of one document are in memory."""

    connection: Connection

    within: Collection[DocumentId] | None = None
    """These documents alone; None: all."""

    @property
    def _within(self) -> str:
        if self.within is None:
            return "1"
        return f"document_id IN ({','.join(str(int(id_)) for id_ in self.within)})"

    def spans(self, label: str | None = None) -> Iterator[tuple[DocumentId, list[SpanRow]]]:
        """The spans of a label (None: of all) in reading order, by document."""
        rows = self.connection.execute(
            "SELECT document_id, start, end, annotator_id, label, source, score FROM spans"
            f" WHERE (?1 IS NULL OR label = ?1) AND {self._within}"
            " ORDER BY document_id, start, end, annotator_id, label",
            (label,),
        )
        for document_id, each in groupby(rows.each(), key=itemgetter(0)):
            yield DocumentId(document_id), list(map(SpanRow._make, each))

    def finished(self) -> Iterator[tuple[DocumentId, list[int]]]:
        """Who has accepted a document, by document."""
        rows = self.connection.execute(
            "SELECT document_id, annotator_id FROM annotations"
            f" WHERE answer = 'accept' AND {self._within} ORDER BY document_id, annotator_id"
        )
        for document_id, each in groupby(rows.each(), key=itemgetter(0)):
            yield DocumentId(document_id), [row[1] for row in each]

    def texts(self, needle: str, *, match_case: bool) -> Iterator[tuple[DocumentId, str]]:
        """The texts that may hold a string: all that do, and perhaps a few that do not."""
        # LIKE stops reading at a NUL.
        where = "instr(text, ?1)" if match_case else "text LIKE ?1 ESCAPE '\\' OR instr(text, ?2)"
        values = (needle,) if match_case else (_like(needle), "\0")
        rows = self.connection.execute(
            f"SELECT document_id, text FROM texts WHERE ({where}) AND {self._within}"
            " ORDER BY document_id",
            values,
        )
        return iter(rows)

    def origin(
        self, document_id: DocumentId, annotator_id: int, key: tuple[int, int, str]
    ) -> Origin:
        """What proposed a span."""
        row = self.connection.execute(
            "SELECT source, score FROM spans WHERE document_id = ? AND annotator_id = ?"
            " AND start = ? AND end = ? AND label = ?",
            (document_id, annotator_id, *key),
        ).fetchone()
        return Origin(*row) if row else Origin(None, None)


def _like(needle: str) -> str:
    """A pattern of LIKE, to which only ASCII letters are alike in both cases; other characters
    that have a case may be anything."""
    return f"%{''.join(map(_like_character, needle))}%"


def _like_character(character: str) -> str:
    if character in "\\%_":
        return "\\" + character
    plain = character.isascii() and character.lower() not in BY_CASE
    return character if plain and character != "\0" else "_"
