"""Where to look next: the suggestions that are in doubt and the places that look as if a
label were missing. Rules without effects."""

import re
from collections.abc import Iterator

from annotator.core.span import SpanKey, key_of
from annotator.core.suggestion import Suggestion
from annotator.core.words import Range
from annotator.session import moves
from annotator.session.article import Article, Place

SURE = 0.98
"""From here on a suggestion is worth no stop: pipelines are sure of most that is right."""
UNKNOWN = 0.5
LONGEST = 200
"""How far back, in characters, a likely place round the cursor may begin."""
NEARBY = 30
"""So many characters may stand between what is widened and where it is widened to."""
BREAK = re.compile(r"[.!?…]\s|[\n\r]")
"""Over these nothing is widened."""


def sureness(article: Article, suggestion: Suggestion) -> float:
    """How likely it is right, from its score and from what was decided about the same words
    elsewhere in the document."""
    trail, surface = article.trail, article.text[suggestion.start : suggestion.end]
    if trail.is_labelled(surface, suggestion.label):
        return 1.0
    if trail.is_labelled(surface) or trail.is_refused(surface, suggestion.label):
        return 0.0
    return UNKNOWN if suggestion.sureness is None else suggestion.sureness


def here(article: Article) -> Range | None:
    """The range that is focused or selected."""
    place = article.place
    return (place.focus.start, place.focus.end) if place.focus else place.selection


def next_stop(article: Article, after: Range | None = None) -> Place | None:
    """The next stop after a range, else after what is focused or selected, else from the
    cursor on; None after the last."""
    start, end = after or here(article) or (article.place.cursor[0], article.place.cursor[0])
    likely = next(_likely_after(article, end), None)
    limit = len(article.text) if likely is None else likely[0]
    doubtful = _doubtful_after(article, _past(article, start, end), limit)
    if doubtful is not None:
        return moves.focused(article, doubtful)
    return likely and moves.selected(article, *likely, by_character=False)


def _past(article: Article, start: int, end: int) -> SpanKey:
    """The key after which the next suggestion is to be looked for."""
    focus = article.place.focus
    if focus is not None and (focus.start, focus.end) == (start, end):
        return key_of(focus)
    return (start, end, "\U0010ffff") if end > start else (start, -1, "")


def _doubtful_after(article: Article, key: SpanKey, limit: int) -> Suggestion | None:
    found = article.suggestions.after(key)
    while found is not None and found.start <= limit:
        if sureness(article, found) < SURE:
            return found
        found = article.suggestions.after(key_of(found))
    return None


def previous_stop(article: Article) -> Place | None:
    """The stop before what is focused or selected, else before the cursor; None: none."""
    start, _ = here(article) or article.place.cursor
    likely = next(_likely_before(article, start), None)
    limit = 0 if likely is None else likely[0]
    focus = article.place.focus
    found = article.suggestions.before(key_of(focus) if focus else (start, -1, ""))
    while found is not None and found.start >= limit:
        if sureness(article, found) < SURE:
            return moves.focused(article, found)
        found = article.suggestions.before(key_of(found))
    return likely and moves.selected(article, *likely, by_character=False)


def _likely_after(article: Article, offset: int) -> Iterator[Range]:
    found = article.trail.likely.after(offset, article.trail.known)
    return (place for place in found if is_open(article, *place))


def _likely_before(article: Article, offset: int) -> Iterator[Range]:
    found = article.trail.likely.before(offset, article.trail.known)
    return (place for place in found if is_open(article, *place))


def likely_in(article: Article, start: int, end: int) -> Iterator[Range]:
    """The likely places that begin in a range and where nothing is labelled or suggested."""
    for place in _likely_after(article, start):
        if place[0] >= end:
            return
        yield place


def widened(article: Article) -> Range | None:
    """What is focused or selected, drawn out to the likely place round it; else to the end of
    the next one nearby in the sentence: from "Bank" to "Bank for Sale". None: there is neither."""
    start, end = here(article) or article.place.cursor
    trail = article.trail
    for place in trail.likely.after(max(0, start - LONGEST), trail.known):
        if place[0] > end + NEARBY or BREAK.search(article.text, end, place[0]):
            return None
        if place[1] > end or place[0] < start < place[1]:
            return min(start, place[0]), max(end, place[1])
    return None


def narrowed(article: Article) -> Range | None:
    """What is focused or selected, cut down to the first likely place in it: from "the Bank's"
    to "Bank". None: there is none, or nothing to be cut."""
    start, end = here(article) or (0, 0)
    trail = article.trail
    for place in trail.likely.after(max(0, start - LONGEST), trail.known):
        inside = max(start, place[0]), min(end, place[1])
        if inside[0] < inside[1]:
            return inside if inside != (start, end) else None
        if place[0] >= end:
            return None
    return None


def is_open(article: Article, start: int, end: int) -> bool:
    """Whether nothing is labelled or suggested there, nor said to be nothing."""
    covered = article.spans.overlapping(start, end) or article.suggestions.overlapping(start, end)
    return not covered and not article.trail.is_nothing(article.text[start:end])


def least_sure(article: Article) -> Suggestion | None:
    """The undecided suggestion most likely to be wrong among those not visited yet; when all
    were visited, among all."""
    fresh = [s for s in article.suggestions if key_of(s) not in article.trail.visited]
    if not fresh:
        article.trail.visited.clear()
    return min(
        fresh or article.suggestions,
        key=lambda s: (sureness(article, s), key_of(s)),
        default=None,
    )


def same_suggestions(article: Article, focus: Suggestion) -> Iterator[SpanKey]:
    """All undecided suggestions of the same words and label."""
    surface = article.text[focus.start : focus.end]
    for one in article.suggestions:
        same = one.label == focus.label and one.end - one.start == len(surface)
        if same and article.text.startswith(surface, one.start):
            yield key_of(one)
