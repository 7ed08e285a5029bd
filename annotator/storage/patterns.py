"""The terms and patterns of tokens that a project looks for."""

from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from annotator.core.pattern import SOURCE, Pattern, written
from annotator.storage.connection import Connection

VERSION = "patterns_version"
UNANSWERED = (
    "NOT EXISTS (SELECT 1 FROM annotations AS said WHERE said.document_id = {table}.document_id"
    " AND said.answer IS NOT NULL)"
)


@dataclass(frozen=True)
class Patterns:
    """The patterns of one project file, in their order."""

    connection: Connection

    def all(self) -> list[Pattern]:
        """Every pattern."""
        rows = self.connection.execute(
            "SELECT label, pattern, pattern_id FROM patterns ORDER BY position"
        ).fetchall()
        return [Pattern(label, orjson.loads(what), id_ or "") for label, what, id_ in rows]

    def version(self) -> int:
        """How often they have been changed; 0: there have never been any."""
        row = self.connection.execute(
            "SELECT value FROM settings WHERE name = ?", (VERSION,)
        ).fetchone()
        return int(row[0]) if row else 0

    def put(self, patterns: Sequence[Pattern]) -> None:
        """Have these patterns instead of those there are. What the others proposed is forgotten
        where nobody has given an answer yet. Call it within a transaction.
        """
        version = self.version() + 1
        self.connection.execute("DELETE FROM patterns")
        self.connection.executemany(
            "INSERT INTO patterns VALUES (?, ?, ?, ?)",
            [(i, p.label, written(p.pattern), p.id or None) for i, p in enumerate(patterns)],
        )
        self.connection.execute(
            "INSERT OR REPLACE INTO settings VALUES (?, ?)", (VERSION, str(version))
        )
        for table in ("suggestions", "suggested_pieces"):
            self.connection.execute(
                f"DELETE FROM {table} WHERE source_id = (SELECT id FROM sources WHERE name = ?)"
                f" AND {UNANSWERED.format(table=table)}",
                (SOURCE,),
            )
