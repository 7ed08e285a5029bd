"""How tall paragraphs are: measured where they were laid out, estimated elsewhere."""

from array import array
from dataclasses import dataclass
from itertools import pairwise

BLOCK = 256
"""Paragraphs whose heights are summed together."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a paragraph's height is guessed from."""

    chars_per_line: float
    line_px: int
    blank_px: int

    def of(self, length: int) -> int:
        """The height of a paragraph of this many characters, its line break included."""
        if length <= len("\r\n"):
            return self.blank_px
        return self.line_px * (1 + int((length - 2) / self.chars_per_line))

    def of_block(self, length: int, paragraphs: int) -> int:
        """About the height of this many paragraphs, together of this many characters."""
        return int(self.line_px * (length / self.chars_per_line + paragraphs / 2))


class Heights:
    """Heights in pixels by paragraph, with sums, so that any place is found at once.

    Nothing is stored for a block of paragraphs before one of its heights is asked for.
    """

    def __init__(self, starts: "array[int]", length: int, estimate: Estimate) -> None:
        self._starts = starts
        self._length = length
        self._estimate = estimate
        self._blocks: dict[int, array[int]] = {}
        self._sums = array("q", map(self._guess, range(-(-len(starts) // BLOCK))))
        self.total_px = sum(self._sums)

    def get(self, index: int) -> int:
        """The height of a paragraph."""
        return self._block(index // BLOCK)[index % BLOCK]

    def put(self, index: int, height_px: int) -> None:
        """Replace an estimate by a measured height."""
        block = self._block(index // BLOCK)
        self._add(index // BLOCK, height_px - block[index % BLOCK])
        block[index % BLOCK] = height_px

    def top(self, index: int) -> int:
        """The height of all paragraphs before this one."""
        block = self._block(index // BLOCK)
        return sum(self._sums[: index // BLOCK]) + sum(block[: index % BLOCK])

    def at(self, y_px: int) -> tuple[int, int]:
        """The paragraph at this height from the top, and how far into it that is."""
        number = 0
        while number < len(self._sums) - 1 and y_px >= self._sums[number]:
            y_px -= self._sums[number]
            number += 1
        index, last = number * BLOCK, min(len(self._starts), (number + 1) * BLOCK) - 1
        while index < last and y_px >= self.get(index):
            y_px -= self.get(index)
            index += 1
        return index, y_px

    def _block(self, number: int) -> "array[int]":
        if number not in self._blocks:
            ends = self._starts[number * BLOCK : (number + 1) * BLOCK + 1]
            if len(ends) <= BLOCK:
                ends.append(self._length)
            lengths = (end - start for start, end in pairwise(ends))
            block = array("i", map(self._estimate.of, lengths))
            self._blocks[number] = block
            self._add(number, sum(block) - self._sums[number])
        return self._blocks[number]

    def _guess(self, number: int) -> int:
        first, last = number * BLOCK, min(len(self._starts), (number + 1) * BLOCK)
        end = self._length if last == len(self._starts) else self._starts[last]
        return self._estimate.of_block(end - self._starts[first], last - first)

    def _add(self, number: int, px: int) -> None:
        self._sums[number] += px
        self.total_px += px
