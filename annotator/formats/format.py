"""What a file format is: a name, the files it is found in, and how it reads and writes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from annotator.core.record import Exported, Problem, Record

Reader = Callable[[Path], Iterator[Record | Problem]]
"""Reads one file, item by item. Raises FormatError or OSError if the file as a whole
cannot be read; whatever is wrong with one item is a Problem among the others."""

Writer = Callable[[Iterable[Exported], BinaryIO], Iterator[Problem]]
"""Writes items to an open file while it is iterated, and yields what it leaves out."""


def _never(_head: bytes) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Format:
    """One format: `name` is typed, `title` is shown, `suffixes` are in lower case.

    `recognises` tells from the first bytes of a file (at most 64 kB) whether they look like it.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    read: Reader | None = None
    write: Writer | None = None
    recognises: Callable[[bytes], bool] = _never

    @property
    def can_read(self) -> bool:
        """Whether files of this format can be imported."""
        return self.read is not None

    @property
    def can_write(self) -> bool:
        """Whether labels can be exported to it."""
        return self.write is not None
