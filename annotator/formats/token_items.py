"""Tokens as JSON objects {id, start, end, …} that cover a text, and their short form."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from annotator.core.span import Span
from annotator.core.words import Range

Packed = dict[str, Any]
"""Tokens as they are kept: "tokens" is a flat list of whole numbers, the gap before each token
and its length, or the objects themselves if those say more."""

_RUNS = re.compile(r"\s+|\S+")
_PLAIN = frozenset(("id", "start", "end", "text", "ws", "disabled"))


def covering(text: str, words: Iterable[Range], spans: Sequence[Span]) -> list[Range]:
    """The tokens of a text as spaCy makes them: words, what stands between them, and white
    space but for the one space after a token; cut so that the spans stand on token edges."""
    starts, ends = {span.start for span in spans}, {span.end for span in spans}
    edges = [*sorted(starts | ends), len(text) + 1]
    found: list[Range] = []
    at = edge = 0
    for start, end in chain(words, [(len(text), len(text))]):
        if at < start:
            spaced = start == at + 1 and at and text[at] == " "
            if not spaced or at in starts or start in ends:
                found += _gap(text, at, start, starts, ends)
        while edges[edge] <= start:
            edge += 1
        if edges[edge] >= end:
            found.append((start, end))
        else:
            found += _cut(start, end, edges)
        at = end
    found.pop()  # the empty word at the end of the text
    return found


def _gap(text: str, at: int, until: int, starts: set[int], ends: set[int]) -> list[Range]:
    """The tokens between two words."""
    found: list[Range] = []
    for run in _RUNS.finditer(text, at, until):
        first, last = run.span()
        spaced = first > 0 and text[first] == " "
        if spaced and first not in starts and first + 1 not in ends:
            first += 1
        found += _cut(first, last, sorted(starts | ends))
    return found


def _cut(start: int, end: int, edges: list[int]) -> list[Range]:
    if start >= end:
        return []
    inner = edges[bisect_right(edges, start) : bisect_left(edges, end)]
    if not inner:
        return [(start, end)]
    return list(zip([start, *inner], [*inner, end], strict=True))


def packed(items: Any, text: str) -> Packed:
    """What is kept of a list of token objects: little, if the text tells the rest."""
    if not isinstance(items, list) or not items:
        return {}
    flat: list[int] = []
    at = 0
    for number, item in enumerate(items):
        if not _is_plain(item, number, text) or item["start"] < at:
            return {"tokens": items}
        flat += (item["start"] - at, item["end"] - item["start"])
        at = item["end"]
    disabled = [number for number, item in enumerate(items) if item.get("disabled")]
    return {"tokens": flat, **({"disabled": disabled} if disabled else {})}


def _is_plain(item: Any, number: int, text: str) -> bool:
    if not isinstance(item, dict):
        return False
    start, end = item.get("start"), item.get("end")
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(text):
        return False
    space = text[end : end + 1] == " "
    usual = {"text": text[start:end], "start": start, "end": end, "id": number, "ws": space}
    return item == usual or (
        _PLAIN.issuperset(item)
        and item.get("id") == number
        and item.get("text", text[start:end]) == text[start:end]
        and item.get("ws", space) == space
    )


def unpacked(kept: Packed, text: str) -> tuple[list[Range], list[dict[str, Any]]]:
    """The ranges of the tokens that were kept, with what else each of them says; empty if
    there are none that fit the text."""
    items = kept.get("tokens")
    if not isinstance(items, list) or not items:
        return [], []
    try:
        ranges, extras = _flat(items, kept) if type(items[0]) is int else _full(items)
    except (KeyError, TypeError, ValueError):
        return [], []
    at = 0
    for start, end in ranges:
        if not at <= start < end <= len(text):
            return [], []
        at = end
    return ranges, extras


def _flat(items: list[int], kept: Packed) -> tuple[list[Range], list[dict[str, Any]]]:
    ranges: list[Range] = []
    at = 0
    for gap, length in zip(items[::2], items[1::2], strict=True):
        ranges.append((at + gap, at + gap + length))
        at = ranges[-1][1]
    disabled = set(kept.get("disabled", ()))
    marked = bool(disabled)
    return ranges, [{"disabled": n in disabled} if marked else {} for n in range(len(ranges))]


def _full(items: list[Any]) -> tuple[list[Range], list[dict[str, Any]]]:
    ranges = [(item["start"] + 0, item["end"] + 0) for item in items]
    known = ("id", "start", "end", "text", "ws")
    return ranges, [{k: v for k, v in item.items() if k not in known} for item in items]
