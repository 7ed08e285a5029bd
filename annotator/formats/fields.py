"""Fields of a file that no field here has room for: they go into the meta of the text."""

from typing import Any

Fields = dict[str, Any]


def add_field(meta: Fields, name: str, value: object) -> None:
    """Put a field into meta, under a longer name where another value has its name."""
    while name in meta and not _same(meta[name], value):
        name += "_"
    meta[name] = value


def _same(a: object, b: object) -> bool:
    # Lists and objects may be nested too deeply to be compared.
    return isinstance(a, str | int | float | None) and a == b


def add_meta(meta: Fields, given: object) -> None:
    """Put the fields of what a file calls its meta into meta, or that itself if it is no object."""
    if isinstance(given, dict):
        for name, value in given.items():
            add_field(meta, name, value)
    elif given is not None:
        add_field(meta, "meta", given)
