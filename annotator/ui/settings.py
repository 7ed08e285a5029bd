"""What the window remembers between starts: sizes, places, recent projects, the name."""

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

RECENT = 10


def settings() -> QSettings:
    """The user's settings file."""
    return QSettings(
        QSettings.Format.IniFormat, QSettings.Scope.UserScope, "annotator", "annotator"
    )


def recent_projects() -> list[Path]:
    """The projects opened last that are still there, the latest first."""
    value = settings().value("recent", [])
    # An INI file does not tell a list of one from its only item.
    names = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return [path for path in map(Path, names) if path.is_file()]


def remember_project(path: Path) -> None:
    """Put a project at the head of the recent ones."""
    paths = [path.absolute(), *(p for p in recent_projects() if p != path.absolute())]
    settings().setValue("recent", [str(p) for p in paths[:RECENT]])


def text_size() -> float | None:
    """The size of the article's text in points; None: the user has chosen none."""
    value = settings().value("text_size")
    try:
        return float(str(value))
    except ValueError:
        return None


def remember_text_size(points: float | None) -> None:
    """Keep the size of the article's text, in points; None: no longer one of the user's."""
    settings().setValue("text_size", points) if points else settings().remove("text_size")


def keys(action: str) -> tuple[str, ...]:
    """The keys that the user gave an action, as portable texts; () if they did not."""
    return tuple(str(settings().value(f"keys/{action}", "")).split())


def remember_keys(action: str, given: tuple[str, ...]) -> None:
    """Keep the keys that the user gave an action."""
    settings().setValue(f"keys/{action}", " ".join(given))


def forget_keys() -> None:
    """Let all actions have their usual keys."""
    settings().remove("keys")


def last_export() -> dict[str, Any]:
    """What was chosen for the last export, by name; {} if there was none."""
    try:
        found = json.loads(str(settings().value("export", "{}")))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def remember_export(chosen: dict[str, Any]) -> None:
    """Keep what was chosen for an export."""
    settings().setValue("export", json.dumps(chosen))


def remembered(name: str) -> QByteArray | None:
    """A size or place kept by `remember`."""
    value = settings().value(name)
    return value if isinstance(value, QByteArray) else None


def remember(name: str, state: QByteArray) -> None:
    """Keep a size or place."""
    settings().setValue(name, state)
