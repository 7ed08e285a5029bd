"""Tags of tokens (IOB1, IOB2, IO, BILOU, BIOES) made into ranges of tokens, and back.

IOB1: Ramshaw and Marcus 1995, "Text chunking using transformation-based learning"; IOB2 and
IOE: Tjong Kim Sang and Veenstra 1999, "Representing text chunks"; BILOU: Ratinov and Roth 2009.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from annotator.formats.span_items import shorten
from annotator.formats.tokens import TokenSpan

OUTSIDE = "O"
UNKNOWN = "-"
"""What spaCy writes for a token of which nothing is known."""
UNNAMED = "ENTITY"
"""The label of tags that are a prefix and nothing else."""

OPENING = frozenset("BUS")
CONTINUING = frozenset("IMLE")
SINGLE = frozenset("US")
CLOSING = frozenset("LE")
PREFIXES = OPENING | CONTINUING
CLOSED = frozenset(("BILOU", "BIOES"))
"""Schemes that mark the last token of an entity."""

TokenRange = tuple[int, int, str]
"""First token, one past the last, label."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """How tags are read, how sure that is (0 to 1), and the evidence in a sentence."""

    name: str
    sureness: float
    sentence: str


@dataclass(frozen=True, slots=True)
class TagFault:
    """What is wrong with the tag of one token; `is_lost`: it makes no span."""

    token: int
    reason: str
    is_lost: bool = False


@dataclass(slots=True)
class Untagged:
    """The ranges that tags make, in order, and what is wrong with single tags."""

    ranges: list[TokenRange] = field(default_factory=list)
    faults: list[TagFault] = field(default_factory=list)


def is_tag(value: str) -> bool:
    """Whether this is O, or a prefix and a label."""
    return value == OUTSIDE or (len(value) > 2 and value[1] == "-" and value[0] in PREFIXES)  # noqa: PLR2004 "B-" and a letter


def parted(tag: str) -> tuple[str, str] | None:
    """Prefix and label of a tag, or None if it has no prefix."""
    prefix, _, label = tag.partition("-")
    return (prefix, label or UNNAMED) if prefix in PREFIXES else None


class TagEvidence:
    """What the tags of a file say of their scheme."""

    def __init__(self) -> None:
        self._prefixes: Counter[str] = Counter()
        self._bare = 0
        self._opened: Counter[str] = Counter()

    def add(self, tags: Sequence[str]) -> None:
        """Count the tags of one sentence."""
        before = ""
        for tag in tags:
            label = ""
            if tag not in {OUTSIDE, UNKNOWN}:
                found = parted(tag)
                self._bare += found is None
                prefix, label = found or ("", tag)
                self._prefixes[prefix] += 1
                self._opened[prefix] += label != before
            before = label

    def scheme(self) -> Scheme:
        """The scheme that the tags so far fit best."""
        seen = {prefix for prefix, count in self._prefixes.items() if count and prefix}
        marked = sum(self._prefixes.values()) - self._bare
        if self._bare > marked:
            return _scheme("IO", self._bare, self._bare + marked, "tags have no prefix")
        for name, telling in (("BILOU", "LU"), ("BIOES", "ES")):
            count = sum(self._prefixes[prefix] for prefix in telling)
            if count and seen & OPENING:
                return _scheme(name, count, count, f"tags begin with {' or '.join(telling)}")
        if seen & CLOSING:
            return _scheme("IOE", marked, marked, "tags begin with I or E and none with B")
        return self._open_scheme()

    def _open_scheme(self) -> Scheme:
        by_b, by_i = self._opened["B"], self._opened["I"]
        if by_i > by_b:
            return _scheme("IOB1", by_i, by_i + by_b, "entities open with I after another or none")
        if by_b:
            return _scheme("IOB2", by_b, by_i + by_b, "entities open with B")
        return Scheme("IOB2", 0.0, "tags read as IOB2; nothing in the file could tell")


def _scheme(name: str, fitting: int, count: int, why: str) -> Scheme:
    sentence = f"tags read as {name}: {fitting:,} of {count:,} {why}"
    return Scheme(name, max(0, 2 * fitting - count) / (count + 1), sentence)


def untagged(tags: Sequence[str], scheme: str) -> Untagged:
    """The ranges that the tags of one sentence make. What breaks the rules of the scheme is
    read as it was most likely meant, and reported."""
    reading = _Reading(scheme)
    for at, tag in enumerate(tags):
        reading.take(at, tag)
    reading.close(len(tags))
    return reading.found


class _Reading:
    def __init__(self, scheme: str) -> None:
        self.found = Untagged()
        self._scheme = scheme
        self._start = 0
        self._label = ""

    def take(self, at: int, tag: str) -> None:
        if tag in {OUTSIDE, UNKNOWN}:
            self.close(at)
            return
        found = ("I", tag) if self._scheme == "IO" else parted(tag)
        if found is None:
            self.close(at)
            self._fault(at, f"the tag {shorten(tag)} has no prefix of {self._scheme}", is_lost=True)
        else:
            self._go_on(at, tag, *found)

    def _go_on(self, at: int, tag: str, prefix: str, label: str) -> None:
        if prefix in OPENING or label != self._label:
            self.close(at)
            self._start, self._label = at, label
            if prefix in CONTINUING and self._scheme in {"IOB2", *CLOSED}:
                self._fault(at, f"{shorten(tag)} continues no {label}; read as its beginning")
        if prefix in SINGLE or prefix in CLOSING:
            self._end(at + 1)

    def close(self, at: int) -> None:
        if self._label and self._scheme in CLOSED:
            self._fault(at - 1, f"the {self._label} that ends here has no closing tag")
        self._end(at)

    def _end(self, at: int) -> None:
        if self._label:
            self.found.ranges.append((self._start, at, self._label))
            self._label = ""

    def _fault(self, at: int, reason: str, *, is_lost: bool = False) -> None:
        self.found.faults.append(TagFault(at, reason, is_lost))


def iob2(count: int, spans: Iterable[TokenSpan]) -> list[str]:
    """The IOB2 tags of so many tokens; spans must not overlap."""
    tags = [OUTSIDE] * count
    for found in spans:
        label = found.span.label
        tags[found.first] = f"B-{label}"
        tags[found.first + 1 : found.end] = [f"I-{label}"] * (found.end - found.first - 1)
    return tags
