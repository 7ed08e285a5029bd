"""The document that is open: its text, words, spans, and where the annotator is in it."""

from dataclasses import dataclass, field, replace

from annotator.core.annotation import Annotation, Answer
from annotator.core.document import Document
from annotator.core.edit import Edit
from annotator.core.sorted_spans import SortedSpans
from annotator.core.span import Span, SpanKey, key_of
from annotator.core.suggestion import Suggestion
from annotator.core.words import Range, Words

Focus = Span | Suggestion


@dataclass(frozen=True, slots=True)
class Place:
    """Where the annotator is: the word under the cursor, the selection with the word it
    was begun at, and the focused span (never together with a selection)."""

    cursor: Range = (0, 0)
    selection: Range | None = None
    anchor: Range | None = None
    focus: Focus | None = None


@dataclass
class Article:
    """An open document. `suggestions` holds the undecided ones only; `all_suggestions`
    also those that are decided, so that an undone decision brings its suggestion back.
    """

    document: Document
    text: str
    words: Words
    spans: SortedSpans[Span] = field(default_factory=SortedSpans)
    suggestions: SortedSpans[Suggestion] = field(default_factory=SortedSpans)
    all_suggestions: SortedSpans[Suggestion] = field(default_factory=SortedSpans)
    rejected: set[SpanKey] = field(default_factory=set)
    answer: Answer | None = None
    flagged: bool = False
    place: Place = field(default_factory=Place)
