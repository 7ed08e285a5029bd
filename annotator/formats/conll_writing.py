"""Writing CoNLL-2003: four columns, tags in IOB2, blank lines between sentences."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from annotator.core.record import Exported, Problem, Written
from annotator.core.span import key_of
from annotator.formats.conll_rows import DOCUMENT
from annotator.formats.format import Corpus, Writing
from annotator.formats.tags import iob2
from annotator.formats.tokens import Aligned, TokenSpan, aligned

HEADING = f"{DOCUMENT} -X- -X- O\n\n"
ENDINGS = frozenset(".!?…。！？")
CLOSERS = frozenset("\"'”’»)]")


def write(items: Iterable[Exported], file: BinaryIO, _corpus: Corpus) -> Writing:
    """Write a document for each item. Sentences end at line breaks and after full stops; white
    space within tokens and labels is not written, as readers divide columns by it."""
    for item in items:
        found = aligned(item, flat=True)
        file.write(HEADING.encode())
        file.write("".join(_rows(item.text, found)).encode())
        yield from found.problems
        yield from _altered_labels(item, found.spans)
        yield Written(len(found.spans))


def _rows(text: str, found: Aligned) -> Iterator[str]:
    tags = iob2(len(found.words), found.spans)
    inner = {at for one in found.spans for at in range(one.first + 1, one.end)}
    last = len(found.words) - 1
    for at, (start, end) in enumerate(found.words):
        yield f"{_token(text[start:end])} -X- _ {_label(tags[at])}\n"
        if at == last or (at + 1 not in inner and _ends(text, found, at)):
            yield "\n"


def _ends(text: str, found: Aligned, at: int) -> bool:
    """Whether a sentence ends after this word."""
    words = found.words
    gap = text[words[at][1] : words[at + 1][0]]
    if len(gap.splitlines()) > 1 or gap[-1:] in {"\n", "\r", "\u2028", "\u2029"}:
        return True
    while at and text[slice(*words[at])] in CLOSERS:
        at -= 1
    return bool(gap) and text[words[at][1] - 1] in ENDINGS and _is_sentence_end(text, words[at])


def _is_sentence_end(text: str, word: tuple[int, int]) -> bool:
    # A full stop that is part of its word is one of an abbreviation.
    return all(character in ENDINGS for character in text[slice(*word)])


def _token(word: str) -> str:
    token = "".join(word.split())
    return token.strip("-") if token == DOCUMENT else token


def _label(tag: str) -> str:
    return "_".join(tag.split())


def _altered_labels(item: Exported, spans: Iterable[TokenSpan]) -> Iterator[Problem]:
    for found in spans:
        label = found.span.label
        if _label(label) != label:
            reason = f"the label {label!r} is written as {_label(label)!r}: columns end at blanks"
            yield item.left_out("nothing", reason, key_of(found.span))
