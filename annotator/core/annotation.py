"""All that one annotator says about one document."""

from dataclasses import dataclass, field
from enum import StrEnum

from annotator.core.span import Span, SpanKey


class Answer(StrEnum):
    """What an annotator says of a document as a whole (Prodigy's three words)."""

    ACCEPT = "accept"
    REJECT = "reject"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class Annotation:
    """Spans in reading order, the suggestions turned down, the answer (None: unfinished),
    whether the document is flagged for another look, and a note on it."""

    spans: tuple[Span, ...] = ()
    rejected: frozenset[SpanKey] = field(default=frozenset())
    answer: Answer | None = None
    flagged: bool = False
    note: str | None = None

    @property
    def complete(self) -> bool:
        """True: text without a span is truly outside; False: it is unknown."""
        return self.answer is Answer.ACCEPT

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all has been said."""
        return self == Annotation()
