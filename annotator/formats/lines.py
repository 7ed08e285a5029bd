"""The lines of a file as bytes, in bounded memory."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from annotator.core.record import Problem
from annotator.formats.encoding import shown

LONGEST_LINE_BYTES = 100 * 1024 * 1024
_BUFFER_BYTES = 1024 * 1024
_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")


def each_line(path: Path) -> Iterator[tuple[int, bytes | Problem]]:
    """Each line with its number from 1; only the byte `\\n` ends a line.

    A UTF-8 byte order mark before the first line is dropped. A line longer than 100 MB is
    passed over without being held in memory, and a file in UTF-16 as a whole; both are
    Problems. Raises OSError if the file cannot be read.
    """
    where = shown(path)
    with path.open("rb", buffering=_BUFFER_BYTES) as file:
        head = file.read(len(_UTF8_BOM))
        if head.startswith(_UTF16_BOMS):
            yield 1, Problem(where, None, "the file is UTF-16; save it as UTF-8")
            return
        if head != _UTF8_BOM:
            file.seek(0)
        number = 0
        while line := file.readline(LONGEST_LINE_BYTES + 1):
            number += 1
            if len(line) > LONGEST_LINE_BYTES:
                _pass_over_rest(file, line)
                megabytes = LONGEST_LINE_BYTES // 1024**2
                yield number, Problem(where, number, f"the line is longer than {megabytes} MB")
            else:
                yield number, line


def _pass_over_rest(file: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = file.readline(_BUFFER_BYTES)
