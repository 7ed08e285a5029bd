"""What of an article is shown: its text, the spans in a range, the rows its labels need."""

from collections.abc import Iterable, Iterator
from itertools import islice

from annotator.core.span import Ranged
from annotator.session.article import Article
from annotator.ui.text.boxes import Torn, label_rows

LOOKED_AT = 300
"""Spans and suggestions at the start of the text that tell how deep they nest."""


class Content:
    """An article, or none, as the view sees it."""

    def __init__(self, article: Article | None = None) -> None:
        self._article = article
        self.text = article.text if article else ""

    def spans_in(self, start: int, end: int) -> list[Ranged]:
        """The spans and suggestions that share a character with a range."""
        if self._article is None:
            return []
        suggestions = self._article.suggestions.overlapping(start, end)
        return [*self._article.spans.overlapping(start, end), *suggestions]

    def torn(self, start: int, end: int) -> Torn:
        """Whether a range begins, and ends, where no word does."""
        if self._article is None or self._article.words.is_whole(start, end):
            return False, False
        whole = self._article.words.snap(start, end) or (start, end)
        return whole[0] != start, whole[1] != end

    def label_rows(self) -> int:
        """The rows that labels need above each line for those of nested spans to be clear."""
        return label_rows(list(self._first_spans()))

    def _first_spans(self) -> Iterator[Ranged]:
        if self._article is not None:
            each: tuple[Iterable[Ranged], ...] = (self._article.spans, self._article.suggestions)
            for spans in each:
                yield from islice(spans, LOOKED_AT)
