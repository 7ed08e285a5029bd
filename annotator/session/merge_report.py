"""What came home from other project files."""

from dataclasses import dataclass, field

from annotator.core.record import Problem
from annotator.session.account import Account

CONFLICT, NEW, LABEL = "conflict", "new", "label"
"""What a line of the account is about, beside what may be left out."""


@dataclass
class MergeReport:
    """What came home: `annotations` are those that changed here, `edits` the gestures in them;
    `visits` the stays of people with documents; `conflicts` those of one annotator to one
    document that contradict each other; `remarks` what is new here, and how label sets differ.
    In the account "known" is what stood here already."""

    documents: int = 0
    documents_added: int = 0
    annotations: int = 0
    edits: int = 0
    visits: int = 0
    labels_added: list[str] = field(default_factory=list)
    annotators_added: list[str] = field(default_factory=list)
    conflicts: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    account: Account = field(default_factory=Account)

    @property
    def problems(self) -> list[Problem]:
        """Conflicts first, then what is worth a look."""
        return [*self.conflicts, *self.remarks]

    def remark(self, path: object, kind: str, reason: str, key: str = "") -> None:
        """Add a remark on what a file brought."""
        self.remarks.append(Problem(str(path), None, reason, kind, None, key))

    def sentence(self) -> str:
        """What was done, for people."""
        parts = [
            f"Looked at {self.documents:,} documents.",
            f"Brought home {self.annotations:,} annotations with {self.edits:,} edits.",
            f"New documents: {self.documents_added:,}." if self.documents_added else "",
            f"New labels: {', '.join(self.labels_added)}." if self.labels_added else "",
            f"New annotators: {', '.join(self.annotators_added)}." if self.annotators_added else "",
            f"To be settled by a person: {len(self.conflicts):,}." if self.conflicts else "",
        ]
        return " ".join(filter(None, parts))
