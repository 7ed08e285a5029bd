"""The command that lists the formats."""

from typing import TYPE_CHECKING, Any

from annotator.cli import output
from annotator.cli.arguments import Json

if TYPE_CHECKING:
    from annotator.formats.format import Format

COLUMNS = ("name", "title", "suffixes", "", "no room for")


def list_formats(json: Json = False) -> None:
    """The formats that come in and go out, and what those that go out have no room for."""
    from annotator.formats import formats

    found = [_described(known) for known in formats()]
    if json:
        output.as_json({"formats": found})
        return
    rows = [COLUMNS, *map(_cells, found)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        output.say("  ".join(cells).rstrip())


def _described(known: "Format") -> dict[str, Any]:
    return {
        "name": known.name,
        "title": known.title,
        "suffixes": list(known.suffixes),
        "in": known.can_read,
        "out": known.can_write,
        "several_files": known.can_write and known.write is None,
        "offsets": list(known.offsets),
        "no_room_for": [what.value for what in known.lacks],
    }


def _cells(found: dict[str, Any]) -> tuple[str, ...]:
    ways = "/".join(way for way in ("in", "out") if found[way])
    suffixes, lacks = " ".join(filter(None, found["suffixes"])), ", ".join(found["no_room_for"])
    return found["name"], found["title"], suffixes, ways, lacks
