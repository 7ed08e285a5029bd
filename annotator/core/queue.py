"""The queue: the documents of a project as one annotator goes through them."""

from dataclasses import dataclass
from enum import StrEnum

from annotator.core.annotation import Answer
from annotator.core.document import DocumentId


class State(StrEnum):
    """How far an annotator is with a document."""

    TO_DO = "to do"
    STARTED = "started"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SKIPPED = "skipped"


class Order(StrEnum):
    """In which order the documents come: as imported, those whose suggestions are least sure
    first, those where most is to be corrected per second first, or at random."""

    IMPORTED = "imported"
    LEAST_SURE = "least sure"
    GAIN = "gain"
    RANDOM = "random"


STATE_OF_ANSWER = {
    Answer.ACCEPT: State.ACCEPTED,
    Answer.REJECT: State.REJECTED,
    Answer.IGNORE: State.SKIPPED,
}


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the queue."""

    id: DocumentId
    title: str
    state: State
    flagged: bool


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Which documents to list: all, or those of one state, or the flagged; and of those
    the ones with `text` in their title. `TO_DO` includes the started ones."""

    state: State | None = None
    flagged: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Completion:
    """How many documents there are, and how many of them have an answer."""

    documents: int
    answered: int
