"""How far a project is: documents answered by day, and labels, by annotator."""

from collections.abc import Mapping

from annotator.session.insights.table import Cell, Table
from annotator.session.jobs import Job, Progress
from annotator.storage.project import Project


def progress(project: Project) -> Job[list[Table]]:
    """The tables `answered` (documents by annotator, day and answer), `answers` (documents by
    annotator and answer, "unfinished" among them), `labels` (spans by annotator and label).

    A day is that of the edit which gave the answer: for what a file brought, of the import.
    """
    yield Progress(0, 3, "tables")
    answered: list[tuple[Cell, ...]] = list(project.insights.answered())
    yield Progress(1, 3, "tables")
    answers = _rows(project.annotations.answer_counts())
    yield Progress(2, 3, "tables")
    labels = _rows(project.annotations.label_counts())
    return [
        Table("answered", ("annotator", "day", "answer", "documents"), answered),
        Table("answers", ("annotator", "answer", "documents"), answers),
        Table("labels", ("annotator", "label", "spans"), labels),
    ]


def _rows(counts: Mapping[str, Mapping[str, int]]) -> list[tuple[Cell, ...]]:
    return [
        (name, what, count)
        for name, each in sorted(counts.items())
        for what, count in sorted(each.items(), key=lambda item: (-item[1], item[0]))
    ]
