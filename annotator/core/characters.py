"""Characters as people see them: extended grapheme clusters (UAX #29)."""

import regex

_CLUSTER = regex.compile(r"\X")
NEAR = 64
"""No cluster that means anything is longer; what is longer is cut there."""


def next_end(text: str, offset: int) -> int | None:
    """The end of the next cluster at or after an offset that is not white space."""
    while offset < len(text):
        found = _CLUSTER.match(text, offset, min(len(text), offset + NEAR))
        end = found.end() if found else offset + 1
        if not text[offset:end].isspace():
            return int(end)
        offset = end
    return None


def previous_start(text: str, offset: int) -> int | None:
    """The start of the last cluster that ends at or before an offset and is not white space."""
    while offset > 0:
        first = max(0, offset - NEAR)
        start = first
        for found in _CLUSTER.finditer(text, first, offset):
            start = found.start()
        if not text[start:offset].isspace():
            return int(start)
        offset = start
    return None


def trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The range without white space at its edges; None if nothing else is in it."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
