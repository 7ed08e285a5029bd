"""Suggestions for every document of a project that has none from a pipeline."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from annotator.core.document import DocumentId
from annotator.core.record import Problem
from annotator.session import models
from annotator.session.jobs import Job, Progress
from annotator.storage.line import Line
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
    """Suggest for the documents that this pipeline has not been through: by default the model that
    the project has learnt, else its own pipeline.

    The suggestions of a learnt model replace those of its predecessors in documents that nobody
    has touched; touched ones keep what they have. Each piece stands in the file as soon as it is
    there, so a job that was stopped is carried on by the next one. Raises ProjectError and
    SuggesterError.
    """
    with Project.open(path) as project:
        which, line = _proposer(project, pipeline)
        report = SuggestReport(pipeline=which.source)
        total = line.count_wanted()
        pieces = (
            piece
            for document_id, text in line.each_wanted()
            for piece in pieces_of(document_id, text)
        )
        answers = suggest_all(pieces, pipeline=which.pipeline, workers=workers) if total else ()
        for answer in answers:
            _keep(project, line, answer, report)
            yield Progress(report.documents, total, "documents")
        report.not_shown = project.suggestions.foreign_labels()
        return report


def _proposer(project: Project, pipeline: str | None) -> tuple[models.Proposer, Line]:
    """What is to suggest, and in whose place: a pipeline that was asked for takes nobody's."""
    found = models.proposer(project)
    if pipeline is None and found.is_model:
        return found, models.line(project, found)
    name = pipelines.find(pipeline or found.base or pipelines.DEFAULT).name
    which = models.Proposer(name, name, name)
    line = Line(project.connection, [name], name) if pipeline else models.line(project, which)
    return which, line


def _keep(
    project: Project, line: Line, answer: SuggestedPiece | Unsuggested, report: SuggestReport
) -> None:
    document_id = DocumentId(answer.document_id)
    document = project.documents.get(document_id)
    if isinstance(answer, Unsuggested):
        title = document.title if document else str(document_id)
        report.problems.append(Problem(title, None, answer.reason))
        return
    piece = (answer.start, answer.end)
    with project.transaction():
        # It may have been touched while the worker was at it.
        if not line.is_wanted(document_id):
            return
        source_id = project.suggestions.source_id(line.source)
        project.suggestions.put(
            document_id, source_id, piece, answer.suggestions, tokens=answer.tokens
        )
        line.replace(document_id, piece)
    report.suggestions += len(answer.suggestions)
    report.documents += document is not None and answer.end == document.length
