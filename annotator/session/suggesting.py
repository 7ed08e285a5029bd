"""Suggestions for every document of a project that has none from a pipeline, or its patterns."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from annotator.core.document import DocumentId
from annotator.core.pattern import SOURCE
from annotator.core.record import Problem
from annotator.session.jobs import Job, Progress
from annotator.session.keeping import keep, setup_of
from annotator.storage.project import Project
from annotator.suggest import pipelines
from annotator.suggest.process import suggest_all
from annotator.suggest.protocol import Piece, SuggestedPiece, Unsuggested, pieces_of


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
    """Suggest for the documents that this pipeline (the project's own) has not been through,
    or the project's patterns.

    Each piece stands in the file as soon as it is there, so a job that was stopped is
    carried on by the next one. Raises ProjectError and SuggesterError.
    """
    with Project.open(path) as project:
        name = pipelines.find(pipeline or project.setting("pipeline", pipelines.DEFAULT)).name
        report = SuggestReport(pipeline=name)
        setup = setup_of(project)
        total = project.suggestions.count_missing(name)
        if setup.patterns:
            total += project.suggestions.count_missing(SOURCE, but_of=name)
        pieces = _pieces(project, name, with_patterns=bool(setup.patterns))
        answers = suggest_all(pieces, pipeline=name, workers=workers, setup=setup)
        for answer in answers if total else ():
            _take(project, answer, report)
            yield Progress(report.documents, total, "documents")
        report.not_shown = project.suggestions.foreign_labels()
        return report


def _pieces(project: Project, pipeline: str, *, with_patterns: bool) -> Iterator[Piece]:
    for document_id, text in project.suggestions.each_missing(pipeline):
        yield from pieces_of(document_id, text)
    if with_patterns:
        for document_id, text in project.suggestions.each_missing(SOURCE, but_of=pipeline):
            yield from pieces_of(document_id, text, patterns_only=True)


def _take(project: Project, answer: SuggestedPiece | Unsuggested, report: SuggestReport) -> None:
    document = project.documents.get(DocumentId(answer.document_id))
    if isinstance(answer, Unsuggested):
        title = document.title if document else str(answer.document_id)
        report.problems.append(Problem(title, None, answer.reason))
        return
    keep(project, answer)
    report.suggestions += len(answer.suggestions)
    report.documents += document is not None and answer.end == document.length
