"""What a verb of the session changed: each part of the window looks for what concerns it."""

from dataclasses import dataclass

from annotator.core.document import DocumentId
from annotator.core.words import Range
from annotator.session.article import Place


@dataclass(frozen=True, slots=True)
class Changes:
    """What is different now.

    `opened`: another document is open, or the open one was read anew. `ranges`: where
    spans or suggestions of the open document changed. `moved`: the place before and after.
    `documents`: whose line in the queue changed. `queue`: documents came or went.
    `labels`: the label set. `answered`: an answer was given or taken back. `note`: a
    sentence for the status line.
    """

    opened: bool = False
    ranges: tuple[Range, ...] = ()
    moved: tuple[Place, Place] | None = None
    documents: tuple[DocumentId, ...] = ()
    queue: bool = False
    labels: bool = False
    answered: bool = False
    note: str = ""

    def then(self, later: "Changes") -> "Changes":
        """What is different after both."""
        # What changed in a document that is no longer open is not to be painted.
        ranges = later.ranges if later.opened else self.ranges + later.ranges
        return Changes(
            opened=self.opened or later.opened,
            ranges=ranges,
            moved=later.moved if later.opened else later.moved or self.moved,
            documents=self.documents + later.documents,
            queue=self.queue or later.queue,
            labels=self.labels or later.labels,
            answered=self.answered or later.answered,
            note=later.note or self.note,
        )
