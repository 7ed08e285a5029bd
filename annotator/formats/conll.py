"""CoNLL-2003 and its kin: a token on each line, with the tag of its entity in a column.

Tjong Kim Sang and De Meulder 2003, "Introduction to the CoNLL-2003 shared task"; GermEval 2014
(two columns of tags, outer and inner); comments as in CoNLL-U
(https://universaldependencies.org/format.html); a sentence on each line, `word|POS|TAG`, as
spaCy's `iob` converter reads it.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from annotator.core.annotation import Answer
from annotator.core.record import Item, Problem, Record, Verdict
from annotator.core.span import Span, SpanKey
from annotator.formats.conll_rows import Layout, comment, layout_of
from annotator.formats.conll_sentences import NEW_DOCUMENT, ConllFile, Sentence
from annotator.formats.conll_writing import write
from annotator.formats.format import Format
from annotator.formats.tags import UNKNOWN, Scheme, TagEvidence, untagged
from annotator.formats.token_text import TokenText, fitted, joined, spans_of

MOST_LOOKED_AT = 100_000
"""So many tags tell the scheme; their sentences are held in memory."""
LEAST_ROWS = 3


def read(path: Path) -> Iterator[Item]:
    """The documents of a file, and first how its columns and tags are read.

    Documents begin at `-DOCSTART-` or `# newdoc`; in a file without, each sentence is one.
    Where `# text = …` fits the tokens it is the text, else tokens are joined by blanks;
    sentences of a document are lines. Raises FormatError if no column holds tags, OSError if
    the file cannot be read.
    """
    file = ConllFile(path)
    sentences = file.each()
    head = _head(sentences)
    evidence = TagEvidence()
    for sentence in head:
        for layer in sentence.layers:
            evidence.add(layer)
    scheme = evidence.scheme()
    if head:
        yield _verdict(file, scheme)
    yield from _taken(file)
    has_documents = any(sentence.opens for sentence in head)
    for group in _groups(chain(head, sentences), whole=has_documents):
        yield from _taken(file)
        if any(sentence.tokens for sentence in group):
            yield from _Document(file.where, scheme.name).read(group)
    yield from _taken(file)


def _head(sentences: Iterator[Sentence]) -> list[Sentence]:
    head, seen = [], 0
    for sentence in sentences:
        head.append(sentence)
        seen += len(sentence.tokens) + 1
        if seen >= MOST_LOOKED_AT:
            break
    return head


def _verdict(file: ConllFile, scheme: Scheme) -> Verdict:
    unread = ", ".join(map(str, file.layout.unread))
    passed = f"; columns passed over: {unread}" if unread else ""
    return Verdict(file.where, scheme.name, scheme.sureness, scheme.sentence + passed)


def _taken(file: ConllFile) -> Iterator[Problem]:
    problems, file.problems = file.problems, []
    yield from problems


def _groups(sentences: Iterable[Sentence], *, whole: bool) -> Iterator[list[Sentence]]:
    """The sentences of each document."""
    group: list[Sentence] = []
    for sentence in sentences:
        if group and (sentence.opens or not whole):
            yield group
            group = []
        group.append(sentence)
        whole = whole or sentence.opens
    if group:
        yield group


class _Document:
    """One document while it is put together from its sentences."""

    def __init__(self, where: str, scheme: str) -> None:
        self._where = where
        self._scheme = scheme
        self._problems: list[Problem] = []
        self._keys: dict[SpanKey, None] = {}

    def read(self, group: list[Sentence]) -> Iterator[Item]:
        full = [sentence for sentence in group if sentence.tokens]
        texts, at = [], 0
        for sentence in full:
            made = self._made(sentence)
            self._read_layers(sentence, made, at)
            texts.append(made.text)
            at += len(made.text) + 1
        text = "\n".join(texts)
        line = full[0].lines[0]
        yield from self._problems
        if not text:
            yield Problem(self._where, line, "the text is empty")
            return
        known = all(UNKNOWN not in layer for sentence in full for layer in sentence.layers)
        spans = tuple(Span(*key) for key in sorted(self._keys))
        answer = Answer.ACCEPT if known else None
        yield Record(text, _meta(group), spans, answer, path=self._where, line=line)

    def _made(self, sentence: Sentence) -> TokenText:
        text = sentence.comments.pop("text", None)
        made = None if text is None else fitted(sentence.tokens, text)
        if text is not None and made is None:
            reason = "its # text is not that of its tokens, which are joined by blanks instead"
            self._problem(sentence.lines[0], reason, "nothing")
        return made or joined(sentence.tokens)

    def _read_layers(self, sentence: Sentence, made: TokenText, at: int) -> None:
        for layer in sentence.layers:
            found = untagged(layer, self._scheme)
            for fault in found.faults:
                left_out = "span" if fault.is_lost else "nothing"
                self._problem(sentence.lines[fault.token], fault.reason, left_out)
            read = spans_of(made, found.ranges)
            for (first, _, _), reason in read.misfits:
                self._problem(sentence.lines[first], reason, "span")
            for span in read.spans:
                self._add((span.start + at, span.end + at, span.label), sentence.lines[0])

    def _add(self, key: SpanKey, line: int) -> None:
        if key in self._keys:
            self._problem(line, "the same span stands in two columns", "span")
        self._keys[key] = None

    def _problem(self, line: int, reason: str, left_out: str) -> None:
        self._problems.append(Problem(self._where, line, reason, left_out))


def _meta(group: list[Sentence]) -> dict[str, object]:
    """Of several sentences what each says is kept under "sentences"."""
    first, *others = (dict(sentence.comments) for sentence in group)
    meta: dict[str, object] = {}
    for name in (NEW_DOCUMENT, f"{NEW_DOCUMENT} id"):
        if first.pop(name, ""):
            meta["id"] = group[0].comments[name].removeprefix("id").lstrip(" =")
    if any(others):
        return {**meta, "sentences": [first, *others]}
    return {**meta, **first}


def _recognises(head: bytes) -> bool:
    lines = _whole_lines(head)
    found = layout_of(lines)
    if found is None:
        return False
    rows = [line for line in lines if line.strip() and comment(line) is None]
    return bool(found.bars) or (len(rows) >= LEAST_ROWS and _is_tagged(rows, found))


def _whole_lines(head: bytes) -> list[str]:
    lines = head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").split("\n")
    return [line.removesuffix("\r") for line in (lines[:-1] or lines)]


def _is_tagged(rows: list[str], layout: Layout) -> bool:
    evidence = TagEvidence()
    for row in rows:
        cells = layout.cells(row)
        if len(cells) == layout.width:
            evidence.add([cells[layout.tags[0]]])
    return evidence.scheme().name != "IO"


CONLL = Format(
    name="conll",
    title="CoNLL columns (IOB, BILOU, BIOES)",
    suffixes=(".conll", ".iob", ".iob2", ".bio", ".bilou", ".bioes", ".tsv", ".txt"),
    read=read,
    write=write,
    recognises=_recognises,
    holds=frozenset(),
)
