"""What is kept of an annotation, on its way out (see `annotator.core.record.Kept`). It may have
come out of anybody's JSONL, and so hold anything."""

from collections.abc import Collection
from typing import Any

from annotator.core.record import Exported, Kept, Problem
from annotator.core.span import SpanKey
from annotator.formats.fields import Fields


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; none if it is no list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def key_in(value: Any) -> SpanKey | None:
    """The span that [start, end, label] names, if it is that."""
    if isinstance(value, list | tuple) and tuple(map(type, value)) == (int, int, str):
        start, end, label = value
        return start, end, label
    return None


def own(item: Exported, name: str) -> Kept:
    """What is kept for the format of this name alone."""
    found = item.kept.get(name)
    return found if isinstance(found, dict) else {}


def fields_of_spans(item: Exported) -> dict[SpanKey, Fields]:
    """What spans carry beside their label."""
    return {
        key: {name: value for name, value in fields.items() if name != "span"}
        for fields in objects(item.kept.get("spans"))
        if (key := key_in(fields.get("span")))
    }


def relations_between(
    item: Exported, spans: Collection[SpanKey]
) -> tuple[list[tuple[SpanKey, SpanKey, Fields]], list[Problem]]:
    """The relations whose ends are among these spans, as (head, child, all else of it), and
    the problems of the others."""
    found, lost = [], []
    for relation in objects(item.kept.get("relations")):
        fields = dict(relation)
        head, child = key_in(fields.pop("head", None)), key_in(fields.pop("child", None))
        if head in spans and child in spans and head and child:
            found.append((head, child, fields))
        else:
            reason = f"the relation {fields.get('label')!r} has lost an end"
            lost.append(item.left_out("relation", reason))
    return found, lost


def between_tokens(item: Exported, name: str) -> list[dict[str, Any]]:
    """The relations between tokens that the format of this name kept."""
    return objects(own(item, name).get("relations"))


def range_in(value: Any) -> tuple[int, int] | None:
    """The range that [start, end] names, if it is that."""
    key = key_in([*value, ""]) if isinstance(value, list | tuple) else None
    return key[:2] if key else None


def foreign(item: Exported, name: str) -> list[Problem]:
    """What other formats kept, for which the one of this name has no room."""
    others = {
        other: value.get("relations") if isinstance(value, dict) else value
        for other, value in item.kept.items()
        if other not in {"relations", "spans", name}
    }
    return [
        item.left_out("nothing", f"what {other} says beside spans and relations is left out")
        for other, value in others.items()
        if value
    ]
