"""The one list of formats: files of other people that come in or go out."""

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from annotator.errors import FormatError
from annotator.formats.brat import BRAT
from annotator.formats.cas import CAS_JSON, CAS_XMI
from annotator.formats.conll import CONLL
from annotator.formats.conllu import CONLLU
from annotator.formats.csv_spans import CSV_SPANS
from annotator.formats.csv_texts import CSV_TEXTS
from annotator.formats.docbin import SPACY
from annotator.formats.doccano import DOCCANO
from annotator.formats.docx import DOCX
from annotator.formats.encoding import kind_of_file
from annotator.formats.epub import EPUB
from annotator.formats.format import Format
from annotator.formats.gliner import GLINER
from annotator.formats.hf import HF
from annotator.formats.html import HTML
from annotator.formats.json_head import LONG_HEAD_BYTES, is_cut, is_spread
from annotator.formats.jsonl import JSONL
from annotator.formats.label_studio import LABEL_STUDIO
from annotator.formats.markdown import MARKDOWN
from annotator.formats.pdf import PDF
from annotator.formats.prodigy import PRODIGY
from annotator.formats.spacy_json import SPACY_JSON
from annotator.formats.text import TEXT
from annotator.formats.webanno_tsv import WEBANNO_TSV

FORMATS: tuple[Format, ...] = (
    WEBANNO_TSV,
    CAS_XMI,
    CAS_JSON,
    BRAT,
    LABEL_STUDIO,
    DOCCANO,
    SPACY_JSON,
    GLINER,
    HF,
    PRODIGY,
    JSONL,
    SPACY,
    CONLLU,
    CONLL,
    CSV_SPANS,
    CSV_TEXTS,
    HTML,
    MARKDOWN,
    PDF,
    DOCX,
    EPUB,
    TEXT,
)
"""Ours, in the order in which they are offered and asked whether they recognise a file: where
several have a suffix, the last is the least particular."""

PLUG_INS = "annotator.formats"
"""The group of entry points by which another package adds a Format."""


@cache
def formats() -> tuple[Format, ...]:
    """All formats: those of plug-ins, which are asked first, and ours.

    Raises FormatError if a plug-in cannot be loaded.
    """
    return (*map(_plugged_in, entry_points(group=PLUG_INS)), *FORMATS)


def _plugged_in(entry: EntryPoint) -> Format:
    try:
        found = entry.load()
    except (ImportError, AttributeError) as error:
        raise FormatError(
            f"The plug-in for {entry.name} cannot be loaded: {error}.", "Mend or uninstall it."
        ) from error
    if not isinstance(found, Format):
        raise FormatError(f"The plug-in for {entry.name} is no Format.", "Mend or uninstall it.")
    return found


HEAD_BYTES = 65_536


def find(name: str) -> Format:
    """The format of this name; raises FormatError naming the known ones."""
    for known in formats():
        if known.name == name:
            return known
    raise FormatError(f"There is no format {name!r}.", f"Known are: {_names(formats())}.")


def find_writable(name: str) -> Format:
    """The format of this name that writes; raises FormatError naming those that can."""
    known = find(name)
    if not known.can_write:
        writable = [each for each in formats() if each.can_write]
        raise FormatError(f"{name!r} can only be read.", f"To write: {_names(writable)}.")
    return known


def detect(path: Path) -> Format:
    """The format of a file, from its suffix, and from its first bytes where that leaves a choice.

    A suffix that nobody claims is not taken for plain text: beside texts lie files of other
    kinds that are text too. Raises FormatError if no format knows the file, OSError if it
    cannot be read.
    """
    readable = [known for known in formats() if known.can_read]
    named = [known for known in readable if path.suffix.lower() in known.suffixes]
    if len(named) == 1 and path.suffix:
        return named[0]
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        if len(head) == HEAD_BYTES and is_cut(head):
            head += file.read(LONG_HEAD_BYTES)
    # Plain text may look like anything.
    for known in named if path.suffix and TEXT in named else [*named, *readable]:
        if known.recognises(head):
            return known
    # What is no JSON lines is not read as such, with a problem for each line.
    if named and not (named[-1] is JSONL and is_spread(head)):
        return named[-1]
    kind = kind_of_file(head)
    if kind:
        raise FormatError(f"{path.name} is {kind}: of that nothing can be read here.")
    raise FormatError(
        f"{path.name} is of no known kind.", "Name its format to read it all the same."
    )


def _names(formats: list[Format] | tuple[Format, ...]) -> str:
    return ", ".join(known.name for known in formats)
