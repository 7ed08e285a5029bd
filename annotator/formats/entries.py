"""What lies in archives (zip, tar, gz), entry by entry, before anything is unpacked."""

import gzip
import io
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from annotator.formats.encoding import shown

LARGEST_DIRECTORY_BYTES = 48 * 1024**2
"""The list of a zip file's entries is held in memory: about a million of them."""
LONGEST_HEADER_BYTES = 4 * 1024**2
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)
FAULTS = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, gzip.BadGzipFile, EOFError),
    *(RuntimeError, NotImplementedError, ValueError, OverflowError),
)
"""What Python's archive modules raise for data that is broken or not for them."""
_SEE_ZIP64 = 0xFFFFFFFF
_UTF8_NAMES = 0x800
_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class Entry:
    """One file in an archive: its name as people see it, why it is not taken ("": it is), and
    its bytes; `packed` is how many those are while packed, `size` how many it claims they are
    unpacked; 0 where nobody knows."""

    name: str
    fault: str
    open: Callable[[], IO[bytes]] = io.BytesIO
    packed: int = 0
    size: int = 0


def is_archive(path: Path) -> bool:
    """Whether a file is to be unpacked: by its suffix, or, where it has none, its first bytes.

    Raises OSError if it cannot be read.
    """
    return _kind(path) is not None


def each_entry(path: Path) -> Iterator[Entry]:
    """The entries of an archive; each is to be read before the next one is asked for.

    Raises one of FAULTS where it is broken, OSError if it cannot be read.
    """
    kind = _kind(path)
    assert kind is not None
    return kind(path)


def _zipped(path: Path) -> Iterator[Entry]:
    _refuse_giant_directory(path)
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            # Python 3.11 looks at the last character of names even where they have none.
            if not info.filename.endswith("/"):
                name = _name_of(info)
                opened = _opener(archive, info)
                packed = max(1, info.compress_size)
                yield Entry(name, _why_not(info), opened, packed, info.file_size)


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
