"""Where the paragraphs of a text are: lines with their break, giant ones cut in pieces."""

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from unicodedata import category

LIMIT = 4_000
"""No paragraph is longer (in characters): laying out one costs in proportion to its length."""

BATCH = 1_000_000
JOINER = "\u200d"


class Paragraphs:
    """Consecutive ranges that cover the text exactly, at least one even if it is empty."""

    def __init__(self, text: str) -> None:
        self.length = len(text)
        self.starts = array("q", [0])
        for first, lines in _batches(text):
            self.starts.extend(_ends(text, first, lines))
        if len(self.starts) > 1:
            self.starts.pop()

    def __len__(self) -> int:
        return len(self.starts)

    def extent(self, index: int) -> tuple[int, int]:
        """Start and end of a paragraph, its line break included."""
        last = index + 1 == len(self.starts)
        return self.starts[index], self.length if last else self.starts[index + 1]

    def index_at(self, offset: int) -> int:
        """The paragraph that holds this offset; the nearest one if none does."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def overlapping(self, start: int, end: int) -> range:
        """The paragraphs that share a character with `start <= i < end`; at least one."""
        return range(self.index_at(start), self.index_at(max(start, end - 1)) + 1)


def _batches(text: str) -> Iterator[tuple[int, list[str]]]:
    """Lines with their breaks, some at a time so that a long text is not held twice."""
    at, size = 0, BATCH
    while at < len(text):
        lines = text[at : at + size].splitlines(keepends=True)
        if at + size < len(text):
            if len(lines) == 1:
                size *= 2
                continue
            lines.pop()  # it may go on in the next batch
        yield at, lines
        at += sum(map(len, lines))
        size = BATCH


def _ends(text: str, start: int, lines: list[str]) -> Iterator[int]:
    ends = accumulate(map(len, lines), initial=start)
    next(ends)
    for line, end in zip(lines, ends, strict=True):
        if len(line) > LIMIT:
            yield from _cuts(text, end - len(line), end)
        yield end


def _cuts(text: str, start: int, end: int) -> Iterator[int]:
    while end - start > LIMIT:
        space = text.rfind(" ", start + LIMIT // 2, start + LIMIT)
        start = space + 1 if space > 0 else _between_clusters(text, start + LIMIT)
        yield start


def _between_clusters(text: str, at: int) -> int:
    """The last place up to `at` that does not tear a mark or a joined emoji off its base."""
    lowest = at - LIMIT // 2
    for i in range(at, lowest, -1):
        joined = text[i - 1] == JOINER or category(text[i]) in {"Mn", "Me", "Mc", "Cf", "Sk"}
        if not joined:
            return i
    return at
