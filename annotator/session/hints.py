"""Letters that lead to the words in sight: which words get them, and which letters."""

from collections.abc import Iterator
from dataclasses import dataclass

from annotator.core.span import key_of
from annotator.core.suggestion import Suggestion
from annotator.core.words import Range
from annotator.session import moves, stops
from annotator.session.article import Article, Focus, Place

LETTERS = "fjdkslaghrueiwoqptyvbncmxz"
"""Those under the fingers first; all of them stand unshifted on Latin keyboards."""


@dataclass(frozen=True, slots=True)
class Hint:
    """A place to go to: a word, a likely place, or a span that begins there."""

    letters: str
    start: int
    end: int
    focus: Focus | None = None
    is_stop: bool = False


def codes(count: int) -> list[str]:
    """So many different codes of one letter, or two where one is not enough, the short ones
    first; no code begins another. At most 26 * 26."""
    pairs = 0
    while len(LETTERS) - pairs + pairs * len(LETTERS) < count and pairs < len(LETTERS):
        pairs += 1
    single = LETTERS[: len(LETTERS) - pairs]
    double = [a + b for a in LETTERS[len(LETTERS) - pairs :] for b in LETTERS]
    return [*single, *double][:count]


def hints(article: Article, start: int, end: int) -> list[Hint]:
    """A hint for each word in a range, marks apart: spans and likely places whole. The places
    that need a look have the short codes, those after the annotator's place first."""
    found = list(_each(article, start, end))
    here = stops.here(article) or article.place.cursor
    found.sort(key=lambda hint: (not hint.is_stop, hint.start < here[1], hint.start))
    return [
        Hint(letters, hint.start, hint.end, hint.focus, hint.is_stop)
        for letters, hint in zip(codes(len(found)), found, strict=False)
    ]


def _each(article: Article, start: int, end: int) -> Iterator[Hint]:
    likely = dict(stops.likely_in(article, start, end))
    spans = _first_focus(article, start, end)
    word = article.words.after(start)
    while word is not None and word[0] < end:
        # A mark alone is one step from the word beside it, and its letters would hide that.
        if word[0] in spans or word[0] in likely or article.text[word[0]].isalnum():
            yield _hint(article, word, spans.get(word[0]), likely.get(word[0]))
        word = article.words.after(word[1])


def _hint(article: Article, word: Range, focus: Focus | None, likely_end: int | None) -> Hint:
    if focus is not None:
        doubtful = isinstance(focus, Suggestion) and stops.sureness(article, focus) < stops.SURE
        return Hint("", focus.start, focus.end, focus, is_stop=doubtful)
    if likely_end is not None:
        return Hint("", word[0], likely_end, is_stop=True)
    return Hint("", *word)


def _first_focus(article: Article, start: int, end: int) -> dict[int, Focus]:
    """By word, the span that a hint on it focuses: an undecided one, the longest first."""
    found: dict[int, Focus] = {}
    spans: list[Focus] = [
        *article.spans.overlapping(start, end),
        *article.suggestions.overlapping(start, end),
    ]
    for span in spans:
        word = article.words.nearest(span.start) or (span.start, span.end)
        held = found.get(word[0])
        if held is None or _rank(span) >= _rank(held):
            found[word[0]] = span
    return found


def _rank(span: Focus) -> tuple[bool, int]:
    return isinstance(span, Suggestion), span.end - span.start


def place_of(article: Article, hint: Hint) -> Place:
    """Where a hint leads: the span is focused, the likely place selected, the cursor put on
    the word."""
    focus = article.focusable(key_of(hint.focus)) if hint.focus else None
    if focus is not None:
        return moves.focused(article, focus)
    if hint.is_stop:
        return moves.selected(article, hint.start, hint.end, by_character=False)
    return moves.to_word(article, hint.start)
