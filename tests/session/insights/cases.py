"""Projects of which every figure can be counted by hand."""

from collections.abc import Sequence
from pathlib import Path

from annotator.core.annotation import Answer
from annotator.core.document import DocumentId
from annotator.core.edit import Edit
from annotator.core.histories import Entry
from annotator.core.span import Span
from annotator.core.suggestion import Suggestion
from annotator.core.visit import Visit
from annotator.session.insights.report import InsightsOptions, InsightsReport, insights
from annotator.session.jobs import finish
from annotator.storage.project import Project
from tests.storage.projects import make, propose

DAY = "2026-03-{:02}T10:00:{:06.3f}+00:00"
ADA, IBM, PARIS = Span(0, 3, "PER"), Span(4, 7, "ORG"), Span(8, 13, "LOC")
TEXTS = [f"Ada IBM Paris {number}" for number in (1, 2, 3, 4, 5, 6, 14, 13)]
"""The fourth and the last are of the random sample, and of its blind half the one between."""
SCORES = {ADA: 0.92, IBM: 0.52, PARIS: 0.11}
FINISH = Edit(answer=(None, Answer.ACCEPT))


class Case:
    """A project of eight texts, each with three suggestions of the pipeline blank:en."""

    def __init__(self, folder: Path) -> None:
        self.path = make(folder / "p.annotator", *TEXTS)
        for number in range(1, len(TEXTS) + 1):
            said = [Suggestion(s.start, s.end, s.label, "blank:en", SCORES[s]) for s in SCORES]
            propose(self.path, said, number)
        self.set("pipeline", "blank:en")
        self._number = 0

    def set(self, name: str, value: str) -> None:
        """Keep a setting."""
        with Project.open(self.path) as project, project.transaction():
            project.put_setting(name, value)

    def edit(
        self,
        who: str,
        document: int,
        edit: Edit,
        *,
        gesture: str = "label",
        kind: str = "do",
        at: tuple[int, float] = (1, 0.0),
    ) -> None:
        """Make an edit on a day of March and at a second after ten."""
        self._number += 1
        entry = Entry(f"{self._number}", kind, gesture, edit, DAY.format(*at))
        with Project.open(self.path) as project, project.transaction():
            person = project.add_annotator(who)
            project.annotations.store_entry(DocumentId(document), person, entry)

    def accept(self, who: str, document: int, span: Span, *, at: tuple[int, float]) -> None:
        """Accept a suggestion."""
        edit = Edit(added=(accepted(span),))
        self.edit(who, document, edit, gesture="accept", at=at)

    def finish(
        self, who: str, document: int, *spans: Span, at: tuple[int, float] = (1, 0.0)
    ) -> None:
        """Finish a document in which these spans are labelled by hand."""
        if spans:
            self.edit(who, document, Edit(added=spans), at=at)
        self.edit(who, document, FINISH, gesture="accept", at=at)

    def visit(
        self, who: str, document: int, seconds: float, keys: int, *, blind: bool = False
    ) -> None:
        """A stay with a document."""
        self._number += 1
        with Project.open(self.path) as project, project.transaction():
            visit = Visit(
                f"{self._number}",
                DocumentId(document),
                DAY.format(1, 0.0),
                seconds,
                keys,
                0 if blind else len(SCORES),
                blind,
            )
            project.visits.add(project.add_annotator(who), [visit])

    def report(self, *pages: str) -> InsightsReport:
        """Compute pages."""
        return finish(insights(self.path, InsightsOptions(pages)))


def accepted(span: Span) -> Span:
    """A suggestion that became a label."""
    return Span(span.start, span.end, span.label, "blank:en", SCORES[span])


def column(rows: Sequence[dict[str, object]], name: str) -> list[object]:
    """The values of one column."""
    return [row[name] for row in rows]
