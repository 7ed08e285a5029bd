"""Records whose offsets are still as their file has them, and settling what those mean."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from annotator.core.document import document_key
from annotator.core.record import Item, Kept, Problem, Record, Verdict
from annotator.core.span import SpanKey
from annotator.core.suggestion import Suggestion
from annotator.formats.offsets import (
    CODE_POINTS,
    Convention,
    Diagnosis,
    Evidence,
    Ruler,
    diagnose,
    reduced,
    traits_of,
)
from annotator.formats.span_items import Fault, SpanItems, read_span_items

MOST_RECORDS = 300
MOST_CHARACTERS = 4_000_000
"""So much of a file is looked at before its offsets are judged: it is held in memory."""


@dataclass(slots=True)
class RawRelation:
    """A relation between two spans, by the ids that these have in `RawRecord.items`."""

    label: str
    head: Any
    child: Any
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settled:
    """What is known of a record when its spans have been read: the ruler of its offsets, and
    by the ids of items the spans that they became."""

    ruler: Ruler
    spans: dict[Any, SpanKey]


Finish = Callable[[Record, Settled], Iterable[Item]]
"""Makes of a record, once its spans are read, what is yielded for it."""


@dataclass(slots=True)
class RawRecord:
    """A record before its spans are read.

    `items` are objects {start, end, label, text?, source?, score?, note?, id?}, None if the
    record says nothing about labels; `proposed` are the same for suggestions, which need a
    source. `relations` are between the ids of items. `marks`: (start, end, surface) of what
    is no span, but tells of the offsets too, such as tokens. `finish`: for what else names
    spans by their ids, or has offsets.
    """

    record: Record
    items: list[Any] | None = None
    proposed: list[Any] = field(default_factory=list)
    relations: list[RawRelation] = field(default_factory=list)
    marks: list[tuple[Any, Any, str | None]] = field(default_factory=list)
    finish: Finish | None = None

    @property
    def evidence(self) -> Evidence:
        """What it says of the offsets of its file."""
        every = chain(self.items or (), self.proposed)
        marks = [(i.get("start"), i.get("end"), _surface(i)) for i in every if isinstance(i, dict)]
        # Several labels on one range say the same of the offsets.
        distinct = {mark: None for mark in marks if all(type(at) is int for at in mark[:2])}
        return Evidence(self.record.text, [*distinct, *self.marks])


def _surface(item: dict[str, Any]) -> str | None:
    surface = item.get("text")
    return surface if isinstance(surface, str) else None


Raw = RawRecord | Item


def settle(raws: Iterable[Raw], path: str, *, expected: Convention = CODE_POINTS) -> Iterator[Item]:
    """The records of one file with their spans read in the convention that its evidence
    shows, the verdict on it, and the problems of single spans.

    `expected` is what the format documents; it holds where nothing in the file can tell.
    """
    return _Settling(path, expected).run(iter(raws))


class _Settling:
    """The state of reading one file: what its offsets have been found to be so far."""

    def __init__(self, path: str, expected: Convention) -> None:
        self._path = path
        self._found = diagnose((), expected)
        self._has_begun = False
        self._settled: dict[tuple[bool, ...], bool] = {}
        self._said = ""

    def run(self, raws: Iterator[Raw]) -> Iterator[Item]:
        for raw in raws:
            if not isinstance(raw, RawRecord):
                yield raw
            elif self._is_settled(raw.record.text) or not (raw.items or raw.proposed or raw.marks):
                yield from self._read(raw)
            else:
                yield from self._judge(raw, raws)

    def _is_settled(self, text: str) -> bool:
        """Whether all conventions that are still possible read this text alike."""
        if not self._has_begun:
            return False
        traits = traits_of(text)
        if traits not in self._settled:
            first, *others = self._found.alike
            alike = all(reduced(other, text) == reduced(first, text) for other in others)
            self._settled[traits] = alike
        return self._settled[traits]

    def _judge(self, raw: RawRecord, raws: Iterator[Raw]) -> Iterator[Item]:
        held: list[Raw] = [raw]
        weight = len(raw.record.text)
        while len(held) < MOST_RECORDS and weight < MOST_CHARACTERS:
            following = next(raws, None)
            if following is None:
                break
            held.append(following)
            weight += len(following.record.text) if isinstance(following, RawRecord) else 0
        evidence = [one.evidence for one in held if isinstance(one, RawRecord)]
        self._found = diagnose(evidence, self._found.convention, self._found.alike)
        if self._has_begun:
            # What these texts could not tell, as they should have, is not asked again.
            alike = _reading_alike(self._found, [one.text for one in evidence])
            self._found = replace(self._found, alike=alike)
        self._has_begun = True
        self._settled.clear()
        yield from self._verdict(self._found)
        for one in held:
            yield from self._read(one) if isinstance(one, RawRecord) else (one,)

    def _verdict(self, found: Diagnosis) -> Iterator[Verdict]:
        if found.sentence != self._said:
            self._said = found.sentence
            yield Verdict(self._path, str(found.convention), found.sureness, found.sentence)

    def _read(self, raw: RawRecord) -> Iterator[Item]:
        record = raw.record
        ruler = Ruler(record.text, self._found.convention)
        mine = self._span_items(raw.items or (), record.text, ruler)
        proposed = self._span_items(raw.proposed, record.text, ruler)
        yield from _problems(mine, record, "span")
        yield from _problems(proposed, record, "suggestion")
        relations, lost = _related(raw, ruler, mine)
        yield from lost
        kept = _with_kept(record.kept, relations, mine)
        if kept and not can_be_kept(kept):
            reason = "what stands beside its spans is nested too deeply to be kept"
            yield Problem(record.path, record.line, reason, "nothing")
            kept = {}
        spans = None if raw.items is None else mine.spans
        suggestions = tuple(_suggestions(proposed))
        done = replace(record, spans=spans, suggestions=suggestions, kept=kept)
        if raw.finish is None:
            yield done
        else:
            yield from raw.finish(done, Settled(ruler, _named(raw, ruler, mine)))

    def _span_items(self, items: Iterable[Any], text: str, ruler: Ruler) -> SpanItems:
        if ruler.is_plain:
            return read_span_items(items, text)
        faults: list[Fault] = []
        found = read_span_items(self._translated(items, text, ruler, faults), text)
        found.faults += faults
        return found

    def _translated(
        self, items: Iterable[Any], text: str, ruler: Ruler, faults: list[Fault]
    ) -> Iterator[Any]:
        for item in items:
            start, end = (item.get("start"), item.get("end")) if isinstance(item, dict) else (0, 0)
            found = ruler.range(start, end)
            if found is not None:
                yield {**item, "start": found[0], "end": found[1]}
            elif type(start) is int and type(end) is int and isinstance(item, dict):
                counted = f"{len(text)} characters, counted in {self._found.convention}"
                reason = f"{start}-{end} is no range of a text of {counted}"
                faults.append(Fault(reason, (start, end, item.get("label"))))
            else:
                yield item


def _reading_alike(found: Diagnosis, texts: list[str]) -> tuple[Convention, ...]:
    return tuple(
        other
        for other in found.alike
        if all(reduced(other, text) == reduced(found.convention, text) for text in texts)
    )


def can_be_kept(fields: dict[str, Any]) -> bool:
    """Whether JSON can hold these fields: orjson reads 1,024 levels but writes 254."""
    import orjson

    # The line that they are written into is one level more.
    try:
        orjson.dumps({"kept": fields})
    except orjson.JSONEncodeError:
        return False
    return True


def _problems(found: SpanItems, record: Record, what: str) -> Iterator[Problem]:
    key = document_key(record.text) if found.faults else ""
    for fault in found.faults:
        left_out = "nothing" if fault.kept else what
        yield Problem(record.path, record.line, fault.reason, left_out, fault.span, key)


def _with_kept(kept: Kept, relations: list[dict[str, Any]], found: SpanItems) -> Kept:
    """What is kept, with the relations and with what spans carry beside their label."""
    fields = [{"span": list(key), **extra} for key, extra in sorted(found.extra.items())]
    more = {"relations": relations, "spans": fields}
    return {**kept, **{name: value for name, value in more.items() if value}}


def _suggestions(found: SpanItems) -> Iterator[Suggestion]:
    for span in found.spans:
        yield Suggestion(span.start, span.end, span.label, span.source or "import", span.score)


def _related(
    raw: RawRecord, ruler: Ruler, found: SpanItems
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """The relations between spans that were read, and the problems of the others."""
    if not raw.relations:
        return [], []
    keys = _named(raw, ruler, found)
    relations, lost = [], []
    for relation in raw.relations:
        head, child = keys.get(relation.head), keys.get(relation.child)
        if head and child:
            related = {"label": relation.label, "head": list(head), "child": list(child)}
            relations.append({**relation.extra, **related})
        else:
            reason = f"the relation {relation.label!r} has an end that is no span here"
            lost.append(Problem(raw.record.path, raw.record.line, reason, "relation"))
    return relations, lost


def _named(raw: RawRecord, ruler: Ruler, found: SpanItems) -> dict[Any, SpanKey]:
    """The spans that were read, by the ids of their items."""
    there = {(span.start, span.end, span.label) for span in found.spans}
    items = [i for i in raw.items or () if isinstance(i, dict)]
    keys = {i["id"]: _key(i, ruler) for i in items if isinstance(i.get("id"), str | int)}
    return {name: key for name, key in keys.items() if key in there}


def _key(item: dict[str, Any], ruler: Ruler) -> SpanKey | None:
    found = ruler.range(item.get("start"), item.get("end"))
    label = item.get("label")
    return (*found, label) if found and isinstance(label, str) else None
