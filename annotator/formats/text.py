"""Plain text: one file is one document."""

from collections.abc import Iterator
from pathlib import Path

from annotator.core.record import Problem, Record
from annotator.errors import FormatError
from annotator.formats.encoding import decode, shown
from annotator.formats.format import Format

LARGEST_FILE_BYTES = 100 * 1024 * 1024


def read(path: Path) -> Iterator[Record | Problem]:
    """The text of the file, exactly; its title is left to its first line.

    Raises FormatError if the file is not text or larger than 100 MB, OSError if it cannot
    be read.
    """
    where = shown(path)
    decoded = decode(file_bytes(path))
    if decoded.note:
        yield Problem(where, None, decoded.note, "nothing")
    if decoded.text:
        yield Record(decoded.text, {"source": shown(Path(path.name))}, path=where)
    else:
        yield Problem(where, None, "the file is empty")


def file_bytes(path: Path) -> bytes:
    """All of a file; raises FormatError if it is larger than 100 MB, OSError if unreadable."""
    with path.open("rb") as file:
        data = file.read(LARGEST_FILE_BYTES + 1)
    if len(data) > LARGEST_FILE_BYTES:
        raise FormatError(f"The file is larger than {LARGEST_FILE_BYTES // 1024**2} MB.")
    return data


TEXT = Format(
    name="text",
    title="Plain text",
    suffixes=(".txt", ".text", ""),
    read=read,
)
