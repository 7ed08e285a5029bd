"""What an import is asked to do, and what it did."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from annotator.core.record import Problem, Verdict
from annotator.session.account import Account


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to import: `annotator` stands for whom a file does not name (and, where it `is_named`,
    also for whom its place tells, see `whose`); with
    `as_suggestions` labels become suggestions; with `strict` labels that the label set
    lacks are left out instead of added; with `dry_run` nothing is written. `formats`: those
    of single files, which go before `format`."""

    annotator: str
    format: str | None = None
    formats: Mapping[Path, str] = field(default_factory=dict)
    as_suggestions: bool = False
    strict: bool = False
    dry_run: bool = False
    is_named: bool = False


@dataclass
class ImportReport:
    """What an import read, wrote and left out, and how it read the offsets of files.

    `read` = `added` + `known` texts; several records may have one text.
    """

    read: int = 0
    added: int = 0
    known: int = 0
    annotations: int = 0
    unchanged: int = 0
    spans: int = 0
    suggestions: int = 0
    labels_added: list[str] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    account: Account = field(default_factory=Account)

    @property
    def left_out(self) -> int:
        """How many items or spans were left out."""
        return sum(problem.left_out != "nothing" for problem in self.problems)

    def sentence(self, *, dry_run: bool) -> str:
        """What was done, for people."""
        parts = [
            f"Read {self.read:,} texts: {self.added:,} new, {self.known:,} known already.",
            f"Labels of {self.annotations:,} annotations with {self.spans:,} spans."
            if self.annotations
            else "",
            f"{self.suggestions:,} suggestions." if self.suggestions else "",
            f"{self.unchanged:,} annotations were there already." if self.unchanged else "",
            f"New in the label set: {', '.join(self.labels_added)}." if self.labels_added else "",
            f"Left out: {self.left_out:,}." if self.left_out else "",
            "Nothing was written (dry run)." if dry_run else "",
        ]
        return " ".join(filter(None, parts))
