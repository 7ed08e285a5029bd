"""The words of a text: what the word cursor steps over and what a selection snaps to.

A word is a token of the project's tokenizer where tokens are known, else a Unicode word
segment (UAX #29, https://www.unicode.org/reports/tr29/) that is not white space.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import regex

from annotator.core.pieces import cut

Range = tuple[int, int]

_SEGMENT = regex.compile(r"(?V1w)\b(?=\S).+?\b", regex.DOTALL)
_EDGE = regex.compile(r"(?V1w)\b")
_MARKS = "\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_APART = " \n"
"""Beside these, and at the ends of the text, a plain character always has an edge."""
PIECE_LENGTH = 8_000


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of the piece `start <= i < end` of a text, in order, none of them blank.

    `starts` and `ends` are offsets into the whole text.
    """

    start: int
    end: int
    starts: "array[int]"
    ends: "array[int]"


def segments(text: str, start: int, end: int) -> Tokens:
    """The Unicode word segments of one piece of a text."""
    found = [m.span() for m in _SEGMENT.finditer(text, start, end)]
    shown = [_trimmed(text, s, e) for s, e in found if _is_seen(text[s:e])]
    return Tokens(start, end, array("I", (s for s, _ in shown)), array("I", (e for _, e in shown)))


def _is_seen(word: str) -> bool:
    seen = word.strip(_MARKS)
    return bool(seen) and not seen.isspace()


def _is_plain(character: str) -> bool:
    return character.isalnum() or "!" <= character <= "~"


def _trimmed(text: str, start: int, end: int) -> Range:
    # Unicode joins a byte order mark or a mark of direction to the word beside it.
    while text[start] in _MARKS:
        start += 1
    while text[end - 1] in _MARKS:
        end -= 1
    return start, end


def pack(ranges: Iterable[Range], piece_start: int) -> bytes:
    """Token ranges as bytes: little-endian 32-bit pairs (gap before the token, its length)."""
    pairs = array("I")
    at = piece_start
    for start, end in ranges:
        pairs.extend((start - at, end - start))
        at = end
    return _little_endian(pairs).tobytes()


def unpack(packed: bytes, start: int, end: int) -> Tokens:
    """Tokens of the piece `start <= i < end` from what `pack` made of them."""
    pairs = array("I")
    pairs.frombytes(packed)
    starts, ends = array("I"), array("I")
    at = start
    pairs = _little_endian(pairs)
    for gap, length in zip(pairs[::2], pairs[1::2], strict=True):
        starts.append(at + gap)
        at += gap + length
        ends.append(at)
    return Tokens(start, end, starts, ends)


def _little_endian(numbers: "array[int]") -> "array[int]":
    if array("H", [1]).tobytes() == b"\x01\x00":
        return numbers
    swapped = array("I", numbers)
    swapped.byteswap()
    return swapped


class Words:
    """The words of one text. Only the pieces that are asked for are segmented or unpacked.

    `packed` holds (start, end, what `pack` returned) for the pieces whose tokens are known,
    in order from the start of the text; the rest falls back to Unicode segments.
    """

    def __init__(self, text: str, packed: Iterable[tuple[int, int, bytes]] = ()) -> None:
        self._text = text
        self._loaders: list[Callable[[], Tokens]] = []
        self._starts: list[int] = []
        self._loaded: dict[int, Tokens] = {}
        end = 0
        for start, end, tokens in packed:
            self._add(start, lambda s=start, e=end, t=tokens: unpack(t, s, e))  # type: ignore[misc]
        self._tokens_end = end
        for start, stop in cut(text, PIECE_LENGTH, start=end):
            self._add(start, lambda s=start, e=stop: segments(text, s, e))  # type: ignore[misc]

    def _add(self, start: int, loader: Callable[[], Tokens]) -> None:
        self._starts.append(start)
        self._loaders.append(loader)

    def _piece(self, index: int) -> Tokens:
        if index not in self._loaded:
            self._loaded[index] = self._loaders[index]()
        return self._loaded[index]

    def _index(self, offset: int) -> int:
        return max(0, bisect_right(self._starts, offset) - 1)

    def containing(self, offset: int) -> Range | None:
        """The word that holds this character, if one does."""
        piece = self._piece(self._index(offset))
        i = bisect_right(piece.starts, offset) - 1
        if i >= 0 and offset < piece.ends[i]:
            return piece.starts[i], piece.ends[i]
        return None

    def after(self, offset: int) -> Range | None:
        """The first word that starts at or after this offset."""
        for index in range(self._index(offset), len(self._starts)):
            piece = self._piece(index)
            i = bisect_left(piece.starts, offset)
            if i < len(piece.starts):
                return piece.starts[i], piece.ends[i]
        return None

    def before(self, offset: int) -> Range | None:
        """The last word that ends at or before this offset."""
        for index in range(self._index(offset), -1, -1):
            piece = self._piece(index)
            i = bisect_right(piece.ends, offset) - 1
            if i >= 0:
                return piece.starts[i], piece.ends[i]
        return None

    def __iter__(self) -> Iterator[Range]:
        """All words, in order."""
        for index in range(len(self._starts)):
            piece = self._piece(index)
            yield from zip(piece.starts, piece.ends, strict=True)

    def starting_in(self, start: int, end: int) -> Iterator[int]:
        """Where the words begin that begin in `start <= i < end`, in order."""
        for index in range(self._index(start), len(self._starts)):
            if self._starts[index] >= end:
                return
            starts = self._piece(index).starts
            yield from starts[bisect_left(starts, start) : bisect_left(starts, end)]

    def nearest(self, offset: int) -> Range | None:
        """The word at this offset, else the next one, else the last one; None: no words."""
        return self.containing(offset) or self.after(offset) or self.before(offset)

    def is_whole(self, start: int, end: int) -> bool:
        """Whether a range begins where a word begins and ends where one ends."""
        if start >= self._tokens_end and self._is_plainly_whole(start, end):
            return True
        first, last = self.containing(start), self.containing(end - 1)
        return first is not None and last is not None and (first[0], last[1]) == (start, end)

    def _is_plainly_whole(self, start: int, end: int) -> bool:
        # To look at two places is a hundred times faster than to segment the piece.
        text = self._text
        return (
            _is_plain(text[start : start + 1])
            and _is_plain(text[end - 1])
            and (text[start - 1 : start] in _APART or _EDGE.match(text, start) is not None)
            and (text[end : end + 1] in _APART or _EDGE.match(text, end) is not None)
        )

    def snap(self, start: int, end: int) -> Range | None:
        """The range of whole words that share a character with `start <= i < end`."""
        first = self.containing(start) or self.after(start)
        last = self.containing(end - 1) or self.before(end)
        if first is None or last is None or first[0] >= last[1]:
            return None
        return first[0], last[1]
