"""Spans as JSON objects {start, end, label, text?, source?, score?, note?}, checked one by one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from reprlib import Repr
from typing import Any

from annotator.core.span import Span, SpanKey

KNOWN_FIELDS = frozenset(
    # The last are Prodigy's, which repeat start and end, counted in its tokens; and what
    # relations of the same file call the span.
    ("start", "end", "label", "text", "source", "score", "note", "token_start", "token_end", "id")
)

PLAIN_FIELDS = 3
"""Start, end and label, and nothing else."""

Extras = tuple[str | None, float | None, str | None]
"""Source, score and note of a span."""

_SHORT = Repr()
_SHORT.maxstring = _SHORT.maxother = _SHORT.maxlong = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a span was left out, or (`kept`) what of it was changed."""

    reason: str
    span: tuple[Any, Any, Any] | None = None
    kept: bool = False


@dataclass(slots=True)
class SpanItems:
    """What a list of span objects yields: good spans in reading order, faults of the others,
    and for good spans the fields that a span here has no room for."""

    spans: tuple[Span, ...] = ()
    faults: list[Fault] = field(default_factory=list)
    extra: dict[SpanKey, dict[str, Any]] = field(default_factory=dict)


def read_span_items(items: Iterable[object], text: str) -> SpanItems:
    """The spans that these objects describe; a bad one never takes its neighbours with it."""
    found = SpanItems()
    spans: dict[SpanKey, Span] = {}
    length = len(text)
    for item in items:
        if not isinstance(item, dict):
            found.faults.append(Fault(f"a span must be an object, not {kind_of(item)}"))
            continue
        get = item.get
        key: Any = get("start"), get("end"), get("label")
        start, end, label = key
        # The plain ones are most, and quick.
        if (
            type(start) is int
            and type(end) is int
            and type(label) is str
            and 0 <= start < end <= length
            and len(item) == PLAIN_FIELDS
            and key not in spans
            and not label.isspace()
            and label
        ):
            spans[key] = Span(start, end, label)
        else:
            _read_with_care(item, key, text, spans, found)
    found.spans = tuple([spans[key] for key in sorted(spans)])
    return found


def _read_with_care(
    item: dict[str, Any], key: Any, text: str, spans: dict[SpanKey, Span], found: SpanItems
) -> None:
    start, end, label = key
    reason = _misfit(start, end, label, item.get("text"), text)
    if reason is None and key in spans:
        reason = "the same span stands there twice"
    if reason is not None:
        found.faults.append(Fault(reason, key))
        return
    spans[key] = Span(start, end, label, *_extras(item, key, found))
    if not KNOWN_FIELDS.issuperset(item):
        found.extra[key] = {n: v for n, v in item.items() if n not in KNOWN_FIELDS}


def _misfit(start: object, end: object, label: object, surface: object, text: str) -> str | None:
    if type(start) is not int or type(end) is not int:  # bool is an int too, but no offset
        return "start and end must be whole numbers"
    if not 0 <= start < end <= len(text):
        return f"{start}-{end} is no range of a text of {len(text)} characters"
    if type(label) is not str or not label.strip():
        return "a span needs a label"
    if surface is not None and not is_same(surface, text[start:end]):
        return f"its text is {shorten(surface)}, but {shorten(text[start:end])} stands there"
    return None


def is_same(surface: object, text: str) -> bool:
    """Whether a surface is this text; some tools fold the white space that they write."""
    if surface == text:
        return True
    return isinstance(surface, str) and text.strip() == text and surface.split() == text.split()


def _extras(item: dict[str, Any], span: SpanKey, found: SpanItems) -> Extras:
    source, score, note = item.get("source"), item.get("score"), item.get("note")
    reasons = []
    if source is not None and type(source) is not str:
        reasons.append(f"its source must be text, not {kind_of(source)}")
        source = None
    if score is not None and not (type(score) in (float, int) and 0 <= score <= 1):
        reasons.append(f"its score must be between 0 and 1, not {shorten(score)}")
        score = None
    if note is not None and type(note) is not str:
        reasons.append(f"its note must be text, not {kind_of(note)}")
        note = None
    if reasons:
        found.faults.extend(Fault(reason, span, kept=True) for reason in reasons)
    return source, None if score is None else float(score), note or None


def kind_of(value: object) -> str:
    """What JSON calls a value of this kind."""
    names = {dict: "an object", list: "a list", str: "a string", bool: "true or false"}
    return "null" if value is None else names.get(type(value), "a number")


def shorten(value: object) -> str:
    """The value as Python writes it, cut to about 60 characters, however large or deep it is."""
    return _SHORT.repr(value)
