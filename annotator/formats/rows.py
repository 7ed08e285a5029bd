"""The rows of a CSV or TSV file, one at a time; a broken quote never takes other rows with it."""

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from annotator.core.record import Problem
from annotator.formats.encoding import BrokenUtf8, decode, shown
from annotator.formats.text import file_bytes

LONGEST_ROW = 100 * 1024 * 1024
"""In characters; a row is held in memory."""
MOST_CELLS = 1_000_000
MOST_READ_AGAIN = 3 * LONGEST_ROW
"""So many characters are read again after quotes that are never closed."""
UNCLOSED = "a quote is opened and never closed"
TOO_LONG = "this row is too long"
DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, and the line from 1 on which it begins."""

    line: int
    cells: list[str]


def each_row(path: Path, delimiter: str) -> Iterator[Row | Problem]:
    """The rows of a file as RFC 4180 has them: quotes double within quotes, and line ends
    within quotes belong to the cell.

    UTF-8, UTF-16 with its mark, or a detected encoding, which is a Problem of its own. Raises
    FormatError if the file is not text, OSError if it cannot be read.
    """
    # For the whole process; the module has no other way.
    csv.field_size_limit(LONGEST_ROW)
    notes: list[Problem] = []
    lines, is_sound = _lines(path, notes)
    yield from notes
    yield from _Rows(shown(path), lines, delimiter, is_sound=is_sound).each()


def header_of(head: bytes) -> str:
    """The first line of a file that begins with these bytes, as far as it can be read."""
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    text = head.decode(encoding, "replace").lstrip("\r\n")
    return re.split(r"[\r\n]", text, maxsplit=1)[0]


def cells_of(header: str, delimiter: str) -> list[str]:
    """The cells of a header line, in lower case."""
    try:
        found = next(csv.reader([header], delimiter=delimiter), [])
    except csv.Error:
        return []
    return [cell.strip().casefold() for cell in found]


def _lines(path: Path, notes: list[Problem]) -> tuple[Iterator[str], bool]:
    """The lines of a file with their ends, and whether they are sound: what is not UTF-8 among
    UTF-8 is lone surrogates."""
    if _is_utf8(path):
        return _streamed(path), True
    data = file_bytes(path)
    try:
        decoded = decode(data)
    except BrokenUtf8:
        return _streamed(path), False
    if decoded.note:
        notes.append(Problem(shown(path), None, decoded.note, "nothing"))
    return iter(io.StringIO(decoded.text, newline="")), True


def _is_utf8(path: Path) -> bool:
    with path.open(encoding="utf-8", newline="") as file:
        try:
            while file.read(1024 * 1024):
                pass
        except UnicodeDecodeError:
            return False
    return True


def _streamed(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        while line := file.readline(LONGEST_ROW + 1):
            yield line
            while len(line) > LONGEST_ROW and not line.endswith(("\r", "\n")):
                line = "x" + file.readline(LONGEST_ROW)  # passed over
                if len(line) == 1:
                    return


class _Rows:
    """A file while its rows are read: lines that wait, and lines that the row at hand took."""

    def __init__(self, path: str, lines: Iterator[str], delimiter: str, *, is_sound: bool) -> None:
        self._path = path
        self._lines = lines
        self._is_sound = is_sound
        self._delimiter = delimiter
        self._waiting: deque[str] = deque()
        self._taken: list[str] = []
        self._number = 0
        self._read_again = 0
        self._width = 0

    def each(self) -> Iterator[Row | Problem]:
        reader = self._reader()
        while True:
            self._taken.clear()
            first = self._number + 1
            try:
                cells = next(reader, None)
                if cells is None:
                    return
                self._check(cells)
            except csv.Error as error:
                yield Problem(self._path, first, str(error))
                if not self._put_back():
                    reason = "too many quotes are never closed: the rest is left out"
                    yield Problem(self._path, self._number + 1, reason)
                    return
                reader = self._reader()
            else:
                if cells:
                    yield Row(first, cells)

    def _check(self, cells: list[str]) -> None:
        """Raises csv.Error for a row that is none."""
        self._width = self._width or len(cells)
        if not self._is_sound and any(map(_is_broken, cells)):
            raise csv.Error("this row is not UTF-8")
        if len(cells) > self._width:
            if len(self._taken) > 1:
                raise csv.Error(UNCLOSED)
            counts = f"{len(cells)} cells, but the header {self._width}"
            raise csv.Error(
                f"this row has {counts}: a cell that holds {self._delimiter!r} needs quotes"
            )

    def _reader(self) -> Iterator[list[str]]:
        reader = csv.reader(self._each_line(), delimiter=self._delimiter, strict=True)
        while True:
            try:
                yield next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                is_open = len(self._taken) > 1 or "unexpected end of data" in str(error)
                reason = UNCLOSED if is_open else f"its quotes are broken: {error}"
                raise csv.Error(TOO_LONG if str(error) == TOO_LONG else reason) from error

    def _each_line(self) -> Iterator[str]:
        size = 0
        while (line := self._next()) is not None:
            if not self._taken:
                size = 0
            size += len(line)
            self._taken.append(line)
            self._number += 1
            if size > LONGEST_ROW or line.count(self._delimiter) > MOST_CELLS:
                raise csv.Error(TOO_LONG)
            yield line

    def _next(self) -> str | None:
        return self._waiting.popleft() if self._waiting else next(self._lines, None)

    def _put_back(self) -> bool:
        """Let all but the first line that the broken row took be read again."""
        again = self._taken[1:]
        self._read_again += sum(map(len, again))
        if self._read_again > MOST_READ_AGAIN:
            return False
        self._waiting.extendleft(reversed(again))
        self._number -= len(again)
        return True


def _is_broken(cell: str) -> bool:
    return not cell.isascii() and any("\ud800" <= c <= "\udfff" for c in cell)
