"""Reading and writing in one go, and items to write."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from annotator.core.annotation import Answer
from annotator.core.document import document_key
from annotator.core.record import Exported, Item, Problem, Record, Written
from annotator.core.span import Span
from annotator.formats.format import Corpus, Format

LABELS = ("PERSON", "ORG", "GPE")
ROCKET = "🚀 Ada Lovelace joined IBM in Paris."
ROCKET_SPANS = (Span(2, 14, "PERSON"), Span(22, 25, "ORG"), Span(29, 34, "GPE"))


def read(known: Format, path: Path) -> tuple[list[Record], list[Problem]]:
    assert known.read
    items = list(known.read(path))
    assert all(isinstance(item, Item) for item in items)
    records = [item for item in items if isinstance(item, Record)]
    return records, [item for item in items if isinstance(item, Problem)]


def read_bytes(known: Format, data: bytes, folder: Path) -> tuple[list[Record], list[Problem]]:
    path = folder / f"sample{known.suffixes[0]}"
    path.write_bytes(data)
    return read(known, path)


def write(known: Format, *items: Exported) -> tuple[bytes, list[Problem]]:
    assert known.write
    file = BytesIO()
    outcomes = list(known.write(items, file, Corpus(labels=LABELS, language="en")))
    problems = [outcome for outcome in outcomes if isinstance(outcome, Problem)]
    assert_all_spans_are_accounted_for(items, outcomes)
    return file.getvalue(), problems


def assert_all_spans_are_accounted_for(
    items: Sequence[Exported], outcomes: Sequence[Problem | Written]
) -> None:
    written = sum(one.spans for one in outcomes if isinstance(one, Written))
    left_out = Counter(one.left_out for one in outcomes if isinstance(one, Problem))
    out = [one.key for one in outcomes if isinstance(one, Problem) and one.left_out == "annotation"]
    gone = sum(len(item.spans) for item in items if item.key in out)
    assert written + left_out["span"] + gone == sum(len(item.spans) for item in items)
    count = sum(isinstance(one, Written) for one in outcomes)
    assert count + left_out["annotation"] == len(items)


def exported(
    text: str = ROCKET,
    spans: tuple[Span, ...] = (),
    answer: Answer | None = None,
    meta: dict[str, object] | None = None,
) -> Exported:
    return Exported(document_key(text), text, meta or {}, "ana", spans, answer)


def as_exported(record: Record, annotator: str = "ana") -> Exported:
    """A record on its way out again, as the project would give it."""
    return Exported(
        document_key(record.text),
        record.text,
        record.meta,
        record.annotator or annotator,
        record.spans or (),
        record.answer,
        record.note,
        record.kept,
    )


def without_origin(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(replace(span, source=None, score=None) for span in spans)
