"""Finding terms and patterns of tokens with spaCy's matchers: lives in a worker process.

https://spacy.io/api/matcher, https://spacy.io/api/phrasematcher. Of overlapping hits the
longest counts, then the first, then that of the pattern that stands first: as spaCy's
EntityRuler has it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from annotator.core.pattern import SOURCE, Pattern
from annotator.core.suggestion import Suggestion
from annotator.suggest.pipeline import Pipeline, made_docs, memory_zone, run
from annotator.suggest.suggester import FAILURES, brief

ASKING = {"DEP", "ENT_ID", "ENT_IOB", "ENT_KB_ID", "ENT_TYPE", "LEMMA", "MORPH", "POS", "TAG"}
ASKING |= {"IS_SENT_START", "SENT_START", "_"}
"""What tokens have only where components of a pipeline gave it to them."""

LETTERS = {"LOWER": "LOWER", "TEXT": "ORTH", "ORTH": "ORTH"}
"""What PhraseMatcher compares for tokens with one of these attributes and no other."""

SAMPLE = "A word or two, nothing more."
TRIED = (*FAILURES, re.error)
DETAIL = re.compile(r"^- \[pattern -> (\d+)(?: -> ([^] ]+))?.*\] (.*)$", re.MULTILINE)
"""A line of what spaCy says of a pattern that is none: token from 0, attribute, reason."""

Hit = tuple[int, int, int]
"""First token, token after the last, number of the pattern."""


class PatternSuggester:
    """Proposes what patterns find on the tokens of a pipeline, or of a language's tokenizer
    where there is no pipeline (`""`: of no language in particular).

    `faults`: the patterns that cannot be used, by their numbers from 0, and why. Where one
    asks for what components find out, such as lemmas, the whole pipeline is loaded.
    """

    name = SOURCE

    def __init__(
        self, patterns: Sequence[Pattern], pipeline: Pipeline | None, language: str
    ) -> None:
        self._patterns = patterns
        self._nlp = _nlp_for(patterns, pipeline, language)
        self._asks = any(map(_asks, patterns))
        self.faults: list[tuple[int, str]] = []
        self._names: dict[int, int] = {}
        self._matchers: dict[str, Any] = {}
        sample = self._docs([SAMPLE])[0]
        for number, pattern in enumerate(patterns):
            try:
                self._add(number, pattern, sample)
            except TRIED as error:
                self.faults.append((number, _reason(error)))

    def suggest(self, texts: Sequence[str]) -> list[list[Suggestion]]:
        """What patterns find in each text, in reading order; nothing overlaps."""
        with memory_zone(self._nlp):
            return [list(self._suggestions(doc)) for doc in self._docs(texts)]

    def _docs(self, texts: Sequence[str]) -> list[Any]:
        docs = made_docs(self._nlp, texts) if texts else []
        for _, component in self._nlp.pipeline if self._asks else ():
            docs = run(component, docs)
        return docs

    def _suggestions(self, doc: Any) -> Iterator[Suggestion]:
        hits = (
            (start, end, self._names[name])
            for matcher in self._matchers.values()
            for name, start, end in matcher(doc)
        )
        for start, end, number in sorted(_apart(hits)):
            span = doc[start:end]
            text = span.text
            if text.strip():
                at = span.start_char + len(text) - len(text.lstrip())
                label = self._patterns[number].label
                yield Suggestion(at, at + len(text.strip()), label, SOURCE)

    def _add(self, number: int, pattern: Pattern, sample: Any) -> None:
        name = f"pattern {number}"
        if isinstance(pattern.pattern, str):
            self._phrases("ORTH").add(name, [self._nlp.make_doc(pattern.pattern.strip())])
        elif letters := _letters(pattern.pattern):
            from spacy.tokens import Doc

            self._phrases(letters[0]).add(name, [Doc(self._nlp.vocab, letters[1])])
        else:
            self._try(pattern.pattern, sample)
            self._tokens().add(name, [pattern.pattern])
        self._names[self._nlp.vocab.strings.add(name)] = number

    def _try(self, tokens: list[dict[str, Any]], sample: Any) -> None:
        """Raise one of TRIED for tokens that spaCy does not understand, or cannot compare."""
        from spacy.matcher import Matcher

        alone = Matcher(self._nlp.vocab, validate=True)
        alone.add("alone", [tokens])
        alone(sample)

    def _phrases(self, attribute: str) -> Any:
        from spacy.matcher import PhraseMatcher

        if attribute not in self._matchers:
            self._matchers[attribute] = PhraseMatcher(self._nlp.vocab, attr=attribute)
        return self._matchers[attribute]

    def _tokens(self) -> Any:
        from spacy.matcher import Matcher

        if "" not in self._matchers:
            self._matchers[""] = Matcher(self._nlp.vocab)
        return self._matchers[""]


def _nlp_for(patterns: Sequence[Pattern], pipeline: Pipeline | None, language: str) -> Any:
    import spacy

    if pipeline is None:
        try:
            return spacy.blank(language or "xx")
        except ImportError:
            # A plug-in needs no spaCy tokenizer; patterns do with what any language has.
            return spacy.blank("xx")
    if any(map(_asks, patterns)):
        return Pipeline(pipeline.name, whole=True).nlp
    return pipeline.nlp


def _asks(pattern: Pattern) -> bool:
    if isinstance(pattern.pattern, str):
        return False
    return any(name.upper() in ASKING for token in pattern.pattern for name in token)


def _letters(tokens: list[dict[str, Any]]) -> tuple[str, list[str]] | None:
    """What PhraseMatcher compares and the words that it looks for, where tokens are nothing but
    words: it takes as long for 10,000 of them as for one, and Matcher longer for each."""
    pairs = [(name.upper(), value) for token in tokens for name, value in token.items()]
    attributes = {LETTERS.get(name) for name, _ in pairs}
    words = [value for _, value in pairs]
    if len(pairs) != len(tokens) or len(attributes) != 1 or not all(map(_is_word, words)):
        return None
    attribute = attributes.pop()
    if attribute is None or any(attribute == "LOWER" and word != word.lower() for word in words):
        return None
    return attribute, words


def _is_word(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _apart(hits: Iterable[Hit]) -> Iterator[Hit]:
    """The hits that count, of those that overlap."""
    taken: set[int] = set()
    for start, end, number in sorted(hits, key=lambda hit: (hit[0] - hit[1], hit[0], hit[2])):
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            yield start, end, number


def _reason(error: Exception) -> str:
    found = DETAIL.search(str(error))
    if found:
        token, attribute, reason = found.groups()
        reason = reason.replace("Extra inputs are not permitted", "tokens have no such attribute")
        return f"token {int(token) + 1}, {attribute or 'as a whole'}: {reason}"
    return f"no regular expression: {error}" if isinstance(error, re.error) else brief(error)
