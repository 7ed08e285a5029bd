"""Looking for the mentions of a string, some at a time, those nearest after a place first."""

from annotator.core.words import Range, Words

BEFORE = 4_000
"""So much of the text before the place belongs to what is looked through first."""
AT_ONCE = 15
MOST_TRIED = 200


class Mentions:
    """The whole words in a text that are equal to a string, from a place on to the end of the
    text, and then from its beginning."""

    def __init__(self, surface: str, at: int, length: int) -> None:
        self._surface = surface
        first = max(0, at - BEFORE)
        self._ranges = [(first, length), (0, min(length, first + len(surface) - 1))]

    @property
    def is_done(self) -> bool:
        """Whether all were found."""
        return not self._ranges

    def some(self, text: str, words: Words) -> list[Range]:
        """The next ones; perhaps none, although there are more."""
        found: list[Range] = []
        tried = 0
        while self._ranges and len(found) < AT_ONCE and tried < MOST_TRIED:
            tried += 1
            start, stop = self._ranges[0]
            at = text.find(self._surface, start, stop)
            if at < 0:
                del self._ranges[0]
                continue
            end = at + len(self._surface)
            if words.is_whole(at, end):
                found.append((at, end))
            self._ranges[0] = (at + 1, stop)
        return found
