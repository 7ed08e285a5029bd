"""Where a text probably names something that nobody has labelled yet.

Judged by its look alone, a block at a time: a text is never read whole. Scripts without
capital letters have no such places, other than the words labelled elsewhere in the text.
"""

from collections.abc import Iterator, Mapping, Set
from functools import lru_cache

from annotator.core.looks import Sentence, Vocabulary, Word, sentences, vocabulary
from annotator.core.runs import amounts, names
from annotator.core.words import Range, Words

BLOCK = 4_000
AROUND = 2
"""Blocks on each side whose words tell how to read a capital at the head of a sentence."""
KEPT = 64

Known = Mapping[str, Set[str]]
"""Words that were labelled elsewhere, by how they begin (see `beginning`)."""
BEGINNING = 3


def beginning(surface: str) -> str:
    """Under what words labelled elsewhere are looked up."""
    return surface[:BEGINNING]


NUMERIC = {"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL", "NUMBER"}


def is_numeric(label: str) -> bool:
    """Whether a label of this name is for numbers or dates."""
    return label.upper() in NUMERIC


class Likely:
    """The likely places of one text, in order. With `numeric` also numbers and dates."""

    def __init__(self, text: str, words: Words, *, numeric: bool = False) -> None:
        self._text = text
        self._words = words
        self._numeric = numeric
        self._sentences = lru_cache(KEPT)(self._read)
        self._seen = lru_cache(KEPT)(lambda block: vocabulary(self._sentences(block)))
        self._places = lru_cache(KEPT)(self._find)
        self._heads = lru_cache(KEPT)(self._begun)

    def after(self, offset: int, known: Known) -> Iterator[Range]:
        """The places that start at or after an offset."""
        for block in range(max(0, offset // BLOCK - 1), self._count()):
            yield from (place for place in self._with(block, known) if place[0] >= offset)

    def before(self, offset: int, known: Known) -> Iterator[Range]:
        """The places that end at or before an offset, the last one first."""
        for block in range(min(offset // BLOCK, self._count() - 1), -1, -1):
            places = [place for place in self._with(block, known) if place[1] <= offset]
            yield from reversed(places)

    def _count(self) -> int:
        return len(self._text) // BLOCK + 1

    def _edge(self, block: int) -> int:
        """Where a block begins: after a line break near its mark, else after a blank."""
        mark = min(block * BLOCK, len(self._text))
        if mark in {0, len(self._text)}:
            return mark
        for blank in "\n ":
            found = self._text.find(blank, mark, mark + BLOCK // 2)
            if found >= 0:
                return found + 1
        return mark

    def _read(self, block: int) -> tuple[Sentence, ...]:
        end = self._edge(block + 1)
        return tuple(sentences(self._text, self._each_word(self._edge(block), end)))

    def _each_word(self, start: int, end: int) -> Iterator[Word]:
        found = self._words.after(start)
        while found is not None and found[0] < end:
            yield Word(*found, self._text[slice(*found)])
            found = self._words.after(found[1])

    def _find(self, block: int) -> tuple[Range, ...]:
        stretch = self._text[self._edge(block) : self._edge(block + 1)]
        has_capitals = stretch != stretch.lower()
        if not has_capitals and not self._numeric:
            return ()
        seen = Vocabulary()
        for near in range(max(0, block - AROUND), min(self._count(), block + AROUND + 1)):
            seen.take(self._seen(near))
        found = [place for s in self._sentences(block) for place in names(s, seen)]
        if self._numeric:
            found += _apart(found, (a for s in self._sentences(block) for a in amounts(s)))
        return tuple(sorted(found))

    def _with(self, block: int, known: Known) -> tuple[Range, ...]:
        """The places of a block, and the words in it that were labelled elsewhere."""
        places = self._places(block)
        if not known:
            return places
        mentions = self._mentions(block, known)
        return tuple(sorted([*places, *_apart(places, mentions)]))

    def _mentions(self, block: int, known: Known) -> Iterator[Range]:
        for start, head in self._heads(block):
            if head not in known and head[:2] not in known and head[:1] not in known:
                continue
            near = [known[h] for h in (head, head[:2], head[:1]) if h in known]
            found = (s for named in near for s in named if self._stands(s, start))
            longest = max(map(len, found), default=0)
            if longest:
                yield start, start + longest

    def _begun(self, block: int) -> tuple[tuple[int, str], ...]:
        """The start of each word of a block, and how the text goes on from there."""
        words = (word for sentence in self._sentences(block) for word in sentence)
        return tuple((w.start, self._text[w.start : w.start + BEGINNING]) for w in words)

    def _stands(self, surface: str, start: int) -> bool:
        end = start + len(surface)
        return self._text.startswith(surface, start) and self._words.is_whole(start, end)


def _apart(places: "list[Range] | tuple[Range, ...]", others: Iterator[Range]) -> list[Range]:
    """Those of the others that share nothing with the places, nor with one another."""
    found: list[Range] = []
    for start, end in others:
        if all(end <= s or e <= start for s, e in (*places, *found[-1:])):
            found.append((start, end))
    return found
