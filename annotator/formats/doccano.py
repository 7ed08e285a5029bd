"""doccano's JSONL of sequence labelling, with or without relations.

https://github.com/doccano/doccano, backend/data_export and data_import. Offsets count UTF-16
units, as its front end does. Metadata stands among the fields of the text; there are no answers.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from annotator.core.annotation import Answer
from annotator.core.record import Exported, Item, Kept, Problem, Record, Written
from annotator.core.span import Span, SpanKey, key_of
from annotator.formats.encoding import shown
from annotator.formats.fields import add_field, add_meta
from annotator.formats.format import Corpus, Format, Holds, Writing
from annotator.formats.json_head import first_item
from annotator.formats.json_items import each_item
from annotator.formats.kept import fields_of_spans, own, relations_between
from annotator.formats.offsets import UTF16, Convention, Ruler
from annotator.formats.raw import Raw, RawRecord, RawRelation, can_be_kept, settle
from annotator.formats.span_items import kind_of
from annotator.formats.tokens import inside

NAME = "doccano"
TRIPLE = 3
_TEXTS = ("text", "data")
_LABELS = ("label", "labels", "entities", "annotations")
_SPAN = ("label", "start_offset", "end_offset")
_RELATION = ("id", "from_id", "to_id", "type")
_RESERVED = (*_TEXTS, *_LABELS, "relations", "Comments", "meta", "annotator", "cats")
_SPANS_LEFT = "nothing here is a span: labels of whole texts are kept (said once)"


def read(path: Path) -> Iterator[Item]:
    """The records of a file. Comments become the note; labels of whole texts are kept.

    The old shape of doccano 1.0, whose annotations name their user, makes a record for each.
    Raises OSError if the file cannot be read.
    """
    where = shown(path)
    return settle(_each_raw(path, where), where, expected=UTF16)


def _each_raw(path: Path, where: str) -> Iterator[Raw]:
    has_said = False
    for line, item in each_item(path):
        if isinstance(item, Problem):
            yield item
            continue
        fault = _fault(item)
        if fault:
            yield Problem(where, line, fault)
            continue
        raws = list(_raws(item, where, line))
        if "classes" in raws[0].record.kept.get(NAME, {}) and not has_said:
            has_said = True
            yield Problem(where, line, _SPANS_LEFT, "nothing")
        for raw in raws:
            if can_be_kept({"meta": raw.record.meta, **raw.record.kept}):
                yield raw
            else:
                reason = "its fields are nested too deeply, or hold too large a number, to be kept"
                yield Problem(where, line, reason)


def _fault(item: Any) -> str:
    if not isinstance(item, dict):
        return f"an item must be an object, not {kind_of(item)}"
    text = next((item[name] for name in _TEXTS if name in item), None)
    if not isinstance(text, str):
        return 'an item needs a "text" (or "data") that is a string'
    return "" if text else "the text is empty"


def _raws(item: dict[str, Any], where: str, line: int) -> Iterator[RawRecord]:
    """The records of one item: one for each user that it names."""
    name = next(name for name in _TEXTS if name in item)
    kept: Kept = {"column": name} if name != "text" else {}
    spans = _spans(item, kept)
    comments = _comments(item.get("Comments"), kept)
    if item.get("cats") is not None:
        kept["cats"] = item["cats"]
    relations = _relations(item.get("relations"), kept)
    answer = Answer.ACCEPT if item.get("annotation_approver") else None
    for user, items in _by_user(spans, item.get("annotator")).items():
        whole = {NAME: kept} if kept and (items is not None or comments) else {}
        meta = _meta(item, name)
        record = Record(item[name], meta, None, answer, user, comments, where, line, (), whole)
        yield RawRecord(record, items, relations=relations)


def _spans(item: dict[str, Any], kept: Kept) -> list[Any] | None:
    """The spans as objects of ours; None where there is no word of labels. What is no list of
    spans is kept under the name that it has."""
    found: list[Any] | None = None
    for name in _LABELS:
        given = item.get(name)
        if given is None:
            continue
        if isinstance(given, list) and all(isinstance(each, dict | list) for each in given):
            found = [*(found or ()), *map(_span, given)]
            if name == "labels":
                kept["column_of_labels"] = name
        else:
            kept["classes"] = {**kept.get("classes", {}), name: given}
    return found


def _span(given: dict[str, Any] | list[Any]) -> dict[str, Any]:
    if isinstance(given, list):
        start, end, label = given if len(given) == TRIPLE else (None, None, None)
        return {"start": start, "end": end, "label": _name(label)}
    more = {name: value for name, value in given.items() if name not in _SPAN}
    start, end = given.get("start_offset"), given.get("end_offset")
    return {**more, "start": start, "end": end, "label": _name(given.get("label"))}


def _name(label: Any) -> Any:
    # In the old shape labels are numbers.
    return str(label) if type(label) is int else label


def _by_user(spans: list[Any] | None, annotator: Any) -> dict[str | None, list[Any] | None]:
    name = annotator if isinstance(annotator, str) and annotator.strip() else None
    if not spans or not any(span.get("user") is not None for span in spans):
        return {name: spans}
    found: dict[str | None, list[Any] | None] = {}
    for span in spans:
        user = span.pop("user", None)
        mine = found.setdefault(name if user is None else str(user), [])
        assert mine is not None
        mine.append(span)
    return found


def _comments(given: Any, kept: Kept) -> str | None:
    if not isinstance(given, list) or not given:
        return None
    texts = [each.get("comment") if isinstance(each, dict) else each for each in given]
    note = "\n".join(text for text in texts if isinstance(text, str))
    if given != [note]:
        kept["Comments"] = given
    return note or None


def _meta(item: dict[str, Any], text_name: str) -> dict[str, Any]:
    meta: dict[str, Any] = {}
    add_meta(meta, item.get("meta"))
    for name, value in item.items():
        is_ours = name in _RESERVED and name not in _TEXTS
        if not is_ours and name != text_name and (name, value) != ("annotation_approver", None):
            add_field(meta, name, value)
    return meta


def _relations(given: Any, kept: Kept) -> list[RawRelation]:
    """The relations; what is none is kept, and of an empty list that it is there: it tells in
    which of the two shapes the item is."""
    found, others = [], []
    for relation in given if isinstance(given, list) else ():
        if isinstance(relation, dict) and isinstance(relation.get("type"), str):
            extra = {name: value for name, value in relation.items() if name not in _RELATION}
            ends = relation.get("from_id"), relation.get("to_id")
            found.append(RawRelation(relation["type"], *ends, extra))
        else:
            others.append(relation)
    if others or (isinstance(given, list) and not found):
        kept["relations"] = others
    return found


def write(items: Iterable[Exported], file: BinaryIO, corpus: Corpus) -> Writing:
    """Write a line for each item: with relations in the shape that has them, else in the plain
    one. Fields of meta whose names doccano uses itself stand in an object "meta"."""
    import orjson

    convention = Convention(corpus.offsets or DOCCANO.offsets[0])
    ids = iter(range(1, 2**63))
    for item in items:
        spans, problems = inside(item)
        line, lost = _line(item, spans, convention, ids)
        try:
            file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
        except orjson.JSONEncodeError as error:
            yield item.left_out("annotation", f"JSON cannot hold it: {error}")
        else:
            yield from problems
            yield from lost
            yield Written(len(spans))


def _line(
    item: Exported, spans: list[Span], convention: Convention, ids: Iterator[int]
) -> tuple[dict[str, Any], list[Problem]]:
    kept = own(item, NAME)
    ruler = Ruler(item.text, convention)
    relations, lost = relations_between(item, {key_of(span) for span in spans})
    lost += [
        item.left_out("nothing", "doccano has no notes of spans: lost", key_of(span))
        for span in spans
        if span.note
    ]
    line = {
        **_merged(item.meta),
        kept.get("column", "text"): item.text,
        **({"cats": kept["cats"]} if "cats" in kept else {}),
        **kept.get("classes", {}),
        "annotator": item.annotator,
    }
    if relations or "relations" in kept:
        numbers = {key_of(span): next(ids) for span in spans}
        more = fields_of_spans(item)
        line["entities"] = [_entity(span, ruler, numbers[key_of(span)], more) for span in spans]
        line["relations"] = [
            {
                **{name: value for name, value in fields.items() if name != "label"},
                "id": next(ids),
                "from_id": numbers[head],
                "to_id": numbers[child],
                "type": fields["label"],
            }
            for head, child, fields in relations
        ] + kept.get("relations", [])
    else:
        line[kept.get("column_of_labels", "label")] = [
            [*ruler.written(span.start, span.end), span.label] for span in spans
        ]
    line["Comments"] = _written_comments(item.note, kept)
    return line, lost


def _merged(meta: dict[str, Any]) -> dict[str, Any]:
    """Meta as doccano writes it, among the fields of the text, if those leave room."""
    collide = {name: value for name, value in meta.items() if name in _RESERVED}
    free = {name: value for name, value in meta.items() if name not in collide}
    return {**free, **({"meta": collide} if collide else {})}


def _entity(
    span: Span, ruler: Ruler, number: int, more: dict[SpanKey, dict[str, Any]]
) -> dict[str, Any]:
    start, end = ruler.written(span.start, span.end)
    fields = more.get(key_of(span), {})
    label = {"label": span.label, "start_offset": start, "end_offset": end}
    return {**fields, "id": number, **label}


def _written_comments(note: str | None, kept: Kept) -> list[Any]:
    given = kept.get("Comments")
    if isinstance(given, list) and _comments(given, {}) == note:
        return given
    return [note] if note else []


def _recognises(head: bytes) -> bool:
    first = first_item(head)
    match first:
        case {"entities": [{"start_offset": _}, *_]} | {"annotations": [{"start_offset": _}, *_]}:
            return True
    return _is_plain(first)


def _is_plain(first: Any) -> bool:
    if not isinstance(first, dict) or not any(isinstance(first.get(n), str) for n in _TEXTS):
        return False
    if "Comments" in first or {"entities", "relations"} <= first.keys():
        return True
    named = [first[name] for name in ("label", "labels", "entities") if name in first]
    return any(
        isinstance(each, list) and all(isinstance(one, list) and len(one) == TRIPLE for one in each)
        for each in named
    )


DOCCANO = Format(
    name=NAME,
    title="doccano",
    suffixes=(".jsonl", ".json"),
    read=read,
    write=write,
    recognises=_recognises,
    holds=frozenset(Holds) - {Holds.ANSWERS, Holds.UNKNOWN, Holds.SCORES, Holds.SPAN_NOTES},
    offsets=("utf16", "codepoints"),
)
