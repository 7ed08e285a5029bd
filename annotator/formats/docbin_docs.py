"""The documents of a DocBin file: their words, entities and span groups, as plain values."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from struct import Struct
from typing import Any

from annotator.core.words import Range
from annotator.errors import FormatError
from annotator.formats.docbin_file import HINT, TOKEN_BYTES, Sections, inner, unpacked

INSIDE, OUTSIDE, BEGIN = 1, 2, 3
"""spaCy's ENT_IOB; 0: nothing is known of the token."""
_SPACES_UNKNOWN = b"has_unknown_spaces\xc3"
"""The flag in msgpack, followed by true."""
_SPAN = Struct(">QQQllll")
"""A span of a group: id, kb_id, label, first token, one past the last, two offsets."""


@dataclass(slots=True)
class BinSpan:
    """A span counted in tokens; `group`: "" for entities."""

    first: int
    end: int
    label: str
    kb_id: str = ""
    span_id: str = ""
    group: str = ""


@dataclass(slots=True)
class BinDoc:
    """One document. `known`: for each token whether the file says what entity it is of, if
    any. `faults`: what of it could not be read."""

    text: str
    ranges: list[Range]
    spans: list[BinSpan]
    known: list[bool]
    groups: list[str] = field(default_factory=list)
    cats: Any = None
    user_data: Any = None
    faults: list[str] = field(default_factory=list)


def each_doc(path: Path) -> Iterator[BinDoc]:
    """The documents of a file, one at a time.

    Raises FormatError if it is no whole DocBin, or its numbers contradict each other; OSError
    if it cannot be read.
    """
    yield from _Bin(Sections(path)).each()


class _Bin:
    def __init__(self, sections: Sections) -> None:
        import numpy as np
        from spacy.attrs import IDS, ORTH
        from spacy.strings import StringStore

        self._sections = sections
        attrs = _attrs(sections)
        self._columns = {name: attrs.index(at) for name, at in IDS.items() if at in attrs}
        tokens = sections.content("tokens")
        row = TOKEN_BYTES * len(attrs)
        if ORTH not in attrs or len(tokens) % row:
            raise FormatError("This DocBin has no whole rows of tokens.", HINT)
        self._tokens = np.frombuffer(tokens, "uint64").reshape(-1, len(attrs))
        self._spaces = np.frombuffer(sections.content("spaces"), "bool")
        self._lengths = _lengths(sections)
        if not sum(self._lengths) == len(self._tokens) == len(self._spaces):
            raise FormatError("The lengths in this DocBin contradict each other.", HINT)
        self._strings = StringStore(sections.strings())

    def each(self) -> Iterator[BinDoc]:
        count = len(self._lengths)
        names = ("span_groups", "cats", "flags", "user_data")
        parts = zip(*(self._sections.elements(name, count) for name in names), strict=True)
        at = 0
        for length, (groups, cats, flags, user_data) in zip(self._lengths, parts, strict=True):
            doc = self._doc(slice(at, at + length), flags)
            self._add_groups(doc, groups)
            doc.cats = _part(doc, "its categories", unpacked, cats)
            doc.user_data = _part(doc, "its user data", inner, user_data)
            at += length
            yield doc

    def _doc(self, rows: slice, flags: memoryview) -> BinDoc:
        words = [self._string(number) for number in self._column("ORTH", rows)]
        spaces = self._spaces[rows].tolist()
        if _SPACES_UNKNOWN in bytes(flags):
            spaces = [True] * len(words)
            spaces[-1:] = [False]
        text = "".join([w + " " if space else w for w, space in zip(words, spaces, strict=True)])
        ranges, at = [], 0
        for word, space in zip(words, spaces, strict=True):
            ranges.append((at, at + len(word)))
            at += len(word) + space
        tags = self._column("ENT_IOB", rows) or [0] * len(words)
        return BinDoc(text, ranges, list(self._entities(rows, tags)), [tag != 0 for tag in tags])

    def _column(self, name: str, rows: slice) -> list[int]:
        at = self._columns.get(name)
        return [] if at is None else self._tokens[rows, at].tolist()

    def _string(self, number: int) -> str:
        try:
            return str(self._strings[number])
        except (KeyError, OverflowError) as error:
            raise FormatError("This DocBin does not hold all of its strings.", HINT) from error

    def _entities(self, rows: slice, tags: list[int]) -> Iterator[BinSpan]:
        names = ("ENT_TYPE", "ENT_KB_ID", "ENT_ID")
        blank = [0] * len(tags)
        columns = [self._column(name, rows) or blank for name in names]
        kinds = list(zip(*columns, strict=True))
        start = 0
        for at in range(1, len(tags) + 1):
            goes_on = at < len(tags) and tags[at] == INSIDE and kinds[at][0] == kinds[start][0]
            if goes_on and tags[start] in {INSIDE, BEGIN}:
                continue
            if tags[start] in {INSIDE, BEGIN} and kinds[start][0]:
                yield BinSpan(start, at, *map(self._string, kinds[start]))
            start = at

    def _add_groups(self, doc: BinDoc, packed: memoryview) -> None:
        found = _part(doc, "its span groups", inner, packed) or {}
        try:
            groups = found.items() if isinstance(found, dict) else [(data, ()) for data in found]
            for data, keys in groups:
                group = unpacked(memoryview(data))
                names = [str(name) for name in keys or (group["name"],)]
                doc.groups += names
                doc.spans += self._group_spans(group["spans"], names[0])
        except (ValueError, TypeError, KeyError) as error:
            doc.faults.append(f"its span groups cannot be read: {error}")

    def _group_spans(self, items: Iterable[bytes], group: str) -> Iterator[BinSpan]:
        for item in items:
            if len(item) != _SPAN.size:
                raise ValueError("a span has not the size of one")
            span_id, kb_id, label, first, end, *_ = _SPAN.unpack(item)
            name, kb, identity = map(self._string, (label, kb_id, span_id))
            yield BinSpan(first, end, name, kb, identity, group)


def _part(doc: BinDoc, what: str, reader: Callable[[memoryview], Any], view: memoryview) -> Any:
    """A part of a document, which may be broken without harm to the rest."""
    try:
        return reader(view) if view else None
    except ValueError as error:
        doc.faults.append(f"{what} cannot be read: {error}")
        return None


def _attrs(sections: Sections) -> list[int]:
    try:
        attrs = sections.value("attrs")
    except ValueError:
        attrs = None
    if not isinstance(attrs, tuple) or not attrs or not all(type(at) is int for at in attrs):
        raise FormatError("This is not a DocBin of spaCy: it has no attrs.", HINT)
    return list(attrs)


def _lengths(sections: Sections) -> list[int]:
    import numpy as np

    content = sections.content("lengths")
    lengths = [] if len(content) % 4 else np.frombuffer(content, "int32").tolist()
    if len(content) % 4 or any(length < 0 for length in lengths):
        raise FormatError("The lengths in this DocBin are broken.", HINT)
    return list(lengths)
