"""Whether there is a screen to draw on, found out before Qt would abort for lack of one."""

import ctypes
import os
import re
import socket
import sys
from pathlib import Path

from annotator.errors import ScreenError

PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libOpenGL.so.0": "libopengl0",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""Debian's packages of the libraries that Qt's plugins for X and Wayland load."""


def require() -> None:
    """Raise ScreenError, saying what to install or do, if a window cannot be shown here."""
    require_qt()
    if not sys.platform.startswith("linux"):
        return
    chosen = _chosen_platform()
    if chosen not in {"", "xcb", "wayland"}:
        _require_plugin(chosen)
    elif chosen == "xcb" or not _has_wayland():
        _require_display(chosen)
        _load(_plugin("libqxcb.so"))


def require_qt() -> None:
    """Raise ScreenError if the libraries that drawing needs, even into a file, are missing."""
    try:
        import PySide6.QtWidgets  # noqa: F401
    except ImportError as error:
        raise _missing_library(str(error)) from error


def _chosen_platform() -> str:
    # Of `wayland-egl:option;xcb` the first word.
    return re.split("[-:;]", os.environ.get("QT_QPA_PLATFORM", ""), maxsplit=1)[0]


def _require_plugin(name: str) -> None:
    if not Path(_plugin(f"libq{name}.so")).exists():
        raise ScreenError(
            f"Qt knows no platform {name!r}, which QT_QPA_PLATFORM names.", "Unset QT_QPA_PLATFORM."
        )


def _has_wayland() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY")
    if not name or not _is_there(_plugin("libqwayland.so")):
        return False
    # The variable often outlives its session: in tmux, or after su.
    place = Path(os.environ.get("XDG_RUNTIME_DIR", ""), name)
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(str(place))
        except OSError:
            return False
    return True


def _require_display(chosen: str) -> None:
    if not os.environ.get("DISPLAY") or chosen == "wayland":
        stale = os.environ.get("WAYLAND_DISPLAY")
        raise ScreenError(
            f"The screen {stale!r} that WAYLAND_DISPLAY names does not answer."
            if stale
            else "There is no screen here: neither DISPLAY nor WAYLAND_DISPLAY is set.",
            "Start it on a desktop, over `ssh -X`, or on a virtual screen"
            " (Debian: apt install xvfb, then xvfb-run annotator …).",
        )
    xcb = _load("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    if failed:
        raise ScreenError(
            f"The screen {os.environ['DISPLAY']!r} that DISPLAY names does not answer.",
            "Start it on a desktop, or set DISPLAY to a screen that is there.",
        )


def _plugin(name: str) -> str:
    import PySide6

    found = Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms" / name
    return str(found)


def _load(library: str) -> ctypes.CDLL:
    try:
        return ctypes.CDLL(library)
    except OSError as error:
        raise _missing_library(str(error)) from error


def _missing_library(message: str) -> ScreenError:
    library = message.partition(":")[0].strip()
    packages = " ".join(package for name, package in PACKAGES.items() if not _is_there(name))
    return ScreenError(
        f"Windows need system libraries that are missing: {library} and perhaps others.",
        f"Debian: apt install {packages}" if packages else f"Install {library}.",
    )


def _is_there(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
