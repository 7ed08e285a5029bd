"""The names of tags that a Hugging Face data set gives as numbers."""

from pathlib import Path
from typing import Any

LARGEST_FILE_BYTES = 10 * 1024 * 1024
DEEPEST = 12
JSON_FILES = ("dataset_info.json", "dataset_infos.json", "config.json", "labels.json")
TEXT_FILES = ("labels.txt", "label_names.txt")
KEYS = ("names", "label_names", "id2label", "class_label", "feature", "features", "default")
"""Under which `ClassLabel` names stand in `dataset_info.json`, `id2label` in `config.json`."""


def names_in(fields: dict[str, Any], column: str) -> dict[int, str]:
    """The names that an object carries itself; {} if it has none."""
    return next((found for found in (
        _found(fields[key], column) for key in ("label_names", "features", "id2label")
        if key in fields) if found), {})  # fmt: skip


def names_beside(path: Path) -> dict[int, str]:
    """The names in a file beside that data sets have: `dataset_info.json`, `config.json`,
    `labels.json`, or `labels.txt` with one a line; {} if there is none."""
    for name in (f"{path.stem}.labels.json", *JSON_FILES):
        found = _found(_json(path.with_name(name)), "")
        if found:
            return found
    for name in TEXT_FILES:
        lines = _bytes(path.with_name(name)).decode("utf-8-sig", "replace").split("\n")
        names = [line.strip() for line in lines if line.strip()]
        if names:
            return dict(enumerate(names))
    return {}


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE_BYTES + 1)
    except OSError:
        return b""
    return data if len(data) <= LARGEST_FILE_BYTES else b""


def _json(path: Path) -> Any:
    import orjson

    try:
        return orjson.loads(_bytes(path))
    except orjson.JSONDecodeError:
        return None


def _found(value: Any, column: str, depth: int = 0) -> dict[int, str]:
    """The first names in a JSON value, looked for under the column and the keys of data sets."""
    names = _names(value)
    if names or not isinstance(value, dict) or depth > DEEPEST:
        return names
    likely = [key for key in (column, *KEYS) if key in value] or list(value)
    for key in likely:
        found = _found(value[key], column, depth + 1)
        if found:
            return found
    return {}


def _names(value: Any) -> dict[int, str]:
    """Names as a list, or as an object by their numbers (`{"0": "O"}`)."""
    if isinstance(value, list) and value and all(isinstance(name, str) for name in value):
        return dict(enumerate(value))
    if isinstance(value, dict) and value and all(key.isdecimal() for key in value):
        return {int(key): name for key, name in value.items() if isinstance(name, str)}
    return {}
