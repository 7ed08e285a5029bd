"""Markdown: the source as it is, with what its front matter says in the meta.

The source is what annotators see and what offsets count, marks and front matter included:
rendered, a text would have offsets that fit no file.
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from annotator.core.record import Problem, Record
from annotator.formats import text as plain_text
from annotator.formats.format import Format, Holds

LONGEST_FRONT_MATTER = 16_384
MOST_VALUES = 1_000
MOST_LEVELS = 10
_FRONT_MATTER = re.compile(
    r"\ufeff?(---|\+\+\+)[ \t]*\r?\n(.*?)(?:\r?\n|^)(?:\1|\.\.\.)[ \t]*(?:\r?\n|\Z)",
    re.DOTALL | re.MULTILINE,
)


class _UnfitError(ValueError):
    """Front matter that cannot be kept as JSON."""


def read(path: Path) -> Iterator[Record | Problem]:
    """The source of the file, exactly; fields of YAML or TOML before it are copied to the meta.

    Raises FormatError if the file is not text or larger than 100 MB, OSError if it cannot
    be read.
    """
    for item in plain_text.read(path):
        if isinstance(item, Problem):
            yield item
            continue
        try:
            fields = front_matter(item.text)
        except ValueError as error:
            why = str(error).partition("\n")[0]
            yield Problem(item.path, 1, f"its front matter stays text only: {why}", "nothing")
            fields = {}
        yield replace(item, meta={**fields, **item.meta})


def front_matter(text: str) -> dict[str, Any]:
    """What the block of YAML (`---`) or TOML (`+++`) at the head of a text says, as JSON.

    Raises ValueError if it is broken, or too large to be kept.
    """
    found = _FRONT_MATTER.match(text[:LONGEST_FRONT_MATTER])
    if found is None:
        return {}
    fields = _loaded(found[1], found[2])
    if not isinstance(fields, dict):
        return {}  # two rules with a paragraph between
    budget = [MOST_VALUES]
    return {str(name): _as_json(value, budget) for name, value in fields.items()}


def _loaded(fence: str, source: str) -> Any:
    if fence == "+++":
        import tomllib

        try:
            return tomllib.loads(source.replace("\r\n", "\n"))
        except RecursionError as error:
            raise _UnfitError("it is nested too deeply") from error
    from srsly.ruamel_yaml import YAML
    from srsly.ruamel_yaml.error import YAMLError, YAMLFutureWarning

    try:
        return YAML(typ="safe", pure=True).load(source)
    except YAMLFutureWarning as error:
        raise _UnfitError("it names a field twice") from error
    except (YAMLError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise _UnfitError("it is not YAML") from error


def _as_json(value: Any, budget: list[int], level: int = 0) -> Any:
    """A value as JSON has it. YAML may name one value many times over: it is counted each time."""
    budget[0] -= 1
    if budget[0] < 0 or level > MOST_LEVELS:
        raise _UnfitError("it has too many values, or too many in one another")
    if isinstance(value, dict):
        return {str(k)[:1000]: _as_json(v, budget, level + 1) for k, v in value.items()}
    if isinstance(value, list | tuple | set):
        return [_as_json(v, budget, level + 1) for v in value]
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, int) and not -(2**63) <= value < 2**64:
        return str(value)  # no JSON that is read elsewhere has so large a number
    if isinstance(value, float) and value - value != 0:
        return str(value)  # neither has it infinities
    return value if isinstance(value, str | int | float | None) else str(value)


MARKDOWN = Format(
    name="markdown",
    title="Markdown (the source, as it is)",
    suffixes=(".md", ".markdown", ".mdown"),
    read=read,
    holds=frozenset((Holds.TEXT, Holds.META)),
)
