"""The sentences and rows of a WebAnno TSV 3 file, and the text that they are of."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from annotator.core.record import Problem
from annotator.errors import FormatError
from annotator.formats.offsets import Convention, Ruler
from annotator.formats.webanno_schema import Layer, layer_of, unescaped_text

LONGEST_GAP = 100_000
_UNITS = ("utf16", "codepoints", "utf8")


@dataclass(frozen=True, slots=True)
class Row:
    """One token, or part of one: its id, offsets as the file has them, form, and columns."""

    line: int
    id: str
    start: int
    end: int
    form: str
    cells: list[str]


@dataclass(slots=True)
class Sentence:
    """The lines of text of one sentence, and its rows."""

    texts: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Sheet:
    """What a file says before its offsets are looked at."""

    version: tuple[int, int] = (3, 3)
    layers: list[Layer] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    sentences: list[Sentence] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def sheet_of(lines: Iterable[tuple[int, str]], version: tuple[int, int], where: str) -> Sheet:
    """The layers, sentences and rows of a file, without its first line."""
    sheet = Sheet(version)
    for number, line in lines:
        if line.startswith("#Text="):
            _take_text(sheet, unescaped_text(line.removeprefix("#Text="), version))
        elif line.startswith("#"):
            _take_head(sheet, line)
        elif line.strip():
            row = _row(number, line)
            if row is None or not sheet.sentences:
                reason = "a row needs its number, its offsets and its token"
                sheet.problems.append(Problem(where, number, reason, "nothing"))
            else:
                sheet.sentences[-1].rows.append(row)
    return sheet


def _take_text(sheet: Sheet, text: str) -> None:
    if not sheet.sentences or sheet.sentences[-1].rows:
        sheet.sentences.append(Sentence())
    sheet.sentences[-1].texts.append(text)


def _take_head(sheet: Sheet, line: str) -> None:
    layer = layer_of(line)
    if layer is not None:
        sheet.layers.append(layer)
    elif "=" in line and not line.startswith("#Sentence."):
        name, _, value = line[1:].partition("=")
        sheet.meta.setdefault(name.strip(), value)


def _row(number: int, line: str) -> Row | None:
    name, *rest = line.split("\t")
    if len(rest) < 2 or not name.replace("-", "").replace(".", "").isdecimal():  # noqa: PLR2004
        return None
    start, _, end = rest[0].partition("-")
    if not (_is_offset(start) and _is_offset(end)):
        return None
    return Row(number, name, int(start), int(end), rest[1], rest[2:])


def _is_offset(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10  # noqa: PLR2004


def text_of(sheet: Sheet, where: str) -> str:
    """The text, put together from its sentences and from where their first tokens begin.

    As INCEpTION does it: a gap between sentences is a line break and blanks, one before the
    first is blanks. Which unit the offsets count is found by trying. Raises FormatError if the
    sentences fit in none.
    """
    sentences = [one for one in sheet.sentences if one.rows]
    tried = [_put_together(sentences, unit) for unit in _UNITS]
    texts = [(text, unit) for text, unit in zip(tried, _UNITS, strict=True) if text is not None]
    if not texts:
        raise FormatError(f"The sentences of {where} do not stand where their tokens do.")
    if all(text == texts[0][0] for text, _ in texts):
        return texts[0][0]
    return max(texts, key=lambda one: _fitting(sentences, *one))[0]


def _put_together(sentences: list[Sentence], unit: str) -> str | None:
    parts: list[str] = []
    length = 0
    for sentence in sentences:
        gap = sentence.rows[0].start - length
        if not 0 <= gap <= LONGEST_GAP:
            return None
        filling = "\n" + " " * (gap - 1) if gap and parts else " " * gap
        text = "\n".join(sentence.texts)
        parts += [filling, text]
        length += gap + _length(text, unit)
    return "".join(parts)


def _length(text: str, unit: str) -> int:
    if unit == "utf16":
        return len(text) + sum(c > "\uffff" for c in text)
    return len(text.encode("utf-8", "surrogatepass")) if unit == "utf8" else len(text)


def _fitting(sentences: list[Sentence], text: str, unit: str) -> int:
    """How many tokens stand where their offsets say."""
    ruler = Ruler(text, Convention(unit)) if text else None
    found = 0
    for sentence in sentences if ruler else ():
        for row in sentence.rows:
            at = ruler.range(row.start, row.end) if ruler else None
            found += at is not None and text[slice(*at)] == row.form
    return found
