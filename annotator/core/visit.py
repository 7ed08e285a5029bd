"""A stay of a person with a document."""

from dataclasses import dataclass

from annotator.core.document import DocumentId


@dataclass(frozen=True, slots=True)
class Visit:
    """`began_at`: UTC, ISO 8601. `seconds` at work: longer pauses do not count. `keys`: presses,
    one with all that is held with it. `suggested`: how many suggestions were shown, at the most.
    `is_blind`: they were kept from being shown."""

    uuid: str
    document_id: DocumentId
    began_at: str
    seconds: float
    keys: int
    suggested: int = 0
    is_blind: bool = False
