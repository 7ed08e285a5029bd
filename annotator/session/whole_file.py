"""A file that appears only when it is whole; what stands there until then is not touched."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from annotator.errors import FormatError

STANDARD_OUTPUT = Path("-")
DATABASE = b"SQLite format 3\0"
NEW_FILE = 0o644


@contextmanager
def whole_file(out: Path) -> Iterator[BinaryIO]:
    """Write to `out` (`-`: standard output); a link is followed, a device or pipe written to.

    Raises FormatError if it cannot be written, or is a project.
    """
    if out == STANDARD_OUTPUT:
        yield from _standard_output()
        return
    try:
        target = out.resolve()
        _refuse_database(target, out)
        if target.exists() and not (target.is_file() or target.is_dir()):
            with target.open("wb") as file:
                yield file
        else:
            yield from _replaced(target)
    except OSError as error:
        raise FormatError(f"{out} cannot be written: {error.strerror}.") from error


@contextmanager
def printing() -> Iterator[None]:
    """Raise FormatError where standard output cannot be written, but for a reader that left."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        # What waits in the buffer would fail once more, and loudly, when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise FormatError(f"Standard output cannot be written: {error.strerror}.") from error


def _standard_output() -> Iterator[BinaryIO]:
    if sys.stdout is None:
        raise FormatError("Standard output is closed.")
    with printing():
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()


def _refuse_database(target: Path, out: Path) -> None:
    if target.is_dir():
        raise IsADirectoryError(0, "Is a directory")
    if target.is_file():
        with target.open("rb") as file:
            if file.read(len(DATABASE)) == DATABASE:
                raise FormatError(f"{out} is a project.", "Name another file to write to.")


def _replaced(target: Path) -> Iterator[BinaryIO]:
    mode = target.stat().st_mode & 0o777 if target.exists() else NEW_FILE
    beside = {"dir": target.parent, "prefix": f".{target.name[:50]}.", "suffix": ".part"}
    file = NamedTemporaryFile(**beside, delete=False)  # type: ignore[call-overload]  # noqa: SIM115
    part = Path(file.name)
    try:
        with file:
            yield file
        part.chmod(mode)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
