"""What a gesture changes: from the open article to an edit, without effects."""

from dataclasses import replace

from annotator.core.annotation import Answer
from annotator.core.edit import Edit, fitted
from annotator.core.memory import SOURCE as MEMORY
from annotator.core.search import each_mention
from annotator.core.span import Span, SpanKey, key_of, relabelled
from annotator.core.suggestion import Suggestion
from annotator.core.words import Range
from annotator.session.article import Article, Focus


def accepting(article: Article) -> Edit:
    """Make the focused suggestion a label."""
    focus = article.place.focus
    return _adding(article, focus.accepted()) if isinstance(focus, Suggestion) else Edit()


def removing(article: Article) -> Edit:
    """Turn the focused suggestion down, or remove the focused label."""
    focus = article.place.focus
    return _without(article, focus) if focus else Edit()


def labelling(article: Article, label: str) -> Edit:
    """Give the focused span, or else the selection or the word under the cursor, a label."""
    focus = article.place.focus
    if focus:
        return _relabelling(article, focus, label)
    start, end = article.place.selection or article.place.cursor
    if start == end or (start, end, label) in map(key_of, article.spans.with_range(start, end)):
        return Edit()
    return _adding(article, Span(start, end, label))


def _relabelling(article: Article, focus: Focus, label: str) -> Edit:
    if isinstance(focus, Suggestion):
        return _adding(article, Span(focus.start, focus.end, label))
    if focus.label == label:
        return Edit()
    new = replace(relabelled(focus, label), source=None, score=None)
    return Edit(removed=(focus,), added=(new,) if new not in article.spans else ())


def _adding(article: Article, span: Span) -> Edit:
    # A suggestion of the same words and label is thereby accepted, one of another label
    # turned down: a person has decided about exactly these words.
    proposed = article.all_suggestions.get(key_of(span))
    rejected = tuple(k for k in _open_keys(article, span) if k != key_of(span))
    restored = (key_of(span),) if key_of(span) in article.rejected else ()
    added = proposed.accepted() if proposed else span
    return Edit(added=(added,), rejected=rejected, restored=restored)


def _without(article: Article, focus: Focus) -> Edit:
    removed = (focus,) if isinstance(focus, Span) else ()
    if isinstance(focus, Suggestion):
        return Edit(rejected=(key_of(focus),))
    others = [s for s in article.spans.with_range(focus.start, focus.end) if s != focus]
    # Without this the suggestion it came from would come back, undecided. What was made by hand
    # came from none: memory proposes it there because it was made.
    but = MEMORY if focus.source is None else ""
    return Edit(removed=removed, rejected=() if others else _open_keys(article, focus, but=but))


def _open_keys(article: Article, focus: Focus, *, but: str = "") -> tuple[SpanKey, ...]:
    """The suggestions of exactly these words that nobody turned down, of all sources but one."""
    proposed = article.all_suggestions.with_range(focus.start, focus.end)
    keys = (key_of(one) for one in proposed if one.source != but)
    return tuple(key for key in keys if key not in article.rejected)


def labelling_mentions(article: Article, excluded: frozenset[Range] = frozenset()) -> Edit:
    """Give every other mention of the focused span's words its label.

    What a label or a longer suggestion covers already is left alone, and so are ranges in
    `excluded`. A focused suggestion is accepted with them.
    """
    focus = article.place.focus
    if focus is None:
        return Edit()
    edits = [accepting(article)]
    for start, end in other_mentions(article):
        if (start, end) not in excluded:
            edits.append(_adding(article, Span(start, end, focus.label)))
    return Edit(
        added=tuple(span for edit in edits for span in edit.added),
        rejected=tuple(key for edit in edits for key in edit.rejected),
        restored=tuple(key for edit in edits for key in edit.restored),
    )


def other_mentions(article: Article) -> list[Range]:
    """Where the focused span's words stand again as whole words, free to be labelled."""
    focus = article.place.focus
    if focus is None:
        return []
    found = each_mention(article.text, article.text[focus.start : focus.end])
    return [
        (start, end)
        for start, end in found
        if (start, end) != (focus.start, focus.end) and _is_free(article, start, end)
    ]


def _is_free(article: Article, start: int, end: int) -> bool:
    longer = (
        s for s in article.suggestions.overlapping(start, end) if (s.start, s.end) != (start, end)
    )
    return not article.spans.overlapping(start, end) and next(longer, None) is None


def resizing(article: Article, target: Range | None) -> Edit:
    """Move the focused span to another range; a suggestion is thereby accepted."""
    focus = article.place.focus
    if focus is None or target is None:
        return Edit()
    span = Span(*target, focus.label)
    if span in article.spans:
        return Edit()
    old, new = _without(article, focus), _adding(article, span)
    note = focus.note if isinstance(focus, Span) else None
    return Edit(
        removed=old.removed,
        added=tuple(replace(added, note=note) for added in new.added),
        rejected=old.rejected + new.rejected,
        restored=new.restored,
    )


def answering(article: Article, answer: Answer) -> Edit:
    """Give the document an answer; `accept` accepts all that is still suggested with it."""
    finishing = answer is Answer.ACCEPT
    added = tuple(s.accepted() for s in _best_of_each_range(article)) if finishing else ()
    changed = (article.answer, answer) if article.answer is not answer else None
    return Edit(added=added, answer=changed)


def _best_of_each_range(article: Article) -> list[Suggestion]:
    best: dict[Range, Suggestion] = {}
    for suggestion in article.suggestions:
        held = best.setdefault((suggestion.start, suggestion.end), suggestion)
        if (suggestion.sureness or 0) > (held.sureness or 0):
            best[suggestion.start, suggestion.end] = suggestion
    return list(best.values())


def noting(article: Article, note: str) -> Edit:
    """Write a note on the focused label, or else on the document; "" takes it away.

    A suggestion is thereby accepted.
    """
    focus, text = article.place.focus, note.strip() or None
    if focus is None:
        return Edit(note=(article.note, text)) if text != article.note else Edit()
    if isinstance(focus, Suggestion):
        accepted = _adding(article, focus.accepted())
        return replace(accepted, added=tuple(replace(s, note=text) for s in accepted.added))
    new = replace(focus, note=text)
    return Edit(removed=(focus,), added=(new,)) if new != focus else Edit()


def flagging(article: Article) -> Edit:
    """Flag the document, or take the flag away."""
    return Edit(flagged=(article.flagged, not article.flagged))


def refitted(article: Article, edit: Edit) -> Edit:
    """What is left to do of an edit that was made for an earlier state of the article.

    Gestures and their undoing fit each other; but an import may stand between them.
    """
    return fitted(edit, article, article.spans.get)
