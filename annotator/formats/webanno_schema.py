"""The columns and escapes of WebAnno TSV 3.

The format: https://inception-project.github.io/releases/36.4/docs/user-guide.html#sect_webannotsv,
and INCEpTION's own reader and writer, where that is silent.
"""

import re
from dataclasses import dataclass

NAMED_ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
ANY = "uima.tcas.Annotation"
HEADS = {"#T_SP=": "span", "#T_RL=": "relation", "#T_CH=": "chain"}
NOTHING, NO_VALUE = "_", "*"

_STACKED = re.compile(r"(?:\\.|[^\\|])*", re.DOTALL)
_SLOTTED = re.compile(r"(?:\\.|[^\\;])*", re.DOTALL)
_VALUE = re.compile(r"(.*?)(?:\[(\d{1,9})\])?", re.DOTALL)
_ESCAPED = re.compile(r"\\(->|.)", re.DOTALL)
_TO_ESCAPE = re.compile(r"->|[\\\[\]|_;\t\n*]")
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "b": "\b", "\\": "\\"}
_LETTERS = {control: letter for letter, control in _CONTROLS.items()}
_TEXT_ESCAPED = re.compile(r"\\([tnrfb\\\x00-\x07\x0e-\x1f])")
_TEXT_TO_ESCAPE = re.compile(r"[\\\x00-\x0a\x0c-\x1f]")
_JAVA_ESCAPED = re.compile(r"\\(u+[0-9A-Fa-f]{4}|[0-3]?[0-7]{1,2}|.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `kind` is value, role, target, base, link or element; `name` that of its
    feature, of a target or base that of the type it points to."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: `kind` is span, relation or chain; `line` declares it."""

    kind: str
    name: str
    columns: tuple[Column, ...]
    line: str

    @property
    def short_name(self) -> str:
        """Its name without the packages."""
        return self.name.rpartition(".")[2]

    @property
    def label_feature(self) -> str | None:
        """The feature whose value is the label: "value", else the first of all."""
        names = [one.name for one in self.columns if one.kind in {"value", "element"} and one.name]
        return "value" if "value" in names else next(iter(names), None)


def layer_of(line: str) -> Layer | None:
    """The layer that a line of the header declares, if it does."""
    kind = HEADS.get(line[:6])
    if kind is None:
        return None
    name, *fields = line[6:].split("|")
    columns: list[Column] = []
    for field in fields or [""]:
        after_role = bool(columns) and columns[-1].kind == "role"
        columns.append(_column(kind, field, after_role=after_role))
    return Layer(kind, name, tuple(columns), line)


def _column(kind: str, field: str, *, after_role: bool) -> Column:
    if kind == "span" and field.startswith("ROLE_"):
        return Column("role", field.partition(":")[2].partition("_")[0])
    if after_role:
        return Column("target", field)
    if kind == "relation" and field.startswith("BT_"):
        return Column("base", field.removeprefix("BT_"))
    if kind == "chain":
        return Column("link" if field == "referenceRelation" else "element", field)
    return Column("value", field)


def stacked(cell: str) -> list[str]:
    """The parts of a cell that holds several annotations."""
    return _parts(_STACKED, cell)


def slotted(part: str) -> list[str]:
    """The roles or targets of one annotation's slots."""
    return _parts(_SLOTTED, part)


def _parts(pattern: "re.Pattern[str]", cell: str) -> list[str]:
    parts, at = [], 0
    while at <= len(cell):
        found = pattern.match(cell, at)
        end = found.end() if found else at
        # A backslash at the very end escapes nothing.
        end = len(cell) if cell[end:] == "\\" else end
        parts.append(cell[at:end])
        at = end + 1
    return parts


def value_and_id(part: str) -> tuple[str, int]:
    """What stands before the number in brackets, and the number, 0 if there is none."""
    found = _VALUE.fullmatch(part)
    value, number = found.groups() if found else (part, None)
    return value, int(number or 0)


def unescaped_value(value: str) -> str | None:
    """What a value means; None if there is none."""
    if value in {NOTHING, NO_VALUE}:
        return None
    return _ESCAPED.sub(lambda m: {"t": "\t", "n": "\n"}.get(m[1], m[1]), value)


def escaped_value(value: str | None) -> str:
    """How a value is written."""
    if value is None or not value:
        return NO_VALUE
    names = {"\t": r"\t", "\n": r"\n"}
    return _TO_ESCAPE.sub(lambda m: names.get(m[0], "\\" + m[0]), value)


def unescaped_text(text: str, version: tuple[int, int]) -> str:
    """What a `#Text=` line means; up to version 3.1 its escapes are those of Java."""
    if version <= (3, 1):
        plain = _JAVA_ESCAPED.sub(lambda m: _java(m[1]), text)
        # Java writes what lies beyond the basic plane as two surrogates.
        return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return _TEXT_ESCAPED.sub(lambda m: _CONTROLS.get(m[1], m[1]), text)


def _java(escape: str) -> str:
    if escape[0] == "u" and len(escape) > 1:
        return chr(int(escape.lstrip("u"), 16))
    return (
        chr(int(escape, 8)) if escape.isdigit() and escape < "8" else _CONTROLS.get(escape, escape)
    )


def escaped_text(text: str) -> str:
    """How a line of text is written in version 3.3."""
    return _TEXT_TO_ESCAPE.sub(lambda m: "\\" + _LETTERS.get(m[0], m[0]), text)
