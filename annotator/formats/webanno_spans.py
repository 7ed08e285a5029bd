"""The spans and relations in the columns of a WebAnno TSV 3 file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from annotator.formats.raw import RawRelation
from annotator.formats.webanno_rows import Row, Sheet
from annotator.formats.webanno_schema import (
    ANY,
    NOTHING,
    Layer,
    slotted,
    stacked,
    unescaped_value,
    value_and_id,
)

Reference = tuple[str, str, int]
"""Layer, number of a row and number in brackets (or 0): what a relation points to."""


@dataclass(slots=True)
class Mark:
    """An annotation of a span layer, or an element of a chain."""

    number: int
    layer: Layer
    start: int
    end: int
    features: dict[str, str] = field(default_factory=dict)
    chain: dict[str, Any] = field(default_factory=dict)

    @property
    def item(self) -> dict[str, Any]:
        """It as a span to be read, with what a span has no room for."""
        label = self.features.get(self.layer.label_feature or "")
        features = {"features": self.features} if self.features else {}
        chain = {"chain": self.chain} if self.chain else {}
        return {
            "id": self.number,
            "start": self.start,
            "end": self.end,
            "label": label if label and label.strip() else self.layer.short_name,
            "layer": self.layer.name,
            **features,
            **chain,
        }


@dataclass(slots=True)
class _Pending:
    line: int
    label: str
    head: Reference
    child: Reference
    extra: dict[str, Any]


@dataclass(frozen=True, slots=True)
class TokenRelation:
    """A relation with an end that is no span: between the rows of these numbers."""

    line: int
    label: str
    head: str
    child: str
    extra: dict[str, Any]


class Spans:
    """The annotations in all columns of a file."""

    def __init__(self, sheet: Sheet) -> None:
        self.marks: list[Mark] = []
        self._known: dict[Reference, Mark] = {}
        self._pending: list[_Pending] = []
        for sentence in sheet.sentences:
            for row in sentence.rows:
                self._take(row, sheet.layers)

    def relations(self) -> tuple[list[RawRelation], list[TokenRelation]]:
        """The relations between spans, and those whose ends are not both spans."""
        related, others = [], []
        for one in self._pending:
            head, child = self._known.get(one.head), self._known.get(one.child)
            if head and child:
                related.append(RawRelation(one.label, head.number, child.number, one.extra))
            else:
                ends = one.head[1], one.child[1]
                others.append(TokenRelation(one.line, one.label, *ends, one.extra))
        return related, others

    def _take(self, row: Row, layers: list[Layer]) -> None:
        at = 0
        for layer in layers:
            cells = row.cells[at : at + len(layer.columns)]
            at += len(layer.columns)
            if any(cell != NOTHING for cell in cells):
                self._take_cells(row, layer, cells + [NOTHING] * (len(layer.columns) - len(cells)))

    def _take_cells(self, row: Row, layer: Layer, cells: list[str]) -> None:
        if layer.kind == "span":
            for number, entry in _entries(layer, cells):
                self._take_span(row, layer, number, entry)
        else:
            take = self._take_chain if layer.kind == "chain" else self._take_relation
            columns = [stacked(cell) for cell in cells]
            for at in range(max(map(len, columns))):
                take(row, layer, [one[at] if at < len(one) else NOTHING for one in columns])

    def _take_span(self, row: Row, layer: Layer, number: int, entry: "_Entry") -> None:
        mark = self._mark(row, layer, number)
        if mark is None:
            return
        for name, value in entry.values.items():
            plain = unescaped_value(value)
            if plain is not None and name:
                mark.features[name] = plain
        host = (layer.name, "" if number else row.id, number)
        for slot, target, names, units in entry.slots:
            for name, unit in zip(slotted(names), slotted(units), strict=False):
                label, (to, to_number) = unescaped_value(name), value_and_id(unit)
                extra = {"layer": layer.name, "slot": slot, "role": label}
                child = (target, "" if to_number else to, to_number)
                self._pending.append(_Pending(row.line, label or slot, host, child, extra))

    def _mark(self, row: Row, layer: Layer, number: int) -> Mark | None:
        """A new annotation; None if the row only continues one, which it makes longer."""
        there = self._known.get((layer.name, "", number)) if number else None
        if there is not None:
            there.start, there.end = min(there.start, row.start), max(there.end, row.end)
            return None
        mark = Mark(len(self.marks), layer, row.start, row.end)
        self.marks.append(mark)
        for name in (layer.name, ANY):
            self._known.setdefault((name, "" if number else row.id, number), mark)
        return mark

    def _take_relation(self, row: Row, layer: Layer, parts: list[str]) -> None:
        *values, source = parts
        base = layer.columns[-1].name
        features = {
            column.name: value
            for column, part in zip(layer.columns, values, strict=False)
            if (value := unescaped_value(part)) is not None
        }
        unit, _, numbers = source.partition("[")
        one, _, other = numbers.rstrip("]").partition("_")
        from_number, to_number = (int(n) if n.isdecimal() else 0 for n in (one[:9], other[:9]))
        label = features.get(layer.label_feature or "") or layer.short_name
        extra: dict[str, Any] = {"layer": layer.name}
        if features:
            extra["features"] = features
        head = (base, "" if from_number else unit, from_number)
        child = (base, "" if to_number else row.id, to_number)
        self._pending.append(_Pending(row.line, label, head, child, extra))

    def _take_chain(self, row: Row, layer: Layer, parts: list[str]) -> None:
        by_kind = {c.kind: part for c, part in zip(layer.columns, parts, strict=True)}
        link, _, place = by_kind.get("link", "").rpartition("->")
        chain, _, at = place.partition("-")
        if not (chain.isdecimal() and at.isdecimal()):
            return
        key = (layer.name, place, 0)
        mark = self._known.get(key)
        if mark is not None:
            mark.end = max(mark.end, row.end)
            return
        mark = self._known[key] = Mark(len(self.marks), layer, row.start, row.end)
        self.marks.append(mark)
        mark.chain = {"number": int(chain[:9]), "place": int(at[:9])}
        if (label := unescaped_value(link)) is not None:
            mark.chain["link"] = label
        kind = unescaped_value(value_and_id(by_kind.get("element", NOTHING))[0])
        if kind is not None:
            mark.features["referenceType"] = kind


@dataclass(slots=True)
class _Entry:
    """One annotation in a row: its values by feature, and (slot, type of targets, roles,
    targets) of its slots."""

    values: dict[str, str] = field(default_factory=dict)
    slots: list[tuple[str, str, str, str]] = field(default_factory=list)


def _entries(layer: Layer, cells: list[str]) -> Iterator[tuple[int, _Entry]]:
    """The annotations that are stacked in these cells, with their numbers in brackets.

    Columns may be stacked unequally: it is the number that tells what belongs together.
    """
    found: dict[tuple[int, int], _Entry] = {}
    columns = [(column, stacked(cell)) for column, cell in zip(layer.columns, cells, strict=True)]
    for place, (column, parts) in enumerate(columns):
        for at, part in enumerate(parts if column.kind != "target" else ()):
            if part == NOTHING:
                continue
            value, number = value_and_id(part)
            entry = found.setdefault((number, 0 if number else at), _Entry())
            if column.kind == "value":
                entry.values[column.name] = value
            elif place + 1 < len(columns) and value != NOTHING:
                target, units = columns[place + 1]
                if at < len(units):
                    entry.slots.append((column.name, target.name, value, units[at]))
    return ((number, entry) for (number, _), entry in found.items())


def ranges_of(sheet: Sheet) -> dict[str, tuple[int, int]]:
    """Where the rows stand, by their numbers."""
    rows: Iterable[Row] = (row for sentence in sheet.sentences for row in sentence.rows)
    return {row.id: (row.start, row.end) for row in rows}
