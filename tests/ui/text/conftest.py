"""Article views that show a text."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

import pytest
from PySide6.QtWidgets import QApplication

from annotator.core.document import Document, DocumentId
from annotator.core.label import Label, LabelSet
from annotator.core.sorted_spans import SortedSpans
from annotator.core.span import Span
from annotator.core.suggestion import Suggestion
from annotator.core.words import Words
from annotator.session.article import Article, Focus, Place
from annotator.ui.text.view import ArticleView

LABELS = LabelSet(map(Label, ("PERSON", "ORG", "GPE", "DATE")))

Show = Callable[..., ArticleView]


@pytest.fixture
def show(app: QApplication) -> Iterator[Show]:
    """Show a text with spans and suggestions in a view of its own."""
    views = []

    def make(
        text: str,
        spans: Sequence[Span] = (),
        suggestions: Sequence[Suggestion] = (),
        *,
        focus: Focus | None = None,
        size: tuple[int, int] = (700, 500),
    ) -> ArticleView:
        words = Words(text)
        article = Article(
            document=Document(DocumentId(1), "", "", len(text), {}),
            text=text,
            words=words,
            spans=SortedSpans(spans),
            suggestions=SortedSpans(suggestions),
            place=Place(cursor=words.after(0) or (0, 0), focus=focus),
        )
        view = ArticleView()
        view.resize(*size)
        view.show()
        view.show_article(article, LABELS)
        app.processEvents()
        views.append(view)
        return view

    yield make
    for view in views:
        view.close()
        view.deleteLater()
    app.processEvents()


def words_of(text: str) -> list[tuple[int, int]]:
    """All words of a text."""
    words = Words(text)
    found = [words.after(0)]
    while found[-1] is not None:
        found.append(words.after(found[-1][1]))
    return list(chain(word for word in found if word is not None))
