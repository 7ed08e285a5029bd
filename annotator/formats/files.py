"""Files, folders, archives and standard input as a stream of records: one bad file never takes
its neighbours with it."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from annotator.core.record import Item, Problem
from annotator.errors import FormatError
from annotator.formats import detect, find, formats
from annotator.formats.archives import DEEPEST, MOST_BYTES, Room, unpack
from annotator.formats.encoding import shown
from annotator.formats.entries import is_archive
from annotator.formats.format import Format

STANDARD_INPUT = Path("-")
_CHUNK_BYTES = 1024 * 1024
NOT_OURS = frozenset(("__macosx", "thumbs.db", "desktop.ini"))
"""What systems leave in folders and archives, beside what is hidden."""


def each_file(paths: Iterable[Path]) -> Iterator[Path | Problem]:
    """The files themselves, and those in folders, at any depth, sorted by name; `-` stays.

    What is passed over in a folder (hidden, unreadable, a link to a folder) is a Problem.
    Raises FormatError before anything else if one of the paths is not there.
    """
    paths = list(paths)
    for path in paths:
        _refuse_missing(path)
    for path in paths:
        yield from _each_below(path)


def read_records(paths: Iterable[Path], *, format_name: str | None = None) -> Iterator[Item]:
    """The records of all files, one at a time, in this format or in the one detected for each.

    Archives are read as folders are, and named `archive.zip/name`; `-` is standard input.
    Raises FormatError if a path is not there or no format has this name.
    """
    chosen = find(format_name) if format_name else None
    for path in each_file(paths):
        if path == STANDARD_INPUT:
            yield from _read_standard_input(chosen)
        else:
            yield from _read(path, chosen, [])


def _read(path: Path | Problem, chosen: Format | None, outer: list[Room]) -> Iterator[Item]:
    """The records of a file; `outer`: the room of the archives that it lies in."""
    if isinstance(path, Problem):
        yield path
        return
    try:
        if _is_to_be_unpacked(path):
            yield from _read_archive(path, chosen, outer)
        else:
            known = chosen or detect(path)
            if known.read is None:
                raise FormatError(f"Format {known.name!r} can only be written.")
            yield from known.read(path)
    except FormatError as error:
        yield Problem(shown(path), None, str(error))
    except OSError as error:
        yield Problem(shown(path), None, f"cannot be read: {error.strerror or error}")


def _is_to_be_unpacked(path: Path) -> bool:
    # Word and EPUB documents are zip files too: without a suffix, formats are asked first.
    return is_archive(path) and (bool(path.suffix) or "" in detect(path).suffixes)


def _read_archive(path: Path, chosen: Format | None, outer: list[Room]) -> Iterator[Item]:
    if len(outer) == DEEPEST:
        reason = f"more than {DEEPEST} archives in one another: this one is not unpacked"
        yield Problem(shown(path), None, reason)
        return
    with TemporaryDirectory(prefix="annotator-") as name:
        room = outer[0] if outer else Room()
        unpacked = unpack(path, Path(name), room)
        yield from unpacked.problems
        inner = (
            item for file in _each_in(Path(name)) for item in _read(file, chosen, [*outer, room])
        )
        yield from _renamed(inner, shown(Path(name)), shown(path), unpacked.names)


def _read_standard_input(chosen: Format | None) -> Iterator[Item]:
    with TemporaryDirectory(prefix="annotator-") as name:
        spooled = Path(name) / "standard input"
        with spooled.open("xb") as file:
            while chunk := sys.stdin.buffer.read(_CHUNK_BYTES):
                file.write(chunk)
                if file.tell() > MOST_BYTES:
                    reason = f"there is more of it than {MOST_BYTES // 1024**3} GB: nothing is read"
                    yield Problem(spooled.name, None, reason)
                    return
        yield from _renamed(_read(spooled, chosen, []), shown(Path(name)), "", {})


def _renamed(
    items: Iterable[Item], folder: str, place: str, names: Mapping[str, str]
) -> Iterator[Item]:
    """The items as if they had not lain in a temporary folder, but in this place."""
    for item in items:
        below = names.get(item.path) or item.path.removeprefix(folder).lstrip("/\\")
        yield replace(item, path=f"{place}/{below}" if place else below)


def _refuse_missing(path: Path) -> None:
    if path == STANDARD_INPUT:
        return
    try:
        path.stat()
    except FileNotFoundError:
        raise FormatError(f"There is no file or folder {shown(path)}.") from None
    except OSError as error:
        raise FormatError(f"{shown(path)} cannot be read: {error.strerror}.") from error


def _each_below(path: Path) -> Iterator[Path | Problem]:
    if path.is_file() or path == STANDARD_INPUT:
        yield path
    elif not path.is_dir():
        yield Problem(shown(path), None, "this is neither a file nor a folder")
    else:
        yield from _each_in(path)


def _each_in(folder: Path) -> Iterator[Path | Problem]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield Problem(shown(folder), None, f"the folder cannot be read: {error.strerror}")
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name.casefold() in NOT_OURS:
            yield Problem(shown(entry), None, "hidden, and so passed over")
        elif entry.is_symlink() and entry.is_dir():
            yield Problem(shown(entry), None, "a link to a folder is not followed")
        elif not _is_companion(entry):
            yield from _each_below(entry)


def _is_companion(path: Path) -> bool:
    """Whether a file of a folder is read with another one, and not for itself."""
    return any(
        path.name in known.beside
        or (
            path.suffix in known.companions
            and any(path.with_suffix(suffix).is_file() for suffix in known.suffixes)
        )
        for known in formats()
    )
