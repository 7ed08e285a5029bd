"""What people labelled is proposed where it stands again; what they turned down is not."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from annotator.core.suggestion import Suggestion
from annotator.core.words import Words

SOURCE = "memory"
LEAST_PRECISION = 0.5
LONGEST = 200
"""Longer strings are hardly ever said twice."""
LEAST_FOLDED = 4
"""Of so many letters on a string is also known all in capitals, as in headings."""

_LETTERS = re.compile(r"[A-Za-z]+|[0-9]+|.", re.DOTALL)
"""No word ends within one of these, whoever divides the text into words."""


@dataclass(frozen=True, slots=True)
class Experience:
    """How often a string was labelled so, and how often that was turned down."""

    surface: str
    label: str
    labelled: int
    turned_down: int = 0

    @property
    def precision(self) -> float:
        """The share of the string's mentions that had this label (0 to 1), as if one had had
        it and one had not before anything was seen (Laplace's rule of succession)."""
        return (self.labelled + 1) / (self.labelled + self.turned_down + 2)


class Memory:
    """The strings of a project that people labelled or turned down.

    Looking through a text costs a look-up for each word and each length of a string that
    begins with it, however many strings there are.
    """

    def __init__(self, experiences: Iterable[Experience] = ()) -> None:
        self._known: dict[str, dict[str, Experience]] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        for experience in experiences:
            self.put(experience)

    def put(self, experience: Experience) -> None:
        """Know this of a string and label instead of what was known."""
        surface = experience.surface
        labels = self._known.setdefault(surface, {})
        labels[experience.label] = experience
        if len(surface) <= LONGEST:
            for form in _forms(surface):
                lengths = self._lengths.get(_head(form), ())
                if len(form) not in lengths:
                    self._lengths[_head(form)] = (*sorted({*lengths, len(form)}, reverse=True),)

    def add(self, surface: str, label: str, *, labelled: int = 0, turned_down: int = 0) -> None:
        """Count decisions about a string, or take them back with negative numbers."""
        there = self.of(surface, label) or Experience(surface, label, 0)
        counts = there.labelled + labelled, there.turned_down + turned_down
        self.put(Experience(surface, label, *(max(0, count) for count in counts)))

    def of(self, surface: str, label: str) -> Experience | None:
        """What is known of a string and label."""
        return self._known.get(surface, {}).get(label)

    def is_turned_down(self, surface: str, label: str) -> bool:
        """Whether people turned this down, and never once labelled it so."""
        known = self.of(surface, label)
        return known is not None and known.turned_down > 0 and not known.labelled

    def suggest(self, text: str, words: Words, start: int, end: int) -> list[Suggestion]:
        """What is known to be labelled, in the words that begin in `start <= i < end`: of
        overlapping strings the first, of those the longest."""
        found: list[Suggestion] = []
        for at in _starts(words, start, end):
            if not found or at >= found[-1].end:
                longest = self._longest(text, words, at)
                if longest is not None:
                    found.append(longest)
        return found

    def _longest(self, text: str, words: Words, at: int) -> Suggestion | None:
        for length in self._lengths.get(_head(text, at), ()):
            best = self._best(text[at : at + length]) if at + length <= len(text) else None
            if best is not None and words.is_whole(at, at + length):
                return Suggestion(
                    at,
                    at + length,
                    best[0].label,
                    SOURCE,
                    round(best[0].precision, 4),
                    tuple((other.label, round(other.precision, 4)) for other in best[1:]),
                )
        return None

    def _best(self, surface: str) -> list[Experience] | None:
        """The labels that the string has in more than half of its mentions, the surest first."""
        known = self._known.get(surface) or self._known.get(_unfolded(surface)) or {}
        labelled = [one for one in known.values() if one.labelled]
        labelled.sort(key=lambda one: (-one.labelled, -one.precision, one.label))
        sure = labelled and labelled[0].precision > LEAST_PRECISION
        return labelled if sure else None


def _head(text: str, at: int = 0) -> str:
    """Under what the lengths of strings are found: the letters that they begin with."""
    found = _LETTERS.match(text, at)
    return found.group() if found else ""


def _forms(surface: str) -> Iterator[str]:
    yield surface
    folded = surface.upper()
    if folded != surface and len(surface) >= LEAST_FOLDED and len(folded) == len(surface):
        yield folded


def _unfolded(surface: str) -> str:
    return surface.title() if surface.isupper() and len(surface) >= LEAST_FOLDED else surface


def _starts(words: Words, start: int, end: int) -> Iterator[int]:
    word = words.after(start)
    while word is not None and word[0] < end:
        yield word[0]
        word = words.after(word[1])
