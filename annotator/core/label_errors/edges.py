"""Edges that are probably a slip: white space, stray marks, a break within a word."""

import re

from annotator.core.words import Range, Words

WHITE_SPACE, MARK, FULL_STOP, WITHIN_WORD = 0.97, 0.85, 0.6, 0.8
"""How likely it is a slip, before one knows what else is labelled so."""
STOPS = frozenset(",;:!?…،؛؟、。，；：！？")
PAIRS = {"(": ")", "[": "]", "{": "}", "“": "”", "„": "“", "«": "»", "‹": "›", "「": "」"}
CLOSERS = frozenset(PAIRS.values()) - PAIRS.keys()
LONG_WORD = 5
"""A full stop after a shorter word may be that of an abbreviation."""

_ENTITY = re.compile(r"&(\w{1,8}|#\w{1,8});$")
"""A character as HTML writes it, left over in the text."""

Slip = tuple[Range, float]
"""The range that was meant, and how likely that is."""


def slip_of(text: str, start: int, end: int, words: Words) -> Slip | None:
    """What a range was meant to be, if its edges look like a slip. Code points; what is left
    is never empty, and lies within the words that the range touches."""
    inner, likelihood = _trimmed(text, start, end)
    if inner[0] >= inner[1]:
        return None
    if not words.is_whole(*inner) and (snapped := words.snap(*inner)):
        whole, _ = _trimmed(text, *snapped)
        if whole != inner and whole[0] < whole[1]:
            inner, likelihood = whole, max(likelihood, WITHIN_WORD)
    return (inner, likelihood) if inner != (start, end) else None


def _trimmed(text: str, start: int, end: int) -> Slip:
    likelihood = 0.0
    while start < end:
        found = _slip_at_start(text[start:end]) or 0.0
        if found:
            start += 1
        else:
            found = _slip_at_end(text[start:end])
            end -= bool(found)
        if not found:
            break
        likelihood = max(likelihood, found)
    return (start, end), likelihood


def _slip_at_start(words: str) -> float:
    first = words[0]
    if first.isspace():
        return WHITE_SPACE
    if first in STOPS or (first == "." and not words[1:2].isalnum()):
        return MARK
    closes = PAIRS.get(first)
    unpaired = closes is not None and closes not in words[1:]
    return MARK if unpaired or first in CLOSERS or _is_odd_quote(words, 0) else 0.0


def _slip_at_end(words: str) -> float:
    last = words[-1]
    if last.isspace():
        return WHITE_SPACE
    if last == ";" and _ENTITY.search(words):
        return 0.0
    if last in STOPS or (last in PAIRS and last not in PAIRS.values()):
        return MARK
    openers = [one for one, other in PAIRS.items() if other == last]
    if openers and not any(one in words[:-1] for one in openers):
        return MARK
    if _is_odd_quote(words, -1):
        return MARK
    return FULL_STOP if last == "." and _ends_sentence(words) else 0.0


def _is_odd_quote(words: str, place: int) -> bool:
    return words[place] == '"' and words.count('"') == 1


def _ends_sentence(words: str) -> bool:
    last = words[:-1].split()[-1:] or [""]
    is_word = last[0].isalpha() and last[0][-1].islower()
    return is_word and len(last[0]) >= LONG_WORD
