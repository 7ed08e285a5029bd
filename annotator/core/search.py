"""Finding strings in a text: any place, or whole words only."""

import re
from collections.abc import Iterator

import regex


def each_match(
    text: str, needle: str, *, start: int = 0, match_case: bool = False
) -> Iterator[tuple[int, int]]:
    """The places of a string, whatever its case, from an offset on; none for ""."""
    if needle:
        pattern = re.compile(re.escape(needle), 0 if match_case else re.IGNORECASE)
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


def each_mention(text: str, surface: str, *, match_case: bool = True) -> Iterator[tuple[int, int]]:
    """The places where a string stands as whole words, in the same case."""
    if not surface:
        return
    # To regex, other than to re, a combining accent is part of a word.
    before = r"(?<!\w)" if regex.match(r"\w", surface) else ""
    after = r"(?!\w)" if regex.match(r"\w", surface[-1]) else ""
    flags = 0 if match_case else regex.IGNORECASE
    for found in regex.finditer(f"{before}{regex.escape(surface)}{after}", text, flags):
        yield found.span()


def each_place(
    text: str, needle: str, *, whole_words: bool, match_case: bool
) -> Iterator[tuple[int, int]]:
    """The places of a string by either rule; none for ""."""
    each = each_mention if whole_words else each_match
    return each(text, needle, match_case=match_case)
