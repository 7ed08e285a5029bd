"""Writing WebAnno TSV 3.3: a file for each item.

Spans go to the layer that they came from, else to DKPro's NamedEntity, which every INCEpTION
knows. Sentences are lines of the text.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from annotator.core.record import Exported, Written
from annotator.core.span import Span, SpanKey, key_of
from annotator.formats.format import Corpus, Folder, Writing
from annotator.formats.kept import (
    between_tokens,
    fields_of_spans,
    foreign,
    key_in,
    objects,
    range_in,
)
from annotator.formats.names import Names
from annotator.formats.offsets import UTF16, Ruler
from annotator.formats.tokens import inside
from annotator.formats.webanno_schema import (
    ANY,
    NAMED_ENTITY,
    NO_VALUE,
    NOTHING,
    Column,
    Layer,
    escaped_text,
    escaped_value,
    layer_of,
)
from annotator.formats.webanno_units import Unit, Units

RELATION = "webanno.custom.Relation"
"""For relations from elsewhere: what INCEpTION calls a layer that one names "Relation"."""

HEAD = "#FORMAT=WebAnno TSV 3.3"
_NAME = re.compile(r"\w+(\.\w+)*")
_WHITE = re.compile(r"[\t\n\r\v\f]")


def write_folder(items: Iterable[Exported], folder: Folder, _corpus: Corpus) -> Writing:
    """Write a `.tsv` for each item."""
    names = Names()
    for item in items:
        page = _Page(item)
        with folder.open(f"{names.fresh(item)}.tsv") as file:
            for line in page.lines():
                file.write(f"{line}\n".encode())
        yield from page.problems
        yield Written(len(page.marks))


@dataclass(slots=True)
class _Mark:
    """A span on its way out: its units, its number in brackets (0: none), its slots."""

    layer: Layer
    units: list[Unit]
    features: dict[str, str]
    chain: dict[str, Any]
    number: int = 0
    slots: dict[str, list[tuple[str, "_Mark"]]] = field(default_factory=dict)

    @property
    def reference(self) -> str:
        """How another names it."""
        return f"{self.units[0].id}[{self.number}]" if self.number else self.units[0].id


@dataclass(frozen=True, slots=True)
class _Link:
    """A relation on its way out: its features, and how its row names its other end."""

    features: dict[str, str]
    head: "_Mark | Unit"
    child: "_Mark | Unit"

    @property
    def reference(self) -> str:
        numbers = [one.number if isinstance(one, _Mark) else 0 for one in (self.head, self.child)]
        unit = self.head.units[0] if isinstance(self.head, _Mark) else self.head
        return f"{unit.id}[{numbers[0]}_{numbers[1]}]" if any(numbers) else unit.id


class _Page:
    """One item as a file."""

    def __init__(self, item: Exported) -> None:
        spans, self.problems = inside(item)
        self.marks: dict[SpanKey, _Mark] = {}
        self._item = item
        self._units = Units(item.text)
        self._fields = fields_of_spans(item)
        self.problems += foreign(item, "webanno_tsv")
        kept = item.kept.get("webanno_tsv")
        self._layers = _declared(kept.get("layers") if isinstance(kept, dict) else None)
        self._cells: dict[tuple[str, int, int], list[_Mark | _Link]] = defaultdict(list)
        for span in spans:
            self._place(span)
        self._number()
        self._relate()

    def lines(self) -> Iterator[str]:
        """The lines of the file."""
        yield HEAD
        yield from (layer.line for layer in self._layers.values())
        ruler = Ruler(self._item.text, UTF16)
        for sentence, text in zip(self._units.sentences, self._units.texts(), strict=True):
            yield ""
            if sentence is self._units.sentences[0]:
                yield ""
            yield from (f"#Text={escaped_text(line)}" for line in text.split("\n"))
            for token in sentence:
                for unit in (token, *token.parts.values()):
                    yield self._row(unit, ruler)

    def _place(self, span: Span) -> None:
        """Find the units of a span, and its layer."""
        units = self._units.covering(span.start, span.end)
        if not units:
            surface = self._item.text[span.start : span.end]
            reason = f"{surface!r} begins or ends between tokens, where this format has no room"
            self.problems.append(self._item.left_out("span", reason, key_of(span)))
            return
        fields = self._fields.get(key_of(span), {})
        features = _strings(fields.get("features"))
        layer = self._layer(fields.get("layer"), features, span.label)
        chain = fields.get("chain")
        fits = layer is not None and _label(layer, features) == span.label
        if layer is None or not fits or (layer.kind == "chain" and not _is_chain(chain)):
            layer = self._layer(NAMED_ENTITY, {}, span.label)
            assert layer is not None
            features = {layer.label_feature or "": span.label}
        mark = _Mark(layer, units, features, chain if isinstance(chain, dict) else {})
        self.marks[key_of(span)] = mark
        for unit in units:
            self._cells[layer.name, unit.start, unit.end].append(mark)

    def _layer(self, name: Any, features: dict[str, str], label: str) -> Layer | None:
        """The layer of this name, declared if it is not yet: first the feature that is the
        label."""
        if not (isinstance(name, str) and _NAME.fullmatch(name)):
            return None
        if name not in self._layers:
            ordered = sorted(features, key=lambda one: features[one] != label)
            names = [one for one in ordered if _NAME.fullmatch(one)]
            names = ["value"] if name == NAMED_ENTITY else names
            declared = layer_of(f"#T_SP={name}|{'|'.join(names)}")
            assert declared is not None
            self._layers[name] = declared
        layer = self._layers[name]
        return None if layer.kind == "relation" else layer

    def _number(self) -> None:
        """Give numbers to spans of several units, and to those that share one."""
        for token in self._units.tokens:
            token.number_parts()
        number = 0
        for mark in self.marks.values():
            places = [(mark.layer.name, unit.start, unit.end) for unit in mark.units]
            is_stacked = any(len(self._cells[place]) > 1 for place in places)
            if len(places) > 1 or is_stacked:
                mark.number = number = number + 1

    def _relate(self) -> None:
        """Find a place for each relation."""
        for relation in objects(self._item.kept.get("relations")):
            head, child = (self._mark(relation.get(end)) for end in ("head", "child"))
            if head is None or child is None:
                self._lose(relation, "an end of it is not there any more")
            elif any(
                c.kind == "role" and c.name == relation.get("slot") for c in head.layer.columns
            ):
                role = relation.get("role")
                head.slots.setdefault(relation["slot"], []).append(
                    (role if isinstance(role, str) else "", child)
                )
            else:
                self._link(*self._relation_layer(relation), head, child)
        for relation in between_tokens(self._item, "webanno_tsv"):
            ends = [self._token(relation.get(end)) for end in ("head", "child")]
            layer = self._layers.get(str(relation.get("layer")))
            if layer is None or ends[0] is None or ends[1] is None:
                self._lose(relation, "an end of it is no token here")
            else:
                self._link(layer, _strings(relation.get("features")), ends[0], ends[1])

    def _link(
        self, layer: Layer, features: dict[str, str], head: _Mark | Unit, child: _Mark | Unit
    ) -> None:
        unit = child.units[0] if isinstance(child, _Mark) else child
        self._cells[layer.name, unit.start, unit.end].append(_Link(features, head, child))

    def _relation_layer(self, relation: dict[str, Any]) -> tuple[Layer, dict[str, str]]:
        """The layer of a relation, and its features: those that it came with, else ours."""
        known = self._layers.get(str(relation.get("layer")))
        if known is not None and known.kind == "relation":
            return known, _strings(relation.get("features"))
        if RELATION not in self._layers:
            layers = {mark.layer.name for mark in self.marks.values()}
            base = layers.pop() if len(layers) == 1 else ANY
            declared = layer_of(f"#T_RL={RELATION}|label|BT_{base}")
            assert declared is not None
            self._layers[RELATION] = declared
        layer = self._layers[RELATION]
        return layer, {layer.label_feature or "": str(relation.get("label"))}

    def _mark(self, value: Any) -> _Mark | None:
        key = key_in(value)
        return self.marks.get(key) if key else None

    def _token(self, value: Any) -> Unit | None:
        """The token of exactly this range."""
        place = range_in(value)
        tokens = self._units.covering(*place) if place else []
        whole = len(tokens) == 1 and (tokens[0].start, tokens[0].end) == place
        return tokens[0] if whole and tokens[0].id else None

    def _lose(self, relation: dict[str, Any], why: str) -> None:
        reason = f"the relation {relation.get('label')!r} is left out: {why}"
        self.problems.append(self._item.left_out("relation", reason))

    def _row(self, unit: Unit, ruler: Ruler) -> str:
        start, end = ruler.written(unit.start, unit.end)
        form = _WHITE.sub(" ", self._item.text[unit.start : unit.end])
        cells = [unit.id, f"{start}-{end}", form]
        for layer in self._layers.values():
            placed = self._cells.get((layer.name, unit.start, unit.end), [])
            cells += [
                "|".join(_cell(one, column) for one in placed) or NOTHING
                for column in layer.columns
            ]
        return "\t".join(cells) + "\t"


def _declared(lines: Any) -> dict[str, Layer]:
    """The layers that a file had, by their names."""
    fit = [line for line in lines if isinstance(line, str)] if isinstance(lines, list) else []
    layers = [layer_of(line) for line in fit if not re.search(r"[\n\r]", line)]
    return {layer.name: layer for layer in layers if layer is not None}


def _strings(value: Any) -> dict[str, str]:
    every = value.items() if isinstance(value, dict) else ()
    texts = {True: "true", False: "false"}
    return {
        name: texts[one] if isinstance(one, bool) else str(one)
        for name, one in every
        if isinstance(one, str | int | float)
    }


def _is_chain(value: Any) -> bool:
    return isinstance(value, dict) and all(type(value.get(k)) is int for k in ("number", "place"))


def _label(layer: Layer, features: dict[str, str]) -> str:
    """The label that such an annotation will be read with."""
    label = features.get(layer.label_feature or "")
    return label if label and label.strip() else layer.short_name


def _cell(one: _Mark | _Link, column: Column) -> str:
    """What stands in one column for one annotation."""
    if isinstance(one, _Link):
        is_base = column.kind == "base"
        return one.reference if is_base else escaped_value(one.features.get(column.name))
    if column.kind == "target":
        return ";".join(mark.reference for _, mark in _slots(one, column)) or NOTHING
    if column.kind == "link":
        link = one.chain.get("link")
        place = f"{one.chain['number']}-{one.chain['place']}"
        return f"{escaped_value(link if isinstance(link, str) else None)}->{place}"
    if column.kind == "element":
        return f"{escaped_value(one.features.get(column.name))}[{one.chain['number']}]"
    if column.kind == "role":
        value = ";".join(escaped_value(role) for role, _ in _slots(one, column)) or NOTHING
    else:
        value = escaped_value(one.features.get(column.name)) if column.name else NO_VALUE
    return f"{value}[{one.number}]" if one.number else value


def _slots(mark: _Mark, column: Column) -> list[tuple[str, _Mark]]:
    if column.kind == "role":
        return mark.slots.get(column.name, [])
    columns = mark.layer.columns
    before = columns[columns.index(column) - 1]
    return mark.slots.get(before.name, [])
