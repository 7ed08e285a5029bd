"""What a file format is: a name, the files it is found in, and how it reads and writes."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Protocol

from annotator.core.record import Exported, Item, Problem, Written


class Holds(StrEnum):
    """What a format may have room for. What it has no room for is lost by writing it, and
    said. The values complete the sentence "… of them lost: this format has no room for"."""

    TEXT = "the exact text"
    NESTED = "spans within spans"
    CHARACTERS = "spans off the edges of tokens"
    UNKNOWN = "text that nobody has looked at"
    ANSWERS = "answers"
    ANNOTATORS = "annotators"
    NOTES = "notes on documents"
    SPAN_NOTES = "notes on spans"
    SCORES = "scores"
    META = "meta"
    RELATIONS = "relations"


ALL = frozenset(Holds)


@dataclass(frozen=True, slots=True)
class Corpus:
    """What a writer is told of all that it will write.

    `labels`: the label set, in order; `language`: a code such as "en", or ""; `nested`:
    whether spans overlap anywhere; `offsets`: one of the format's `offsets`, or None for
    its first.
    """

    labels: tuple[str, ...] = ()
    language: str = ""
    nested: bool = False
    offsets: str | None = None


class Folder(Protocol):
    """Where a format puts its files that needs several."""

    def open(self, name: str) -> AbstractContextManager[BinaryIO]:
        """A new file to write; `name` may hold folders, divided by "/"."""
        ...


Reader = Callable[[Path], Iterator[Item]]
"""Reads one file, item by item. Raises FormatError or OSError if the file as a whole
cannot be read; whatever is wrong with one item is a Problem among the others."""

Writing = Iterator[Problem | Written]
"""Writes while it is iterated. For each item it yields `Written`, or a Problem that leaves
out the annotation; and for each span that is not among the written ones a Problem that
leaves it out. So the numbers add up."""

Writer = Callable[[Iterable[Exported], BinaryIO, Corpus], Writing]
"""Writes items to an open file."""

FolderWriter = Callable[[Iterable[Exported], Folder, Corpus], Writing]
"""Writes items to several files."""


def _never(_head: bytes) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Format:
    """One format: `name` is typed, `title` is shown, `suffixes` are in lower case.

    `recognises` tells from the first bytes of a file (64 kB, or 4 MB of JSON whose first item
    is longer) whether they look like it. `companions`: suffixes of the files beside it, of
    the same name, that are read with it and not for themselves; `beside`: whole names of
    others. `holds`: what it has room for when it is written. `offsets`: the conventions it
    can be written in, if it carries offsets, the usual one first. `tokens`: it is written
    with the words of a text, and so is given the pipeline's tokens even where it has room
    for spans off their edges.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    read: Reader | None = None
    write: Writer | None = None
    write_folder: FolderWriter | None = None
    recognises: Callable[[bytes], bool] = _never
    companions: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    holds: frozenset[Holds] = ALL
    offsets: tuple[str, ...] = ()
    tokens: bool = False

    @property
    def can_read(self) -> bool:
        """Whether files of this format can be imported."""
        return self.read is not None

    @property
    def can_write(self) -> bool:
        """Whether labels can be exported to it."""
        return self.write is not None or self.write_folder is not None

    @property
    def lacks(self) -> tuple[Holds, ...]:
        """What is lost by writing it, in the order of `Holds`."""
        return tuple(what for what in Holds if self.can_write and what not in self.holds)
