"""Where the cursor, the selection and the focus go next: rules without effects."""

from dataclasses import replace

from annotator.core.edit import Edit
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
    found = _trimmed(article.text, start, end) if by_character else article.words.snap(start, end)
    if found is None:
        return to_word(article, start)
    first = article.words.nearest(found[0]) or found
    last = article.words.nearest(found[1] - 1) or found
    return Place(cursor=last, selection=found, anchor=first)


def _trimmed(text: str, start: int, end: int) -> Range | None:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def moved_edge(article: Article, *, is_start: bool, step: int) -> Range | None:
    """The focused span's range with one edge moved by a word; None if it cannot move."""
    focus, words = article.place.focus, article.words
    if focus is None:
        return None
    if is_start:
        word = words.after(focus.start + 1) if step > 0 else words.before(focus.start)
        start, end = (word[0] if word else focus.start), focus.end
    else:
        word = words.after(focus.end) if step > 0 else words.before(focus.end - 1)
        start, end = focus.start, (word[1] if word else focus.end)
    return (start, end) if start < end and (start, end) != (focus.start, focus.end) else None


def dragged_edge(article: Article, *, is_start: bool, offset: int) -> Range | None:
    """The focused span's range with one edge dragged to the word at an offset."""
    focus = article.place.focus
    word = article.words.nearest(offset)
    if focus is None or word is None:
        return None
    start, end = (word[0], focus.end) if is_start else (focus.start, word[1])
    return (start, end) if start < end and (start, end) != (focus.start, focus.end) else None


def stay(article: Article, edit: Edit, before: Place) -> Place:  # noqa: ARG001
    """After an edit: the place where it was."""
    return before


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
    focus = article.focusable(key_of(before.focus)) if before.focus else None
    return replace(before, focus=focus)
