"""The document that is open: its text, words, spans, and where the annotator is in it."""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from annotator.core.annotation import Annotation, Answer
from annotator.core.document import Document, DocumentId
from annotator.core.edit import Edit
from annotator.core.likely import is_numeric
from annotator.core.memory import SOURCE as MEMORY
from annotator.core.sorted_spans import SortedSpans
from annotator.core.span import Span, SpanKey, key_of
from annotator.core.suggestion import Suggestion
from annotator.core.words import Range, Words
from annotator.session.trail import Trail
from annotator.storage.project import Project

Focus = Span | Suggestion


@dataclass(frozen=True, slots=True)
class Place:
    """Where the annotator is: the word under the cursor, the selection with the word it
    was begun at, and the focused span (never together with a selection)."""

    cursor: Range = (0, 0)
    selection: Range | None = None
    anchor: Range | None = None
    focus: Focus | None = None

    @property
    def start(self) -> int:
        """Where the focused span begins, or else the word under the cursor."""
        return self.focus.start if self.focus else self.cursor[0]

    @property
    def ranges(self) -> list[Range]:
        """What it is shown by: the cursor's word, the selection, the focused span."""
        focused = (self.focus.start, self.focus.end) if self.focus else None
        return [range_ for range_ in (self.cursor, self.selection, focused) if range_]


@dataclass
class Article:
    """An open document. `suggestions` holds the undecided ones only; `all_suggestions`
    also those that are decided, so that an undone decision brings its suggestion back, and
    those less sure than `least_sure` (0 to 1), and those of which more is known than a score
    and that are less likely than `least_chance`: these are `unlikely`. `remembered` are those
    of memory alone.
    """

    document: Document
    text: str
    words: Words
    spans: SortedSpans[Span] = field(default_factory=SortedSpans)
    suggestions: SortedSpans[Suggestion] = field(default_factory=SortedSpans)
    all_suggestions: SortedSpans[Suggestion] = field(default_factory=SortedSpans)
    remembered: SortedSpans[Suggestion] = field(default_factory=SortedSpans)
    unlikely: SortedSpans[Suggestion] = field(default_factory=SortedSpans)
    rejected: set[SpanKey] = field(default_factory=set)
    least_sure: float = 0.0
    least_chance: float = 0.0
    answer: Answer | None = None
    flagged: bool = False
    note: str | None = None
    place: Place = field(default_factory=Place)
    trail: Trail = field(init=False)

    def __post_init__(self) -> None:
        self.trail = Trail(self.text, self.words)

    def apply(self, edit: Edit) -> None:
        """Bring spans, suggestions, answer, flag and note to what they are after the edit."""
        for span in edit.removed:
            self.spans.remove(key_of(span))
        for span in edit.added:
            self.spans.add(span)
        self.rejected.difference_update(edit.restored)
        self.rejected.update(edit.rejected)
        if edit.answer:
            self.answer = edit.answer[1]
        if edit.flagged:
            self.flagged = edit.flagged[1]
        if edit.note:
            self.note = edit.note[1]
        for start, end in ranges_of(edit):
            self._decide_again(self.all_suggestions.with_range(start, end))
            self._decide_again(self.remembered.overlapping(start, end))
        if edit.answer:
            self._decide_again(self.remembered)
        self.trail.take(edit)

    def _decide_again(self, suggestions: Iterable[Suggestion]) -> None:
        for suggestion in suggestions:
            undecided = self.is_undecided(suggestion)
            if undecided and suggestion not in self.suggestions:
                self.suggestions.add(suggestion)
            elif not undecided and suggestion in self.suggestions:
                self.suggestions.remove(key_of(suggestion))

    def is_undecided(self, suggestion: Suggestion) -> bool:
        """Whether it is to be shown: it is sure enough, nobody has turned it down, and no label
        stands on exactly its words; if memory alone proposes it, on none of them."""
        if key_of(suggestion) in self.rejected or not self.is_sure_enough(suggestion):
            return False
        if self.spans.with_range(suggestion.start, suggestion.end):
            return False
        return suggestion.source != MEMORY or self._is_free(suggestion)

    def is_sure_enough(self, suggestion: Suggestion) -> bool:
        """Whether it is not hidden for being unlikely; what nothing is known of is shown."""
        sureness = suggestion.sureness
        is_sure = sureness is None or sureness >= self.least_sure
        return is_sure and not self._is_unlikely(suggestion)

    def _is_unlikely(self, suggestion: Suggestion) -> bool:
        return suggestion.chance is not None and suggestion.chance < self.least_chance

    def _is_free(self, suggestion: Suggestion) -> bool:
        """Whether what memory proposes here may be right: nothing is missing where a person
        said that all is labelled."""
        done = self.answer in {Answer.ACCEPT, Answer.REJECT}
        return not done and not self.spans.overlapping(suggestion.start, suggestion.end)

    def count_hidden(self) -> int:
        """How many undecided suggestions are hidden for being unlikely."""
        asked = self.all_suggestions if self.least_sure else self.unlikely
        if not len(asked):
            return 0
        labelled = {(span.start, span.end) for span in self.spans}
        return sum(
            not self.is_sure_enough(s)
            and (s.start, s.end) not in labelled
            and key_of(s) not in self.rejected
            for s in asked
        )

    def take_annotation(self, annotation: Annotation) -> None:
        """Show this annotation instead of what was shown."""
        self.spans = SortedSpans(annotation.spans)
        self.rejected = set(annotation.rejected)
        self.answer, self.flagged = annotation.answer, annotation.flagged
        self.note = annotation.note
        self.trail.begin(annotation.spans, annotation.rejected)

    def take_suggestions(self, suggestions: Iterable[Suggestion]) -> None:
        """Show these suggestions instead of what was shown."""
        self.all_suggestions = SortedSpans(first_of_each(suggestions))
        self.remembered = SortedSpans(s for s in self.all_suggestions if s.source == MEMORY)
        self.unlikely = self.all_suggestions.kept(self._is_unlikely)
        self.show_suggestions()

    def show_suggestions(self) -> None:
        """Show all that is undecided."""
        # The same as is_undecided for each, but fast for 100,000 of them.
        labelled = {(span.start, span.end) for span in self.spans}
        self.suggestions = self.all_suggestions.kept(
            lambda s: (
                (s.start, s.end) not in labelled
                and key_of(s) not in self.rejected
                and self.is_sure_enough(s)
                and (s.source != MEMORY or self._is_free(s))
            )
        )

    def take_piece(self, piece: Range, suggestions: Iterable[Suggestion]) -> None:
        """Show these suggestions in one piece of the text instead of what was shown there."""
        for suggestion in self.all_suggestions.starting_in(*piece):
            self.drop(suggestion)
        for suggestion in first_of_each(suggestions):
            self.propose(suggestion)

    def propose(self, suggestion: Suggestion) -> None:
        """Show a suggestion that is new here."""
        self.all_suggestions.add(suggestion)
        if suggestion.source == MEMORY:
            self.remembered.add(suggestion)
        if self._is_unlikely(suggestion):
            self.unlikely.add(suggestion)
        if self.is_undecided(suggestion):
            self.suggestions.add(suggestion)

    def drop(self, suggestion: Suggestion) -> None:
        """Show a suggestion no longer."""
        for held in (self.all_suggestions, self.suggestions, self.remembered, self.unlikely):
            if suggestion in held:
                held.remove(key_of(suggestion))

    def focusable(self, key: SpanKey) -> Focus | None:
        """The label or undecided suggestion with this key."""
        return self.spans.get(key) or self.suggestions.get(key)


def first_of_each(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    """One suggestion for each start, end and label: of several sources the surest.

    One source proposes each only once.
    """
    suggestions = list(suggestions)
    if len({suggestion.source for suggestion in suggestions}) <= 1:
        return suggestions
    found: dict[SpanKey, Suggestion] = {}
    for suggestion in suggestions:
        held = found.setdefault(key_of(suggestion), suggestion)
        if held is not suggestion and (held.sureness or 0) < (suggestion.sureness or 0):
            found[key_of(suggestion)] = suggestion
    return list(found.values())


def ranges_of(edit: Edit) -> set[Range]:
    """The ranges of text that an edit touches."""
    spans = {(s.start, s.end) for s in (*edit.removed, *edit.added)}
    return spans | {(start, end) for start, end, _ in (*edit.rejected, *edit.restored)}


Hear = Callable[[Article], list[Suggestion]]
"""What is to be shown of what sources propose for an article."""


def load(
    project: Project, document_id: DocumentId, annotator_id: int, hear: Hear
) -> Article | None:
    """A document as one annotator sees it, or None if there is none of this id."""
    document = project.documents.get(document_id)
    if document is None:
        return None
    with collection_paused():
        return _loaded(project, document, annotator_id, hear)


def _loaded(project: Project, document: Document, annotator_id: int, hear: Hear) -> Article:
    document_id = document.id
    text = project.documents.text(document_id)
    article = Article(document, text, Words(text, project.suggestions.tokens(document_id)))
    article.take_annotation(project.annotations.get(document_id, annotator_id))
    article.take_suggestions(hear(article))
    article.trail.numeric = any(is_numeric(label.name) for label in project.labels())
    article.place = Place(cursor=article.words.after(0) or (0, 0))
    return article


@contextmanager
def collection_paused() -> Iterator[None]:
    """Let Python's collector not look at what is made meanwhile, neither now nor later."""
    # 100,000 spans set off many collections while they are made, and make each later one
    # slow (11 ms): they hold no cycles, so the collector need not look at them again.
    gc.disable()
    gc.unfreeze()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
