"""What was decided in the open document, which does not count there as remembered.

Only what a person made there counts: so nothing comes or goes because a suggestion was
accepted or got another label, and the same is proposed whenever the document is opened.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from annotator.core.edit import Edit
from annotator.core.memory import SOURCE as MEMORY
from annotator.core.span import Span, SpanKey, key_of
from annotator.core.words import Range
from annotator.session.article import Article

String = tuple[str, str]
"""Words and a label."""
AT_ONCE = 2_000


class Here:
    """Follows one article from when it was opened."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._made: set[SpanKey] = set()
        self._strings_made: Counter[String] = Counter()
        self._not_made: Counter[String] = Counter()
        self._refused: Counter[String] = Counter()
        self._refused_at: Counter[Range] = Counter()
        self._unread: Iterator[Span] = iter(())
        self._refuse(article.rejected, 1)

    def begin(self) -> None:
        """The article has its suggestions: what spans there are is to be read."""
        self._unread = iter([*self._article.spans])

    def read(self) -> bool:
        """Read some of the spans that were there before this sitting; whether there were any."""
        some = [*islice(self._unread, AT_ONCE)]
        self._add(some)
        return bool(some)

    def take(self, edit: Edit) -> set[String]:
        """Know what an edit says; the strings of which a mention was made, or is no longer."""
        while self.read():
            pass
        self._refuse(edit.restored, -1)
        self._refuse(edit.rejected, 1)
        return self._remove(edit.removed) | self._add(edit.added)

    def decided(self, surface: str, label: str) -> tuple[int, int]:
        """How often a string was accepted with this label here, and how often turned down."""
        return self._not_made[surface, label], self._refused[surface, label]

    def is_made(self, surface: str, label: str) -> bool:
        """Whether a person made a mention of a string here."""
        return self._strings_made[surface, label] > 0

    def is_made_over(self, start: int, end: int) -> bool:
        """Whether what a person made here stands on some of these words."""
        return any(key_of(s) in self._made for s in self._article.spans.overlapping(start, end))

    def _refuse(self, keys: Iterable[SpanKey], step: int) -> None:
        for start, end, label in keys:
            self._refused[self._article.text[start:end], label] += step
            self._refused_at[start, end] += step

    def _add(self, spans: Iterable[Span]) -> set[String]:
        made = set()
        for span in spans:
            if self._is_made(span):
                self._made.add(key_of(span))
                self._strings_made[self._string(span)] += 1
                made.add(self._string(span))
            else:
                self._not_made[self._string(span)] += 1
        return made

    def _remove(self, spans: Iterable[Span]) -> set[String]:
        gone = set()
        for span in spans:
            if key_of(span) in self._made:
                self._made.remove(key_of(span))
                self._strings_made[self._string(span)] -= 1
                gone.add(self._string(span))
            else:
                self._not_made[self._string(span)] -= 1
        return gone

    def _is_made(self, span: Span) -> bool:
        if span.source is not None or self._refused_at[span.start, span.end] > 0:
            return False
        there = self._article.all_suggestions.with_range(span.start, span.end)
        return all(one.source == MEMORY for one in there)

    def _string(self, span: Span) -> String:
        return self._article.text[span.start : span.end], span.label
