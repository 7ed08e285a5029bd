"""Label set files: text with one name a line, or JSON; and the presets."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from annotator.core.label import Label, LabelSet
from annotator.errors import FormatError
from annotator.formats.encoding import shown

FIELDS = ("name", "color", "key", "guideline")


def preset_names() -> list[str]:
    """The names of the label sets that come with the program, sorted."""
    names = [entry.name for entry in _presets().iterdir()]
    return sorted(name.removesuffix(".json") for name in names if name.endswith(".json"))


def read_labels(preset_or_path: str | Path) -> LabelSet:
    """The labels of a preset, or else of a file.

    Raises FormatError naming the file, the line or item, and what is wrong with it.
    """
    name = str(preset_or_path)
    if name in preset_names():
        return _parse(name, _presets().joinpath(f"{name}.json").read_bytes())
    path = Path(preset_or_path)
    try:
        return _parse(shown(path), path.read_bytes())
    except FileNotFoundError:
        hint = f"Presets are {', '.join(preset_names())}."
        raise FormatError(f"There is no label set {shown(path)}.", hint) from None
    except OSError as error:
        raise FormatError(f"{shown(path)} cannot be read: {error.strerror}.") from error


def _presets() -> Any:
    return files("resources").joinpath("labels")


def _parse(where: str, data: bytes) -> LabelSet:
    try:
        text = data.decode("utf-8-sig")
        is_json = text.lstrip().startswith(("[", "{"))
        return LabelSet(_from_json(text) if is_json else _from_lines(text))
    except UnicodeDecodeError as error:
        raise FormatError(f"{where} is not UTF-8.", "Save it as UTF-8.") from error
    except (ValueError, FormatError) as error:
        raise FormatError(f"{where}: {error}") from error


def _from_lines(text: str) -> Iterator[Label]:
    for line in text.splitlines():
        if line.strip():
            yield Label(line.strip())


def _from_json(text: str) -> Iterator[Label]:
    import orjson

    try:
        items = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise FormatError(f"line {error.lineno} is not JSON: {error.msg}") from error
    if not isinstance(items, list):
        raise FormatError("a label set is a list of labels")
    for number, item in enumerate(items, 1):
        try:
            yield _label(item)
        except (ValueError, FormatError) as error:
            raise FormatError(f"item {number}: {error}") from error


def _label(item: object) -> Label:
    if not isinstance(item, dict):
        raise FormatError("a label is an object with a name")
    for name, value in item.items():
        if name not in FIELDS:
            raise FormatError(f"{name!r} is none of {', '.join(FIELDS)}")
        if not isinstance(value, str):
            raise FormatError(f"{name} must be text")
    given = {**dict.fromkeys(FIELDS, ""), **item}
    return Label(given["name"].strip(), given["color"], given["key"], given["guideline"])
