"""WebAnno TSV 1 and 2, which have no offsets: tokens are found in the lines of text, and spans
are B-, I- and O.

The formats are those of WebAnno 1 and 2: https://webanno.github.io/webanno/documentation/.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.core.record import Item, Problem, Record
from annotator.errors import FormatError
from annotator.formats.encoding import shown
from annotator.formats.raw import RawRecord, RawRelation, settle
from annotator.formats.webanno_schema import NAMED_ENTITY

_HEAD = re.compile(r"\s*#\s*[\w.]+\s*\|")
_FIRST_ID = re.compile(r"#id=\d+")
_BEGUN = re.compile(r"([BI])-(.+)", re.DOTALL)
NOTHING = {"_", "O", ""}


@dataclass(slots=True)
class _Layer:
    """One layer: the column in which its values stand, and the one of what they attach to."""

    name: str
    column: int
    base: str | None = None
    attached: int = 0


_FIRST_VERSION = [_Layer(NAMED_ENTITY, 2), _Layer(NAMED_ENTITY, 3)]


def read_old(
    first: tuple[int, str], lines: Iterable[tuple[int, str]], path: Path
) -> Iterator[Item]:
    """The one record of a file whose first line is no head of version 3.

    Raises FormatError if it is none of version 1 or 2 either.
    """
    where = shown(path)
    sheet = _Sheet(where)
    if _HEAD.match(first[1]):
        sheet.layers = _layers(first[1])
    elif _FIRST_ID.match(first[1]):
        sheet.layers = _FIRST_VERSION
        reason = "this is WebAnno TSV 1: of its columns those of named entities are taken"
        yield Problem(where, None, reason, "nothing")
    else:
        raise FormatError("This is no WebAnno TSV.")
    for number, line in lines:
        sheet.take(number, line)
    yield from sheet.problems
    text = "\n".join(sheet.texts)
    if not text:
        yield Problem(where, None, "the file holds no text")
        return
    record = Record(text, {"source": shown(Path(path.name))}, path=where)
    relations = sheet.relations()
    yield from settle([RawRecord(record, sheet.items, relations=relations)], where)


def _layers(head: str) -> list[_Layer]:
    layers: list[_Layer] = []
    column = 0
    for declared in head.split("#")[1:]:
        name, *features = (part.strip() for part in declared.split("|"))
        bases = [one.partition("=")[2] for one in features if one.startswith("AttachTo=")]
        base = bases[0] if bases else None
        layers.append(_Layer(name, column, base, column + len(features) - 1))
        column += len(features)
    return layers


@dataclass(slots=True)
class _Sheet:
    where: str
    layers: list[_Layer] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    items: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _start: int = 0
    _at: int = 0
    _open: dict[tuple[int, str], dict[str, Any]] = field(default_factory=dict)
    _units: dict[tuple[str, str], int] = field(default_factory=dict)
    _relations: list[tuple[str, str, str, str]] = field(default_factory=list)

    def take(self, number: int, line: str) -> None:
        if line.startswith("#text="):
            self._start += len(self.texts[-1]) + 1 if self.texts else 0
            self.texts.append(line.removeprefix("#text="))
            self._at, self._open = 0, {}
        elif line.strip() and not line.startswith("#"):
            unit, *rest = line.split("\t")
            at = self.texts[-1].find(rest[0], self._at) if rest and self.texts else -1
            if at < 0:
                reason = f"row {unit[:20]!r} has no token that follows in the text"
                self.problems.append(Problem(self.where, number, reason, "nothing"))
            else:
                self._at = at + len(rest[0])
                self._take_cells(unit, self._start + at, self._start + self._at, rest[1:])

    def _take_cells(self, unit: str, start: int, end: int, cells: list[str]) -> None:
        for layer in self.layers:
            cell = cells[layer.column] if layer.column < len(cells) else "_"
            going: dict[tuple[int, str], dict[str, Any]] = {}
            for value in cell.split("|") if cell not in NOTHING else ():
                if layer.base is not None:
                    source = cells[layer.attached] if layer.attached < len(cells) else "_"
                    self._relations.append((value, layer.base, source, unit))
                    continue
                begun = _BEGUN.fullmatch(value)
                label = begun[2] if begun else value
                key = layer.column, label
                item = self._open.get(key) if begun and begun[1] == "I" else None
                if item is None:
                    item = self._new(layer, start, label)
                    self._units.setdefault((layer.name, unit), item["id"])
                item["end"] = end
                going[key] = item
            self._open = {k: v for k, v in self._open.items() if k[0] != layer.column} | going

    def _new(self, layer: _Layer, start: int, label: str) -> dict[str, Any]:
        item = {"id": len(self.items), "start": start, "label": label, "layer": layer.name}
        self.items.append(item)
        return item

    def relations(self) -> list[RawRelation]:
        """The relations; one whose ends are no spans is found out when it is settled."""
        found = []
        for label, base, source, target in self._relations:
            head, child = self._units.get((base, source)), self._units.get((base, target))
            found.append(RawRelation(label, head, child))
        return found
