"""What an annotator has seen and said in the open document, as far as it tells what to
look at next."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from annotator.core.edit import Edit
from annotator.core.likely import Likely, beginning
from annotator.core.span import Span, SpanKey
from annotator.core.words import Words

Said = tuple[str, str]
"""Words and the label they got, or did not get."""
ANY = ""
"""Stands for whatever label."""


@dataclass
class Trail:
    """Of one sitting with one document. What it knows of labels it counts when first asked,
    and then follows each edit: a document with 100,000 labels opens without it."""

    text: str
    words: Words
    numeric: bool = False
    visited: set[SpanKey] = field(default_factory=set)
    declined: set[str] = field(default_factory=set)
    _likely: Likely | None = None
    _unread: list[Edit] = field(default_factory=list)
    _labelled: Counter[Said] = field(default_factory=Counter)
    _refused: Counter[Said] = field(default_factory=Counter)
    _known: dict[str, set[str]] = field(default_factory=dict)

    @property
    def likely(self) -> Likely:
        """The likely places of the text."""
        if self._likely is None:
            self._likely = Likely(self.text, self.words, numeric=self.numeric)
        return self._likely

    @property
    def known(self) -> dict[str, set[str]]:
        """All words that have a label somewhere in the document, as `Likely` wants them."""
        self._read()
        return self._known

    def begin(self, spans: Iterable[Span], rejected: Iterable[SpanKey]) -> None:
        """Know what was said before this sitting, and nothing else."""
        for held in (self._labelled, self._refused, self._known):
            held.clear()
        self._unread = [Edit(added=tuple(spans), rejected=tuple(rejected))]

    def take(self, edit: Edit) -> None:
        """Know what an edit says."""
        self._unread.append(edit)

    def _read(self) -> None:
        unread, self._unread = self._unread, []
        for edit in unread:
            self._label(edit.removed, -1)
            self._label(edit.added, 1)
            self._refuse(edit.restored, -1)
            self._refuse(edit.rejected, 1)

    def _label(self, spans: Iterable[Span], step: int) -> None:
        for span in spans:
            surface = self.text[span.start : span.end]
            self._labelled[surface, span.label] += step
            self._labelled[surface, ANY] += step
            known = self._known.setdefault(beginning(surface), set())
            (known.add if self._labelled[surface, ANY] > 0 else known.discard)(surface)

    def _refuse(self, keys: Iterable[SpanKey], step: int) -> None:
        for start, end, label in keys:
            self._refused[self.text[start:end], label] += step
            self._refused[self.text[start:end], ANY] += step

    def is_labelled(self, surface: str, label: str = ANY) -> bool:
        """Whether these words have this label somewhere in the document."""
        self._read()
        return self._labelled[surface, label] > 0

    def is_refused(self, surface: str, label: str = ANY) -> bool:
        """Whether a suggestion of these words and this label was turned down."""
        self._read()
        return self._refused[surface, label] > 0

    def is_nothing(self, surface: str) -> bool:
        """Whether the annotator said that these words need no label."""
        refused = self.is_refused(surface) and not self.is_labelled(surface)
        return refused or surface in self.declined
