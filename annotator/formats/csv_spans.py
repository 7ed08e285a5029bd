"""CSV and TSV tables of spans: on each row a span of a document, whose text its first row has."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from annotator.core.record import Exported, Item, Problem, Written
from annotator.core.span import Span
from annotator.errors import FormatError
from annotator.formats.csv_texts import (
    TableWriter,
    as_json,
    delimiter_of,
    head_of,
    header_row,
    notes_on,
    value_of,
)
from annotator.formats.encoding import shown
from annotator.formats.format import Corpus, Format, Writing
from annotator.formats.jsonl import raws_of
from annotator.formats.offsets import Convention, Ruler
from annotator.formats.raw import Raw, settle
from annotator.formats.rows import DELIMITERS, Row, cells_of, each_row, header_of
from annotator.formats.tokens import inside

COLUMNS = {
    "document": ("document", "document_id", "doc_id", "doc", "key", "id", "file", "filename"),
    "document_text": (
        *("document_text", "doc_text", "full_text", "article", "content", "body"),
        *("sentence", "paragraph", "text"),
    ),
    "start": ("start", "start_char", "char_start", "start_offset", "begin"),
    "end": ("end", "end_char", "char_end", "end_offset", "stop"),
    "label": ("label", "tag", "type", "entity_type", "entity_label", "category"),
    "surface": ("surface", "span_text", "surface_form", "mention", "entity", "span", "text"),
    "annotator": ("annotator", "annotator_id"),
}
"""Our columns by the names that they have elsewhere; the first that is there is taken."""
WRITTEN = (
    *("document", "start", "end", "label", "surface", "source", "score", "note"),
    *("annotator", "answer", "complete", "document_note", "document_text", "meta", "kept"),
)
OF_DOCUMENTS = ("answer", "complete", "document_note", "meta", "kept")
MOST_ROWS_HELD = 2_000_000
"""So many rows are held in memory where those of a document do not follow one another."""


@dataclass(slots=True)
class _Group:
    """What the rows of one document say for one annotator."""

    line: int
    fields: dict[str, Any] = field(default_factory=dict)
    items: list[Any] = field(default_factory=list)


def read(path: Path) -> Iterator[Item]:
    """The documents of a table with their spans.

    Raises FormatError if columns are missing, or the rows of one document lie too far apart;
    OSError if it cannot be read.
    """
    where = shown(path)
    return settle(_Table(path, where).each(), where)


class _Table:
    """A table while it is read; groups by document, and within it by annotator."""

    def __init__(self, path: Path, where: str) -> None:
        self._path = path
        self._where = where
        self._texts: dict[str, str] = {}
        self._groups: dict[tuple[str, str], _Group] = {}
        self._held = 0
        self._names: list[str] = []

    def each(self) -> Iterator[Raw]:
        header = head_of(self._path)
        if not header:
            yield Problem(self._where, None, "the file is empty", "nothing")
            return
        delimiter = delimiter_of(header, has_spans)
        if delimiter is None:
            raise FormatError(
                f"This is no table of spans: it begins with {header[:60]!r}.",
                "It needs the columns document, document_text, start, end and label.",
            )
        yield from notes_on(delimiter, self._path, self._where)
        yield from self._read(delimiter, is_ordered=self._is_ordered(delimiter))

    def _read(self, delimiter: str, *, is_ordered: bool) -> Iterator[Raw]:
        before = None
        for row in self._rows(delimiter):
            if isinstance(row, Problem):
                yield row
                continue
            fields = dict(zip(self._names, row.cells, strict=False))
            document = _document(fields)
            if is_ordered and document != before:
                yield from self._finish()
            before = document
            self._add(document, fields, row.line)
        yield from self._finish()

    def _rows(self, delimiter: str) -> Iterator[Row | Problem]:
        self._names = []
        for row in each_row(self._path, delimiter):
            if isinstance(row, Row) and not self._names:
                self._names = _named(header_row(row, has_spans))
            else:
                yield row

    def _is_ordered(self, delimiter: str) -> bool:
        """Whether the rows of each document follow one another."""
        before, met = None, set()
        for row in self._rows(delimiter):
            if isinstance(row, Row):
                document = hash(_document(dict(zip(self._names, row.cells, strict=False))))
                if document != before and document in met:
                    return False
                before = document
                met.add(document)
        return True

    def _add(self, document: str, fields: dict[str, str], line: int) -> None:
        self._held += 1
        if self._held > MOST_ROWS_HELD:
            raise FormatError("The rows of its documents lie apart.", "Sort it by document.")
        text = fields.pop("document_text", "")
        if not text and " " in document and "document_text" not in self._names:
            text = document  # the column has texts, not their names
        if text:
            self._texts.setdefault(document, text)
        annotator = fields.pop("annotator", "")
        group = self._groups.setdefault((document, annotator), _Group(line))
        for name in OF_DOCUMENTS:
            cell = fields.pop(name, "")
            if cell:
                group.fields.setdefault(name, value_of(name, cell))
        fields.pop("document", None)
        if fields.get("start") or fields.get("end") or fields.get("label"):
            group.items.append(_span(fields))

    def _finish(self) -> Iterator[Raw]:
        for (document, annotator), group in self._groups.items():
            text = self._texts.get(document)
            if text is None:
                reason = f"no row of the document {document[:60]!r} has its text"
                yield Problem(self._where, group.line, reason)
                continue
            note = group.fields.pop("document_note", None)
            item = {**group.fields, "text": text, "annotator": annotator or None, "note": note}
            # Rows without a span say that there is none, if they say anything.
            item["spans"] = group.items or ([] if item.get("answer") else None)
            if document != text:
                item["id"] = document
            yield from raws_of(item, self._where, group.line)
        self._texts.clear()
        self._groups.clear()
        self._held = 0


def _document(fields: dict[str, str]) -> str:
    return fields.get("document") or fields.get("document_text", "")


def _named(columns: Sequence[str]) -> list[str]:
    """The columns of a table by our names, as far as we have any."""
    names = [column.casefold() for column in columns]
    found = list(columns)
    taken: set[int] = set()
    for ours, theirs in COLUMNS.items():
        at = next(
            (names.index(t) for t in theirs if t in names and names.index(t) not in taken), -1
        )
        if at >= 0:
            found[at] = ours
            taken.add(at)
    return found


def _span(fields: dict[str, str]) -> dict[str, Any]:
    """A row as an object of a span; columns that are not ours stay beside it."""
    span: dict[str, Any] = {name: cell for name, cell in fields.items() if cell}
    span.pop("surface", None)
    span["start"], span["end"] = _number(fields.get("start")), _number(fields.get("end"))
    if fields.get("surface"):
        span["text"] = fields["surface"]
    if "score" in span:
        # If it is none, the reader of spans says so.
        with suppress(ValueError):
            span["score"] = float(span["score"])
    return span


def _number(cell: str | None) -> Any:
    """The number in a cell; spreadsheets and data frames may have written 12 as 12.0."""
    whole = (cell or "").strip().removesuffix(".0")
    return int(whole) if whole.isascii() and whole.isdigit() and len(whole) < 19 else cell  # noqa: PLR2004


def has_spans(cells: Sequence[str]) -> bool:
    """Whether these column names are those of a table of spans with their texts."""
    found = _named(cells)
    has_text = "document_text" in found or "document" in cells
    return has_text and all(name in found for name in ("start", "end", "label"))


def write(items: Iterable[Exported], file: BinaryIO, corpus: Corpus) -> Writing:
    """Write a row for each span, or one without a span; the first of each item has the text."""
    table = TableWriter(file, WRITTEN)
    convention = Convention(corpus.offsets or "codepoints")
    for item in items:
        spans, problems = inside(item)
        try:
            first = _cells_of_document(item)
        except TypeError as error:  # orjson's own error is one
            yield item.left_out("annotation", f"JSON cannot hold it: {error}")
            continue
        ruler = Ruler(item.text, convention)
        rows = [_cells(span, item.text, ruler) for span in spans] or [{}]
        rows[0] |= first
        for row in rows:
            row |= {"document": item.key, "annotator": item.annotator}
            table.write(row.get(name, "") for name in WRITTEN)
        yield from table.warnings(item)
        yield from problems
        yield Written(len(spans))


def _cells_of_document(item: Exported) -> dict[str, Any]:
    return {
        "answer": item.answer or "",
        "complete": as_json(item.complete),
        "document_note": item.note or "",
        "document_text": item.text,
        "meta": as_json(item.meta),
        "kept": as_json(item.kept),
    }


def _cells(span: Span, text: str, ruler: Ruler) -> dict[str, Any]:
    start, end = ruler.written(span.start, span.end)
    given = {"source": span.source, "score": span.score, "note": span.note}
    return {
        "start": start,
        "end": end,
        "label": span.label,
        "surface": text[span.start : span.end],
        **{name: value for name, value in given.items() if value is not None},
    }


def _recognises(head: bytes) -> bool:
    header = header_of(head)
    return any(has_spans(cells_of(header, delimiter)) for delimiter in DELIMITERS)


CSV_SPANS = Format(
    name="csv_spans",
    title="CSV or TSV, a span a row",
    suffixes=(".csv", ".tsv", ".tab"),
    read=read,
    write=write,
    recognises=_recognises,
    offsets=("codepoints", "utf16"),
)
