"""The nested corpus of spaCy 2: paragraphs of sentences of tokens with BILUO tags.

https://v2.spacy.io/api/annotation#json-input
"""

from collections.abc import Iterator
from typing import Any

from annotator.core.annotation import Answer
from annotator.core.record import Problem, Record
from annotator.core.span import Span
from annotator.core.words import Range
from annotator.formats.raw import can_be_kept
from annotator.formats.token_items import packed

NAME = "spacy_json"
UNKNOWN = "-"
"""The tag of a token of which nothing is known."""
_PENN = {
    "``": '"',
    "''": '"',
    "-LRB-": "(",
    "-RRB-": ")",
    "-LSB-": "[",
    "-RSB-": "]",
    "-LCB-": "{",
    "-RCB-": "}",
}
"""How the Penn Treebank writes what stands in a text."""
_ATTRIBUTES = ("tag", "dep", "pos", "lemma", "morph")


def paragraphs(given: list[Any], id_: Any, where: str, line: int) -> Iterator[Record | Problem]:
    """A record for each paragraph; its text is "raw", else the tokens with spaces between.

    Where a token is tagged as unknown, the answer is None: not all of the text was looked at.
    """
    for number, paragraph in enumerate(given, start=1):
        try:
            yield from _Paragraph(paragraph, where, line).read(id_, number)
        except (AttributeError, KeyError, TypeError) as error:
            reason = f"paragraph {number} is not as spaCy's corpora are: {error!r}"
            yield Problem(where, line, reason[:200])


class _Paragraph:
    """One paragraph while it is read."""

    def __init__(self, given: dict[str, Any], where: str, line: int) -> None:
        sentences = given["sentences"]
        self._tokens = [token for sentence in sentences for token in sentence["tokens"]]
        self._sizes = [len(sentence["tokens"]) for sentence in sentences]
        self._words = [token["orth"] for token in self._tokens]
        self._text = given.get("raw") or " ".join(self._words)
        self._cats = given.get("cats") or []
        self._where = where
        self._line = line
        self._problems: list[Problem] = []

    def read(self, id_: Any, number: int) -> Iterator[Record | Problem]:
        """Its record, with its problems before it."""
        places = self._places()
        if isinstance(places, str):
            yield self._problem(f"paragraph {number}: {places}", "document")
            return
        tags = [token.get("ner") for token in self._tokens]
        is_tagged = any(tag is not None for tag in tags)
        spans = tuple(self._spans(places, tags)) if is_tagged else None
        whole = is_tagged and all(tag not in (None, UNKNOWN) for tag in tags)
        kept = {NAME: self._kept(places)} if is_tagged else {}
        if not can_be_kept({**kept, "id": id_}):
            yield self._problem("its fields are nested too deeply to be kept", "document")
            return
        yield from self._problems
        yield Record(
            self._text,
            {} if id_ is None else {"id": id_},
            spans,
            Answer.ACCEPT if whole else None,
            path=self._where,
            line=self._line,
            kept=kept,
        )

    def _problem(self, reason: str, left_out: str) -> Problem:
        return Problem(self._where, self._line, reason, left_out)

    def _places(self) -> list[Range] | str:
        """Where the tokens stand in the text, or why they do not."""
        if not isinstance(self._text, str) or not self._text:
            return "the text is empty"
        places = []
        at = 0
        for word in self._words:
            start = _after_space(self._text, at)
            written = (each for each in (word, _PENN.get(word, word)) if each)
            found = next((each for each in written if self._text.startswith(each, start)), None)
            if found is None:
                return f"the token {word!r} is not where the text has {self._text[at : at + 20]!r}"
            at = start + len(found)
            places.append((start, at))
        return places

    def _spans(self, places: list[Range], tags: list[Any]) -> Iterator[Span]:
        """The entities; the scheme's letters are B, I, L, U, and an entity without its end or
        its beginning is taken as far as it goes."""
        begun: list[int] = []
        for number, tag in enumerate([*tags, None]):
            letter, _, label = tag.partition("-") if isinstance(tag, str) else ("", "", "")
            if begun and not (letter in {"I", "L"} and label == tags[begun[0]].partition("-")[2]):
                yield _span(places, begun, tags)
                begun = []
            if letter in {"B", "I", "L", "U"} and label:
                begun.append(number)
            elif tag not in (None, "O", UNKNOWN, ""):
                reason = f"{tag!r} is no tag of an entity"
                self._problems.append(self._problem(reason, "span"))
            if begun and letter in {"L", "U"}:
                yield _span(places, begun, tags)
                begun = []

    def _kept(self, places: list[Range]) -> dict[str, Any]:
        """The tokens as `Doc.to_json` has them, and the sentences."""
        first = 0
        tokens: list[dict[str, Any]] = []
        sentences = []
        for size in self._sizes:
            tokens += [self._token(n, places[n]) for n in range(first, first + size)]
            if size:
                sentences.append({"start": places[first][0], "end": places[first + size - 1][1]})
            first += size
        cats = {each["label"]: float(each["value"]) for each in self._cats}
        more = {"sents": sentences, "cats": cats}
        return {
            **packed(tokens, self._text),
            **{name: value for name, value in more.items() if value},
        }

    def _token(self, number: int, place: Range) -> dict[str, Any]:
        given = self._tokens[number]
        token: dict[str, Any] = {"id": number, "start": place[0], "end": place[1]}
        token |= {name: given[name] for name in _ATTRIBUTES if name in given}
        if type(given.get("head")) is int:
            token["head"] = number + given["head"]
        return token


def _span(places: list[Range], numbers: list[int], tags: list[Any]) -> Span:
    label = tags[numbers[0]].partition("-")[2]
    return Span(places[numbers[0]][0], places[numbers[-1]][1], label)


def _after_space(text: str, at: int) -> int:
    while text[at : at + 1].isspace():
        at += 1
    return at
