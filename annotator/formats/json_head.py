"""What the first bytes of a JSON file say of its first item, to tell formats apart."""

import json
import re
from typing import Any

OPEN_ENDS = (b"{", b"[", b",", b":")
"""How a line ends whose value goes on in the next."""


def first_item(head: bytes) -> Any:
    """The first item of a file from its first bytes; of an object that goes on beyond them the
    fields that stand there, None for the value of the last. None: there is nothing to see."""
    text = head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").lstrip()
    inner = text[1:].lstrip()
    if text.startswith("[") and not inner.startswith('"'):
        text = inner
    try:
        return json.JSONDecoder().raw_decode(text)[0]
    except (ValueError, RecursionError):
        return _first_fields(text) if text.startswith("{") else None


def _first_fields(text: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    decoder, at = json.JSONDecoder(), 1
    name = None
    try:
        while True:
            name, at = decoder.raw_decode(text, _skip(text, at, ","))
            at = _skip(text, at, ":")
            found[name], at = decoder.raw_decode(text, at)
            name = None
    except (ValueError, RecursionError):
        return {**found, name: None} if isinstance(name, str) else found


def _skip(text: str, at: int, mark: str) -> int:
    match = re.compile(rf"\s*{mark}?\s*").match(text, at)
    assert match
    return match.end()


def is_spread(head: bytes) -> bool:
    """Whether the first item is in an array, or an object of several lines."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    line = start.partition(b"\n")[0].rstrip()
    return start.startswith(b"[") or (line.startswith(b"{") and line.endswith(OPEN_ENDS))
