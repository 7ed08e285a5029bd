"""How the words of a text look: its sentences, and which of their words name something."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.core.common_words import CALENDAR, COMMON, HEADS

STOPS = frozenset([".", "!", "?", "…", "...", "..", "!!", "??", "。"])
OPENERS = frozenset(
    ['"', "“", "„", "«", "‘", "``", "(", "[", ":", ";", "*", "•", "-", "–", "—", "|", ">"]
)
"""After these a capital letter says as little as at the head of a sentence."""
SHORT = 3
INITIAL_LENGTH = 2
SHOUTED_SHARE = 0.7


class Word(NamedTuple):
    """A word with its place."""

    start: int
    end: int
    text: str

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def bare(self) -> str:
        """In lower case, without a full stop at its end."""
        return self.text.lower().rstrip(".") or self.text


Sentence = list[Word]


@dataclass
class Vocabulary:
    """Words of a stretch of text: those seen in lower case, and, in lower case, those seen
    with a capital where nothing but their meaning asks for one."""

    lower: set[str] = field(default_factory=set)
    capital: set[str] = field(default_factory=set)

    def take(self, other: "Vocabulary") -> None:
        """Add what is seen in another stretch."""
        self.lower |= other.lower
        self.capital |= other.capital


def sentences(text: str, words: Iterable[Word]) -> Iterator[Sentence]:
    """The words cut at line breaks and at the marks that end a sentence: not the one in
    "News.Az"."""
    sentence: Sentence = []
    for word in words:
        if sentence and "\n" in text[sentence[-1].end : word.start]:
            yield sentence
            sentence = []
        sentence.append(word)
        ends = word.text in STOPS and not text[word.end : word.end + 1].isalnum()
        if ends and not _is_short_form(sentence):
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _is_short_form(sentence: Sentence) -> bool:
    """Whether the full stop at its end belongs to "J." or "Mr." before it."""
    if len(sentence) == 1 or sentence[-1].text != ".":
        return False
    before, stop = sentence[-2:]
    brief = len(before.text) == 1 or (before.is_capital and len(before.text) <= SHORT)
    return before.end == stop.start and before.text.isalpha() and brief


def is_shouted(sentence: Sentence) -> bool:
    """Whether capitals say nothing in it: a line in capitals, or a title in which each
    word has one."""
    words = [w.text for w in sentence if w.text[0].isalpha()]
    long = [w for w in words if len(w) > SHORT]
    shouted = sum(w.isupper() for w in words) >= SHOUTED_SHARE * len(words)
    titled = sum(w[0].isupper() for w in long) >= SHOUTED_SHARE * len(long)
    return (len(words) >= SHORT and shouted) or (len(long) > SHORT and titled)


def heads(sentence: Sentence) -> Iterator[tuple[Word, bool]]:
    """Each word, and whether it stands where any word would get a capital."""
    first = True
    for word in sentence:
        yield word, first
        if word.text[0].isalnum():
            first = False
        elif word.text in OPENERS:
            first = True


def vocabulary(found: Iterable[Sentence]) -> Vocabulary:
    """What these sentences show."""
    seen = Vocabulary()
    for sentence in found:
        shouted = is_shouted(sentence)
        for word, first in heads(sentence):
            if word.text[0].islower():
                seen.lower.add(word.text)
            elif word.is_capital and not first and not shouted:
                seen.capital.add(word.bare)
    return seen


def naming(sentence: Sentence, seen: Vocabulary) -> list[bool]:
    """Of each word, whether it looks as if it named something, or part of it."""
    shouted = is_shouted(sentence)
    free = [first or shouted for _, first in heads(sentence)]
    marks = [_names(word, seen, free=f) for word, f in zip(sentence, free, strict=True)]
    for i, word in enumerate(sentence):
        if word.is_capital and not marks[i] and not shouted and word.bare not in CALENDAR:
            beside = marks[i + 1 : i + 2] == [True] or marks[max(0, i - 1) : i] == [True]
            # "New" begins a name if one follows, and "Music" ends one, but "The" before one
            # is the first word of the sentence.
            marks[i] = beside and word.text != "I" and (not free[i] or word.bare in HEADS)
    return marks


def is_initial(text: str) -> bool:
    """Whether it is written like the "J." of a name."""
    return len(text) == INITIAL_LENGTH and text[0].isupper() and text[1] == "."


def _names(word: Word, seen: Vocabulary, *, free: bool) -> bool:
    """`free`: its capital may come from its place."""
    if not word.is_capital:
        return word.text[0].islower() and word.text[1:2].isupper()  # iPhone
    if is_initial(word.text):
        return True
    if word.bare in CALENDAR or word.text == "I" or "@" in word.text:
        return False
    if word.bare in COMMON or (free and word.bare in HEADS):
        return word.text == "US" and not free
    return not free or word.bare in seen.capital or word.bare not in seen.lower
