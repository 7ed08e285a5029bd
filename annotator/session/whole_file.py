"""A file or folder that appears only when it is whole; what stands there until then is not
touched."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile, mkdtemp
from typing import BinaryIO, cast
from zipfile import ZIP_DEFLATED, ZipFile

from annotator.errors import FormatError
from annotator.formats.format import Folder

STANDARD_OUTPUT = Path("-")
DATABASE = b"SQLite format 3\0"
NEW_FILE = 0o644
NEW_FOLDER = 0o755


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


@contextmanager
def whole_folder(out: Path) -> Iterator[Folder]:
    """Write several files to the folder `out`, or to a zip archive if it ends in ".zip".

    Raises FormatError if it cannot be written, or is a folder with something in it.
    """
    if out.suffix.lower() == ".zip":
        with whole_file(out) as file, ZipFile(file, "w", ZIP_DEFLATED) as archive:
            yield _Zipped(archive)
        return
    try:
        yield from _new_folder(out)
    except OSError as error:
        raise FormatError(f"{out} cannot be written: {error.strerror}.") from error


def _new_folder(out: Path) -> Iterator[Folder]:
    if out == STANDARD_OUTPUT:
        raise FormatError(
            "This format needs several files.", "Name a folder, or an archive that ends in .zip."
        )
    target = out.resolve()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise FormatError(f"{out} is there already.", "Name a new or an empty folder.")
    part = Path(mkdtemp(dir=target.parent, prefix=f".{target.name[:50]}.", suffix=".part"))
    try:
        yield _Plain(part)
        part.chmod(NEW_FOLDER)
        if target.exists():
            target.rmdir()
        part.rename(target)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


class _Plain:
    def __init__(self, root: Path) -> None:
        self._root = root

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        path = self._root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            yield file


class _Zipped:
    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive

    def open(self, name: str) -> AbstractContextManager[BinaryIO]:
        return cast(AbstractContextManager[BinaryIO], self._archive.open(name, "w"))
