"""EPUB books: a document for each chapter, in the order in which they are read.

The parts and elements are those of EPUB 3.3 (https://www.w3.org/TR/epub-33/).
"""

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from annotator.core.record import Problem, Record
from annotator.errors import FormatError
from annotator.formats.encoding import shown
from annotator.formats.format import Format, Holds
from annotator.formats.html import decode_page
from annotator.formats.package import Package, local_name, opened

if TYPE_CHECKING:
    from lxml.etree import _Element

CONTAINER = "META-INF/container.xml"
MOST_CHAPTERS = 10_000
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "dd", "div", "dl"),
        *("dt", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
        *("hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tr", "ul", "br"),
    )
)
_UNSEEN = frozenset(("head", "script", "style", "template", "svg", "math", "rt", "rp"))
_HEADINGS = ("h1", "h2", "h3")
_SPACE = re.compile(r"[ \t\r\n\f]+")


def read(path: Path) -> Iterator[Record | Problem]:
    """The chapters of a book that have text; a broken one never takes the others with it.

    Raises FormatError if it is none, OSError if it cannot be read.
    """
    where = shown(path)
    if not path.stat().st_size:
        yield Problem(where, None, "the file is empty")
        return
    with opened(path, "EPUB book") as package:
        book = _Book(package)
        count = 0
        for number, name in enumerate(book.chapters, start=1):
            try:
                text, heading = _chapter(package, name)
            except FormatError as error:
                yield Problem(f"{where}/{name}", None, str(error))
                continue
            if text.strip():
                count += 1
                title = {"title": heading} if heading else {}
                meta = {**book.meta, **title, "chapter": number, "source": shown(Path(path.name))}
                yield Record(text, meta, path=f"{where}/{name}")
    if not count:
        yield Problem(where, None, "there is no chapter with text in this book")


class _Book:
    """What the package document of a book says: its chapters, by name, and its meta."""

    def __init__(self, package: Package) -> None:
        place = self._place(package)
        root = package.xml_of(place)
        elements = [(local_name(each), each) for each in root.iter()]
        items = {e.get("id"): e.get("href", "") for name, e in elements if name == "item"}
        spine = [items.get(e.get("idref")) for name, e in elements if name == "itemref"]
        folder = posixpath.dirname(place)
        self.chapters = [
            posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0])))
            for href in spine[:MOST_CHAPTERS]
            if href
        ]
        self.meta = self._meta(elements)

    def _place(self, package: Package) -> str:
        for element in package.xml_of(CONTAINER).iter():
            if local_name(element) == "rootfile" and element.get("full-path"):
                return str(element.get("full-path"))
        raise FormatError("This book does not say what is in it.")

    def _meta(self, elements: list[tuple[str, "_Element"]]) -> dict[str, Any]:
        names = {"title": "book", "creator": "author", "date": "date", "language": "language"}
        meta: dict[str, Any] = {}
        for name, element in elements:
            if name in names and element.text and element.text.strip():
                meta.setdefault(names[name], element.text.strip())
        return meta


def _chapter(package: Package, name: str) -> tuple[str, str]:
    """The text of a chapter, and its first heading."""
    from lxml import etree, html

    data = package.bytes_of(name)
    page = decode_page(data).text.lstrip("\ufeff")
    # A string may not declare its encoding.
    page = re.sub(r"^\s*<\?xml[^>]*\?>", "", page)
    try:
        root = html.document_fromstring(page or "<p></p>", parser=html.HTMLParser(no_network=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise FormatError("This chapter cannot be read.") from error
    heading = next((e for e in root.iter(*_HEADINGS)), None)
    title = "" if heading is None else _SPACE.sub(" ", "".join(heading.itertext())).strip()
    return _text_of(root), title[:200]


def _text_of(root: "_Element") -> str:
    """What a browser would show: a line for each block, white space as one space."""
    from lxml import etree

    lines: list[str] = []
    pieces: list[str] = []
    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        name = local_name(element)
        if name in _BLOCKS:
            _end_line(pieces, lines)
        elif name in {"td", "th"} and event == "end":
            pieces.append("\t")
        if event != "start":
            pieces.append(_SPACE.sub(" ", element.tail or ""))
        elif name in _UNSEEN:
            walker.skip_subtree()
        else:
            pieces.append(_SPACE.sub(" ", element.text or ""))
    _end_line(pieces, lines)
    return "\n".join(lines)


def _end_line(pieces: list[str], lines: list[str]) -> None:
    line = re.sub(" {2,}", " ", "".join(pieces)).strip(" \t")
    pieces.clear()
    if line:
        lines.append(line)


def _recognises(head: bytes) -> bool:
    return head.startswith(b"PK\3\4") and b"application/epub+zip" in head[:200]


EPUB = Format(
    name="epub",
    title="EPUB books (a document a chapter)",
    suffixes=(".epub",),
    read=read,
    recognises=_recognises,
    holds=frozenset((Holds.META,)),
)
