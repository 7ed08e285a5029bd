"""The one list of formats: files of other people that come in or go out."""

from pathlib import Path

from annotator.errors import FormatError
from annotator.formats.csv_spans import CSV_SPANS
from annotator.formats.csv_texts import CSV_TEXTS
from annotator.formats.docx import DOCX
from annotator.formats.encoding import kind_of_file
from annotator.formats.epub import EPUB
from annotator.formats.format import Format
from annotator.formats.html import HTML
from annotator.formats.jsonl import JSONL
from annotator.formats.markdown import MARKDOWN
from annotator.formats.pdf import PDF
from annotator.formats.text import TEXT

FORMATS: tuple[Format, ...] = (
    JSONL,
    CSV_SPANS,
    CSV_TEXTS,
    HTML,
    MARKDOWN,
    PDF,
    DOCX,
    EPUB,
    TEXT,
)
"""In the order in which they are offered and asked whether they recognise a file: where
several have a suffix, the last is the least particular."""

HEAD_BYTES = 65_536


def find(name: str) -> Format:
    """The format of this name; raises FormatError naming the known ones."""
    for known in FORMATS:
        if known.name == name:
            return known
    raise FormatError(f"There is no format {name!r}.", f"Known are: {_names(FORMATS)}.")


def find_writable(name: str) -> Format:
    """The format of this name that writes; raises FormatError naming those that can."""
    known = find(name)
    if not known.can_write:
        writable = [each for each in FORMATS if each.can_write]
        raise FormatError(f"{name!r} can only be read.", f"To write: {_names(writable)}.")
    return known


def detect(path: Path) -> Format:
    """The format of a file, from its suffix, and from its first bytes where that leaves a choice.

    A suffix that nobody claims is not taken for plain text: beside texts lie files of other
    kinds that are text too. Raises FormatError if no format knows the file, OSError if it
    cannot be read.
    """
    readable = [known for known in FORMATS if known.can_read]
    named = [known for known in readable if path.suffix.lower() in known.suffixes]
    if len(named) == 1 and path.suffix:
        return named[0]
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    for known in (named if path.suffix else readable) or readable:
        if known.recognises(head):
            return known
    if named:
        return named[-1]
    kind = kind_of_file(head)
    if kind:
        raise FormatError(f"{path.name} is {kind}: of that nothing can be read here.")
    raise FormatError(
        f"{path.name} is of no known kind.", "Name its format to read it all the same."
    )


def _names(formats: list[Format] | tuple[Format, ...]) -> str:
    return ", ".join(known.name for known in formats)
