"""Saved web pages: the text of the article alone, with title, author, date and link in the meta."""

import codecs
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.core.record import Problem, Record
from annotator.errors import FormatError
from annotator.formats.encoding import Decoded, decode, shown
from annotator.formats.format import Format, Holds
from annotator.formats.text import file_bytes

if TYPE_CHECKING:
    from configparser import ConfigParser

_META_BYTES = 4096
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_AS_BROWSERS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "iso8859-9": "cp1254",
}
"""What browsers read a page in that says it is in this (https://encoding.spec.whatwg.org)."""
_ONE_BYTE = re.compile(r"cp125\d|iso8859-\d+|koi8.*|mac.*|cp8\d\d")
_OF_PAGES = re.compile(
    _ONE_BYTE.pattern + "|ascii|utf-8|cp9\\d\\d|gb.*|big5.*|euc.*|shift_jis.*|iso2022.*|hz|tis-620"
)
_EMBEDDED = re.compile(r"""data:[\w/+.-]*;base64,[A-Za-z0-9+/=\s]*""")
_FIELDS = {"title": "title", "author": "author", "date": "date", "url": "link", "sitename": "site"}
_NEVER_ARTICLES = ["//nav", "//footer", "//aside", "//dialog", "//*[@role='navigation']"]
LONGEST_PAGE = 4_000_000
"""In characters, embedded pictures not counted: about half a minute's work."""
LEAST_ARTICLE = "60"
"""In characters: what is shorter is looked for once more in other ways, among menus too."""


def read(path: Path) -> Iterator[Record | Problem]:
    """The article of a saved page. Menus, comments and everything round it are not taken.

    Raises FormatError if there is no article in it, OSError if it cannot be read.
    """
    where = shown(path)
    data = file_bytes(path)
    if not data.strip():
        yield Problem(where, None, "the file is empty")
        return
    decoded = decode_page(data)
    if decoded.note:
        yield Problem(where, None, decoded.note, "nothing")
    page = _EMBEDDED.sub("", decoded.text)
    if len(page) > LONGEST_PAGE:
        raise FormatError(
            f"The page is longer than {LONGEST_PAGE:,} characters: that is no article.",
            "Save its text as a text file.",
        )
    text, meta = _article(page)
    if not text.strip():
        raise FormatError("No article was found in this page.", "Save its text as a text file.")
    yield Record(text, {**meta, "source": shown(Path(path.name))}, path=where)


def decode_page(data: bytes) -> Decoded:
    """The text of a page in the encoding that it declares; where that cannot be, as of any text.

    Raises FormatError if it is not text.
    """
    found = None if data.startswith(_MARKS) else _DECLARED.search(data[:_META_BYTES])
    encoding = _known(found[1].decode("ascii", "replace")) if found else None
    if encoding is None or (_ONE_BYTE.fullmatch(encoding) and _is_utf8(data)):
        return decode(data)
    try:
        return Decoded(data.decode(encoding))
    except UnicodeDecodeError:
        pass
    try:
        return decode(data)
    except FormatError:
        note = f"it is not wholly in {encoding}, as it says; what is not is shown as \ufffd"
        return Decoded(data.decode(encoding, "replace"), note)


def _known(name: str) -> str | None:
    try:
        found = codecs.lookup(name)
    except LookupError:
        return None
    # A page that can be asked in ASCII for its encoding is not in UTF-16, whatever it says.
    return _AS_BROWSERS.get(found.name, found.name) if _OF_PAGES.fullmatch(found.name) else None


def _is_utf8(data: bytes) -> bool:
    """Whether bytes are UTF-8 and not just ASCII: hardly anything else is that by chance."""
    try:
        return not data.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False


def _article(page: str) -> tuple[str, dict[str, Any]]:
    import trafilatura

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    found = trafilatura.bare_extraction(
        page,
        with_metadata=True,
        include_comments=False,
        prune_xpath=_NEVER_ARTICLES,
        config=_settings(),
        # A date that stands anywhere on the page may be that of another article.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if found is None or isinstance(found, dict):
        return "", {}
    fields = {ours: getattr(found, theirs) for theirs, ours in _FIELDS.items()}
    return found.text or "", {name: value for name, value in fields.items() if value}


def _settings() -> "ConfigParser":
    from copy import deepcopy

    from trafilatura.settings import DEFAULT_CONFIG

    settings = deepcopy(DEFAULT_CONFIG)
    settings["DEFAULT"]["MIN_EXTRACTED_SIZE"] = LEAST_ARTICLE
    return settings


def _recognises(head: bytes) -> bool:
    first = head.removeprefix(codecs.BOM_UTF8).lstrip()[:1000].lower()
    return first.startswith((b"<!doctype html", b"<html")) or (
        first.startswith((b"<?xml", b"<!--")) and b"<html" in first
    )


HTML = Format(
    name="html",
    title="Saved web pages (the article)",
    suffixes=(".html", ".htm", ".xhtml"),
    read=read,
    recognises=_recognises,
    holds=frozenset((Holds.META,)),
)
