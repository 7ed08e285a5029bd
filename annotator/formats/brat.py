"""brat standoff: `.ann` files beside the `.txt` that they are about.

The format: https://brat.nlplab.org/standoff.html. A span may have several fragments; ours is
their hull, and the fragments are kept where more than line breaks lies between them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from annotator.core.record import Item, Problem, Record
from annotator.core.span import SpanKey, key_of
from annotator.errors import FormatError
from annotator.formats.brat_writing import write_folder
from annotator.formats.encoding import decode, shown
from annotator.formats.format import Format, Holds
from annotator.formats.lines import each_line
from annotator.formats.raw import Raw, RawRecord, RawRelation, Settled, settle
from annotator.formats.span_items import is_same, shorten
from annotator.formats.text import file_bytes

_LINE_ID = re.compile(r"[TREAMN#]\S*|\*")
_SPAN_ID = re.compile(r"T\d+")
_RELATION = re.compile(r"(\S+) ([^\s:]+):(\S+) ([^\s:]+):(\S+)\s*")
NOTE = "AnnotatorNotes"


def read(path: Path) -> Iterator[Item]:
    """The one record of an `.ann` file, or of the one beside this `.txt`.

    A line that fits nothing is a Problem. Raises FormatError if the text is not there or not
    text, OSError if a file cannot be read.
    """
    if path.suffix.lower() == ".txt":
        path = path.with_suffix(".ann")
    where, beside = shown(path), path.with_suffix(".txt")
    is_empty = not path.stat().st_size
    if not beside.is_file():
        if is_empty:
            yield Problem(where, None, "the file is empty")
            return
        raise FormatError(f"The text of {path.name} is missing.", f"Put {beside.name} beside it.")
    decoded = decode(file_bytes(beside))
    if decoded.note:
        yield Problem(shown(beside), None, decoded.note, "nothing")
    if not decoded.text:
        yield Problem(shown(beside), None, "the file is empty")
        return
    record = Record(decoded.text, {"source": shown(Path(beside.name))}, path=where)
    if is_empty:
        yield record  # brat makes an empty file for each text that nobody has looked at
    else:
        yield from settle(_Ann(path, record).read(), where)


class _Ann:
    """One file of annotations while it is read."""

    def __init__(self, path: Path, record: Record) -> None:
        self._path = path
        self._record = record
        self._items: dict[str, dict[str, Any]] = {}
        self._fragments: dict[str, list[list[int]]] = {}
        self._surfaces: dict[str, str] = {}
        self._relations: list[RawRelation] = []
        self._others: list[tuple[int, dict[str, Any]]] = []

    def read(self) -> Iterator[Raw]:
        for number, line in each_line(self._path):
            if isinstance(line, Problem):
                yield line
            elif reason := self._take(number, line):
                yield self._problem(number, reason, "span" if line[:1] == b"T" else "relation")
        self._take_notes()
        raw = RawRecord(self._record, list(self._items.values()), relations=self._relations)
        raw.finish = self._finish
        yield raw

    def _problem(self, line: int | None, reason: str, left_out: str) -> Problem:
        return Problem(self._record.path, line, reason, left_out)

    def _take(self, number: int, line: bytes) -> str | None:
        """Take what a line says; what is wrong with it, if anything is."""
        try:
            text = line.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            return f"not UTF-8 at byte {error.start + 1}"
        if not text.strip():
            return None
        name, _, rest = text.partition("\t")
        if not _LINE_ID.fullmatch(name) or not rest.partition("\t")[0].strip(" "):
            return f"no line of annotation: {shorten(text)}"
        if name[0] == "T":
            return self._take_span(name, rest)
        related = _RELATION.fullmatch(rest) if name[0] == "R" else None
        if related and _SPAN_ID.fullmatch(related[3]) and _SPAN_ID.fullmatch(related[5]):
            extra = {"id": name, "roles": [related[2], related[4]]}
            self._relations.append(RawRelation(related[1], related[3], related[5], extra))
        else:
            self._others.append((number, _parts(name, rest)))
        return None

    def _take_span(self, name: str, rest: str) -> str | None:
        where, _, surface = rest.partition("\t")
        label, _, ranges = where.partition(" ")
        try:
            fragments = [[int(at) for at in one.split()] for one in ranges.split(";")]
        except ValueError:
            fragments = []
        if not fragments or any(len(one) != 2 for one in fragments):  # noqa: PLR2004
            return f"a span needs its type and its offsets, not {shorten(where)}"
        if name in self._items:
            return f"{name} stands there twice"
        start, end = min(one[0] for one in fragments), max(one[1] for one in fragments)
        self._items[name] = {"id": name, "start": start, "end": end, "label": label}
        if len(fragments) == 1:
            self._items[name]["text"] = surface
        else:
            self._fragments[name], self._surfaces[name] = fragments, surface
        return None

    def _take_notes(self) -> None:
        """Make the first note on each span its own."""
        others, self._others = self._others, []
        for number, line in others:
            item = self._items.get(line["words"][-1][1])
            is_note = line["words"][0] == ["", NOTE] and len(line["words"]) == 2  # noqa: PLR2004
            if item is not None and is_note and line.get("text") and "note" not in item:
                item["note"] = line["text"]
            else:
                self._others.append((number, line))

    def _finish(self, record: Record, settled: Settled) -> Iterable[Item]:
        keys = dict(settled.spans)
        for name, fragments in self._fragments.items():
            key = keys.get(name)
            ranges = [settled.ruler.range(*one) for one in fragments]
            found = " ".join(record.text[start:end] for start, end in filter(None, ranges))
            if key and (None in ranges or not is_same(self._surfaces[name], found)):
                reason = f"its text is {shorten(self._surfaces[name])}, not {shorten(found)}"
                yield replace(self._problem(None, reason, "span"), span=key)
                keys = {one: other for one, other in keys.items() if other != key}
            elif key and not _only_breaks_between(record.text, ranges):
                _put_fragments(record.kept, key, ranges)
        lines = []
        for number, line in self._others:
            lost = next((one for one in _named(line) if one not in keys), None)
            if lost:
                yield self._problem(number, f"{lost} is no span here", "relation")
            else:
                lines.append(_with_spans(line, keys))
        kept = {**record.kept, **({"brat": lines} if lines else {})}
        if len(keys) < len(settled.spans):
            record, lost_relations = _without(record, set(keys.values()))
            yield from (self._problem(None, reason, "relation") for reason in lost_relations)
        yield replace(record, kept=kept)


def _without(record: Record, there: set[SpanKey]) -> tuple[Record, list[str]]:
    """The record with these spans only, and what is wrong with the relations of others."""
    spans = tuple(span for span in record.spans or () if key_of(span) in there)
    reasons = []
    for relation in [*record.kept.get("relations", ())]:
        if not {tuple(relation["head"]), tuple(relation["child"])} <= there:
            record.kept["relations"].remove(relation)
            reasons.append(f"the relation {relation['label']!r} has an end that is no span here")
    return replace(record, spans=spans), reasons


def _parts(name: str, rest: str) -> dict[str, Any]:
    """A line as JSON: its id, its words as [role, what], and the text behind them, if any."""
    words, *text = rest.split("\t", 1)
    parts = [_role_and_what(word) for word in words.split(" ") if word]
    return {"id": name, "words": parts, **({"text": text[0]} if text else {})}


def _role_and_what(word: str) -> list[str]:
    role, _, what = word.rpartition(":")
    return [role, what] if role else ["", word]


def _named(line: dict[str, Any]) -> list[str]:
    """The ids of spans that a line names."""
    words = line["words"]
    # Most lines have their type first, then what they are about, then a value.
    words = {"E": words, "R": words[1:], "*": words[1:]}.get(line["id"][0], words[1:2])
    return [what for _, what in words if _SPAN_ID.fullmatch(what)]


def _with_spans(line: dict[str, Any], keys: dict[Any, Any]) -> dict[str, Any]:
    named = set(_named(line))
    words = [[role, list(keys[what]) if what in named else what] for role, what in line["words"]]
    return {**line, "words": words}


def _only_breaks_between(text: str, ranges: list[Any]) -> bool:
    """Whether the fragments are one span that brat had to cut at the ends of lines."""
    between = [text[before[1] : after[0]] for before, after in pairwise(ranges)]
    return all(gap.isspace() and gap.splitlines() != [gap] for gap in between)


def _put_fragments(kept: dict[str, Any], key: Any, ranges: list[Any]) -> None:
    fields = kept.setdefault("spans", [])
    own = next((one for one in fields if one["span"] == list(key)), None)
    if own is None:
        fields.append(own := {"span": list(key)})
    own["fragments"] = [list(one) for one in ranges]


BRAT = Format(
    name="brat",
    title="brat standoff",
    suffixes=(".ann",),
    read=read,
    write_folder=write_folder,
    companions=(".txt",),
    beside=("annotation.conf", "visual.conf", "tools.conf", "kb_shortcuts.conf"),
    holds=frozenset(
        (Holds.TEXT, Holds.NESTED, Holds.CHARACTERS, Holds.RELATIONS, Holds.SPAN_NOTES),
    ),
    offsets=("codepoints", "utf16"),
)
