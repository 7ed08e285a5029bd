"""What JSON decoders do not look at: how much a value would take, and names that stand twice."""

import json
from typing import Any

from annotator.formats.span_items import shorten

MOST_PARTS = 3_000_000
"""A value of more parts takes hundreds of megabytes as objects, whatever its length: a novel
with a position for each word has half as many."""
SURELY_FEW_BYTES = 8 * 1024**2
TOO_MANY_PARTS = f"it holds more than {MOST_PARTS:,} values"


def has_too_many_parts(written: Any, at: int = 0) -> bool:
    """Whether JSON, as text or bytes, from `at` on has more than MOST_PARTS values."""
    if len(written) - at < SURELY_FEW_BYTES:
        return False
    marks: tuple[Any, ...] = (",", "[", "{") if isinstance(written, str) else (b",", b"[", b"{")
    count: int = sum(written.count(mark, at) for mark in marks)
    return count > MOST_PARTS


class TwiceError(ValueError):
    """A field stands twice in one object; the message says which."""


def each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of its fields, as a decoder's `object_pairs_hook`; raises TwiceError."""
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise TwiceError(f"the field {shorten(twice)} stands there twice")
    return found


_DECODER = json.JSONDecoder(object_pairs_hook=each_once)


def why_twice(line: bytes, item: dict[str, Any]) -> str:
    """Why a line is not what it was decoded to: a field stands in it twice; "" if none does.

    A decoder that keeps the last of them without a word is four times as fast as one that
    looks, so only lines are looked at that write more names than their item has.
    """
    if line.count(b'":') == _count_names(item):
        return ""
    try:
        _DECODER.decode(line.decode())
    except TwiceError as error:
        return str(error)
    except (ValueError, RecursionError):
        pass  # what else is wrong with it is for others to say
    return ""


def _count_names(item: dict[str, Any]) -> int:
    """How many names the objects have, down to those in lists; deeper ones are not counted."""
    count = len(item)
    for value in item.values():
        if type(value) is dict:
            count += len(value)
        elif type(value) is list:
            count += sum([len(each) for each in value if type(each) is dict])
    return count
