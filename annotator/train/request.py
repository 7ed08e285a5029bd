"""What is said between the program and a process that trains: one message a line, as JSON."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Request:
    """What to train: spaCy files of documents (`train`, `dev`; `test` may be ""), where the
    pipeline goes ("": it is scored, not kept), and how.

    `share`: so much of the documents in `train` is used (0 to 1), chosen by `seed`. `base`: a
    pipeline to go on from, or "" for a new one of this `language`. `last`: the folder of an
    unfinished training to go on from, or "". `most_steps`: 0 for as many as it gets better.
    `meta` is written into the pipeline's meta.json under "annotator".
    """

    train: str
    dev: str
    test: str
    output: str
    work: str
    language: str
    base: str = ""
    last: str = ""
    labels: tuple[str, ...] = ()
    most_steps: int = 0
    patience: int = 1_600
    evaluate_every: int = 200
    seed: int = 0
    share: float = 1.0
    meta: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """How far a training is: scores on the documents for tuning, from 0 to 1."""

    step: int
    seconds: float
    loss: float
    precision: float
    recall: float
    f: float
    labels: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Beat:
    """A step that was not evaluated: the training is alive."""

    step: int


@dataclass(frozen=True, slots=True)
class Trained:
    """The end of a training: the scores on held-out documents (`scores` as `Scores` with its
    confusion as a list), whether those served for tuning too, and how many documents were
    learnt from."""

    scores: dict[str, Any]
    held_out: bool
    best_step: int
    documents: int


@dataclass(frozen=True, slots=True)
class Failed:
    """The training failed: as in TrainingError."""

    sentence: str
    hint: str


Message = Request | Step | Beat | Trained | Failed
KINDS: dict[str, type[Message]] = {
    "request": Request,
    "step": Step,
    "beat": Beat,
    "trained": Trained,
    "failed": Failed,
}
NAMES = {kind: name for name, kind in KINDS.items()}


def encode(message: Message) -> bytes:
    """One message as one line of ASCII, with its line feed."""
    return json.dumps({"kind": NAMES[type(message)], **asdict(message)}).encode("ascii") + b"\n"


def decode(line: bytes) -> Message:
    """The message of one line; raises ValueError if it is none."""
    try:
        values = json.loads(line)
        return KINDS[values.pop("kind")](**values)
    except (LookupError, TypeError, AttributeError) as error:
        raise ValueError(f"not a message of a training: {line[:80]!r}") from error
