"""What files of texts and labels hold, on their way in and out, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from annotator.core.annotation import Answer
from annotator.core.provenance import Origin
from annotator.core.span import Span, SpanKey
from annotator.core.suggestion import Suggestion

Kept = dict[str, Any]
"""What a file says of a text that our model has no room for, as JSON: by the name of the
format that knows it, and under "relations" what several formats know:
`[{"label": str, "head": [start, end, label], "child": [start, end, label], …}]`, and under
"spans" what a span carries beside its label, `[{"span": [start, end, label], …}]`; all in code
points. It stays with the annotation and is written back by those who know it."""

PackedTokens = tuple[tuple[int, int, bytes], ...]
"""(start, end, packed tokens) of the pieces of a text whose tokens are known (see `words`)."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file: where it stands, what it is, and what was left out for it.

    `line` counts from 1 where the file has lines; `left_out` is "document", "annotation",
    "span", "suggestion" or "nothing" (taken, but changed: say so). `span` is start, end and
    label as the file has them; `key` the key of the document, where that is known.
    """

    path: str
    line: int | None
    reason: str
    left_out: str = "document"
    span: tuple[Any, Any, Any] | None = None
    key: str = ""

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}, line {self.line}"
        return f"{place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the offsets of a file were read: the convention found, and how sure that is (0 to
    1; 0: nothing in the file could tell), in `sentence` for people with the evidence."""

    path: str
    convention: str
    sureness: float
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class Record:
    """One item of a file: a text, what came with it, and labels if it has any.

    `spans` is None where the item says nothing about labels, () where it says "none here".
    `annotator` is None where the file names nobody. A text that several people labelled is
    a record for each of them.
    """

    text: str
    meta: dict[str, Any] = field(default_factory=dict)
    spans: tuple[Span, ...] | None = None
    answer: Answer | None = None
    annotator: str | None = None
    note: str | None = None
    path: str = ""
    line: int | None = None
    suggestions: tuple[Suggestion, ...] = ()
    kept: Kept = field(default_factory=dict)

    @property
    def is_annotated(self) -> bool:
        """Whether it carries what somebody said of the text."""
        return bool(self.spans is not None or self.answer or self.note or self.kept)


Item = Record | Problem | Verdict
"""What reading a file yields."""


@dataclass(frozen=True, slots=True)
class Exported:
    """One annotation on its way out: a document's key, text and meta, and what one
    annotator said of it. `tokens` is empty where no tokenizer has been."""

    key: str
    text: str
    meta: dict[str, Any]
    annotator: str
    spans: tuple[Span, ...]
    answer: Answer | None
    note: str | None = None
    kept: Kept = field(default_factory=dict)
    tokens: PackedTokens = ()
    origins: Mapping[SpanKey, Origin] = field(default_factory=dict)
    """Of settled spans, and of those that were turned down, where they come from."""

    @property
    def complete(self) -> bool:
        """True: text without a span is truly outside; False: it is unknown."""
        return self.answer is Answer.ACCEPT

    def left_out(self, what: str, reason: str, key: SpanKey | None = None) -> Problem:
        """The problem that says that something of it is not written."""
        return Problem(f"document {self.key}", None, reason, what, key, self.key)


@dataclass(frozen=True, slots=True)
class Written:
    """One annotation was written, with so many of its spans."""

    spans: int
