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
