"""Packing Docs as DocBin does, without holding them: the parts grow in temporary files."""

import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Any, BinaryIO

from annotator.errors import FormatError

ATTRS = ("ORTH", "ENT_IOB", "ENT_TYPE", "ENT_KB_ID", "ENT_ID")
"""What is written of a token: the trainer of entities and spans needs no more."""
VERSION = "0.1"
LARGEST_BYTES = 2**32 - 1
"""What one value may have in msgpack."""
IN_MEMORY_BYTES = 1024 * 1024
CHUNK_BYTES = 1024 * 1024
BLOBS = ("tokens", "spaces", "lengths")
LISTS = ("cats", "flags", "span_groups", "user_data")


class Packing:
    """A DocBin in the making: `add` each Doc, then `write` once. Use it in a `with`.

    Differs from spaCy's own, which holds all documents in memory, in nothing that is read.
    """

    def __init__(self) -> None:
        from spacy.attrs import IDS
        from srsly.msgpack import Packer

        self._attrs = [IDS[name] for name in ATTRS]
        self._pack = Packer(use_bin_type=True).pack
        self._parts: dict[str, Any] = {name: _part() for name in (*BLOBS, *LISTS)}
        self._strings: set[str] = set()
        self._count = 0

    def __enter__(self) -> "Packing":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for part in self._parts.values():
            part.close()

    def add(self, doc: Any, words: Sequence[str], spaces: Iterable[bool]) -> None:
        """Take in one Doc, with its words and whether a space follows each.

        Raises FormatError if the file would be too large for a DocBin.
        """
        parts = self._parts
        tokens = doc.to_array(self._attrs).tobytes()
        if parts["tokens"].tell() + len(tokens) > LARGEST_BYTES:
            hint = "Export it in parts, such as with --split."
            raise FormatError("One DocBin cannot hold that much text.", hint)
        parts["tokens"].write(tokens)
        parts["spaces"].write(bytes(spaces))
        parts["lengths"].write(struct.pack("=i", len(doc)))
        parts["cats"].write(self._pack(doc.cats))
        parts["flags"].write(self._pack({"has_unknown_spaces": False}))
        parts["span_groups"].write(self._pack(doc.spans.to_bytes()))
        parts["user_data"].write(self._pack(self._pack(dict(doc.user_data))))
        self._strings.update(words)
        self._strings.update(_names(doc))
        self._count += 1

    def write(self, file: BinaryIO) -> None:
        """Write all that was added."""
        zipper = zlib.compressobj()
        file.writelines(zipper.compress(data) for data in self._each_byte())
        file.write(zipper.flush())

    def _each_byte(self) -> Iterator[bytes]:
        head = {"version": VERSION, "attrs": self._attrs, "strings": sorted(self._strings)}
        yield struct.pack(">BH", 0xDE, len(head) + len(self._parts))
        for name, value in head.items():
            yield self._pack(name) + self._pack(value)
        for name in BLOBS:
            yield self._pack(name) + struct.pack(">BI", 0xC6, self._parts[name].tell())
            yield from self._content(name)
        for name in LISTS:
            yield self._pack(name) + struct.pack(">BI", 0xDD, self._count)
            yield from self._content(name)

    def _content(self, name: str) -> Iterator[bytes]:
        part = self._parts[name]
        part.seek(0)
        while data := part.read(CHUNK_BYTES):
            yield data


def _part() -> Any:
    return SpooledTemporaryFile(IN_MEMORY_BYTES)


def _names(doc: Any) -> Iterator[str]:
    for span in (*doc.ents, *(span for group in doc.spans.values() for span in group)):
        yield from (span.label_, span.kb_id_, span.id_)
