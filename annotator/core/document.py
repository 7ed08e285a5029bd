"""One text to annotate."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, NewType
from unicodedata import category

DocumentId = NewType("DocumentId", int)
"""A document's number in its project file: the order of import, from 1."""

TITLE_LENGTH = 120
JOINERS = "\u200c\u200d"
"""Not printable in Python's eyes, but emoji and Persian words fall apart without them."""


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A text that is about to enter a project, with whatever came along with it."""

    text: str
    meta: dict[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The title in its meta, else the first words of the text."""
        given = self.meta.get("title")
        return given if isinstance(given, str) and given.strip() else first_words(self.text)


@dataclass(frozen=True, slots=True)
class Document:
    """A document of a project, without its text: `length` is in code points."""

    id: DocumentId
    key: str
    title: str
    length: int
    meta: dict[str, Any]


def document_key(text: str) -> str:
    """SHA-256 of the text in UTF-8, as 64 hex digits.

    Raises UnicodeEncodeError if the text holds a lone surrogate.
    """
    return sha256(text.encode("utf-8")).hexdigest()


def first_words(text: str) -> str:
    """The first line that shows anything, on one line and at most 120 characters long."""
    # Nearly always near the start: a million documents are to be imported.
    return _first_line(text[:500]) or _first_line(text[:4_000]) or "(empty)"


def _first_line(head: str) -> str:
    for line in head.splitlines():
        words = (line if line.isprintable() else "".join(map(_shown, line))).split()
        if words:
            return " ".join(words)[:TITLE_LENGTH]
    return ""


def _shown(character: str) -> str:
    if character.isprintable() or character in JOINERS:
        return character
    # Soft hyphens, byte order marks and marks of direction stand inside words, unseen.
    return "" if category(character) == "Cf" else " "
