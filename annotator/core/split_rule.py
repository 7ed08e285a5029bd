"""Which spans of a label are to get another: a rule on their words, their length, who made them,
or the document they stand in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

import regex

MOST_SECONDS = 0.1
"""An expression that takes longer on one span would take for ever on all of them."""
LONGEST = 1 << 62


class RuleKind(StrEnum):
    """What a rule looks at."""

    WORDS = "words"
    EXPRESSION = "expression"
    LENGTH = "length"
    ANNOTATOR = "annotator"
    META = "meta"


class Candidate(NamedTuple):
    """A span as a rule sees it: its words, whose it is, and the meta of its document."""

    text: str
    annotator: str
    meta: Mapping[str, Any]


Test = Callable[[Candidate], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """`value`, as it is typed, says which spans are meant.

    WORDS: their words, one a line; blanks between are all alike. EXPRESSION: a regular expression
    that is found in their words (the module `regex`, version 0). LENGTH: how many code points
    they have: "3", "3-5", "3-" or "-5". ANNOTATOR: whose they are, one name a line. META:
    "field=value" of their document, or "field" alone: whatever its value.
    """

    kind: RuleKind
    value: str

    def test(self) -> Test:
        """Whether a span is meant. Raises ValueError, which says what is wrong with the rule; so
        does the test itself, of an expression that takes too long."""
        if not self.value.strip():
            raise ValueError("the rule is empty")
        return TESTS[self.kind](self.value)


def _words(value: str) -> Test:
    wanted = {" ".join(line.split()) for line in value.splitlines() if line.strip()}
    return lambda one: " ".join(one.text.split()) in wanted


def _expression(value: str) -> Test:
    try:
        found = regex.compile(value)
    except regex.error as error:
        raise ValueError(f"the expression cannot be read: {error}") from error

    def test(one: Candidate) -> bool:
        try:
            return found.search(one.text, timeout=MOST_SECONDS) is not None
        except TimeoutError as error:
            shown = one.text[:40]
            raise ValueError(f"the expression takes too long on {shown!r}: simplify it") from error

    return test


def _length(value: str) -> Test:
    first, dash, last = (part.strip() for part in value.partition("-"))
    try:
        least = int(first or 0)
        most = int(last or LONGEST) if dash else least
    except ValueError as error:
        raise ValueError(f"a length is written 3, 3-5, 3- or -5, not {value!r}") from error
    return lambda one: least <= len(one.text) <= most


def _annotator(value: str) -> Test:
    names = {line.strip() for line in value.splitlines()}
    return lambda one: one.annotator in names


def _meta(value: str) -> Test:
    field, equals, wanted = (part.strip() for part in value.partition("="))
    if not equals:
        return lambda one: field in one.meta
    return lambda one: field in one.meta and str(one.meta[field]) == wanted


TESTS: dict[RuleKind, Callable[[str], Test]] = {
    RuleKind.WORDS: _words,
    RuleKind.EXPRESSION: _expression,
    RuleKind.LENGTH: _length,
    RuleKind.ANNOTATOR: _annotator,
    RuleKind.META: _meta,
}
