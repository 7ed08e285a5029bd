"""Where settled spans come from: who had them, and which rule or person settled them.

An edit that settles carries the voices of the annotators beside it in the journal, so that they
follow whatever becomes of it: undo, redo, and other copies of the project.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from annotator.core.edit import Edit
from annotator.core.histories import Entry
from annotator.core.span import SpanKey, key_of

REVIEW = "review"
"""How gestures that settle begin: "review majority"."""
NOBODY = 0


@dataclass(frozen=True, slots=True)
class Origin:
    """Of a span, or of one that was turned down: who `had` it; `how` it was settled (the rule,
    "version", "both", "none", "correction", or another gesture); `by` whom, None where it is
    whose annotation it is; when (UTC, ISO 8601)."""

    had: tuple[str, ...]
    how: str
    by: str | None
    at: str


def packed_voices(edit: Edit, holders: Callable[[SpanKey], Iterable[str]]) -> str:
    """Who had what an edit adds and turns down, as JSON: the names, and for each span added,
    then for each turned down, a number whose bits are those names."""
    names: dict[str, int] = {}
    masks = []
    for key in _settled(edit):
        mask = NOBODY
        for name in holders(key):
            mask |= 1 << names.setdefault(name, len(names))
        masks.append(mask)
    return json.dumps({"names": [*names], "had": masks}, ensure_ascii=False, separators=(",", ":"))


def origins(chain: Iterable[Entry]) -> dict[SpanKey, Origin]:
    """Of all spans that are there after these edits, and of all that are turned down, where
    that comes from: the latest gesture that was not an undo or redo."""
    found: dict[SpanKey, Origin] = {}
    there: set[SpanKey] = set()
    for entry in chain:
        there.difference_update(map(key_of, entry.edit.removed), entry.edit.restored)
        there.update(_settled(entry.edit))
        if entry.kind in {"do", "import"}:
            found.update(_origins(entry))
    return {key: origin for key, origin in found.items() if key in there}


def _origins(entry: Entry) -> dict[SpanKey, Origin]:
    how = entry.gesture.removeprefix(REVIEW).strip()
    keys = _settled(entry.edit)
    names, masks = _unpacked(entry.voices, len(keys))
    origin_of = {
        mask: Origin(_named(names, mask), how, entry.made_by, entry.made_at) for mask in set(masks)
    }
    return {key: origin_of[mask] for key, mask in zip(keys, masks, strict=True)}


def _unpacked(voices: str | None, count: int) -> tuple[list[str], list[int]]:
    if voices is None:
        return [], [NOBODY] * count
    found = json.loads(voices)
    return found["names"], found["had"]


def _settled(edit: Edit) -> list[SpanKey]:
    return [*map(key_of, edit.added), *edit.rejected]


def _named(names: list[str], mask: int) -> tuple[str, ...]:
    return tuple(name for number, name in enumerate(names) if mask >> number & 1)
