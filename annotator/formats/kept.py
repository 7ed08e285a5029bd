"""Reading what is kept of a file: it may have come out of anybody's JSONL."""

from typing import Any

from annotator.core.record import Exported, Problem
from annotator.core.span import SpanKey


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; none if it is no list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def key_in(value: Any) -> SpanKey | None:
    """The span that [start, end, label] names, if it is that."""
    if isinstance(value, list | tuple) and tuple(map(type, value)) == (int, int, str):
        start, end, label = value
        return start, end, label
    return None


def fields_by_span(item: Exported) -> dict[SpanKey, dict[str, Any]]:
    """What the spans of an item carry beside their labels."""
    found = {}
    for fields in objects(item.kept.get("spans")):
        key = key_in(fields.get("span"))
        if key is not None:
            found[key] = fields
    return found


def between_tokens(item: Exported, name: str) -> list[dict[str, Any]]:
    """The relations between tokens that the format of this name kept."""
    own = item.kept.get(name)
    return objects(own.get("relations")) if isinstance(own, dict) else []


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
