"""Word documents: their paragraphs, tables and footnotes as text.

The parts and elements are those of ECMA-376 (WordprocessingML).
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.core.record import Problem, Record
from annotator.errors import FormatError
from annotator.formats.encoding import shown
from annotator.formats.format import Format, Holds
from annotator.formats.package import Package, local_name, opened

if TYPE_CHECKING:
    from lxml.etree import _Element

DOCUMENT = "word/document.xml"
FOOTNOTES = {"footnotes": "word/footnotes.xml", "endnotes": "word/endnotes.xml"}
PROPERTIES = "docProps/core.xml"
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_PASSED_OVER = {
    "del": "deleted passages",
    "moveFrom": "deleted passages",
    "drawing": "pictures",
    "pict": "pictures",
    "object": "embedded objects",
    "commentReference": "comments",
    "oMath": "formulas",
}
_SILENTLY = frozenset(("Fallback", "pPr", "rPr", "sectPr", "tblPr", "instrText", "delText"))
_META = {"title": "title", "creator": "author", "created": "date"}


def read(path: Path) -> Iterator[Record | Problem]:
    """The text of a document: a line for each paragraph, and for each row of a table, with
    tabs between its cells; footnotes at the end. What is lost is a Problem.

    Raises FormatError if it is none or has no text, OSError if it cannot be read.
    """
    where = shown(path)
    if not path.stat().st_size:
        yield Problem(where, None, "the file is empty")
        return
    with opened(path, "Word document") as package:
        reading = _Reading()
        lines = reading.blocks(package.xml_of(DOCUMENT))
        lines += reading.footnotes(package)
        meta = _properties(package)
    if reading.lost:
        counted = ", ".join(f"{count:,} {what}" for what, count in sorted(reading.lost.items()))
        yield Problem(where, None, f"not in the text, or not in place: {counted}", "nothing")
    if not any(line.strip() for line in lines):
        raise FormatError("There is no text in this document.")
    yield Record("\n".join(lines), {**meta, "source": shown(Path(path.name))}, path=where)


class _Reading:
    """One document while it is read; counts what has no place in its text."""

    def __init__(self) -> None:
        self.lost: Counter[str] = Counter()

    def blocks(self, parent: "_Element") -> list[str]:
        """The lines of all paragraphs and tables below an element, in their order."""
        lines: list[str] = []
        for child in parent:
            name = local_name(child)
            if name == "p":
                lines += self._paragraph(child)
            elif name == "tr":
                cells = [" ".join(self.blocks(c)) for c in child if local_name(c) == "tc"]
                lines.append("\t".join(cells))
            elif name not in _SILENTLY and not self._is_lost(name):
                lines += self.blocks(child)
        return lines

    def footnotes(self, package: Package) -> list[str]:
        lines: list[str] = []
        for what, name in FOOTNOTES.items():
            if name in package.names:
                for note in package.xml_of(name):
                    if not any(key.endswith("}type") for key in note.attrib):  # a separator
                        lines += self.blocks(note)
                        self.lost[f"{what} (they stand at the end)"] += 1
        return lines

    def _paragraph(self, paragraph: "_Element") -> list[str]:
        """The text of a paragraph, and after it those of the text boxes that hang on it."""
        pieces: list[str] = []
        boxes: list[str] = []
        self._runs(paragraph, pieces, boxes)
        return ["".join(pieces), *boxes]

    def _runs(self, parent: "_Element", pieces: list[str], boxes: list[str]) -> None:
        for child in parent:
            name = local_name(child)
            if name == "t":
                pieces.append(child.text or "")
            elif name in _MARKS:
                pieces.append(_MARKS[name])
            elif name == "txbxContent":
                boxes += self.blocks(child)
            elif _has_box(child) or (name not in _SILENTLY and not self._is_lost(name)):
                self._runs(child, pieces, boxes)

    def _is_lost(self, name: str) -> bool:
        if name in _PASSED_OVER:
            self.lost[_PASSED_OVER[name]] += 1
        return name in _PASSED_OVER


def _has_box(element: "_Element") -> bool:
    return local_name(element) in {"drawing", "pict"} and any(
        local_name(below) == "txbxContent" for below in element.iter()
    )


def _properties(package: Package) -> dict[str, str]:
    if PROPERTIES not in package.names:
        return {}
    found = {local_name(each): (each.text or "").strip() for each in package.xml_of(PROPERTIES)}
    return {ours: found[theirs] for theirs, ours in _META.items() if found.get(theirs)}


def _recognises(head: bytes) -> bool:
    return head.startswith(b"PK\3\4") and b"word/" in head


DOCX = Format(
    name="docx",
    title="Word documents (their text)",
    suffixes=(".docx", ".docm"),
    read=read,
    recognises=_recognises,
    holds=frozenset((Holds.META,)),
)
