"""What the first bytes of a JSON file say of its first item, to tell formats apart."""

import json
import re
from functools import lru_cache
from typing import Any

OPEN_ENDS = (b"{", b"[", b",", b":")
"""How a line ends whose value goes on in the next."""


DEEPEST = 4
"""So deep it is looked into a value that is cut."""
LONG_HEAD_BYTES = 4 * 1024**2
"""So much is looked at of a first item that is longer than the usual head of a file."""


@lru_cache(maxsize=1)
def first_item(head: bytes) -> Any:
    """The first item of a file from its first bytes; of one that goes on beyond them what
    stands there, None for the value that is cut. None: there is nothing to see."""
    text = _first_text(head)
    try:
        return json.JSONDecoder().raw_decode(text)[0]
    except (ValueError, RecursionError):
        return _beginning(text, 0, DEEPEST)


def is_cut(head: bytes) -> bool:
    """Whether these bytes look like JSON whose first item goes on beyond them."""
    text = _first_text(head)
    if not text.startswith(("{", "[")):
        return False
    try:
        json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return True
    return False


def _first_text(head: bytes) -> str:
    text = head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").lstrip()
    inner = text[1:].lstrip()
    return inner if text.startswith("[") and not inner.startswith('"') else text


def _beginning(text: str, at: int, deepest: int) -> Any:
    """What stands of a value that begins here and is cut: of an object the fields, of a list
    the elements."""
    first = text[at : at + 1]
    if not deepest or first not in {"{", "["}:
        return None
    found: Any = {} if first == "{" else []
    decoder, at = json.JSONDecoder(), _skip(text, at + 1, "")
    name = None
    try:
        while at < len(text):
            if first == "{":
                name, at = decoder.raw_decode(text, at)
                at = _skip(text, at, ":")
            value, end = decoder.raw_decode(text, at)
            _add(found, name, value)
            at = _skip(text, end, ",")
    except (ValueError, RecursionError):
        _add(found, name, _beginning(text, at, deepest - 1))
    return found or None


def _add(found: Any, name: Any, value: Any) -> None:
    if isinstance(found, list):
        found += [] if value is None else [value]
    elif isinstance(name, str):
        found.setdefault(name, value)


def _skip(text: str, at: int, mark: str) -> int:
    match = re.compile(rf"\s*{mark}?\s*").match(text, at)
    assert match
    return match.end()


def is_spread(head: bytes) -> bool:
    """Whether the first item is in an array, or an object of several lines."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    line, end, _ = start.partition(b"\n")
    goes_on = bool(end) and line.rstrip().endswith(OPEN_ENDS)
    return start.startswith(b"[") or (line.startswith(b"{") and goes_on)
