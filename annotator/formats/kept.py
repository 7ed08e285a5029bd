"""What stands beside texts and spans in JSON: put into meta on the way in, and on the way out
what was kept of an annotation (see `annotator.core.record.Kept`)."""

from collections.abc import Collection
from typing import Any

from annotator.core.record import Exported, Kept, Problem
from annotator.core.span import SpanKey

Fields = dict[str, Any]


def add_field(meta: Fields, name: str, value: object) -> None:
    """Put a field into meta, under a longer name where another value has its name."""
    while name in meta and not _same(meta[name], value):
        name += "_"
    meta[name] = value


def _same(a: object, b: object) -> bool:
    # Lists and objects may be nested too deeply to be compared.
    return isinstance(a, str | int | float | None) and a == b


def add_meta(meta: Fields, given: object) -> None:
    """Put the fields of what a file calls its meta into meta, or that itself if it is no object."""
    if isinstance(given, dict):
        for name, value in given.items():
            add_field(meta, name, value)
    elif given is not None:
        add_field(meta, "meta", given)


def own(item: Exported, name: str) -> Kept:
    """What is kept for the format of this name alone."""
    found = item.kept.get(name)
    return found if isinstance(found, dict) else {}


def fields_of_spans(item: Exported) -> dict[SpanKey, Fields]:
    """What spans carry beside their label."""
    fields = item.kept.get("spans")
    return {
        key: {name: value for name, value in each.items() if name != "span"}
        for each in (fields if isinstance(fields, list) else ())
        if isinstance(each, dict) and (key := _key(each.get("span")))
    }


def relations_between(
    item: Exported, spans: Collection[SpanKey]
) -> tuple[list[tuple[SpanKey, SpanKey, Fields]], list[Problem]]:
    """The relations whose ends are among these spans, as (head, child, all else of it), and
    the problems of the others."""
    found, lost = [], []
    relations = item.kept.get("relations")
    for relation in relations if isinstance(relations, list) else ():
        fields = dict(relation) if isinstance(relation, dict) else {}
        head, child = _key(fields.pop("head", None)), _key(fields.pop("child", None))
        if head in spans and child in spans and head and child:
            found.append((head, child, fields))
        else:
            reason = f"the relation {fields.get('label')!r} has lost an end"
            lost.append(item.left_out("relation", reason))
    return found, lost


def _key(value: object) -> SpanKey | None:
    match value:
        case [int() as start, int() as end, str() as label]:
            return start, end, label
    return None
