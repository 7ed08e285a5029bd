"""Archives (zip, tar, gz) unpacked into a folder, with bounds and whatever they claim."""

import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from annotator.core.record import Problem
from annotator.formats.encoding import shown
from annotator.formats.entries import FAULTS, Entry, each_entry

DEEPEST = 3
"""So many archives may stand in one another."""
MOST_ENTRIES = 200_000
MOST_BYTES = 4 * 1024**3
"""So much is unpacked at once, inner archives included. It lies on the disk, not in memory."""
MOST_RATIO = 200
SMALL_BYTES = 16 * 1024**2
"""What is larger than this and unpacks to more than `MOST_RATIO` times its size is a bomb."""
MOST_FOLDERS = 30
_CHUNK_BYTES = 256 * 1024
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$")
_UNSAFE = re.compile(r'[\x00-\x1f<>:"|?*]|[. ]$')
_LONGEST_PART = 120


@dataclass(slots=True)
class Room:
    """How much may still be unpacked, over all archives of one import that lie in one another."""

    entries: int = MOST_ENTRIES
    bytes: int = MOST_BYTES


@dataclass(slots=True)
class Unpacked:
    """What became of an archive: the names that entries have in it, by path on the disk where
    that differs, and what was left out."""

    names: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def unpack(archive: Path, folder: Path, room: Room) -> Unpacked:
    """Unpack what can be unpacked into the folder, each entry in the place that its name says.

    No entry leads out of the folder, is a link or a device, or takes more than the room.
    What comes before a break in the archive is unpacked. Raises OSError if the disk fails.
    """
    unpacking = _Unpacking(archive, folder, room)
    try:
        for entry in each_entry(archive):
            if not room.entries:
                unpacking.leave_out("", f"more than {MOST_ENTRIES:,} entries: the rest is left out")
                break
            room.entries -= 1
            unpacking.take(entry)
    except _FullError:
        reason = f"it unpacks to more than {MOST_BYTES // 1024**3} GB: the rest is left out"
        unpacking.leave_out("", reason)
    except FAULTS as error:
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
        fault = entry.fault or _why_unsafe(entry.name) or _why_bomb(entry, entry.size)
        if fault:
            self.leave_out(entry.name, fault)
            return
        target = self._place(entry.name)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with entry.open() as source, target.open("xb") as file:
                self._copy(source, file, entry)
        except (FileExistsError, NotADirectoryError):
            self.leave_out(entry.name, "the archive has a file where it needs a folder")
        except FAULTS as error:
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

    def _copy(self, source: IO[bytes], file: IO[bytes], entry: Entry) -> None:
        size = 0
        while chunk := source.read(_CHUNK_BYTES):
            size += len(chunk)
            self._room.bytes -= len(chunk)
            if self._room.bytes < 0:
                raise _FullError
            fault = _why_bomb(entry, size)
            if fault:
                raise ValueError(fault)
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


def _why_bomb(entry: Entry, size: int) -> str:
    is_bomb = entry.packed and size > SMALL_BYTES and size > MOST_RATIO * entry.packed
    return f"it grows more than {MOST_RATIO} times, as bombs do" if is_bomb else ""


def _safe(part: str) -> str:
    """A part of a name as every system takes it; the suffix stays."""
    part = _UNSAFE.sub("_", part.encode("utf-8", "replace").decode("utf-8")) or "_"
    if len(part.encode()) > _LONGEST_PART:
        stem, dot, suffix = part.rpartition(".")
        kept = (stem or suffix).encode()[:_LONGEST_PART].decode("utf-8", "ignore")
        part = kept + (dot + suffix if stem and len(suffix) < 10 else "")  # noqa: PLR2004
    return f"_{part}" if _DEVICES.match(part) else part
