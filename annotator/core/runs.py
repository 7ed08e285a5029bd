"""Words joined to what one label would take whole: names, and numbers with their units."""

from collections.abc import Iterator

from annotator.core.common_words import (
    BEFORE,
    BEFORE_HYPHEN,
    CALENDAR,
    COMPANIES,
    INSIDE,
    NUMBERS,
    TITLES,
    UNITS,
)
from annotator.core.looks import Sentence, Vocabulary, is_initial, naming
from annotator.core.words import Range

HYPHENS = frozenset(["-", "‐", "‑", "–", "'", "’"])
CURRENCIES = frozenset("$€£¥₹")
MOST_INSIDE = 2
MOST_DIGITS = 3


def names(sentence: Sentence, seen: Vocabulary) -> Iterator[Range]:
    """The runs of words that look like names, without titles such as "Mr." before them."""
    marks = naming(sentence, seen)
    i, start, last = 0, 0, -1
    while i < len(sentence):
        if not marks[i] or _is_title(sentence, marks, i) or _is_letter(sentence, marks, i):
            i += 1
            continue
        first = _first(sentence, i)
        if last >= 0 and first > last + 1:
            yield sentence[start].start, sentence[last].end
        if last < 0 or first > last + 1:
            start = first
        last = _end_of_run(sentence, marks, i)
        i = last + 1
    if last >= 0:
        yield sentence[start].start, sentence[last].end


def _is_title(sentence: Sentence, marks: list[bool], i: int) -> bool:
    after = i + 1 + (i + 1 < len(sentence) and sentence[i + 1].text == ".")
    return sentence[i].bare in TITLES and after < len(sentence) and marks[after]


def _is_letter(sentence: Sentence, marks: list[bool], i: int) -> bool:
    """A letter alone that does not begin "J. Smith"."""
    alone = len(sentence[i].text) == 1 or is_initial(sentence[i].text)
    return alone and _end_of_run(sentence, marks, i) == i


def _first(sentence: Sentence, i: int) -> int:
    """Where the run really begins: "al-Sadr", "bin Laden"."""
    if i > 1 and sentence[i - 1].text in HYPHENS and sentence[i - 2].text in BEFORE_HYPHEN:
        return i - 2
    return i - 1 if i and sentence[i - 1].text in BEFORE else i


def _end_of_run(sentence: Sentence, marks: list[bool], i: int) -> int:
    while (following := _next_of_run(sentence, marks, i)) is not None:
        i = following
    return i


def _next_of_run(sentence: Sentence, marks: list[bool], i: int) -> int | None:
    """The next word of a run after this one of it, over what may stand between them."""
    for join in (_directly, _over_mark, _over_particles, _with_number):
        following = join(sentence, marks, i)
        if following is not None:
            return following
    return None


def _directly(sentence: Sentence, marks: list[bool], i: int) -> int | None:
    if i + 1 < len(sentence) and marks[i + 1] and not _is_title(sentence, marks, i + 1):
        return i + 1
    return None


def _over_mark(sentence: Sentence, marks: list[bool], i: int) -> int | None:
    """Over the hyphen of "Rolls-Royce", the stop of "J. Smith" and "News.Az", and ", Inc."."""
    if i + 2 >= len(sentence):
        return None
    word, mark, after = sentence[i : i + 3]
    touching = word.end == mark.start
    if touching and mark.end == after.start and mark.text in HYPHENS and after.is_capital:
        return i + 2
    initial = len(word.text) == 1 or mark.end == after.start
    if touching and mark.text == "." and initial and marks[i + 2]:
        return i + 2
    if mark.text == "," and after.text.lower() in COMPANIES:
        return i + 2
    return None


def _over_particles(sentence: Sentence, marks: list[bool], i: int) -> int | None:
    for count in range(1, MOST_INSIDE + 1):
        after = i + count + 1
        if after >= len(sentence) or sentence[i + count].text not in INSIDE:
            return None
        if marks[after] and sentence[after].is_capital and not _is_title(sentence, marks, after):
            return after
    return None


def _with_number(sentence: Sentence, marks: list[bool], i: int) -> int | None:  # noqa: ARG001
    """ "Formula 1", "Boeing 747"."""
    if (
        i + 1 < len(sentence)
        and sentence[i + 1].text.isdigit()
        and len(sentence[i + 1].text) <= MOST_DIGITS
    ):
        return i + 1
    return None


def amounts(sentence: Sentence) -> Iterator[Range]:
    """The runs of numbers with their currencies, units, days and months."""
    i = 0
    while i < len(sentence):
        last = i
        while _goes_on(sentence, last):
            last += 1
        if any(_is_number(word.text) for word in sentence[i:last]):
            yield sentence[i].start, sentence[last - 1].end
        i = max(last, i + 1)


def _goes_on(sentence: Sentence, i: int) -> bool:
    if i >= len(sentence):
        return False
    text = sentence[i].text
    return _is_number(text) or text in CURRENCIES or text.lower() in UNITS


def _is_number(text: str) -> bool:
    lower = text.lower().rstrip(".")
    return (
        any(c.isdigit() for c in text)
        or lower in NUMBERS
        or (lower in CALENDAR and text[0].isupper())
    )
