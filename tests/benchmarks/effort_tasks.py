"""What is still to be done in a document until it equals gold, and the keys that move edges."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from annotator.core.span import Span, SpanKey, key_of
from annotator.core.suggestion import Suggestion
from annotator.core.words import Range
from annotator.session import moves, stops
from annotator.session.article import Article, Place

MOST_EDGE_KEYS = 40
MOST_WIDENINGS = 2
WORTH_RESIZING = 4
"""A suggestion that is further from gold is rejected, and the span made anew."""


@dataclass(frozen=True)
class Task:
    """A gold span to be made, of a suggestion or anew; or, without a target, a suggestion to
    be rejected."""

    target: SpanKey | None
    suggestion: Suggestion | None = None

    @property
    def at(self) -> Range:
        """Where the annotator has to go."""
        one = self.suggestion
        if one is not None:
            return one.start, one.end
        assert self.target
        return self.target[:2]


def tasks(article: Article, gold: set[SpanKey]) -> list[Task]:
    """All that is to be done, in reading order; what stands in the way of a span before it."""
    wrong = [s for s in article.suggestions if key_of(s) not in gold]
    right = {key_of(s) for s in (*article.spans, *article.suggestions)} & gold
    missing = sorted(gold - right)
    found = []
    for suggestion in wrong:
        target = _made_of(article, suggestion, missing)
        found.append(Task(target, suggestion))
        if target is not None:
            missing.remove(target)
    found += map(Task, missing)
    return sorted(found, key=lambda task: (task.at[0], task.suggestion is None))


def _made_of(article: Article, one: Suggestion, missing: list[SpanKey]) -> SpanKey | None:
    near = [gold for gold in missing if gold[0] < one.end and one.start < gold[1]]
    for gold in near:
        keys = edge_keys(article, (one.start, one.end), gold[:2])
        if keys is not None and len(keys) + (gold[2] != one.label) <= WORTH_RESIZING:
            return gold
    return None


def edge_keys(article: Article, now: Range, wanted: Range) -> list[str] | None:
    """The fewest keys that move the edges of a focused span or of the selection; None: they
    cannot get there."""
    found = None
    for keys, there in _begun(article, now):
        more = _both_edges(article, there, wanted)
        if more is not None and (found is None or len(keys) + len(more) < len(found)):
            found = keys + more
        if found is not None and len(found) <= 1:
            break
    return found


def _begun(article: Article, now: Range) -> Iterator[tuple[list[str], Range]]:
    """The range as it is, and what widening and narrowing make of it."""
    yield [], now
    for key, rule, most in (("/", stops.narrowed, 1), ("+", stops.widened, MOST_WIDENINGS)):
        range_ = now
        for times in range(1, most + 1):
            with standing(article, Place(selection=range_)):
                changed = rule(article)
            if changed is None:
                break
            range_ = changed
            yield [key] * times, range_


@contextmanager
def standing(article: Article, place: Place) -> Iterator[None]:
    """The article with the annotator at another place, as long as the block lasts."""
    before, visited = article.place, set(article.trail.visited)
    article.place = place
    yield
    article.place, article.trail.visited = before, visited


def _both_edges(article: Article, now: Range, wanted: Range) -> list[str] | None:
    start, end = (_edge(article, now, wanted, is_start=is_start) for is_start in (True, False))
    return None if start is None or end is None else [*start, *end]


def _edge(article: Article, now: Range, wanted: Range, *, is_start: bool) -> list[str] | None:
    """The keys for one edge, which moves as if the other were out of its way."""
    side = 0 if is_start else 1
    other = min(now[0], wanted[0]) if side else max(now[1], wanted[1])
    edge, goal, keys = now[side], wanted[side], []
    step = 1 if goal > edge else -1
    while edge != goal and len(keys) < MOST_EDGE_KEYS:
        moved = None
        for by_character in (False, True):
            moved = _moved(article, (edge, other), step, side, by_character=by_character)
            if moved is not None and (goal - moved) * step >= 0:
                keys.append(_key(step, is_start=is_start, by_character=by_character))
                break
        else:
            return None
        edge = moved
    return keys if edge == goal else None


def _moved(
    article: Article, ends: tuple[int, int], step: int, side: int, *, by_character: bool
) -> int | None:
    with standing(article, Place(focus=Span(*sorted(ends), "any"))):
        found = moves.moved_edge(article, is_start=side == 0, step=step, by_character=by_character)
    return found[side] if found else None


def _key(step: int, *, is_start: bool, by_character: bool) -> str:
    arrow = "Right" if step > 0 else "Left"
    return f"{'Ctrl+' if is_start else ''}{'Alt+' if by_character else ''}Shift+{arrow}"


def keys_there(article: Article, place: Place, task: Task) -> list[str] | None:
    """The keys that bring a place to where one more key does the task; None: not from here."""
    if task.suggestion is not None:
        if place.focus is None or key_of(place.focus) != key_of(task.suggestion):
            return None
        return edge_keys(article, task.at, task.target[:2]) if task.target else []
    assert task.target
    return None if place.focus else _selecting(article, place, task.target[:2])


def _selecting(article: Article, place: Place, wanted: Range) -> list[str] | None:
    if place.selection is not None:
        return edge_keys(article, place.selection, wanted)
    if place.cursor[0] >= wanted[1] or place.cursor[1] <= wanted[0]:
        return None
    keys = edge_keys(article, place.cursor, wanted)
    if keys and place.cursor[1] == wanted[1] and place.cursor[0] > wanted[0]:
        # From the last word a selection is drawn to the left by its moving end.
        return [key.removeprefix("Ctrl+") for key in keys]
    return keys
