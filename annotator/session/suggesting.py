"""Suggestions for every document of a project that has none from a pipeline."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from annotator.core.document import DocumentId
from annotator.core.record import Problem
from annotator.session.jobs import Job, Progress
from annotator.storage.project import Project
from annotator.suggest import pipelines
from annotator.suggest.process import suggest_all
from annotator.suggest.protocol import SuggestedPiece, Unsuggested, pieces_of


@dataclass
class SuggestReport:
    """What was suggested: `not_shown` counts suggestions whose labels the set lacks."""

    pipeline: str = ""
    documents: int = 0
    suggestions: int = 0
    not_shown: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)

    def sentence(self) -> str:
        """What was done, for people."""
        done = f"{self.pipeline}: {self.suggestions:,} suggestions in {self.documents:,} documents."
        if not self.not_shown:
            return done
        labels = ", ".join(f"{count:,} {label}" for label, count in self.not_shown.most_common())
        return f"{done} Not shown, as the label set lacks their labels: {labels}."


def suggest(path: Path, *, pipeline: str | None = None, workers: int = 1) -> Job[SuggestReport]:
    """Suggest for the documents that this pipeline (the project's own) has not been through.

    Each piece stands in the file as soon as it is there, so a job that was stopped is
    carried on by the next one. Raises ProjectError and SuggesterError.
    """
    with Project.open(path) as project:
        info = pipelines.find(pipeline or project.setting("pipeline", pipelines.DEFAULT))
        report = SuggestReport(pipeline=info.name)
        total = project.suggestions.count_missing(info.name)
        pieces = (
            piece
            for document_id, text in project.suggestions.each_missing(info.name)
            for piece in pieces_of(document_id, text)
        )
        for answer in suggest_all(pieces, pipeline=info.name, workers=workers) if total else ():
            _keep(project, info.name, answer, report)
            yield Progress(report.documents, total, "documents")
        report.not_shown = project.suggestions.foreign_labels()
        return report


def _keep(
    project: Project, source: str, answer: SuggestedPiece | Unsuggested, report: SuggestReport
) -> None:
    document_id = DocumentId(answer.document_id)
    document = project.documents.get(document_id)
    if isinstance(answer, Unsuggested):
        title = document.title if document else str(document_id)
        report.problems.append(Problem(title, None, answer.reason))
        return
    with project.transaction():
        project.suggestions.put(
            document_id,
            project.suggestions.source_id(source),
            (answer.start, answer.end),
            answer.suggestions,
            tokens=answer.tokens,
        )
    report.suggestions += len(answer.suggestions)
    report.documents += document is not None and answer.end == document.length
