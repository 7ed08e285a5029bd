"""The sentences, tokens and parts of tokens that a text is written in as WebAnno TSV.

What stands between two sentences is in this format a line break and blanks: all else between
them belongs to the sentence before, so that the text is exact.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from annotator.core.words import Range, Words

_FILLING = re.compile(r"\n *\Z")


@dataclass(slots=True)
class Unit:
    """A token or a part of one: its number in the file, and its range in code points."""

    id: str
    start: int
    end: int


@dataclass(slots=True)
class Token(Unit):
    """A token, and the parts of it that have spans of their own."""

    parts: dict[Range, Unit] = field(default_factory=dict)

    def unit(self, start: int, end: int) -> Unit:
        """Itself, or the part of it that this range covers."""
        start, end = max(start, self.start), min(end, self.end)
        if (start, end) == (self.start, self.end):
            return self
        return self.parts.setdefault((start, end), Unit("", start, end))

    def number_parts(self) -> None:
        """Give the parts their numbers, once all are known."""
        self.parts = dict(sorted(self.parts.items()))
        for number, part in enumerate(self.parts.values(), start=1):
            part.id = f"{self.id}.{number}"


class Units:
    """The tokens of a text, in sentences that end with a line."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.tokens: list[Token] = []
        self.sentences: list[list[Token]] = []
        end = 0
        for start, stop in _tokens(text):
            if not self.sentences or "\n" in text[end:start]:
                self.sentences.append([])
            sentence = self.sentences[-1]
            token = Token(f"{len(self.sentences)}-{len(sentence) + 1}", start, stop)
            sentence.append(token)
            self.tokens.append(token)
            end = stop
        self._starts = [token.start for token in self.tokens]
        self._ends = [token.end for token in self.tokens]

    def covering(self, start: int, end: int) -> list[Unit]:
        """The units of a range; none if it begins or ends between tokens."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        tokens = self.tokens[first:last]
        if not tokens or start < tokens[0].start or end > tokens[-1].end:
            return []
        return [token.unit(start, end) for token in tokens]

    def texts(self) -> Iterator[str]:
        """The text of each sentence."""
        heads = [sentence[0].start for sentence in self.sentences]
        for sentence, next_head in zip(self.sentences, [*heads[1:], None], strict=True):
            begin, last = sentence[0].start, sentence[-1].end
            if next_head is None:
                yield self._text[begin:]
            else:
                filling = _FILLING.search(self._text[last:next_head])
                yield self._text[begin : last + filling.start() if filling else next_head]


def _tokens(text: str) -> list[Range]:
    tokens = list(Words(text)) or [(0, len(text))]
    start, end = tokens[0]
    if text[:start].strip(" "):  # only blanks may stand before the first
        tokens[0] = 0, end
    return tokens
