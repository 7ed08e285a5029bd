"""spaCy's JSON: `Doc.to_json`, and in the training data of version 2, simple and nested.

https://spacy.io/api/doc#to_json, https://v2.spacy.io/api/annotation#json-input and
https://v2.spacy.io/usage/training#training-data. Offsets count code points.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO

from annotator.core.annotation import Answer
from annotator.core.record import Exported, Item, Kept, Problem, Record, Written
from annotator.core.span import Span, SpanKey, key_of, overlap
from annotator.core.words import Words
from annotator.formats.encoding import shown
from annotator.formats.fields import Fields, add_field, add_meta
from annotator.formats.format import Corpus, Format, Holds, Writing
from annotator.formats.json_head import first_item
from annotator.formats.json_items import each_item
from annotator.formats.kept import fields_of_spans, own
from annotator.formats.raw import Raw, RawRecord, can_be_kept, settle
from annotator.formats.spacy_corpus import NAME, paragraphs
from annotator.formats.span_items import kind_of
from annotator.formats.token_items import covering, packed, unpacked
from annotator.formats.tokens import inside

GROUP = "sc"
"""The span group that spaCy's span categorizer reads by default."""
ENTS = "ents"
_READ = ("text", ENTS, "entities", "spans", "tokens", "meta")
_KNOWN = ("cats", "sents", "_", "underscore_token", "underscore_span", "links")
_SHAPES = "an item must be an object with a text, or a pair of a text and its annotations"


def read(path: Path) -> Iterator[Item]:
    """The records of a file, of one of the three kinds or of several.

    What spaCy learns from has an answer: text that is no entity is outside. Categories, sentences
    and attributes of tokens are kept. Raises OSError if the file cannot be read.
    """
    where = shown(path)
    return settle(_each_raw(path, where), where)


def _each_raw(path: Path, where: str) -> Iterator[Raw]:
    for line, item in each_item(path):
        match item:
            case Problem():
                yield item
            case {"paragraphs": [*given]}:
                yield from paragraphs(given, item.get("id"), where, line)
            case [str(text), dict(said)]:
                yield from _raw({**said, "text": text}, where, line)
            case {"text": str()}:
                yield from _raw(item, where, line)
            case dict():
                yield Problem(where, line, 'an item needs a "text" that is a string')
            case _:
                reason = _SHAPES if isinstance(item, list) else f"{_SHAPES}, not {kind_of(item)}"
                yield Problem(where, line, reason)


def _raw(item: dict[str, Any], where: str, line: int) -> Iterator[Raw]:
    text = item["text"]
    if not text:
        yield Problem(where, line, "the text is empty")
        return
    spans, fault = _spans(item)
    kept: Kept = {name: item[name] for name in _KNOWN if item.get(name)}
    kept |= packed(item.get("tokens"), text)
    meta: dict[str, Any] = {}
    add_meta(meta, item.get("meta"))
    for name, value in item.items():
        if name not in _READ and name not in _KNOWN:
            add_field(meta, name, value)
    if fault:
        yield Problem(where, line, f"{fault}; kept in meta", "nothing")
        add_field(meta, "spans", item.get("spans"))
    whole = {NAME: kept} if kept and spans is not None else {}
    if not can_be_kept({"meta": meta, **whole}):
        reason = "its fields are nested too deeply, or hold too large a number, to be kept"
        yield Problem(where, line, reason)
        return
    answer = None if spans is None else Answer.ACCEPT
    record = Record(text, meta, None, answer, None, None, where, line, (), whole)
    yield RawRecord(record, spans)


def _spans(item: dict[str, Any]) -> tuple[list[Any] | None, str]:
    """The spans of entities and of span groups, None if neither is there; and a fault. A span
    of several groups has them in "groups"."""
    given: list[tuple[str, list[Any]]] = [
        (ENTS, item[name]) for name in (ENTS, "entities") if isinstance(item.get(name), list)
    ]
    groups = item.get("spans")
    if isinstance(groups, dict):
        given += [(name, spans) for name, spans in groups.items() if isinstance(spans, list)]
    found: dict[Any, Any] = {}
    for group, spans in given:
        for number, span in enumerate(spans):
            each = _span(span)
            key = _key(each) or (group, number)
            # The same span twice in one group is a fault that is reported where spans are read.
            if key in found and group in found[key].get("groups", ()):
                key = (group, number)
            if isinstance(each, dict):
                there = found.get(key, {})
                found[key] = {**each, **there, "groups": [*there.get("groups", ()), group]}
            else:
                found[key] = each
    for span in found.values():
        if isinstance(span, dict) and span["groups"] == [ENTS]:
            del span["groups"]
    fault = "" if groups is None or isinstance(groups, dict) else "spans must be an object"
    return (list(found.values()) if given else None), fault


def _span(given: Any) -> Any:
    match given:
        case [start, end, label]:
            return {"start": start, "end": end, "label": label}
        case dict():
            # Empty are the ids of spans that are linked to nothing.
            return {name: value for name, value in given.items() if value != "" or name == "label"}
    return given


def _key(span: Any) -> SpanKey | None:
    match span:
        case {"start": int(start), "end": int(end), "label": str(label)}:
            return start, end, label
    return None


def write(items: Iterable[Exported], file: BinaryIO, corpus: Corpus) -> Writing:
    """Write an array of objects that `spacy.tokens.Doc.from_json` reads.

    Entities stand in "ents"; where spans overlap anywhere, all stand in the span group "sc"
    instead. Tokens are those that came with the text, else the pipeline's, cut where spans
    begin or end inside one.
    """
    import orjson

    before = b"[\n"
    for item in items:
        spans, problems = _writable(item)
        try:
            line = orjson.dumps(_object(item, spans, nested=corpus.nested))
        except orjson.JSONEncodeError as error:
            yield item.left_out("annotation", f"JSON cannot hold it: {error}")
        else:
            file.write(before + line)
            before = b",\n"
            yield from problems
            yield Written(len(spans))
    file.write(b"[]\n" if before == b"[\n" else b"\n]\n")


def _writable(item: Exported) -> tuple[list[Span], list[Problem]]:
    """The spans that spaCy takes: none of them may begin or end with white space."""
    spans, problems = inside(item)
    found = []
    for span in spans:
        surface = item.text[span.start : span.end]
        if surface[0].isspace() or surface[-1].isspace():
            reason = f"{surface!r} begins or ends with white space, which spaCy refuses"
            problems.append(item.left_out("span", reason, key_of(span)))
        else:
            found.append(span)
    return found, problems


def _object(item: Exported, spans: list[Span], *, nested: bool) -> Fields:
    kept = own(item, NAME)
    fields = fields_of_spans(item)
    nested = nested or any(overlap(a, b) for a, b in pairwise(spans))
    groups: dict[str, list[Fields]] = {GROUP if nested else ENTS: []}
    for span in spans:
        more = dict(fields.get(key_of(span), {}))
        names = more.pop("groups", None)
        names = names if isinstance(names, list) and names else [ENTS]
        for name in dict.fromkeys(GROUP if nested and name == ENTS else name for name in names):
            groups.setdefault(name, []).append(_written(item.text, span, more))
    ents = groups.pop(ENTS, None)
    # Attributes of tokens, and so their sentences, are those of the very tokens that came.
    ranges, extras = unpacked(kept, item.text)
    wanted = covering(item.text, ranges or Words(item.text, item.tokens), spans)
    if ranges != wanted:
        extras = [{}] * len(wanted)
    return {
        "text": item.text,
        **({} if ents is None else {"ents": ents}),
        **({"sents": kept["sents"]} if "sents" in kept and ranges == wanted else {}),
        "cats": kept.get("cats", {}),
        "tokens": [
            {"id": number, "start": start, "end": end, **extra}
            for number, ((start, end), extra) in enumerate(zip(wanted, extras, strict=True))
        ],
        "spans": groups,
        **{name: kept[name] for name in _KNOWN[2:] if name in kept},
        **({"meta": item.meta} if item.meta else {}),
    }


def _written(text: str, span: Span, more: Fields) -> Fields:
    given = {"start": span.start, "end": span.end, "label": span.label}
    # The surface tells whoever reads it what the offsets count; spaCy passes over it.
    return {"kb_id": "", **more, **given, "text": text[span.start : span.end]}


def _recognises(head: bytes) -> bool:
    match first_item(head):
        case [str(), {"entities": _} | {"spans": _} | {"cats": _}] | {"paragraphs": _}:
            return True
        case {"text": _, "ents": _} | {"text": _, "spans": {}}:
            return True
        case {"text": _, "tokens": [{"start": _, **token}, *_]}:
            return "text" not in token
        case None:
            return head.lstrip().startswith((b'[["', b'[[ "', b'["'))
    return False


SPACY_JSON = Format(
    name=NAME,
    title="spaCy JSON",
    suffixes=(".json", ".jsonl"),
    read=read,
    write=write,
    recognises=_recognises,
    holds=frozenset((Holds.TEXT, Holds.NESTED, Holds.CHARACTERS, Holds.META)),
    offsets=("codepoints",),
    tokens=True,
)
