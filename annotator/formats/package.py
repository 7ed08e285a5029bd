"""The parts of documents that are zip files of XML (Word, EPUB), read with bounds."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.errors import FormatError

if TYPE_CHECKING:
    from lxml.etree import _Element

LARGEST_PART_BYTES = 100 * 1024**2
LARGEST_WHOLE_BYTES = 500 * 1024**2
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


class Package:
    """An open document; each of its parts is read by name."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._left = LARGEST_WHOLE_BYTES
        self.names = frozenset(archive.namelist())

    def bytes_of(self, name: str) -> bytes:
        """A part; raises FormatError if it is not there, broken or too large."""
        try:
            with self._archive.open(name) as file:
                data = file.read(min(LARGEST_PART_BYTES, self._left) + 1)
        except KeyError:
            raise FormatError(f"It has no part {name[:80]!r}.") from None
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as e:
            raise FormatError(f"Its part {name[:80]!r} is broken or encrypted.") from e
        self._left -= len(data)
        if len(data) > LARGEST_PART_BYTES or self._left < 0:
            raise FormatError("It is too large once it is unpacked.")
        return data

    def xml_of(self, name: str) -> "_Element":
        """A part as XML; raises FormatError as `bytes_of` does, and if it is not XML."""
        from lxml import etree

        data = self.bytes_of(name)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise FormatError(f"Its part {name[:80]!r} is not XML.") from error
        if root.getroottree().docinfo.internalDTD is not None:
            # No such document needs entities; they are the way of attacks.
            raise FormatError(f"Its part {name[:80]!r} defines a document type.")
        return root


@contextmanager
def opened(path: Path, what: str) -> Iterator[Package]:
    """The document at this path; raises FormatError, saying `what` it is not."""
    with path.open("rb") as file:
        head = file.read(len(_OLD_OFFICE))
    if head == _OLD_OFFICE:
        raise FormatError(
            "This is an old Office document, or one with a password.",
            "Save it as .docx, without a password.",
        )
    try:
        with zipfile.ZipFile(path) as archive:
            yield Package(archive)
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as error:
        raise FormatError(f"This is no {what}, or a broken one.") from error


def local_name(element: "_Element") -> str:
    """The name of an element without its namespace; "" for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
