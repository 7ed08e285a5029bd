"""CoNLL-U with entities in its last column, and CoNLL coreference files; read only.

CoNLL-U: https://universaldependencies.org/format.html, `Entity=(1-person-…` with the names of
its fields in `# global.Entity`. Coreference, as GUM and OntoGUM have it: `# begin document`, and
`(person-1` in the last of three columns.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from annotator.core.annotation import Answer
from annotator.core.record import Item, Problem, Record
from annotator.core.span import Span, SpanKey
from annotator.core.words import Range
from annotator.formats.conll_rows import comment
from annotator.formats.encoding import shown
from annotator.formats.entity_brackets import Brackets
from annotator.formats.format import Format
from annotator.formats.lines import each_line
from annotator.formats.token_text import fitted, joined

COLUMNS = 10
LEAST_COLUMNS = 3
LABEL = "etype"
_ENTITY = re.compile(r"(?:^|\|)Entity=([^|]*)")
_NEW = re.compile(rb"(?m)^# (newdoc|begin document)\b")
_ROW = re.compile(rb"(?m)^1\t[^\t\n]*(\t[^\t\n]*){8}\r?$|^# begin document ")


@dataclass(slots=True)
class _Sentence:
    """Surface tokens, which of them each word is of, and what brackets stand at the words."""

    surfaces: list[str] = field(default_factory=list)
    words: list[tuple[int, str, int]] = field(default_factory=list)
    text: str | None = None
    last_of_surface: int = -1


class _Document:
    """One document while it is read line by line."""

    def __init__(self, where: str, line: int) -> None:
        self.meta: dict[str, str] = {}
        self.sentences = [_Sentence()]
        self.fields = ["", LABEL]
        self.by_id = False
        self._where = where
        self._line = line
        self.problems: list[Problem] = []

    def take_comment(self, name: str, value: str) -> None:
        """A comment; those of the document become its meta."""
        if name == "text":
            self.sentences[-1].text = value
        elif name == "global.Entity":
            self.fields = value.split("-")
        elif name == "newdoc id":
            self.meta["id"] = value
        elif name.startswith("meta::"):
            self.meta[name.removeprefix("meta::")] = value

    def take_row(self, line: int, cells: list[str]) -> None:
        """A word, a token of several words (`1-2`), or a word that is not in the text (`1.1`)."""
        sentence, number = self.sentences[-1], cells[0]
        if "." in number:
            return
        if "-" in number:
            last = number.partition("-")[2]
            sentence.last_of_surface = int(last) if last.isdecimal() else -1
            sentence.surfaces.append(cells[1])
            return
        if not (number.isdecimal() and int(number) <= sentence.last_of_surface):
            sentence.surfaces.append(cells[1])
        self.by_id = self.by_id or len(cells) == COLUMNS
        found = _ENTITY.search(cells[-1]) if len(cells) == COLUMNS else None
        brackets = found[1] if found else "" if len(cells) == COLUMNS else cells[-1]
        sentence.words.append((len(sentence.surfaces) - 1, brackets, line))

    def end_sentence(self) -> None:
        """A blank line."""
        if self.sentences[-1].words:
            self.sentences.append(_Sentence())

    def read(self) -> Iterator[Item]:
        """The record, after what is wrong with it."""
        full = [sentence for sentence in self.sentences if sentence.words]
        brackets = Brackets(self.by_id)
        ranges: list[Range] = []
        lines, texts, at = [], [], 0
        for sentence in full:
            text, places = self._made(sentence)
            for surface, cell, line in sentence.words:
                brackets.take(len(ranges), cell)
                ranges.append((places[surface][0] + at, places[surface][1] + at))
                lines.append(line)
            texts.append(text)
            at += len(text) + 1
        brackets.finish()
        for token, reason in brackets.faults:
            self._problem(lines[token], reason, "span")
        spans, kept = self._spans(brackets, ranges, lines)
        yield from self.problems
        text = "\n".join(texts)
        if text:
            yield Record(
                text, {**self.meta}, spans, Answer.ACCEPT, path=self._where, line=self._line,
                kept=kept,
            )  # fmt: skip

    def _made(self, sentence: _Sentence) -> tuple[str, list[Range]]:
        made = None if sentence.text is None else fitted(sentence.surfaces, sentence.text)
        if made is None and sentence.text is not None:
            reason = "its # text is not that of its tokens, which are joined by blanks instead"
            self._problem(sentence.words[0][2], reason, "nothing")
        made = made or joined(sentence.surfaces)
        return made.text, made.ranges

    def _spans(
        self, brackets: Brackets, ranges: list[Range], lines: list[int]
    ) -> tuple[tuple[Span, ...], dict[str, object]]:
        said: dict[SpanKey, str] = {}
        for one in brackets.found:
            start, end, label = ranges[one.first][0], ranges[one.end - 1][1], self._label(one.said)
            if not label or start >= end:
                self._problem(lines[one.first], f"the entity {one.said!r} has no label", "span")
            elif (start, end, label) in said:
                self._problem(lines[one.first], "the same span stands there twice", "span")
            else:
                said[start, end, label] = one.said
        kept = [{"span": list(key), "entity": said[key]} for key in sorted(said)]
        return tuple(Span(*key) for key in sorted(said)), {"spans": kept} if kept else {}

    def _label(self, said: str) -> str:
        parts = said.split("-")
        at = self.fields.index(LABEL) if self.by_id and LABEL in self.fields else 0
        return parts[at] if at < len(parts) else ""

    def _problem(self, line: int, reason: str, left_out: str) -> None:
        self.problems.append(Problem(self._where, line, reason, left_out))


def read(path: Path) -> Iterator[Item]:
    """The documents of a file; what an entity says beside its label is kept with its span.

    Raises OSError if the file cannot be read.
    """
    where, number = shown(path), 0
    document = _Document(where, 1)
    for number, line in each_line(path):
        if isinstance(line, Problem):
            yield line
            continue
        if _NEW.match(line) and number > 1:
            yield from document.read()
            document = _Document(where, number)
        try:
            text = line.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            yield Problem(where, number, "this line is not UTF-8", "nothing")
            continue
        yield from _take(document, where, number, text)
    yield from document.read()
    if not number:
        yield Problem(where, None, "the file is empty", "nothing")


def _take(document: _Document, where: str, number: int, text: str) -> Iterator[Problem]:
    cells = text.split("\t")
    said = comment(text)
    if said is not None:
        document.take_comment(*said)
    elif text.startswith("# begin document "):
        document.meta["id"] = text.removeprefix("# begin document ").strip()
    elif not text.strip():
        document.end_sentence()
    elif len(cells) >= LEAST_COLUMNS:
        document.take_row(number, cells)
    elif not text.startswith("#"):
        yield Problem(where, number, f"{len(cells)} columns where there must be 3 or 10", "nothing")


CONLLU = Format(
    name="conllu",
    title="CoNLL-U and coreference files with entities",
    suffixes=(".conllu", ".conll"),
    read=read,
    recognises=lambda head: bool(_ROW.search(head)),
)
