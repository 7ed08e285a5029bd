"""A small document with suggestions, and short words for what stands in an open article."""

from pathlib import Path

from annotator.core.document import DocumentId
from annotator.core.span import Ranged, Span
from annotator.core.suggestion import Suggestion
from annotator.session.article import Article
from annotator.session.gestures import Gestures
from annotator.session.session import Session

TEXT = "Ada Lovelace joined IBM in Paris. Grace Hopper left Univac for Bonn."
OTHER = "Nothing is known of Bonn."


def span(words: str, label: str, *, text: str = TEXT) -> Span:
    """The span of these words."""
    start = text.index(words)
    return Span(start, start + len(words), label)


def suggestion(
    words: str, label: str, score: float | None = 0.5, source: str = "model", *, text: str = TEXT
) -> Suggestion:
    """A suggestion for these words."""
    found = span(words, label, text=text)
    return Suggestion(found.start, found.end, label, source, score)


SUGGESTIONS = [
    suggestion("Ada Lovelace", "PER"),
    suggestion("IBM", "ORG"),
    suggestion("Paris", "LOC"),
    suggestion("Univac", "ORG"),
]


class Desk:
    """A session with a document open, and the hands of whoever sits there."""

    def __init__(self, path: Path, annotator: str = "ana", document_id: int = 1) -> None:
        self.session = Session(path, annotator)
        self.session.open(DocumentId(document_id))
        self.hands = Gestures(self.session)

    def close(self) -> None:
        self.session.close()

    @property
    def article(self) -> Article:
        assert self.session.article
        return self.session.article

    @property
    def here(self) -> int:
        """The number of the open document."""
        return self.article.document.id

    @property
    def spans(self) -> list[tuple[str, str]]:
        """Words and label of each span."""
        return [self._said(s) for s in self.article.spans]

    @property
    def suggestions(self) -> list[tuple[str, str]]:
        """Words and label of each undecided suggestion."""
        return [self._said(s) for s in self.article.suggestions]

    @property
    def focus(self) -> tuple[str, str] | None:
        """Words and label of what has the focus."""
        focus = self.article.place.focus
        return self._said(focus) if focus else None

    @property
    def cursor(self) -> str:
        """The word under the cursor."""
        start, end = self.article.place.cursor
        return self.article.text[start:end]

    @property
    def selection(self) -> str | None:
        """The words that are selected."""
        found = self.article.place.selection
        return self.article.text[slice(*found)] if found else None

    def focus_on(self, words: str, label: str) -> None:
        """Focus a span or suggestion."""
        self.hands.focus(span(words, label, text=self.article.text))
        assert self.focus == (words, label)

    def put_cursor(self, words: str) -> None:
        """Put the cursor on the first word of these."""
        self.hands.put_cursor(self.article.text.index(words))

    def select(self, words: str) -> None:
        """Select these words."""
        start = self.article.text.index(words)
        self.hands.select(start, start + len(words))
        assert self.selection == words

    def _said(self, found: Ranged) -> tuple[str, str]:
        return self.article.text[found.start : found.end], found.label
