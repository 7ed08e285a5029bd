"""A text made of tokens: joined by blanks, or the exact one where a file holds it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.core.span import Span, SpanKey
from annotator.core.words import Range
from annotator.formats.tags import TokenRange


@dataclass(frozen=True, slots=True)
class TokenText:
    """A text, and the range of each token in it."""

    text: str
    ranges: list[Range]

    def key(self, first: int, end: int, label: str) -> SpanKey | None:
        """The span of the tokens `first <= i < end`, or None: there is none."""
        if not 0 <= first < end <= len(self.ranges) or not label.strip():
            return None
        start, stop = self.ranges[first][0], self.ranges[end - 1][1]
        return (start, stop, label) if start < stop else None


@dataclass(slots=True)
class TokenSpans:
    """Spans in reading order, and the ranges of tokens that make none, or the same again."""

    spans: tuple[Span, ...] = ()
    misfits: list[tuple[TokenRange, str]] = field(default_factory=list)


def spans_of(made: TokenText, ranges: Iterable[TokenRange]) -> TokenSpans:
    """The spans that ranges of tokens make."""
    found: dict[SpanKey, Span] = {}
    misfits = []
    for one in ranges:
        key = made.key(*one)
        if key is None:
            count = len(made.ranges)
            misfits.append((one, f"{one[0]}-{one[1]} is no range of {count} tokens with a label"))
        elif key in found:
            misfits.append((one, "the same span stands there twice"))
        else:
            found[key] = Span(*key)
    return TokenSpans(tuple(found[key] for key in sorted(found)), misfits)


def joined(tokens: Iterable[str]) -> TokenText:
    """The tokens with one blank between each two."""
    ranges, at = [], 0
    tokens = list(tokens)
    for token in tokens:
        ranges.append((at, at + len(token)))
        at += len(token) + 1
    return TokenText(" ".join(tokens), ranges)


def fitted(tokens: Sequence[str], text: str) -> TokenText | None:
    """The tokens where they stand in this text; None unless it is they and white space."""
    ranges, at = [], 0
    for token in tokens:
        start = text.find(token, at)
        if start < 0 or _is_seen(text[at:start]):
            return None
        at = start + len(token)
        ranges.append((start, at))
    return None if _is_seen(text[at:]) else TokenText(text, ranges)


def _is_seen(gap: str) -> bool:
    return bool(gap) and not gap.isspace()


def placed(tokens: Sequence[str], text: str, offsets: object) -> TokenText | None:
    """The tokens at offsets in code points ([start, end] each); None if they do not fit."""
    if not isinstance(offsets, list) or len(offsets) != len(tokens):
        return None
    ranges = []
    for token, pair in zip(tokens, offsets, strict=True):
        if not _is_range(pair) or text[pair[0] : pair[1]] != token:
            return None
        ranges.append((pair[0], pair[1]))
    return TokenText(text, ranges)


def _is_range(pair: Any) -> bool:
    # Files have a pair for each word: this is asked often, and a pattern takes longer.
    if type(pair) is not list or len(pair) != len(("start", "end")):
        return False
    start, end = pair
    return type(start) is int and type(end) is int and 0 <= start <= end


def made_text(tokens: Sequence[str], text: object, offsets: object) -> TokenText | None:
    """The exact text if it fits the tokens, or None; where there is no text, the joined one."""
    if not isinstance(text, str):
        return joined(tokens)
    return placed(tokens, text, offsets) or fitted(tokens, text)
