"""A concordance: words in their context, in what order its lines stand, how doubtful one is."""

import re
from enum import StrEnum
from typing import NamedTuple
from unicodedata import bidirectional

import regex

WIDTH = 100
"""Code points of context on either side."""
KEY_WIDTH = 40
"""So much of the text beside the words decides where a line stands."""
MATCH_WIDTH = 200

_BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
# To regex, other than to re, a combining accent is part of a word.
_WORD = regex.compile(r"\w+")
_WORD_BACKWARDS = regex.compile(r"(?r)\w+")


class Sort(StrEnum):
    """What lines are sorted by. Lines that are alike in it stand in reading order."""

    DOCUMENT = "document"
    LEFT = "left"
    MATCH = "match"
    RIGHT = "right"
    LABEL = "label"
    ANNOTATOR = "annotator"
    DOUBT = "doubt"


class Context(NamedTuple):
    """The text before some words, the words, and the text after them."""

    before: str
    match: str
    after: str


def context(text: str, start: int, end: int, *, width: int = WIDTH) -> Context:
    """A range of code points with at most `width` of them on either side, as they stand."""
    return Context(text[max(0, start - width) : start], text[start:end], text[end : end + width])


def in_one_line(text: str) -> str:
    """The text with each run of white space, line breaks and control characters as one blank."""
    return _BLANKS.sub(" ", text)


def is_right_to_left(line: Context) -> bool:
    """Whether a line reads from the right: its words do, or, where they have no direction (as
    numbers have none), the text round them."""
    for part in (line.match, line.after, line.before):
        for character in part:
            direction = bidirectional(character)
            if direction in {"L", "R", "AL"}:
                return direction != "L"
    return False


def left_key(text: str, start: int) -> str:
    """The words before an offset, the nearest first: whoever looks for what stands before
    a name reads backwards from it. Marks between words do not count, nor does case."""
    return " ".join(_WORD_BACKWARDS.findall(text, max(0, start - KEY_WIDTH), start)).casefold()


def right_key(text: str, end: int) -> str:
    """The words after an offset."""
    return " ".join(_WORD.findall(text, end, end + KEY_WIDTH)).casefold()


def match_key(text: str, start: int, end: int) -> str:
    """The words of a range and then, after a mark that sorts before all words, those after it."""
    words = _WORD.findall(text, start, min(end, start + MATCH_WIDTH))
    return f"{' '.join(words).casefold()}\t{right_key(text, end)}"


def doubt(chance: float | None, others: int, agreeing: int) -> float | None:
    """How doubtful a label is, 0 to 1: the greater of the chance that what proposed it is wrong
    and the share of the others who have looked at this place and did not label it so. None:
    no machine proposed it and nobody else has looked."""
    known = [] if chance is None else [1 - chance]
    if others:
        known.append(1 - agreeing / others)
    return max(known, default=None)
