"""What is said between the program and a worker process: one message a line, as JSON.

Non-ASCII and control characters are written as escapes, so that a message holds no line
break of any kind, whatever its text holds; bytes are written in base 64.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from textwrap import shorten
from typing import Any

from annotator.core.pattern import Pattern
from annotator.core.pieces import cut
from annotator.core.suggestion import Suggestion

PIECE_LENGTH = 20_000
"""Code points given to a pipeline at once. spaCy needs memory in proportion (2.5 GB for a
novel) and refuses a million."""

BATCH = 8
"""Pieces given to a pipeline together: larger batches are no faster and answer later."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The piece `start <= i < end` of a document, with its text. To a worker: a request for
    what all its suggesters say of it, or patterns only."""

    document_id: int
    start: int
    end: int
    text: str
    patterns_only: bool = False


@dataclass(frozen=True, slots=True)
class Setup:
    """What the project wants. To a worker: holds for all pieces after it; answered by Checked.

    `language`: the code of the texts' language, "" if nobody knows. `labels`: the names of the
    label set. `version`: of the patterns.
    """

    language: str = ""
    labels: tuple[str, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True)
class Checked:
    """The patterns of a Setup that cannot be used, by their places in it from 0, and why."""

    faults: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class SuggestedPiece:
    """What suggesters say of a piece. From a worker: the answer to a Piece.

    `tokens` is what `core.words.pack` made of the pipeline's non-blank tokens, from the start
    of the piece. Offsets of `suggestions` are those of the whole document, in code points.
    `sources`: who has been through the piece; `version`: of the patterns, if they have.
    """

    document_id: int
    start: int
    end: int
    tokens: bytes
    suggestions: tuple[Suggestion, ...]
    sources: tuple[str, ...]
    version: int = 0


@dataclass(frozen=True, slots=True)
class Unsuggested:
    """A piece that the pipeline failed on, and why. From a worker: the answer to a Piece."""

    document_id: int
    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Ready:
    """The first message of a worker: the pipeline is loaded, and has these labels."""

    name: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """The only message of a worker whose pipeline cannot be loaded: as in SuggesterError."""

    sentence: str
    hint: str


Message = Piece | Setup | SuggestedPiece | Unsuggested | Checked | Ready | Failed

KINDS: dict[str, type[Message]] = {
    "piece": Piece,
    "setup": Setup,
    "checked": Checked,
    "suggested": SuggestedPiece,
    "unsuggested": Unsuggested,
    "ready": Ready,
    "failed": Failed,
}
SAID = ("start", "end", "label", "source", "score", "runners_up")
"""What a worker says of a suggestion."""
NAMES = {kind: name for name, kind in KINDS.items()}


def pieces_of(document_id: int, text: str, *, patterns_only: bool = False) -> Iterator[Piece]:
    """A document as pieces of at most 20,000 code points; an empty text is one empty piece."""
    for start, end in cut(text, PIECE_LENGTH):
        yield Piece(document_id, start, end, text[start:end], patterns_only)


def encode(message: Message) -> bytes:
    """One message as one line of ASCII, with its line feed."""
    values = {f.name: getattr(message, f.name) for f in fields(message)}
    line = json.dumps({"kind": NAMES[type(message)], **values}, default=_plain)
    return line.encode("ascii") + b"\n"


def decode(line: bytes) -> Message:
    """The message of one line; raises ValueError if it is none."""
    try:
        values = json.loads(line)
        kind = KINDS[values.pop("kind")]
        return kind(**{name: _RICH.get(name, _same)(value) for name, value in values.items()})
    except (LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"not a message of a worker: {line[:80]!r}") from error


def heard(line: bytes) -> Message:
    """What a line of a worker says; what is no message is a failure of the worker."""
    try:
        return decode(line)
    except ValueError:
        return rubbish(line[:80].decode("utf-8", "replace"))


def rubbish(said: object) -> Failed:
    """The failure of a worker that says what nobody can understand, or nobody asked for."""
    shown = shorten(str(said), 80, placeholder=" …")
    return Failed(
        f"The suggester said what is no answer: “{shown}”.",
        "Use another pipeline, or mend the package that it comes from.",
    )


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    if isinstance(value, Suggestion):
        return [getattr(value, name) for name in SAID]
    if isinstance(value, Pattern):
        return [getattr(value, f.name) for f in fields(value)]
    raise TypeError(f"{type(value).__name__} has no place in a message")


def _suggestion(values: list[Any]) -> Suggestion:
    start, end, label, source, score, runners_up = values
    return Suggestion(start, end, label, source, score, tuple((r[0], r[1]) for r in runners_up))


def _same(value: Any) -> Any:
    return value


_RICH: dict[str, Callable[[Any], Any]] = {
    "tokens": b64decode,
    "suggestions": lambda values: tuple(_suggestion(v) for v in values),
    "labels": tuple,
    "sources": tuple,
    "patterns": lambda values: tuple(Pattern(*v) for v in values),
    "faults": lambda values: tuple((number, reason) for number, reason in values),
}
"""Fields that are more than JSON can say, by their names."""
