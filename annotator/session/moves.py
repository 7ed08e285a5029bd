"""Where the cursor, the selection and the focus go next: rules without effects."""

from dataclasses import replace

from annotator.core.characters import next_end, previous_start, trimmed
from annotator.core.edit import Edit
from annotator.core.search import next_match, previous_match
from annotator.core.span import SpanKey, key_of
from annotator.core.words import Range
from annotator.session.article import Article, Focus, Place

END = (1 << 62, 0, "")


def focused(article: Article, span: Focus | None) -> Place:
    """The focus on a span, with the cursor on its first word; None: no focus."""
    if span is None:
        return replace(article.place, focus=None, selection=None, anchor=None)
    cursor = article.words.nearest(span.start) or article.place.cursor
    return Place(cursor=cursor, focus=span)


def next_span(article: Article) -> Focus | None:
    """The label or suggestion after the focused one, else from the cursor on; from the
    start again after the last."""
    key = _here(article)
    return _first_after(article, key) or _first_after(article, (-1, 0, ""))


def previous_span(article: Article) -> Focus | None:
    """The one before the focused one, else before the cursor; after the first, the last."""
    key = _here(article)
    return _last_before(article, key) or _last_before(article, END)


def next_undecided(article: Article, after: SpanKey) -> Focus | None:
    """The next undecided suggestion after a place; from the start again after the last."""
    return article.suggestions.after(after) or first_undecided(article)


def first_undecided(article: Article) -> Focus | None:
    """The first undecided suggestion of the document."""
    return article.suggestions.after((-1, 0, ""))


def _here(article: Article) -> SpanKey:
    focus = article.place.focus
    return key_of(focus) if focus else (article.place.cursor[0], -1, "")


def _first_after(article: Article, key: SpanKey) -> Focus | None:
    found: list[Focus] = [
        s for s in (article.spans.after(key), article.suggestions.after(key)) if s
    ]
    return min(found, key=key_of, default=None)


def _last_before(article: Article, key: SpanKey) -> Focus | None:
    found: list[Focus] = [
        s for s in (article.spans.before(key), article.suggestions.before(key)) if s
    ]
    return max(found, key=key_of, default=None)


def span_at(article: Article, offset: int) -> Focus | None:
    """The innermost span at an offset; if that is focused already, the one round it, and
    after the outermost the innermost again."""
    around: list[Focus] = [
        *article.spans.overlapping(offset, offset + 1),
        *article.suggestions.overlapping(offset, offset + 1),
    ]
    around.sort(key=lambda s: (s.end - s.start, key_of(s)))
    if article.place.focus in around:
        return around[(around.index(article.place.focus) + 1) % len(around)]
    return around[0] if around else None


def word_step(article: Article, step: int) -> Range:
    """The word before (-1) or after (1) the cursor, or after or before the focused span."""
    words, place = article.words, article.place
    start, end = (place.focus.start, place.focus.end) if place.focus else place.cursor
    found = words.after(end) if step > 0 else words.before(start)
    return found or place.cursor


def to_word(article: Article, offset: int) -> Place:
    """The cursor on the word at an offset; no selection, no focus."""
    return Place(cursor=article.words.nearest(offset) or article.place.cursor)


def selecting(article: Article, cursor: Range) -> Place:
    """The selection from the word it was begun at to this word, either way round."""
    anchor = article.place.anchor or article.place.cursor
    selection = min(anchor[0], cursor[0]), max(anchor[1], cursor[1])
    return Place(cursor=cursor, selection=selection, anchor=anchor)


def selected(article: Article, start: int, end: int, *, by_character: bool) -> Place:
    """The selection of a range, widened to whole words unless by character."""
    found = trimmed(article.text, start, end) if by_character else article.words.snap(start, end)
    if found is None:
        return to_word(article, start)
    first = article.words.nearest(found[0]) or found
    last = article.words.nearest(found[1] - 1) or found
    return Place(cursor=last, selection=found, anchor=first)


def selecting_by_character(article: Article, step: int) -> Place:
    """The selection with its moving end one character on, over white space."""
    place = article.place
    start, end = place.selection or place.cursor
    anchor = place.anchor or place.cursor
    if place.cursor[0] >= anchor[0]:
        moved = (start, _character_step(article.text, end, step, is_start=False) or end)
    else:
        moved = (_character_step(article.text, start, step, is_start=True) or start, end)
    selection = moved if moved[0] < moved[1] else (start, end)
    return Place(cursor=place.cursor, selection=selection, anchor=anchor)


def _character_step(text: str, offset: int, step: int, *, is_start: bool) -> int | None:
    """Where an edge comes to stand: always beside a character that is not white space."""
    if is_start and step > 0:
        past = next_end(text, offset)
        following = next_end(text, past) if past is not None else None
        return previous_start(text, following) if following is not None else None
    if is_start:
        return previous_start(text, offset)
    if step > 0:
        return next_end(text, offset)
    last = previous_start(text, offset)
    preceding = previous_start(text, last) if last is not None else None
    return next_end(text, preceding) if preceding is not None else None


def moved_start(article: Article, step: int, *, by_character: bool) -> Place:
    """The selection with its start moved by a word, or by a character."""
    place = article.place
    start, end = place.selection or place.cursor
    if by_character:
        moved = _character_step(article.text, start, step, is_start=True)
    else:
        moved = _word_edge(article, start, step, is_start=True)
    if moved is None or moved >= end:
        return place
    first = article.words.nearest(moved) or (moved, end)
    last = article.words.nearest(end - 1) or first
    return Place(cursor=last, selection=(moved, end), anchor=first)


def moved_edge(
    article: Article, *, is_start: bool, step: int, by_character: bool = False
) -> Range | None:
    """The focused span's range with one edge moved by a word, or by a character; None if
    it cannot move."""
    focus = article.place.focus
    if focus is None:
        return None
    edge = focus.start if is_start else focus.end
    if by_character:
        moved = _character_step(article.text, edge, step, is_start=is_start)
    else:
        moved = _word_edge(article, edge, step, is_start=is_start)
    return _with_edge(focus, moved, is_start=is_start)


def _word_edge(article: Article, edge: int, step: int, *, is_start: bool) -> int | None:
    words = article.words
    if is_start:
        word = words.after(edge + 1) if step > 0 else words.before(edge)
        return word[0] if word else None
    word = words.after(edge) if step > 0 else words.before(edge - 1)
    return word[1] if word else None


def _with_edge(focus: Focus, edge: int | None, *, is_start: bool) -> Range | None:
    if edge is None:
        return None
    start, end = (edge, focus.end) if is_start else (focus.start, edge)
    return (start, end) if start < end and (start, end) != (focus.start, focus.end) else None


def dragged_edge(article: Article, *, is_start: bool, offset: int) -> Range | None:
    """The focused span's range with one edge dragged to the word at an offset."""
    focus, word = article.place.focus, article.words.nearest(offset)
    if focus is None or word is None:
        return None
    return _with_edge(focus, word[0] if is_start else word[1], is_start=is_start)


def found(article: Article, needle: str, *, backwards: bool) -> Place:
    """The next place of a string selected, or the place that was if there is none."""
    here = article.place.selection or article.place.cursor
    if backwards:
        match = previous_match(article.text, needle, here[0])
    else:
        match = next_match(article.text, needle, here[1] if article.place.selection else here[0])
    return selected(article, *match, by_character=True) if match else article.place


def to_next_undecided(article: Article, edit: Edit, before: Place) -> Place:
    """After an edit: the next undecided suggestion is focused, else what was accepted."""
    if before.focus is None:
        return before
    found = next_undecided(article, key_of(before.focus))
    if found is None and edit.added:
        return to_added(article, edit, before)
    return focused(article, found) if found or edit.removed or edit.rejected else before


def to_added(article: Article, edit: Edit, before: Place) -> Place:
    """After an edit: the one span it added, or the one suggestion it put back, is focused."""
    if len(edit.added) == 1 and edit.answer is None:
        return focused(article, article.spans.get(key_of(edit.added[0])))
    if len(edit.restored) == 1 and edit.answer is None:
        return focused(article, article.focusable(edit.restored[0]))
    return to_focus(article, edit, before)


def to_focus(article: Article, edit: Edit, before: Place) -> Place:  # noqa: ARG001
    """After an edit: the focus where it was, on the label if the suggestion became one."""
    focus = article.focusable(key_of(before.focus)) if before.focus else None
    return replace(before, focus=focus)


def to_what_is_there(article: Article) -> Place:
    """The place, with the focus only if what had it is still there."""
    place = article.place
    return replace(place, focus=article.focusable(key_of(place.focus)) if place.focus else None)
