"""The sentences of a CoNLL file: tokens, tags, comments, and where documents begin."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from annotator.core.record import Problem
from annotator.errors import FormatError
from annotator.formats.conll_rows import (
    DOCUMENT,
    MOST_ROWS_LOOKED_AT,
    Layout,
    comment,
    has_tags,
    layout_of,
)
from annotator.formats.encoding import shown
from annotator.formats.lines import each_line
from annotator.formats.tags import UNKNOWN

NEW_DOCUMENT = "newdoc"
MOST_CHARACTERS_LOOKED_AT = 4_000_000

Line = tuple[int, str]


@dataclass(slots=True)
class Sentence:
    """Tokens with their line numbers and, for each column of tags, their tags.

    `comments`: by name, in the order of the file; `opens`: a document begins here.
    """

    tokens: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    layers: list[list[str]] = field(default_factory=list)
    comments: dict[str, str] = field(default_factory=dict)
    opens: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it has been read yet."""
        return not (self.tokens or self.comments or self.opens)


class ConllFile:
    """One file, whose layout is judged by its first rows before the others are read.

    Raises FormatError if no column holds tags, OSError if the file cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.where = shown(path)
        self.problems: list[Problem] = []
        """What was wrong with the rows read since this list was emptied."""
        self._has_other_encoding = False
        self._lines = self._each_text(path)
        self._head = list(_until_heavy(islice(self._lines, MOST_ROWS_LOOKED_AT)))
        if not self._head and not self.problems:
            self.problems.append(Problem(self.where, None, "the file is empty", "nothing"))
        found = layout_of(text for _, text in self._head)
        if found is None and any(text.strip() for _, text in self._head):
            hint = "Rows must be a token and its tag, divided by a tab or blanks."
            raise FormatError("No column of this file holds tags such as B-PER and O.", hint)
        self.layout = found or Layout(None, 0, (1,), 2)

    def each(self) -> Iterator[Sentence]:
        """The sentences, in order."""
        sentence = Sentence()
        for number, text in chain(self._head, self._lines):
            if not text.strip():
                # Comments before a blank line belong to what follows it.
                if sentence.tokens:
                    yield sentence
                    sentence = Sentence()
            elif text.startswith(DOCUMENT):
                if sentence.tokens:
                    yield sentence
                sentence = Sentence(opens=True)
            else:
                self._take(sentence, number, text)
                if self.layout.bars and sentence.tokens:
                    yield sentence
                    sentence = Sentence()
        if not sentence.is_empty:
            yield sentence

    def _each_text(self, path: Path) -> Iterator[Line]:
        for number, line in each_line(path):
            if isinstance(line, Problem):
                self.problems.append(line)
            else:
                yield number, self._decoded(number, line).removesuffix("\n").removesuffix("\r")

    def _decoded(self, number: int, line: bytes) -> str:
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            if not self._has_other_encoding:
                self._has_other_encoding = True
                reason = "not UTF-8: such lines are read as Windows-1252 (said once)"
                self._problem(number, reason, "nothing")
            return line.decode("cp1252", "replace")

    def _problem(self, line: int, reason: str, left_out: str) -> None:
        self.problems.append(Problem(self.where, line, reason, left_out))

    def _take(self, sentence: Sentence, number: int, text: str) -> None:
        layout = self.layout
        if layout.bars:
            self._take_words(sentence, number, text)
            return
        said = comment(text)
        cells = layout.cells(text)
        if said is not None:
            sentence.comments[said[0]] = said[1]
            sentence.opens |= said[0].startswith(NEW_DOCUMENT)
        elif text.startswith("#") and not has_tags(cells, layout):
            _add_comment(sentence, text)
        else:
            self._add_row(sentence, number, cells)

    def _take_words(self, sentence: Sentence, number: int, text: str) -> None:
        bars = self.layout.bars
        for word in filter(None, text.split(" ")):
            cells = word.rsplit("|", bars)
            self._add_row(sentence, number, cells)

    def _add_row(self, sentence: Sentence, number: int, cells: list[str]) -> None:
        layout = self.layout
        if len(cells) != layout.width:
            reason = f"{len(cells)} columns where other rows have {layout.width}"
            self._problem(number, f"{reason}; its tags are taken for unknown", "span")
        token = cells[layout.token] if len(cells) > layout.token else cells[-1]
        whole = len(cells) == layout.width
        sentence.tokens.append(token)
        sentence.lines.append(number)
        if not sentence.layers:
            sentence.layers = [[] for _ in layout.tags]
        for layer, at in zip(sentence.layers, layout.tags, strict=True):
            layer.append(cells[at] if whole else UNKNOWN)


def _add_comment(sentence: Sentence, text: str) -> None:
    said = text.removeprefix("#").strip()
    before = sentence.comments.get("source")
    sentence.comments["source"] = f"{before}\n{said}" if before else said


def _until_heavy(lines: Iterable[Line]) -> Iterator[Line]:
    weight = 0
    for line in lines:
        yield line
        weight += len(line[1])
        if weight > MOST_CHARACTERS_LOOKED_AT:
            return
