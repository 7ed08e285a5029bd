"""CSV and TSV tables of texts: on each row a text, and what is said of it in other columns."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from annotator.core.record import Exported, Item, Problem, Written
from annotator.errors import FormatError
from annotator.formats.encoding import shown
from annotator.formats.format import Corpus, Format, Writing
from annotator.formats.jsonl import ANSWERS, OURS, fields_of, raws_of
from annotator.formats.raw import Raw, settle
from annotator.formats.rows import DELIMITERS, Row, cells_of, each_row, header_of
from annotator.formats.tokens import inside

TEXT_COLUMNS = (
    *("text", "article", "content", "body", "full_text", "document", "sentence", "paragraph"),
    *("abstract", "review", "story", "post", "tweet", "message", "comment", "description"),
)
"""The first of these that a header has holds the texts; case does not matter."""
COLUMNS = ("text", "spans", "answer", "complete", "annotator", "note", "id", "meta", "kept")
"""What we write: the fields of our JSONL, of which spans, meta and kept are JSON."""
JSON_COLUMNS = ("spans", "complete", "meta", "kept")
_OWN_DELIMITERS = {".csv": ",", ".tsv": "\t", ".tab": "\t"}
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
HEAD_BYTES = 65_536


def read(path: Path) -> Iterator[Item]:
    """The texts of a table; columns that are not ours go into the meta.

    Raises FormatError if no column is known to hold texts, OSError if it cannot be read.
    """
    where = shown(path)
    return settle(_each_raw(path, where), where)


def _each_raw(path: Path, where: str) -> Iterator[Raw]:
    header = head_of(path)
    if not header:
        yield Problem(where, None, "the file is empty", "nothing")
        return
    delimiter = delimiter_of(header, has_texts)
    if delimiter is None:
        raise FormatError(
            f"No column of this table is known to hold texts; it begins with {header[:60]!r}.",
            "Give it a header with a column named text.",
        )
    yield from notes_on(delimiter, path, where)
    columns: list[str] | None = None
    for row in each_row(path, delimiter):
        if isinstance(row, Problem):
            yield row
        elif columns is None:
            columns = header_row(row, has_texts)
        else:
            yield from raws_of(_item(columns, row), where, row.line)


def head_of(path: Path) -> str:
    """The header line of a table, "" if the file is empty."""
    with path.open("rb") as file:
        return header_of(file.read(HEAD_BYTES))


def delimiter_of(header: str, fits: Callable[[list[str]], bool]) -> str | None:
    """What stands between the cells of a header: that with which the columns fit."""
    return next((d for d in DELIMITERS if fits(cells_of(header, d))), None)


def header_row(row: Row, fits: Callable[[list[str]], bool]) -> list[str]:
    """The column names of the first row that could be read; raises FormatError if it is no
    header: that one is broken then."""
    columns = [cell.strip() for cell in row.cells]
    if not fits([column.casefold() for column in columns]):
        raise FormatError("The header of this table is broken.", "Mend its first line.")
    return columns


def notes_on(delimiter: str, path: Path, where: str) -> Iterator[Problem]:
    """What to say where the cells are not divided as the suffix of the file says."""
    if delimiter != _OWN_DELIMITERS.get(path.suffix.lower(), delimiter):
        reason = f"its header shows {delimiter!r} between cells, and so it is read"
        yield Problem(where, None, reason, "nothing")


def has_texts(cells: Sequence[str]) -> bool:
    """Whether these column names are those of a table of texts."""
    return any(name in cells for name in TEXT_COLUMNS)


def _item(columns: list[str], row: Row) -> dict[str, Any]:
    """The row as an object of our fields."""
    names = [name.casefold() for name in columns]
    of_text = names.index(next(name for name in TEXT_COLUMNS if name in names))
    is_ours = {"text", "answer", "complete", "id"}.issubset(names)
    item: dict[str, Any] = {"text": row.cells[of_text] if of_text < len(row.cells) else ""}
    meta: dict[str, Any] = {}
    for number, (column, cell) in enumerate(zip(columns, row.cells, strict=False)):
        if number == of_text or not cell:
            continue
        if (is_ours and column in OURS) or (column == "spans" and cell.startswith("[")):
            item[column] = value_of(column, cell)
        else:
            meta[column or f"column {number + 1}"] = cell
    if meta:
        item["meta"] = {**meta, **item["meta"]} if isinstance(item.get("meta"), dict) else meta
    if not is_ours and meta.get("answer") in ANSWERS:
        item["answer"] = meta.pop("answer")
    return item


def value_of(column: str, cell: str) -> Any:
    """The value of a cell of ours; what is not the JSON that it should be stays text."""
    import orjson

    if column not in JSON_COLUMNS:
        return cell
    try:
        return orjson.loads(cell)
    except orjson.JSONDecodeError:
        return cell


class TableWriter:
    """Writes rows as RFC 4180 has them, in UTF-8. Nothing is added to a cell that a
    spreadsheet might take for a formula: the text would no longer be the text; it is said."""

    def __init__(self, file: BinaryIO, columns: Sequence[str]) -> None:
        self._file = file
        self._buffer = io.StringIO(newline="")
        self._writer = csv.writer(self._buffer)
        self._has_warned = False
        self.write(columns)

    def write(self, cells: Iterable[object]) -> None:
        """Write one row."""
        self._writer.writerow(cells)
        self._file.write(self._buffer.getvalue().encode())
        self._buffer.seek(0)
        self._buffer.truncate()

    def warnings(self, item: Exported) -> Iterator[Problem]:
        """What is to be said of an item, once in a file."""
        if not self._has_warned and item.text.startswith(_FORMULAS):
            self._has_warned = True
            reason = (
                f"its text begins with {item.text[0]!r}, which a spreadsheet may run as a"
                " formula: there, import the columns as text (said once)"
            )
            yield item.left_out("nothing", reason)


def as_json(value: object) -> str:
    """A value as JSON in a cell; nothing for nothing."""
    import orjson

    return orjson.dumps(value).decode() if value or value is False else ""


def write(items: Iterable[Exported], file: BinaryIO, _corpus: Corpus) -> Writing:
    """Write one row for each item: the fields of our JSONL."""
    table = TableWriter(file, COLUMNS)
    for item in items:
        spans, problems = inside(item)
        fields = fields_of(item, spans)
        try:
            cells = [
                as_json(fields.get(name)) if name in JSON_COLUMNS else fields.get(name) or ""
                for name in COLUMNS
            ]
        except TypeError as error:  # orjson's own error is one
            yield item.left_out("annotation", f"JSON cannot hold it: {error}")
            continue
        # No span is a statement too, if somebody has looked.
        cells[COLUMNS.index("spans")] = cells[COLUMNS.index("spans")] or "[]"
        table.write(cells)
        yield from table.warnings(item)
        yield from problems
        yield Written(len(spans))


def _recognises(head: bytes) -> bool:
    header = header_of(head)
    # One word alone is the first of a text as well as the name of a column.
    return any(len(cells_of(header, d)) > 1 and has_texts(cells_of(header, d)) for d in DELIMITERS)


CSV_TEXTS = Format(
    name="csv_texts",
    title="CSV or TSV, a text a row",
    suffixes=(".csv", ".tsv", ".tab"),
    read=read,
    write=write,
    recognises=_recognises,
)
