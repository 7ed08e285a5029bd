"""Label errors that somebody looked at and found to be none."""

from collections.abc import Iterable
from dataclasses import dataclass

from annotator.core.label_errors.error import Dismissal
from annotator.storage.connection import Connection


@dataclass(frozen=True)
class Dismissals:
    """The dismissals of one project file."""

    connection: Connection

    def all(self) -> set[Dismissal]:
        """Every one of them."""
        rows = self.connection.execute(
            "SELECT document_id, annotator_id, kind, start, end, label FROM dismissed_errors"
        )
        return {Dismissal(*row) for row in rows.each()}

    def change(self, *, gone: Iterable[Dismissal], put: Iterable[Dismissal], made_by: str) -> None:
        """Take some back and remember others, as far as that is not so already. Call it within
        a transaction."""
        self.connection.executemany(
            "DELETE FROM dismissed_errors WHERE document_id = ? AND annotator_id = ?"
            " AND kind = ? AND start = ? AND end = ? AND label = ?",
            gone,
        )
        self.connection.executemany(
            "INSERT OR IGNORE INTO dismissed_errors VALUES (?, ?, ?, ?, ?, ?, ?,"
            " strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))",
            [(*one, made_by) for one in put],
        )
