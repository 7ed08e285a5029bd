"""What a file of texts or labels yields: records, and problems with their place."""

from dataclasses import dataclass, field
from typing import Any

from annotator.core.annotation import Answer
from annotator.core.span import Span


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file: where it stands, what it is, and what was left out for it.

    `line` counts from 1 where the file has lines; `left_out` is "document", "span" or
    "nothing" (read, but changed: say so).
    """

    path: str
    line: int | None
    reason: str
    left_out: str = "document"
    span: tuple[Any, Any, Any] | None = None

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}, line {self.line}"
        return f"{place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Record:
    """One item of a file: a text, what came with it, and labels if it has any.

    `spans` is None where the item says nothing about labels, () where it says "none here".
    `annotator` is None where the file names nobody.
    """

    text: str
    meta: dict[str, Any] = field(default_factory=dict)
    spans: tuple[Span, ...] | None = None
    answer: Answer | None = None
    annotator: str | None = None
    note: str | None = None
    path: str = ""
    line: int | None = None

    @property
    def is_annotated(self) -> bool:
        """Whether it carries what somebody said of the text."""
        return bool(self.spans is not None or self.answer or self.note)


@dataclass(frozen=True, slots=True)
class Exported:
    """One annotation on its way out: a document's key, text and meta, and what one
    annotator said of it."""

    key: str
    text: str
    meta: dict[str, Any]
    annotator: str
    spans: tuple[Span, ...]
    answer: Answer | None
    note: str | None = None

    @property
    def complete(self) -> bool:
        """True: text without a span is truly outside; False: it is unknown."""
        return self.answer is Answer.ACCEPT
