"""What people labelled is proposed where it stands again; what they turned down is not."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

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
        return _precision(self.labelled, self.turned_down)

    def without(self, labelled: int, turned_down: int) -> "Experience":
        """What is left of it without some of the decisions."""
        if not labelled and not turned_down:
            return self
        left = self.labelled - labelled, self.turned_down - turned_down
        return replace(self, labelled=max(0, left[0]), turned_down=max(0, left[1]))


Except = Callable[[str, str], tuple[int, int]]
"""How many decisions about a string and label do not count: labelled, turned down."""


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

    def __len__(self) -> int:
        """How many strings are known."""
        return len(self._known)

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

    def is_turned_down(self, surface: str, label: str, *, but: Except | None = None) -> bool:
        """Whether people turned this down, and never once labelled it so; decisions that `but`
        names do not count."""
        known = self.of(surface, label)
        if known is not None and but is not None and known.turned_down:
            known = known.without(*but(surface, label))
        return known is not None and known.turned_down > 0 and not known.labelled

    def suggest(
        self, text: str, words: Words, start: int, end: int, *, but: Except | None = None
    ) -> list[Suggestion]:
        """What is known to be labelled, in the words that begin in `start <= i < end`: of
        overlapping strings the first, of those the longest."""
        found: list[Suggestion] = []
        for at in words.starting_in(start, end):
            if not found or at >= found[-1].end:
                longest = self._longest(text, words, at, but)
                if longest is not None:
                    found.append(longest)
        return found

    def _longest(self, text: str, words: Words, at: int, but: Except | None) -> Suggestion | None:
        for length in self._lengths.get(_head(text, at), ()):
            # Most strings that begin so are not here: to see that is all they cost.
            if self._may_be(text[at : at + length], length):
                found = self.suggest_at(text, at, at + length, but=but)
                if found is not None and words.is_whole(at, found.end):
                    return found
        return None

    def _may_be(self, surface: str, length: int) -> bool:
        is_known = surface in self._known or _unfolded(surface) in self._known
        return is_known and len(surface) == length

    def suggest_at(
        self, text: str, start: int, end: int, *, but: Except | None = None
    ) -> Suggestion | None:
        """What is known of exactly this range, whether its ends are those of words or not."""
        labels = self._best(text[start:end], but)
        if not labels:
            return None
        (label, score), *others = labels
        return Suggestion(start, end, label, SOURCE, score, tuple(others))

    def _best(self, surface: str, but: Except | None) -> list[tuple[str, float]]:
        """The labels of the string with their precision, the most frequent first; none unless
        that one is right in more than half of the mentions."""
        for form in (surface, _unfolded(surface)):
            labelled = [one for one in self._without(form, but) if one.labelled]
            if labelled:
                return _shared(labelled)
        return []

    def _without(self, surface: str, but: Except | None) -> list[Experience]:
        known = self._known.get(surface)
        if not known:
            return []
        if but is None:
            return [*known.values()]
        return [one.without(*but(surface, one.label)) for one in known.values()]


def _precision(labelled: int, turned_down: int) -> float:
    return (labelled + 1) / (labelled + turned_down + 2)


def _shared(labelled: list[Experience]) -> list[tuple[str, float]]:
    labelled.sort(key=lambda one: (-one.labelled, -one.precision, one.label))
    total = sum(one.labelled for one in labelled)
    scored = []
    for one in labelled:
        # Where it was turned down it mostly got another label: that is not to count twice.
        against = max(one.turned_down, total - one.labelled)
        scored.append((one.label, round(_precision(one.labelled, against), 4)))
    return scored if scored[0][1] > LEAST_PRECISION else []


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
