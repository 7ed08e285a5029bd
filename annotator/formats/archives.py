"""Archives (zip, tar, gz) unpacked into a folder, with bounds and whatever they claim."""

import gzip
import io
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, cast

from annotator.core.record import Problem
from annotator.formats.encoding import shown

DEEPEST = 3
"""So many archives may stand in one another."""
MOST_ENTRIES = 200_000
MOST_BYTES = 4 * 1024**3
"""So much is unpacked at once, inner archives included. It lies on the disk, not in memory."""
MOST_RATIO = 200
SMALL_BYTES = 16 * 1024**2
"""What is larger than this and unpacks to more than `MOST_RATIO` times its size is a bomb."""
LARGEST_DIRECTORY_BYTES = 48 * 1024**2
"""The list of a zip file's entries is held in memory: about a million of them."""
LONGEST_HEADER_BYTES = 4 * 1024**2
MOST_FOLDERS = 30
_CHUNK_BYTES = 256 * 1024
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)
_FAULTS = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, gzip.BadGzipFile, EOFError),
    *(RuntimeError, NotImplementedError, ValueError, OverflowError),
)
"""What Python's archive modules raise for data that is broken or not for them."""
_SEE_ZIP64 = 0xFFFFFFFF
_UTF8_NAMES = 0x800
_ENCRYPTED = 0x1
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$")
_UNSAFE = re.compile(r'[\x00-\x1f<>:"|?*]|[. ]$')
_LONGEST_PART = 120


@dataclass(slots=True)
class Room:
    """How much may still be unpacked, over all archives of one import that lie in one another."""

    entries: int = MOST_ENTRIES
    bytes: int = MOST_BYTES


@dataclass(frozen=True, slots=True)
class Entry:
    """One file in an archive: its name as people see it, why it is not taken ("": it is), and
    its bytes; `packed` is how many those are while packed, 0 where nobody knows."""

    name: str
    fault: str
    open: Callable[[], IO[bytes]] = io.BytesIO
    packed: int = 0


@dataclass(slots=True)
class Unpacked:
    """What became of an archive: the names that entries have in it, by path on the disk where
    that differs, and what was left out."""

    names: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def is_archive(path: Path) -> bool:
    """Whether a file is to be unpacked: by its suffix, or, where it has none, its first bytes.

    Raises OSError if it cannot be read.
    """
    return _kind(path) is not None


def unpack(archive: Path, folder: Path, room: Room) -> Unpacked:
    """Unpack what can be unpacked into the folder, each entry in the place that its name says.

    No entry leads out of the folder, is a link or a device, or takes more than the room.
    What comes before a break in the archive is unpacked. Raises OSError if the disk fails.
    """
    entries = _kind(archive)
    assert entries is not None
    unpacking = _Unpacking(archive, folder, room)
    try:
        for entry in entries(archive):
            if not room.entries:
                unpacking.leave_out("", f"more than {MOST_ENTRIES:,} entries: the rest is left out")
                break
            room.entries -= 1
            unpacking.take(entry)
    except _FullError:
        reason = f"it unpacks to more than {MOST_BYTES // 1024**3} GB: the rest is left out"
        unpacking.leave_out("", reason)
    except _FAULTS as error:
        unpacking.leave_out("", f"the archive is broken: {_said(error)}")
    return unpacking.result


class _FullError(Exception):
    """There is no room for more."""


class _Unpacking:
    """One archive while it is unpacked."""

    def __init__(self, archive: Path, folder: Path, room: Room) -> None:
        self._where = shown(archive)
        self._folder = folder
        self._room = room
        self._taken: set[str] = set()
        self.result = Unpacked()

    def leave_out(self, name: str, reason: str, left_out: str = "document") -> None:
        path = f"{self._where}/{name}" if name else self._where
        self.result.problems.append(Problem(path, None, reason, left_out))

    def take(self, entry: Entry) -> None:
        fault = entry.fault or _why_unsafe(entry.name)
        if fault:
            self.leave_out(entry.name, fault)
            return
        target = self._place(entry.name)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with entry.open() as source, target.open("xb") as file:
                self._copy(source, file, entry.packed)
        except (FileExistsError, NotADirectoryError):
            self.leave_out(entry.name, "the archive has a file where it needs a folder")
        except _FAULTS as error:
            target.unlink(missing_ok=True)
            self.leave_out(entry.name, f"it cannot be unpacked: {_said(error)}")
        except _FullError:
            target.unlink()
            raise

    def _place(self, name: str) -> Path:
        """Where on the disk a name is put: in its folders, by a name that every system takes."""
        safe = PurePosixPath(*map(_safe, name.split("/")))
        free, number = safe, 1
        # Some file systems take names that differ in case for one.
        while str(free).casefold() in self._taken:
            number += 1
            free = safe.with_name(f"{safe.stem} ({number}){safe.suffix}")
        self._taken.add(str(free).casefold())
        if number > 1:
            self.leave_out(
                name, "the archive has this name more than once; each is read", "nothing"
            )
        target = self._folder / free
        if str(free) != name:
            self.result.names[shown(target)] = name
        return target

    def _copy(self, source: IO[bytes], file: IO[bytes], packed: int) -> None:
        size = 0
        while chunk := source.read(_CHUNK_BYTES):
            size += len(chunk)
            self._room.bytes -= len(chunk)
            if self._room.bytes < 0:
                raise _FullError
            if packed and size > SMALL_BYTES and size > MOST_RATIO * packed:
                raise ValueError(f"it grows more than {MOST_RATIO} times, as bombs do")
            file.write(chunk)


def _said(error: BaseException) -> str:
    return str(error).rstrip(".") or type(error).__name__


def _why_unsafe(name: str) -> str:
    parts = name.split("/")
    if not name:
        return "it has no name"
    if ".." in parts or not parts[0] or re.match(r"[A-Za-z]:", name):
        return "its name leads out of the archive"
    if len(parts) > MOST_FOLDERS:
        return "it lies in too many folders"
    return ""


def _safe(part: str) -> str:
    """A part of a name as every system takes it; the suffix stays."""
    part = _UNSAFE.sub("_", part.encode("utf-8", "replace").decode("utf-8")) or "_"
    if len(part.encode()) > _LONGEST_PART:
        stem, dot, suffix = part.rpartition(".")
        kept = (stem or suffix).encode()[:_LONGEST_PART].decode("utf-8", "ignore")
        part = kept + (dot + suffix if stem and len(suffix) < 10 else "")  # noqa: PLR2004
    return f"_{part}" if _DEVICES.match(part) else part


def _zipped(path: Path) -> Iterator[Entry]:
    _refuse_giant_directory(path)
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            # Python 3.11 looks at the last character of names even where they have none.
            if not info.filename.endswith("/"):
                name = _name_of(info)
                opened = _opener(archive, info)
                yield Entry(name, _why_not(info), opened, max(1, info.compress_size))


def _opener(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], IO[bytes]]:
    return lambda: archive.open(info)


def _name_of(info: zipfile.ZipInfo) -> str:
    """The name, in UTF-8 even where the entry does not say that it is (as some tools write),
    with "/" between folders even where it was made with "\\"."""
    name = info.orig_filename.partition("\0")[0]
    if not info.flag_bits & _UTF8_NAMES:
        # Else it is in the encoding of the one who packed it, which the archive does not tell.
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/").removeprefix("./")


def _why_not(info: zipfile.ZipInfo) -> str:
    mode = info.external_attr >> 16
    if info.flag_bits & _ENCRYPTED:
        return "it is encrypted: unpack the archive with its password and import the folder"
    if stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
        return "it is a link or a device, not a file"
    if info.compress_type not in _METHODS:
        return f"it is packed in a way that is not read here (method {info.compress_type})"
    return ""


def _refuse_giant_directory(path: Path) -> None:
    """The size of the list of entries stands at the end of the file (PKWARE, APPNOTE.TXT,
    4.3.14 and 4.3.16). Raises BadZipFile if it is too large to be held in memory."""
    with path.open("rb") as file:
        size = file.seek(0, io.SEEK_END)
        file.seek(max(0, size - 70_000))
        tail = file.read()
    end = tail.rfind(b"PK\5\6")
    listed = int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0
    zip64 = tail.rfind(b"PK\6\6")
    if listed == _SEE_ZIP64 and zip64 >= 0:
        listed = int.from_bytes(tail[zip64 + 40 : zip64 + 48], "little")
    if min(listed, size) > LARGEST_DIRECTORY_BYTES:
        raise zipfile.BadZipFile("it lists more entries than can be read")


class _CarefulFile(io.FileIO):
    """A file that is never read in large pieces, whatever lengths it claims of its headers."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or not 0 <= size <= LONGEST_HEADER_BYTES:
            raise tarfile.ReadError("a header claims to be larger than the largest there are")
        return super().read(size) or b""


def _tarred(path: Path) -> Iterator[Entry]:
    with _CarefulFile(path) as file, tarfile.open(fileobj=file, mode="r:") as archive:
        while (member := archive.next()) is not None:
            # Else all of them are held in memory.
            archive.members = []  # type: ignore[attr-defined]
            name = member.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            name = name.removeprefix("./")
            if member.isreg() and not member.issparse():
                yield Entry(name, "", _extractor(archive, member))
            elif not member.isdir():
                yield Entry(name, "it is a link or a device, not a file")


def _extractor(archive: tarfile.TarFile, member: tarfile.TarInfo) -> Callable[[], IO[bytes]]:
    def opened() -> IO[bytes]:
        found = archive.extractfile(member)
        if found is None:
            raise tarfile.ExtractError("it holds nothing")
        return found

    return opened


def _decompressed(path: Path) -> IO[bytes]:
    return cast(IO[bytes], gzip.GzipFile(path))


def _gzipped(path: Path) -> Iterator[Entry]:
    name = f"{path.stem}.tar" if path.suffix.lower() == ".tgz" else path.stem
    yield Entry(shown(Path(name)), "", lambda: _decompressed(path), max(1, path.stat().st_size))


_BY_SUFFIX = {".zip": _zipped, ".tar": _tarred, ".gz": _gzipped, ".tgz": _gzipped}
_BY_HEAD = {b"PK\3\4": _zipped, b"PK\5\6": _zipped, b"\x1f\x8b": _gzipped}


def _kind(path: Path) -> Callable[[Path], Iterator[Entry]] | None:
    if path.suffix:
        return _BY_SUFFIX.get(path.suffix.lower())
    with path.open("rb") as file:
        head = file.read(4)
    return next((kind for mark, kind in _BY_HEAD.items() if head.startswith(mark)), None)
