"""spaCy's `.spacy` files: DocBin (https://spacy.io/api/docbin), what its trainer reads.

What spaCy has no room for stands in `doc.user_data["annotator"]`, as JSON: the document's key
and meta, the annotator, the answer, notes, and who proposed which span.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.core.annotation import Answer
from annotator.core.record import Item, Kept, Problem, Record
from annotator.core.span import SpanKey
from annotator.formats.docbin_docs import BinDoc, BinSpan, each_doc
from annotator.formats.docbin_writing import OURS, write
from annotator.formats.encoding import shown
from annotator.formats.format import ALL, Format, Holds
from annotator.formats.jsonl import ANSWERS
from annotator.formats.raw import can_be_kept
from annotator.formats.span_items import read_span_items, shorten
from annotator.formats.token_text import TokenText

GROUP = "sc"


def read(path: Path) -> Iterator[Item]:
    """The documents of a file, with their entities and the spans of all their groups.

    Where each token says whether it is in an entity, or where there are span groups, the
    document is finished; a token of which nothing is known makes it unfinished. Raises
    FormatError if the file is no whole DocBin, or too large; OSError if it cannot be read.
    """
    where = shown(path)
    if not path.stat().st_size:
        yield Problem(where, None, "the file is empty", "nothing")
        return
    for number, doc in enumerate(each_doc(path), 1):
        yield from _Reading(where, number, doc).run()


class _Reading:
    """One document while it becomes a record."""

    def __init__(self, where: str, number: int, doc: BinDoc) -> None:
        self._where = where
        self._name = f"document {number}"
        self._doc = doc
        self._made = TokenText(doc.text, doc.ranges)
        self._problems: list[Problem] = []
        for fault in doc.faults:
            self._problem(fault, "nothing")

    def run(self) -> Iterator[Item]:
        """The record, after what is wrong with it."""
        doc = self._doc
        if not doc.text:
            self._problem("the text is empty", "document")
            yield from self._problems
            return
        ours, meta = self._user_data()
        spans, kept = self._spans(ours.get("spans"))
        kept = {**_object(ours.get("kept")), **kept}
        if not can_be_kept({**meta, "kept": kept}):
            self._problem("its fields are nested too deeply to be kept", "nothing")
            meta, kept = {}, {}
        yield from self._problems
        yield Record(
            text=doc.text,
            meta=meta,
            spans=spans if self._says_anything else None,
            answer=self._answer(ours),
            annotator=_text(ours.get("annotator")),
            note=_text(ours.get("note")),
            path=self._where,
            kept=kept,
        )

    def _problem(self, reason: str, left_out: str, span: Any = None) -> None:
        self._problems.append(Problem(self._where, None, f"{self._name}: {reason}", left_out, span))

    @property
    def _says_anything(self) -> bool:
        return bool(self._doc.groups or any(self._doc.known))

    def _answer(self, ours: dict[str, Any]) -> Answer | None:
        if ours:
            return ANSWERS.get(str(ours.get("answer")))
        known = self._doc.known
        is_whole = all(known) if any(known) else bool(self._doc.groups)
        return Answer.ACCEPT if is_whole else None

    def _user_data(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """What we wrote of the document, and its meta with what others wrote."""
        found = self._doc.user_data
        rest = dict(found) if isinstance(found, dict) else {}
        ours = _object(_json(rest.pop(OURS, None)))
        meta = dict(_object(ours.get("meta")))
        for name, value in rest.items():
            self._keep(meta, name, value)
        if self._doc.cats:
            self._keep(meta, "cats", self._doc.cats)
        return ours, meta

    def _keep(self, meta: dict[str, Any], name: Any, value: Any) -> None:
        kept = _as_json({name: value})
        if kept is None:
            self._problem(f"its user data {shorten(name)} cannot be kept as JSON", "nothing")
        else:
            meta.setdefault(name, kept[name])

    def _spans(self, origins: Any) -> tuple[Any, Kept]:
        items: dict[SpanKey, dict[str, Any]] = {}
        for span in self._doc.spans:
            key = self._made.key(span.first, span.end, span.label)
            if key is None:
                place = f"tokens {span.first}-{span.end} of {len(self._doc.ranges)}"
                self._problem(f"a span of {place} with the label {span.label!r} is none", "span")
            else:
                start, end, label = key
                item = {"start": start, "end": end, "label": label}
                items.setdefault(key, item).update(_fields(span))
        for origin in origins if isinstance(origins, list) else ():
            _add_origin(items, origin)
        found = read_span_items(items.values(), self._doc.text)
        for fault in found.faults:
            self._problem(fault.reason, "nothing" if fault.kept else "span", fault.span)
        extra = [{"span": list(key), **fields} for key, fields in found.extra.items()]
        return found.spans, {"spans": extra} if extra else {}


def _add_origin(items: dict[SpanKey, dict[str, Any]], origin: Any) -> None:
    match origin:
        case [int(start), int(end), str(label), source, score, note]:
            more = {"source": source, "score": score, "note": note}
            given = {name: value for name, value in more.items() if value is not None}
            items.get((start, end, label), {}).update(given)


def _fields(span: BinSpan) -> dict[str, str]:
    group = "" if span.group == GROUP else span.group
    fields = {"kb_id": span.kb_id, "span_id": span.span_id, "group": group}
    return {name: value for name, value in fields.items() if value}


def _as_json(value: dict[Any, Any]) -> Any:
    """The value with lists for tuples, or None: JSON cannot hold it."""
    import orjson

    try:
        # Within an object once more, as it will be stored.
        return orjson.loads(orjson.dumps({"meta": value}))["meta"]
    except (orjson.JSONEncodeError, orjson.JSONDecodeError):
        return None


def _json(value: Any) -> Any:
    import orjson

    if not isinstance(value, str):
        return None
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError:
        return None


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


SPACY = Format(
    name="spacy",
    title="spaCy (DocBin)",
    suffixes=(".spacy",),
    read=read,
    write=write,
    recognises=lambda head: head[:1] == b"\x78",
    holds=ALL - {Holds.CHARACTERS, Holds.ANSWERS},
)
