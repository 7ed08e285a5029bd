"""WebAnno TSV, as INCEpTION and WebAnno write it: versions 3.0 to 3.3, and 1 and 2."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from annotator.core.record import Item, Problem, Record
from annotator.errors import FormatError
from annotator.formats.encoding import shown
from annotator.formats.format import Format, Holds
from annotator.formats.inception import origin
from annotator.formats.lines import each_line
from annotator.formats.offsets import UTF16
from annotator.formats.raw import RawRecord, Settled, settle
from annotator.formats.webanno_old import read_old
from annotator.formats.webanno_rows import Row, Sheet, sheet_of, text_of
from annotator.formats.webanno_spans import Spans, TokenRelation, ranges_of
from annotator.formats.webanno_writing import write_folder

_VERSION = re.compile(r"#FORMAT=WebAnno TSV (3)\.(\d)\s*")
MOST_MARKS = 2_000
LONGEST_TEXT_BYTES = 100 * 1024 * 1024


def read(path: Path) -> Iterator[Item]:
    """The one record of a file.

    Raises FormatError if it is no WebAnno TSV or cannot be put together, OSError if it
    cannot be read.
    """
    where = shown(path)
    lines = _lines(path)
    first = next(lines, None)
    if first is None:
        yield Problem(where, None, "the file is empty")
        return
    found = _VERSION.fullmatch(first[1])
    if found is None:
        yield from read_old(first, lines, path)
        return
    sheet = sheet_of(lines, (int(found[1]), int(found[2])), where)
    yield from sheet.problems
    text = text_of(sheet, path.name)
    if not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text):
        raise FormatError("The text holds a lone surrogate, which is no character.")
    if text:
        yield from settle([_raw(sheet, text, path)], where, expected=UTF16)
    else:
        yield Problem(where, None, "the file holds no text")


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    size = path.stat().st_size
    if size > LONGEST_TEXT_BYTES:
        raise FormatError(f"The file is larger than {LONGEST_TEXT_BYTES // 1024**2} MB.")
    for number, line in each_line(path):
        if isinstance(line, Problem):
            raise FormatError(f"{line.reason[0].upper()}{line.reason[1:]}.")
        try:
            yield number, line.decode("utf-8").removesuffix("\n").removesuffix("\r")
        except UnicodeDecodeError as error:
            reason = f"Line {number} is not UTF-8 (byte {error.start + 1})."
            raise FormatError(reason, "Save the file as UTF-8.") from error


def _raw(sheet: Sheet, text: str, path: Path) -> RawRecord:
    spans = Spans(sheet)
    relations, others = spans.relations()
    kept = {"layers": [layer.line for layer in sheet.layers]} if sheet.layers else {}
    source, annotator = origin(path)
    record = Record(
        text,
        {"source": source, **sheet.meta},
        annotator=annotator,
        path=shown(path),
        kept={"webanno_tsv": kept} if kept else {},
    )
    rows = [row for sentence in sheet.sentences for row in sentence.rows]
    return RawRecord(
        record,
        [mark.item for mark in spans.marks],
        relations=relations,
        marks=[(row.start, row.end, row.form) for row in _telling(rows) if row.start < row.end],
        finish=lambda record, settled: _finish(record, settled, rows, sheet, others),
    )


def _telling(rows: list[Row]) -> list[Row]:
    """As many rows as are enough to tell what the offsets count, from all over the text."""
    return rows[:: 1 + len(rows) // MOST_MARKS]


def _finish(
    record: Record,
    settled: Settled,
    rows: list[Row],
    sheet: Sheet,
    others: list[TokenRelation],
) -> Iterable[Item]:
    wrong = [row for row in rows if row.start < row.end and not _fits(row, record.text, settled)]
    if wrong:
        reason = f"{len(wrong):,} tokens, of which this is the first, are not those of the text"
        yield Problem(record.path, wrong[0].line, reason, "nothing")
    ranges = ranges_of(sheet) if others else {}
    between = []
    for one in others:
        ends = [settled.ruler.range(*ranges.get(unit, (0, 0))) for unit in (one.head, one.child)]
        if None in ends:
            reason = f"the relation {one.label!r} has an end that is no token here"
            yield Problem(record.path, one.line, reason, "relation")
        else:
            head, child = (list(end or ()) for end in ends)
            between.append({"label": one.label, "head": head, "child": child, **one.extra})
    if between:
        own = {**record.kept.get("webanno_tsv", {}), "relations": between}
        record = replace(record, kept={**record.kept, "webanno_tsv": own})
    yield record


def _fits(row: Row, text: str, settled: Settled) -> bool:
    found = settled.ruler.range(row.start, row.end)
    return found is not None and row.form.split() == text[slice(*found)].split()


def _recognises(head: bytes) -> bool:
    start = head.removeprefix(b"\xef\xbb\xbf")
    return start.startswith(
        (b"#FORMAT=WebAnno TSV", b" # de.tudarmstadt.ukp", b"# de.tudarmstadt.ukp")
    )


WEBANNO_TSV = Format(
    name="webanno_tsv",
    title="WebAnno TSV (INCEpTION)",
    suffixes=(".tsv",),
    read=read,
    write_folder=write_folder,
    recognises=_recognises,
    holds=frozenset((Holds.TEXT, Holds.NESTED, Holds.CHARACTERS, Holds.RELATIONS)),
    offsets=("utf16",),
)
