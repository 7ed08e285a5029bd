"""Spans and places of the article in words, for those who hear them."""

from PySide6.QtCore import QCoreApplication

from annotator.core.span import Span
from annotator.core.suggestion import Contender, Suggestion
from annotator.session.article import Article, Focus

LONGEST = 200
"""Characters of a span that are spoken."""


def said_place(article: Article) -> str:
    """The selection or the focused span, else the labels of the word under the cursor."""
    place = article.place
    if place.selection is not None:
        return _tr("selected: {0}").format(_words(article, *place.selection))
    if place.focus is not None:
        return said_span(article, place.focus)
    names = ", ".join(span.label for span in article.spans.overlapping(*place.cursor))
    return _tr("labelled {0}").format(names) if names else ""


def said_span(article: Article, span: Focus) -> str:
    """Its label, its words, and what is known of it."""
    facts = _of_suggestion(span) if isinstance(span, Suggestion) else _of_label(span)
    if not article.words.is_whole(span.start, span.end):
        facts.append(_tr("off the word edges"))
    return f"{span.label}: {_words(article, span.start, span.end)} ({', '.join(facts)})"


def _words(article: Article, start: int, end: int) -> str:
    more = " …" if end - start > LONGEST else ""
    return " ".join(article.text[start:end][:LONGEST].split()) + more


def _of_suggestion(span: Suggestion) -> list[str]:
    if isinstance(span, Contender):
        return [_tr("version of {0}").format(", ".join(map(str, span.numbers)))]
    facts = [_tr("suggested")]
    if span.sureness is not None:
        facts.append(_tr("{0} sure").format(f"{span.sureness:.0%}"))
    if span.runners_up:
        name, share = span.runners_up[0]
        facts.append(_tr("or {0}, {1}").format(name, f"{share:.0%}"))
    return facts


def _of_label(span: Span) -> list[str]:
    facts = [_tr("label")]
    if span.note:
        facts.append(_tr("with the note {0}").format(span.note))
    return facts


def _tr(text: str) -> str:
    return QCoreApplication.translate("accessible", text)
