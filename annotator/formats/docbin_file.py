"""The container of spaCy's DocBin: a map in msgpack, compressed by zlib; read and written.

https://spacy.io/api/docbin; https://github.com/msgpack/msgpack/blob/master/spec.md. Read here
and not by spaCy: that believes all lengths and offsets of a file, unpacks whatever it
compresses, and builds each document before the first is seen.
"""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.errors import FormatError

LARGEST_FILE_BYTES = 100 * 1024 * 1024
LARGEST_UNPACKED_BYTES = 512 * 1024 * 1024
LARGEST_PART_BYTES = 8 * 1024 * 1024
"""What is unpacked into objects at once: they take up to 60 times the room."""
TOKEN_BYTES = 8
HINT = "Write it again with spaCy."

_BIN_HEADS = {0xC4: ">B", 0xC5: ">H", 0xC6: ">I"}
_ARRAY_HEADS = {0xDC: ">H", 0xDD: ">I"}
_SHORT_ARRAY = 0x90
_NIL = 0xC0


class Sections:
    """The parts of a DocBin file, by name, none of them unpacked yet.

    Raises FormatError if the file is none, truncated, or larger than 100 MB or, unpacked, than
    512 MB; OSError if it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self._data = memoryview(_decompressed(path))
        self._views = self._split()

    def _split(self) -> dict[str, memoryview]:
        unpacker = _unpacker(self._data)
        views = {}
        try:
            for _ in range(unpacker.read_map_header()):
                name = unpacker.unpack()
                start = unpacker.tell()
                unpacker.skip()
                if isinstance(name, str):
                    views[name] = self._data[start : unpacker.tell()]
        except _faults() as error:
            raise FormatError("This is not a DocBin of spaCy.", HINT) from error
        return views

    def value(self, name: str) -> Any:
        """A small part, unpacked; None if it is not there."""
        view = self._views.get(name)
        return None if view is None else unpacked(view)

    def content(self, name: str) -> memoryview:
        """The bytes of a part that is bytes."""
        view = self._views.get(name)
        found = None if view is None else _content(view)
        if found is None:
            raise FormatError(f"This is not a DocBin of spaCy: it has no {name}.", HINT)
        return found

    def strings(self) -> Iterator[str]:
        """The strings of the part of this name; raises FormatError if it is none of strings."""
        view = self._views.get("strings", memoryview(b""))
        count, start = _array_head(view)
        unpacker = _unpacker(view[start:], max_array_len=0, max_map_len=0)
        try:
            for _ in range(count):
                text = unpacker.unpack()
                if isinstance(text, str):
                    yield text
        except _faults() as error:
            raise FormatError("The strings of this DocBin are broken.", HINT) from error

    def elements(self, name: str, count: int) -> Iterator[memoryview]:
        """The elements of a part that is an array of this many, else so many empty ones."""
        view = self._views.get(name, memoryview(b""))
        found, start = _array_head(view)
        if found != count:
            yield from [memoryview(b"")] * count
            return
        unpacker = _unpacker(view[start:])
        at = 0
        for _ in range(count):
            unpacker.skip()
            end = unpacker.tell()
            yield view[start + at : start + end]
            at = end


def _decompressed(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(LARGEST_FILE_BYTES + 1)
    if len(data) > LARGEST_FILE_BYTES:
        raise _too_large(LARGEST_FILE_BYTES)
    unzip = zlib.decompressobj()
    try:
        found = unzip.decompress(data, LARGEST_UNPACKED_BYTES + 1)
    except zlib.error as error:
        raise FormatError("This is not a DocBin of spaCy.", HINT) from error
    if len(found) > LARGEST_UNPACKED_BYTES:
        raise _too_large(LARGEST_UNPACKED_BYTES)
    if not unzip.eof:
        raise FormatError("This DocBin is cut off.", "Copy it again.")
    return found


def _too_large(limit: int) -> FormatError:
    hint = "Divide it into several."
    return FormatError(f"This DocBin is larger than {limit // 1024**2} MB, unpacked.", hint)


def _unpacker(view: memoryview, **limits: int) -> Any:
    # Without srsly's hooks, which make objects of numpy from what a file says.
    from srsly.msgpack._unpacker import Unpacker

    unpacker = Unpacker(raw=False, max_buffer_size=len(view) + 1, **limits)
    unpacker.feed(view)
    return unpacker


def _faults() -> tuple[type[Exception], ...]:
    from srsly.msgpack.exceptions import UnpackException

    return (UnpackException, ValueError, TypeError, OverflowError)


def unpacked(view: memoryview) -> Any:
    """The value in a part, tuples for lists. Raises ValueError if it is broken, or larger than
    8 MB."""
    from srsly.msgpack._unpacker import unpackb

    if len(view) > LARGEST_PART_BYTES:
        raise ValueError(f"it is larger than {LARGEST_PART_BYTES // 1024**2} MB")
    try:
        return unpackb(view, raw=False, use_list=False)
    except _faults() as error:
        raise ValueError("it is broken") from error


def inner(view: memoryview) -> Any:
    """The value packed in a part that is bytes, None if that is not there. Raises ValueError
    as `unpacked` does."""
    if not view or view[0] == _NIL:
        return None
    content = _content(view)
    if content is None:
        raise ValueError("it is broken")
    return unpacked(content) if content else None


def _content(view: memoryview) -> memoryview | None:
    head = _BIN_HEADS.get(view[0]) if view else None
    return None if head is None else view[1 + struct.calcsize(head) :]


def _array_head(view: memoryview) -> tuple[int, int]:
    """How many elements an array has, and where they begin; (0, 0) for anything else."""
    if not view:
        return 0, 0
    head = _ARRAY_HEADS.get(view[0])
    if head is None:
        return (view[0] & 0xF, 1) if view[0] & 0xF0 == _SHORT_ARRAY else (0, 0)
    return struct.unpack_from(head, view, 1)[0], 1 + struct.calcsize(head)
