"""A table of figures: what the window draws, JSON tells, and a CSV file holds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

Cell = str | int | float | None
"""Shares are from 0 to 1, times in seconds, days UTC and ISO; None: nothing can be said."""
PEOPLE = ("annotator", "first", "second")
"""Columns in which names of annotators stand."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns."""

    name: str
    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]] = field(default_factory=list)

    def each(self) -> Iterator[dict[str, Any]]:
        """The rows by column."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def people(self) -> Iterator[str]:
        """The names of annotators in it, row by row."""
        places = [i for i, column in enumerate(self.columns) if column in PEOPLE]
        return (str(row[i]) for row in self.rows for i in places)

    def renamed(self, names: dict[str, str]) -> "Table":
        """The same with other names for annotators."""
        rows = [
            tuple(
                names[str(cell)] if column in PEOPLE else cell
                for column, cell in zip(self.columns, row, strict=True)
            )
            for row in self.rows
        ]
        return Table(self.name, self.columns, rows)


def letters(names: Iterable[str]) -> dict[str, str]:
    """A, B, C … for annotators, in the order in which the names come; after Z: A1, B1 …"""
    found: dict[str, str] = {}
    for name in names:
        if name not in found:
            round_, letter = divmod(len(found), 26)
            found[name] = chr(ord("A") + letter) + (str(round_) if round_ else "")
    return found
