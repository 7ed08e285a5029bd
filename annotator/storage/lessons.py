"""What each lesson of learning while labelling came to."""

from dataclasses import dataclass
from typing import NamedTuple

from annotator.storage.connection import Connection


class LessonRow(NamedTuple):
    """A model trained on so many `documents`: F (0 to 1) of the model before it (`old`) and of
    it (`new`) on `held_out` documents, whether it was used, and when (UTC, ISO)."""

    model: str
    documents: int
    held_out: int
    old: float
    new: float
    is_used: bool
    made_at: str


@dataclass(frozen=True)
class Lessons:
    """The lessons of one project file."""

    connection: Connection

    def add(self, lesson: LessonRow) -> None:
        """Keep what a lesson came to. Call it within a transaction."""
        self.connection.execute("INSERT INTO lessons VALUES (?, ?, ?, ?, ?, ?, ?)", lesson)

    def each(self) -> list[LessonRow]:
        """All lessons, in the order in which they were given."""
        rows = self.connection.execute(
            "SELECT model, documents, held_out, old, new, is_used, made_at FROM lessons"
            " ORDER BY made_at, rowid"
        ).fetchall()
        return [LessonRow(*row)._replace(is_used=bool(row[5])) for row in rows]
