"""Finding strings in a text: any place, or whole words only."""

import re
from collections.abc import Iterator

import regex


def each_match(text: str, needle: str, *, start: int = 0) -> Iterator[tuple[int, int]]:
    """The places of a string, whatever its case, from an offset on; none for ""."""
    if needle:
        pattern = re.compile(re.escape(needle), re.IGNORECASE)
        yield from (found.span() for found in pattern.finditer(text, start))


def next_match(text: str, needle: str, start: int) -> tuple[int, int] | None:
    """The first place at or after an offset, from the start again after the last."""
    return next(each_match(text, needle, start=start), None) or next(each_match(text, needle), None)


def previous_match(text: str, needle: str, end: int) -> tuple[int, int] | None:
    """The last place that ends at or before an offset, from the end again before the first."""
    last = before = None
    for found in each_match(text, needle):
        last = found
        if found[1] <= end:
            before = found
        elif before is not None:
            break
    return before or last


def each_mention(text: str, surface: str) -> Iterator[tuple[int, int]]:
    """The places where a string stands as whole words, in the same case."""
    if not surface:
        return
    # To regex, other than to re, a combining accent is part of a word.
    before = r"(?<!\w)" if regex.match(r"\w", surface) else ""
    after = r"(?!\w)" if regex.match(r"\w", surface[-1]) else ""
    for found in regex.finditer(f"{before}{regex.escape(surface)}{after}", text):
        yield found.span()
