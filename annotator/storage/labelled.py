"""Documents that people have labelled, one after another, with all that each of them said."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from annotator.core.document import DocumentId
from annotator.core.span import SpanKey
from annotator.core.words import Range
from annotator.storage.connection import Connection

UNFIT = {"reject", "ignore"}
"""Who gave one of these answers said that the document is not to be learnt from."""


class Said(NamedTuple):
    """What one annotator said of a document."""

    annotator_id: int
    is_finished: bool
    spans: list[SpanKey]


@dataclass(frozen=True)
class Labelled:
    """The labelled documents of one project file. What is read is streamed: those of one
    document are in memory."""

    connection: Connection

    def count(self) -> int:
        """How many documents somebody has begun."""
        sql = "SELECT count(DISTINCT document_id) FROM annotations"
        return int(self.connection.execute(sql).fetchone()[0])

    def each(self, annotator: str | None = None) -> Iterator[tuple[DocumentId, str, list[Said]]]:
        """Each document that somebody (None: whoever) has begun, its text, and what is said."""
        rows = self.connection.execute(
            "SELECT document_id, annotator_id, answer FROM annotations"
            " JOIN annotators ON annotators.id = annotator_id WHERE ?1 IS NULL OR name = ?1"
            " ORDER BY document_id, annotator_id",
            (annotator,),
        )
        for document_id, some in groupby(rows.each(), key=itemgetter(0)):
            fit = [(who, answer) for _, who, answer in some if answer not in UNFIT]
            said = [
                Said(who, answer == "accept", self.spans(document_id, who)) for who, answer in fit
            ]
            if said:
                yield DocumentId(document_id), self._text(document_id), said

    def spans(self, document_id: DocumentId, annotator_id: int) -> list[SpanKey]:
        """The spans of one annotation, in reading order."""
        return self.connection.execute(  # type: ignore[no-any-return]
            "SELECT start, end, label FROM spans WHERE document_id = ? AND annotator_id = ?"
            " ORDER BY start, end, label",
            (document_id, annotator_id),
        ).fetchall()

    def turned_down(self, document_id: DocumentId, annotator_id: int) -> set[Range]:
        """Where an annotator turned a suggestion down."""
        rows = self.connection.execute(
            "SELECT start, end FROM rejections WHERE document_id = ? AND annotator_id = ?",
            (document_id, annotator_id),
        )
        return set(rows.fetchall())

    def _text(self, document_id: DocumentId) -> str:
        sql = "SELECT text FROM texts WHERE document_id = ?"
        return str(self.connection.execute(sql, (document_id,)).fetchone()[0])
