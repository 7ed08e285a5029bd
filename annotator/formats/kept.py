"""Reading what is kept of a file: it may have come out of anybody's JSONL."""

from typing import Any

from annotator.core.record import Exported
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
