"""What a suggester is: something that proposes spans in texts, inside a worker process.

The built-in one is a spaCy pipeline. Another package adds one by a class behind an entry point
(see `plug_ins`); only what is asked for is loaded.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Protocol

from annotator.core.suggestion import Suggestion
from annotator.core.words import Range

BRIEF_LENGTH = 200

FAILURES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    ImportError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What code written by somebody else may raise on loading, or on a text it cannot digest."""


@dataclass(frozen=True, slots=True)
class SuggestedText:
    """What a suggester says of one text. Offsets are code points of that text.

    `tokens`: the ranges that it took for tokens, in order, without overlaps, none of them blank;
    None: it has no tokens to show, and words are told apart as Unicode tells them.
    """

    suggestions: Sequence[Suggestion]
    tokens: Sequence[Range] | None = None


class Suggester(Protocol):
    """Proposes spans. It lives in a process of its own and may take its time.

    `name` is the one that people choose it by; it is the source of its suggestions. `labels`:
    those that it may propose, as far as it knows them.
    """

    name: str
    labels: tuple[str, ...]

    def suggest(self, texts: Sequence[str]) -> Sequence[SuggestedText]:
        """What it says of each text, in their order; texts are at most 20,000 code points.

        Raises one of FAILURES if it fails on one of them.
        """
        ...

    def use_labels(self, labels: Sequence[str]) -> None:
        """Hear which labels the project has, before the first text; a zero-shot suggester
        looks for those."""
        ...


def brief(error: Exception) -> str:
    """The kind of an exception and the first line of what it says."""
    lines = str(error).splitlines() or [""]
    said = shorten(lines[0], BRIEF_LENGTH, placeholder=" …")
    return f"{type(error).__name__}: {said}".rstrip(" :.")
