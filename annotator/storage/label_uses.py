"""Where the labels of a project file are used."""

from collections.abc import Iterable
from dataclasses import dataclass

import orjson

from annotator.core.document import DocumentId
from annotator.core.label_use import Use
from annotator.storage.connection import Connection

OF = "label IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True)
class LabelUses:
    """The uses of the labels of one project file."""

    connection: Connection

    def pairs(self, labels: Iterable[str]) -> list[tuple[DocumentId, int]]:
        """Documents and annotators with a span of these labels, or who turned one down."""
        wanted = _json(labels)
        return self.connection.execute(  # type: ignore[no-any-return]
            f"SELECT document_id, annotator_id FROM spans WHERE {OF} UNION"
            f" SELECT document_id, annotator_id FROM rejections WHERE {OF} ORDER BY 1, 2",
            (wanted, wanted),
        ).fetchall()

    def of_spans(self) -> dict[str, Use]:
        """How many spans and documents have each label."""
        rows = self.connection.execute(
            "SELECT label, sum(spans), count(*) FROM (SELECT label, count(*) AS spans FROM spans"
            " GROUP BY document_id, label) GROUP BY label"
        ).fetchall()
        return {label: Use(spans, documents) for label, spans, documents in rows}

    def elsewhere(self, labels: Iterable[str]) -> Use:
        """How many suggestions, patterns and remembered strings have one of these labels."""
        wanted = _json(labels)
        suggestions, patterns, strings = (
            int(self.connection.execute(f"{sql} {OF}", (wanted,)).fetchone()[0])
            for sql in (
                "SELECT count(*) FROM suggestions WHERE",
                "SELECT count(*) FROM patterns WHERE",
                "SELECT count(*) FROM remembered WHERE (labelled > 0 OR turned_down > 0) AND",
            )
        )
        return Use(suggestions=suggestions, patterns=patterns, strings=strings)


def _json(labels: Iterable[str]) -> str:
    return orjson.dumps(sorted(labels)).decode()
