"""The terms and patterns of tokens that a project looks for."""

from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from annotator.core.pattern import SOURCE, Pattern, written
from annotator.storage.connection import Connection
from annotator.storage.labels import LabelSets

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
        """Every pattern with a label of the label set; those of labels that were renamed (see
        `LabelSets.rename`) under their new names."""
        shown = LabelSets(self.connection).shown()
        return [
            Pattern(shown[label], orjson.loads(what), id_ or "")
            for label, what, id_ in self._rows()
            if label in shown
        ]

    def _rows(self) -> list[tuple[str, str, str | None]]:
        return self.connection.execute(  # type: ignore[no-any-return]
            "SELECT label, pattern, pattern_id FROM patterns ORDER BY position"
        ).fetchall()

    def version(self) -> int:
        """How often they have been changed; 0: there have never been any."""
        row = self.connection.execute(
            "SELECT value FROM settings WHERE name = ?", (VERSION,)
        ).fetchone()
        return int(row[0]) if row else 0

    def put(self, patterns: Sequence[Pattern]) -> None:
        """Have these patterns instead of those there are; those whose label was deleted stay,
        unseen, as its deletion may be undone. What the others proposed is forgotten where nobody
        has given an answer yet. Call it within a transaction.
        """
        version = self.version() + 1
        shown = LabelSets(self.connection).shown()
        rows = [(p.label, written(p.pattern), p.id or None) for p in patterns]
        rows += [row for row in self._rows() if row[0] not in shown]
        self.connection.execute("DELETE FROM patterns")
        self.connection.executemany(
            "INSERT INTO patterns VALUES (?, ?, ?, ?)",
            [(i, *row) for i, row in enumerate(rows)],
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
