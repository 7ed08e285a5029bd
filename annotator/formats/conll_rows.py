"""The columns of CoNLL-2003 and its kin: which hold the tokens, and which the tags."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotator.formats.tags import OUTSIDE, UNKNOWN, is_tag, parted

CHUNKS = frozenset(["NP", "VP", "PP", "ADVP", "ADJP", "SBAR", "PRT", "CONJP", "INTJ", "LST", "UCP"])
"""Labels of phrases (CoNLL-2000), which stand beside those of entities in CoNLL-2003."""
MOST_ROWS_LOOKED_AT = 20_000
USUAL_SHARE = 0.95
LEAST_OUTSIDE = 0.5
DOCUMENT = "-DOCSTART-"
_FIELD = re.compile(r"#\s*([\w.:-]+(?: id)?)\s*=\s?(.*)", re.DOTALL)
_MARK = re.compile(r"#\s*(newdoc|newpar)\b\s*(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Layout:
    """`separator`: what divides columns, None: blanks. `token`, `tags`: the columns' numbers
    from 0. `width`: how many columns a row has. `bars`: 0, or how many "|" stand in each
    token of a file that has a sentence on each line (`word|POS|TAG`)."""

    separator: str | None
    token: int
    tags: tuple[int, ...]
    width: int
    bars: int = 0

    def cells(self, line: str) -> list[str]:
        """The columns of a row, without empty ones at its end."""
        return _cells(line, self.separator)

    @property
    def unread(self) -> list[int]:
        """The numbers, from 1, of the columns that hold neither tokens nor tags."""
        read = {self.token, *self.tags}
        return [column + 1 for column in range(self.token + 1, self.width) if column not in read]


def comment(line: str) -> tuple[str, str] | None:
    """Name and value of a comment `# name = value`, `# newdoc …`; None if it is none."""
    if not line.startswith("#"):
        return None
    found = _FIELD.fullmatch(line) or _MARK.fullmatch(line)
    return (found[1], found[2]) if found else None


def layout_of(lines: Iterable[str]) -> Layout | None:
    """How these lines of a file are to be read; None: no column holds tags."""
    rows = [
        line
        for line in lines
        if line.strip() and not line.startswith(DOCUMENT) and comment(line) is None
    ]
    if not rows:
        return None
    bars = _bars(rows)
    if bars:
        return Layout(" ", 0, (bars,), bars + 1, bars)
    separator = "\t" if any("\t" in row.strip() for row in rows) else None
    cells = [_cells(row, separator) for row in rows]
    width = Counter(map(len, cells)).most_common(1)[0][0]
    usual = [row for row in cells if len(row) == width]
    # Comments such as GermEval's "#<TAB>source<TAB>date" have another width, or stand alone.
    if len(usual) < 2 / 3 * len(cells):
        return None
    token = 1 if width > 2 and _is_numbered(usual) else 0  # noqa: PLR2004 number, token, tag
    tags = _tag_columns(usual, token, width)
    return Layout(separator, token, tags, width) if tags else None


def _cells(line: str, separator: str | None) -> list[str]:
    if separator is None:
        return [cell for cell in line.split(" ") if cell]
    cells = line.split(separator)
    while len(cells) > 1 and not cells[-1]:
        cells.pop()
    return cells


def _bars(rows: Sequence[str]) -> int:
    words = [word for row in rows for word in row.split(" ") if word]
    bars = min(word.count("|") for word in words) if words else 0
    return bars if bars and all(is_tag(word.rsplit("|", 1)[1]) for word in words) else 0


def _is_numbered(rows: Sequence[list[str]]) -> bool:
    return rows[0][0] in {"0", "1"} and all(row[0].isdecimal() for row in rows)


def _tag_columns(rows: Sequence[list[str]], token: int, width: int) -> tuple[int, ...]:
    columns = {at: [row[at] for row in rows] for at in range(token + 1, width)}
    found = [at for at, values in columns.items() if _holds_tags(values)]
    named = [at for at in found if not _labels(columns[at]) <= CHUNKS or not _labels(columns[at])]
    if found:
        return tuple(named or found)
    last = columns.get(width - 1, [])
    return (width - 1,) if last.count(OUTSIDE) > LEAST_OUTSIDE * len(rows) else ()


def _labels(values: Iterable[str]) -> set[str]:
    parts = (parted(value) for value in set(values) if value != OUTSIDE)
    return {part[1] for part in parts if part}


def _holds_tags(values: Sequence[str]) -> bool:
    known = [value for value in values if value != UNKNOWN]
    tags = sum(map(is_tag, known))
    return bool(known) and tags >= USUAL_SHARE * len(known)


def has_tags(cells: Sequence[str], layout: Layout) -> bool:
    """Whether the columns of tags hold tags, or nothing known."""
    return len(cells) == layout.width and all(
        is_tag(cells[at]) or cells[at] == UNKNOWN for at in layout.tags
    )
