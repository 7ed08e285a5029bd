"""PDF documents: the text layer of their pages."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.core.record import Problem, Record
from annotator.errors import FormatError
from annotator.formats.encoding import shown
from annotator.formats.format import Format, Holds

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

LARGEST_FILE_BYTES = 500 * 1024**2
LONGEST_TEXT = 50_000_000
LONGEST_S = 120
"""Pages that are not reached in this time are left out, and said."""
_META = {"Title": "title", "Author": "author"}
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)")
_HYPHENS = {0x02: "-", 0xFFFE: "-"}
"""PDFium marks the hyphen at the end of a line with these."""


def read(path: Path) -> Iterator[Record | Problem]:
    """The text of all pages as one document, an empty line between them. What a PDF does not
    know is lost, and said once: where paragraphs end, the order of columns and tables.

    Raises FormatError if it is none, needs a password, or has no text; OSError if it cannot
    be read.
    """
    where = shown(path)
    size = path.stat().st_size
    if not size:
        yield Problem(where, None, "the file is empty")
        return
    if size > LARGEST_FILE_BYTES:
        raise FormatError(f"The file is larger than {LARGEST_FILE_BYTES // 1024**2} MB.")
    document = _opened(path)
    try:
        pages = _Pages(document)
        text = "\n\n".join(page for page in pages.each() if page.strip())
        meta = {**_properties(document), "pages": pages.count, "source": shown(Path(path.name))}
    finally:
        document.close()
    if pages.fault:
        yield Problem(where, None, pages.fault, "nothing")
    if not text:
        raise FormatError(
            "There is no text in this PDF: its pages are pictures.",
            "Have its text recognised (OCR) first.",
        )
    lost = "the text layer of a PDF: line ends are those of its pages, columns and tables may mix"
    yield Problem(where, None, lost, "nothing")
    yield Record(text, meta, path=where)


def _opened(path: Path) -> "PdfDocument":
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        return PdfDocument(path)
    except PdfiumError as error:
        if "password" in str(error).casefold():
            raise FormatError(
                "This PDF needs a password.", "Save it without one and import it again."
            ) from error
        raise FormatError("This is no PDF, or a broken one.") from error


class _Pages:
    """The pages of a document while they are read: `fault` says which are missing, and why."""

    def __init__(self, document: "PdfDocument") -> None:
        self._document = document
        self.count = len(document)
        self.fault = ""

    def each(self) -> Iterator[str]:
        begun, length, broken = time.monotonic(), 0, 0
        for number in range(self.count):
            if time.monotonic() - begun > LONGEST_S or length > LONGEST_TEXT:
                self.fault = f"it takes too long: pages {number + 1} to {self.count} are left out"
                return
            page = self._page(number)
            broken += page is None
            length += len(page or "")
            yield page or ""
        if broken:
            self.fault = f"{broken:,} of its {self.count:,} pages are broken and left out"

    def _page(self, number: int) -> str | None:
        """The text of a page, counted from 0, or None if it is broken."""
        from pypdfium2 import PdfiumError

        try:
            page = self._document[number]
        except PdfiumError:
            return None
        try:
            text = page.get_textpage().get_text_range()
        except PdfiumError:
            return None
        finally:
            page.close()
        return str(text).replace("\r\n", "\n").translate(_HYPHENS).strip("\n")


def _properties(document: "PdfDocument") -> dict[str, str]:
    found = document.get_metadata_dict(skip_empty=True)
    meta = {ours: str(found[theirs]) for theirs, ours in _META.items() if theirs in found}
    date = _DATE.match(str(found.get("CreationDate", "")))
    return {**meta, "date": "-".join(date.groups())} if date else meta


def _recognises(head: bytes) -> bool:
    return b"%PDF-" in head[:1024]


PDF = Format(
    name="pdf",
    title="PDF (its text layer)",
    suffixes=(".pdf",),
    read=read,
    recognises=_recognises,
    holds=frozenset((Holds.META,)),
)
