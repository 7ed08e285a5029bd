"""Files of patterns: JSON lines as Prodigy and spaCy's EntityRuler have them, and lists of terms.

https://prodi.gy/docs/api-loaders#input-patterns, https://spacy.io/api/entityruler#to_disk
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import orjson

from annotator.core.pattern import FIELDS, Pattern, of_item
from annotator.core.record import Problem
from annotator.formats.encoding import shown
from annotator.formats.json_items import each_item
from annotator.formats.lines import each_line

Numbered = tuple[int, Pattern | Problem]
"""The line that it begins in, from 1, and what stands there."""


def read_patterns(path: Path) -> Iterator[Numbered]:
    """The patterns of a file of JSON; what is none is a Problem. Raises OSError."""
    where = shown(path)
    for line, item in each_item(path):
        if isinstance(item, Problem):
            yield line, item
            continue
        try:
            yield line, of_item(item)
        except ValueError as error:
            yield line, Problem(where, line, str(error), "pattern")
            continue
        others = sorted(item.keys() - FIELDS)
        if others:
            reason = f"not kept of a pattern: {', '.join(others)}"
            yield line, Problem(where, line, reason, "nothing")


def read_terms(path: Path, label: str) -> Iterator[Numbered]:
    """The lines of a text file that are not blank, each a term with this label. Raises OSError."""
    where = shown(path)
    for number, line in each_line(path):
        if isinstance(line, Problem):
            yield number, line
            continue
        try:
            term = line.decode("utf-8").strip()
        except UnicodeDecodeError:
            yield number, Problem(where, number, "the line is not UTF-8", "pattern")
            continue
        if term:
            yield number, Pattern(label, term)


def write_patterns(file: BinaryIO, patterns: Iterable[Pattern]) -> None:
    """Write patterns as JSON lines, as `read_patterns` reads them."""
    file.writelines(orjson.dumps(pattern.as_item()) + b"\n" for pattern in patterns)
