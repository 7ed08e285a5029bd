"""The offsets doctor: finds out from a file's own evidence in which units it counts.

A file that carries offsets seldom says what they count. Each convention is tried on the spans
that could tell: a span fits if the text at its place is the surface that the file gives for it,
or, where it gives none, if it stands on word edges and not on white space.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, product
from typing import Any

from annotator.core.words import Range
from annotator.formats.span_items import is_same

BOM = "\ufeff"
LAST_OF_BASIC_PLANE = "\uffff"
UNITS = {"codepoints": "code points", "utf16": "UTF-16 units", "utf8": "UTF-8 bytes"}


@dataclass(frozen=True, slots=True)
class Convention:
    """What offsets count. `unit`: a key of UNITS; `inclusive`: the end is the last character,
    not the one after it; `folded`: CRLF counts one; `skips_bom`: a byte order mark at the
    head of the text counts nothing."""

    unit: str = "codepoints"
    inclusive: bool = False
    folded: bool = False
    skips_bom: bool = False

    def __str__(self) -> str:
        extras = (
            (self.inclusive, "ends inclusive"),
            (self.folded, "CRLF counted as one"),
            (self.skips_bom, "the byte order mark not counted"),
        )
        return ", ".join([UNITS[self.unit], *(name for holds, name in extras if holds)])


CODE_POINTS = Convention()
UTF16 = Convention("utf16")
ALL = tuple(
    Convention(unit, inclusive, folded, skips)
    for inclusive, folded, skips, unit in product(
        (False, True), (False, True), (False, True), UNITS
    )
)
"""All conventions, the usual ones first."""


class Ruler:
    """Translates offsets of one convention into code points of one text, and back."""

    def __init__(self, text: str, convention: Convention) -> None:
        self._length = len(text)
        self._inclusive = convention.inclusive
        self._marks = None if _counts_plainly(text, convention) else _marks(text, convention)
        self.is_plain = self._marks is None and not convention.inclusive

    def start(self, offset: int) -> int | None:
        """The code point at which a span begins, or None: no character begins there."""
        if self._marks is None:
            return offset if 0 <= offset < self._length else None
        # Of several characters at one offset all but the last count nothing.
        found = bisect_right(self._marks, offset) - 1
        return found if 0 <= found < self._length and self._marks[found] == offset else None

    def end(self, offset: int) -> int | None:
        """The code point before which a span ends, or None: no character ends there."""
        if self._inclusive:
            last = self.start(offset)
            return None if last is None else last + 1
        if self._marks is None:
            return offset if 0 < offset <= self._length else None
        found = bisect_left(self._marks, offset)
        return found if found <= self._length and self._marks[found] == offset else None

    def range(self, start: Any, end: Any) -> Range | None:
        """The range in code points, or None if it is none of the text."""
        if type(start) is not int or type(end) is not int:  # bool is an int too, but no offset
            return None
        first, last = self.start(start), self.end(end)
        return (first, last) if first is not None and last is not None and first < last else None

    def written(self, start: int, end: int) -> Range:
        """A range of code points as offsets of the convention."""
        if self._inclusive:
            end -= 1
        return (start, end) if self._marks is None else (self._marks[start], self._marks[end])


def _counts_plainly(text: str, convention: Convention) -> bool:
    return (
        (convention.unit == "codepoints" or text.isascii() or _is_short(text, convention.unit))
        and not (convention.folded and "\r\n" in text)
        and not (convention.skips_bom and text.startswith(BOM))
    )


def _is_short(text: str, unit: str) -> bool:
    return unit == "utf16" and is_of_basic_plane(text)


def is_of_basic_plane(text: str) -> bool:
    """Whether each character is one UTF-16 unit."""
    return len(text.encode("utf-16-le", "surrogatepass")) == 2 * len(text)


def traits_of(text: str) -> tuple[bool, bool, bool, bool]:
    """All of a text that decides how conventions differ on it: see `reduced`."""
    is_ascii = text.isascii()
    return is_ascii, is_ascii or is_of_basic_plane(text), "\r\n" in text, text.startswith(BOM)


def _marks(text: str, convention: Convention) -> list[int]:
    """For each code point, and the end, how much is counted before it."""
    weights = [_weight(c, convention.unit) for c in text]
    if convention.folded:
        found = text.find("\r\n")
        while found >= 0:
            weights[found] = 0
            found = text.find("\r\n", found + 2)
    if convention.skips_bom and text.startswith(BOM):
        weights[0] = 0
    return list(accumulate(weights, initial=0))


def _weight(character: str, unit: str) -> int:
    if unit == "utf16":
        return 2 if character > LAST_OF_BASIC_PLANE else 1
    return len(character.encode("utf-8", "surrogatepass")) if unit == "utf8" else 1


@dataclass(frozen=True, slots=True)
class Evidence:
    """One text, and the (start, end, surface or None) that a file gives for its spans."""

    text: str
    spans: Sequence[tuple[Any, Any, str | None]]


def reduced(convention: Convention, text: str) -> Convention:
    """The simplest convention that reads this text in the same way."""
    plain = _counts_plainly(text, Convention(convention.unit))
    return Convention(
        unit="codepoints" if plain else convention.unit,
        inclusive=convention.inclusive,
        folded=convention.folded and "\r\n" in text,
        skips_bom=convention.skips_bom and text.startswith(BOM),
    )


@dataclass(frozen=True, slots=True)
class Fit:
    """How many spans fit, and what weight that has: a surface that matches tells more than a
    word edge."""

    spans: int = 0
    weight: int = 0


SURFACE_WEIGHT = 3
LEAST_LEAD = 3
LEAST_LEAD_OF_ENDS = 9
LEAST_SHARE = 0.05
"""A convention other than the expected one is believed if it leads by this weight, and by
this share of what the spans of texts could weigh that the two read differently: one surface,
or three word edges; of a thousand texts it may be the one with an emoji that tells. Ends counted
otherwise are rare, and word edges tell less of them: three surfaces, or nine word edges."""


def fit(evidence: Evidence, convention: Convention) -> Fit:
    """How the spans of one text fit if they are read in this way."""
    ruler, text = Ruler(evidence.text, convention), evidence.text
    spans = weight = 0
    for start, end, surface in evidence.spans:
        found = ruler.range(start, end)
        if found is None:
            continue
        if surface is None:
            whole = _is_whole(text, *found)
            spans, weight = spans + whole, weight + whole
        elif is_same(surface, text[slice(*found)]):
            spans, weight = spans + 1, weight + SURFACE_WEIGHT
    return Fit(spans, weight)


def _is_whole(text: str, start: int, end: int) -> bool:
    return (
        not text[start].isspace()
        and not text[end - 1].isspace()
        and _is_edge(text, start)
        and _is_edge(text, end)
    )


def _is_edge(text: str, at: int) -> bool:
    return at in {0, len(text)} or not (text[at - 1].isalnum() and text[at].isalnum())


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The convention found, those that fit as well, and the evidence: of `spans` that could
    tell, `fitting` fit the convention and `next_best` the best of the others."""

    convention: Convention
    alike: tuple[Convention, ...]
    spans: int
    fitting: int
    next_best: int
    runner_up: Convention | None

    @property
    def sureness(self) -> float:
        """From 0 (nothing could tell) towards 1 (many spans fit this and no other)."""
        return max(0, self.fitting - self.next_best) / (self.spans + 1)

    @property
    def sentence(self) -> str:
        """What was found, with the evidence, for people."""
        read = f"offsets read as {self.convention}"
        if not self.spans:
            return f"{read}, as this format does; nothing in the file could tell"
        told = f"{read}: {self.fitting:,} of {self.spans:,} spans fit"
        if self.runner_up is None:
            return told
        return f"{told}; as {self.runner_up} {self.next_best:,} would"


def diagnose(
    evidence: Iterable[Evidence], expected: Convention, among: Sequence[Convention] = ALL
) -> Diagnosis:
    """The convention that the spans fit best; the expected one unless another clearly leads,
    of several alike the most usual one."""
    count: dict[Convention, int] = dict.fromkeys(among, 0)
    weight, most = dict(count), dict(count)
    spans = 0
    for one in evidence:
        spans += len(one.spans)
        possible = sum(SURFACE_WEIGHT if mark[2] is not None else 1 for mark in one.spans)
        usual = reduced(expected, one.text)
        found: dict[Convention, Fit] = {}
        for convention in among:
            simple = reduced(convention, one.text)
            if simple not in found:
                found[simple] = fit(one, simple)
            count[convention] += found[simple].spans
            weight[convention] += found[simple].weight
            most[convention] += possible if simple != usual else 0
    chosen = _chosen(weight, expected, most)
    others = {c: count[c] for c in among if weight[c] != weight[chosen]}
    runner_up = max(others, key=others.__getitem__, default=None)
    return Diagnosis(
        convention=chosen,
        alike=tuple(c for c in among if weight[c] >= weight[chosen]),
        spans=spans if others else 0,
        fitting=count[chosen],
        next_best=others[runner_up] if runner_up else 0,
        runner_up=runner_up,
    )


def _chosen(
    weight: dict[Convention, int], expected: Convention, most: dict[Convention, int]
) -> Convention:
    best = max(weight, key=weight.__getitem__)  # the first, and so the most usual, of several
    lead = weight[best] - weight.get(expected, 0)
    least = LEAST_LEAD_OF_ENDS if best.inclusive != expected.inclusive else LEAST_LEAD
    clear = lead >= least and lead >= LEAST_SHARE * most[best]
    return best if clear or expected not in weight else expected
