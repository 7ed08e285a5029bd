"""UIMA CAS as XMI and as JSON, as INCEpTION writes and reads them."""

from collections.abc import Iterator
from pathlib import Path

from annotator.core.record import Item, Problem
from annotator.formats.cas_source import TYPE_SYSTEMS, load_json, load_xmi
from annotator.formats.cas_spans import each_record
from annotator.formats.cas_writing import write_json, write_xmi
from annotator.formats.encoding import shown
from annotator.formats.format import Format, Holds
from annotator.formats.offsets import UTF16
from annotator.formats.raw import settle

_HELD = frozenset((Holds.TEXT, Holds.NESTED, Holds.CHARACTERS, Holds.RELATIONS))


def read_xmi(path: Path) -> Iterator[Item]:
    """The records of an XMI file; raises FormatError if it is none, OSError if unreadable."""
    if path.stat().st_size:
        yield from settle(each_record(load_xmi(path), path), shown(path), expected=UTF16)
    else:
        yield Problem(shown(path), None, "the file is empty")


def read_json(path: Path) -> Iterator[Item]:
    """The records of a JSON file; raises FormatError if it is none, OSError if unreadable."""
    if path.stat().st_size:
        yield from settle(each_record(load_json(path), path), shown(path), expected=UTF16)
    else:
        yield Problem(shown(path), None, "the file is empty")


def _is_xmi(head: bytes) -> bool:
    return b"http://www.omg.org/XMI" in head[:4096]


def _is_json(head: bytes) -> bool:
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{" and (
        b'"%TYPES"' in head or b'"%FEATURE_STRUCTURES"' in head
    )


CAS_XMI = Format(
    name="cas_xmi",
    title="UIMA CAS XMI (INCEpTION)",
    suffixes=(".xmi",),
    read=read_xmi,
    write_folder=write_xmi,
    recognises=_is_xmi,
    beside=TYPE_SYSTEMS,
    holds=_HELD,
    offsets=("utf16",),
)
CAS_JSON = Format(
    name="cas_json",
    title="UIMA CAS JSON (INCEpTION)",
    suffixes=(".json",),
    read=read_json,
    write_folder=write_json,
    recognises=_is_json,
    holds=_HELD,
    offsets=("utf16",),
)
