"""One probable error among labels, and how somebody says that it is none."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from annotator.core.document import DocumentId
from annotator.core.span import SpanKey

LEAST_LIKELY = 0.3
"""What is less likely an error than this is not worth a look."""
ERROR_SHARE = 0.2
"""So much of what is done with one string may be errors; more is a second meaning."""


class Kind(StrEnum):
    """What is wrong, or looks so."""

    DIFFERENT = "different"
    """The same words have another label elsewhere."""
    UNLABELLED = "unlabelled"
    """A string that is labelled elsewhere is not, in a finished document."""
    EDGES = "edges"
    """White space or a stray mark at an edge, or an edge within a word."""
    SHAPE = "shape"
    """Hardly any span of this label looks so."""
    MODEL = "model"
    """Models that have not learnt from this document are sure of something else."""


class Dismissal(NamedTuple):
    """Somebody looked at it: this is no error. The label of what is missing is the one that it
    should have had."""

    document_id: DocumentId
    annotator_id: int
    kind: str
    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class LabelError:
    """A span that is probably wrong (None: one is missing), and what should stand instead
    (None: nothing). `likelihood`: 0 to 1. `evidence`: of how many mentions or spans how many
    speak for the fix, where they are counted; `shape`: how the words look, where that is it.
    """

    kind: Kind
    document_id: DocumentId
    annotator_id: int
    span: SpanKey | None
    fix: SpanKey | None
    likelihood: float
    evidence: tuple[int, int] | None = None
    shape: str = ""

    @property
    def place(self) -> SpanKey:
        """Where it is: the span, or what is missing."""
        found = self.span or self.fix
        assert found is not None
        return found

    @property
    def dismissal(self) -> Dismissal:
        """What is remembered if somebody says that it is none."""
        return Dismissal(self.document_id, self.annotator_id, self.kind, *self.place)


def share_of(speaking: int, against: int) -> float:
    """How likely each of those `against` is an error, of mentions of one string that were
    treated in two ways: the estimated share of the others (Laplace's rule of succession), less
    where those against are so many that they are rather a second meaning."""
    share = (speaking + 1) / (speaking + against + 2)
    room = 1 + ERROR_SHARE * (speaking + against)
    return share * min(1.0, room / against)
