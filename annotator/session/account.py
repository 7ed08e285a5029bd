"""The account of an import or export: what was read, what became of it, what was left out."""

from dataclasses import dataclass, field

from annotator.core.record import Problem


@dataclass
class Tally:
    """How many of one kind: `read` = `written` + `known` + `left_out`, always.

    `known`: the project, or what is written to, held it already.
    """

    read: int = 0
    written: int = 0
    known: int = 0
    left_out: int = 0

    def add(self, other: "Tally") -> None:
        """Count what another has counted, too."""
        self.read += other.read
        self.written += other.written
        self.known += other.known
        self.left_out += other.left_out


@dataclass
class Account:
    """Documents, annotations (what one annotator says of one document), spans, suggestions."""

    documents: Tally = field(default_factory=Tally)
    annotations: Tally = field(default_factory=Tally)
    spans: Tally = field(default_factory=Tally)
    suggestions: Tally = field(default_factory=Tally)

    def leave_out(self, problem: Problem) -> None:
        """Count what was read, but left out for this problem."""
        tally = {
            "document": self.documents,
            "annotation": self.annotations,
            "span": self.spans,
            "suggestion": self.suggestions,
        }.get(problem.left_out)
        if tally is not None:
            tally.read += 1
            tally.left_out += 1

    def add(self, other: "Account") -> None:
        """Count what another has counted, too."""
        self.documents.add(other.documents)
        self.annotations.add(other.annotations)
        self.spans.add(other.spans)
        self.suggestions.add(other.suggestions)
