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
RENAMING = frozenset(["rename", "merge", "split"])
"""How gestures begin that change the names of labels, and nothing that anybody said."""
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


class Origins:
    """Where all spans that are there come from, and all that are turned down: from the latest
    gesture that was not an undo or redo. Entries are taken one by one, as they are made."""

    def __init__(self) -> None:
        self._found: dict[SpanKey, Origin] = {}
        self._there: set[SpanKey] = set()

    def take(self, entry: Entry) -> None:
        """Know the next entry of the chain."""
        gone = [*map(key_of, entry.edit.removed), *entry.edit.restored]
        self._there.difference_update(gone)
        self._there.update(_settled(entry.edit))
        if entry.kind in {"do", "import"}:
            self._found.update(_origins(entry))
        if entry.kind == "do" and entry.gesture.split(" ")[0] in RENAMING:
            self._carry(gone, _settled(entry.edit))

    def _carry(self, gone: list[SpanKey], come: list[SpanKey]) -> None:
        """What has another name now comes from where it came from under the old one."""
        before = {key[:2]: self._found[key] for key in gone if key in self._found}
        self._found.update({key: before[key[:2]] for key in come if key[:2] in before})

    def get(self, key: SpanKey) -> Origin | None:
        """Where a span comes from, or that it was turned down; None: it is neither."""
        return self._found.get(key) if key in self._there else None

    def all(self) -> dict[SpanKey, Origin]:
        """That of each span."""
        return {key: self._found[key] for key in self._there}


def origins(chain: Iterable[Entry]) -> dict[SpanKey, Origin]:
    """Where all comes from that is there, or turned down, after these edits."""
    found = Origins()
    for entry in chain:
        found.take(entry)
    return found.all()


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
