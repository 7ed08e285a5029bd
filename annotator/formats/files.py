"""Files and folders as a stream of records: one bad file never takes its neighbours with it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator.core.record import Item, Problem
from annotator.errors import FormatError
from annotator.formats import detect, find, formats
from annotator.formats.encoding import shown
from annotator.formats.format import Format


def each_file(paths: Iterable[Path]) -> Iterator[Path | Problem]:
    """The files themselves, and those in folders, at any depth, sorted by name.

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

    Raises FormatError if a path is not there or no format has this name.
    """
    chosen = find(format_name) if format_name else None
    for item in each_file(paths):
        if isinstance(item, Problem):
            yield item
        else:
            yield from _read_file(item, chosen)


def _read_file(path: Path, chosen: Format | None) -> Iterator[Item]:
    try:
        known = chosen or detect(path)
        if known.read is None:
            raise FormatError(f"Format {known.name!r} can only be written.")
        yield from known.read(path)
    except FormatError as error:
        yield Problem(shown(path), None, str(error))
    except OSError as error:
        yield Problem(shown(path), None, f"cannot be read: {error.strerror}")


def _refuse_missing(path: Path) -> None:
    try:
        path.stat()
    except FileNotFoundError:
        raise FormatError(f"There is no file or folder {shown(path)}.") from None
    except OSError as error:
        raise FormatError(f"{shown(path)} cannot be read: {error.strerror}.") from error


def _each_below(path: Path) -> Iterator[Path | Problem]:
    if path.is_file():
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
        if entry.name.startswith("."):
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
