"""Comparing the annotators of all documents, and settling by rule what they agree on."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.core.adjudication import Rule
from annotator.core.annotation import Answer
from annotator.core.document import Document, DocumentId
from annotator.core.edit import Edit
from annotator.core.provenance import REVIEW, packed_voices
from annotator.core.words import Words
from annotator.session.article import Article
from annotator.session.board import Board, Stage
from annotator.session.jobs import Job, Progress
from annotator.session.review_settings import ReviewSettings, put_settings, read_settings
from annotator.session.versions import compared, said_by
from annotator.storage.project import Project
from annotator.storage.steps import Change, Step

BATCH = 100


@dataclass
class AdjudicationReport:
    """`documents`: looked at, of which `finished` are settled whole, and `stretches` were settled
    by the `rule` in them; `conflicts` are left to a person."""

    rule: str
    gold: str
    documents: int = 0
    finished: int = 0
    stretches: int = 0
    conflicts: int = 0

    def sentence(self) -> str:
        """What was done, for people."""
        return (
            f"Looked at {self.documents:,} documents and settled {self.stretches:,} stretches"
            f" ({self.rule}) as {self.gold}. Finished {self.finished:,} documents;"
            f" {self.conflicts:,} conflicts are left to a person."
        )


def compare(path: Path) -> Job[int]:
    """Count where annotators differ, in all documents of which it is not known; how many
    documents there are to compare. Raises ProjectError."""
    with Project.open(path) as project:
        yield from _compared(project, read_settings(project))
        return project.differences.counts()[0]


def _compared(project: Project, settings: ReviewSettings) -> Iterator[Progress]:
    who = compared(project, settings)
    total = project.documents.completion(0).documents
    for first, last in project.differences.blocks():
        if project.differences.is_unknown(first, last):
            with project.transaction():
                project.differences.count(first, last, who)
        yield Progress(min(last, total), total, "documents")


def adjudicate(
    path: Path,
    reviewer: str,
    *,
    rule: Rule | None = None,
    only: tuple[str, ...] | None = None,
    unfinished: bool | None = None,
) -> Job[AdjudicationReport]:
    """Settle in all documents what the rule settles; documents in which nothing is left to a
    person are finished. One step: one undo in the Review window takes it back. What is given
    is kept as the project's setting. Raises ProjectError."""
    with Project.open(path) as project:
        now = read_settings(project)
        wanted = replace(
            now,
            rule=now.rule if rule is None else rule,
            only=now.only if only is None else only,
            unfinished=now.unfinished if unfinished is None else unfinished,
        )
        with project.transaction():
            put_settings(project, wanted)
        yield from _compared(project, wanted)
        work = _Adjudication(project, wanted, reviewer)
        ids = project.differences.unsettled()
        for first in range(0, len(ids), BATCH):
            with project.transaction():
                for document_id in ids[first : first + BATCH]:
                    work.settle(document_id)
            yield Progress(work.report.documents, len(ids), "documents")
        # Another look, so that the list of what is left is there at once.
        yield from _compared(project, wanted)
    return work.report


class _Adjudication:
    def __init__(self, project: Project, settings: ReviewSettings, reviewer: str) -> None:
        self.report = AdjudicationReport(settings.rule.value, settings.gold)
        self._project = project
        self._settings = settings
        self._made_by = None if reviewer == settings.gold else reviewer
        self._step: Step | None = None

    def settle(self, document_id: DocumentId) -> None:
        """Settle what can be settled in one document."""
        board = self._board(document_id)
        report = self.report
        report.documents += 1
        report.stretches += board.count(Stage.BY_RULE)
        report.conflicts += board.count(Stage.OPEN)
        edit = board.settling_by_rule()
        if not board.count(Stage.OPEN):
            report.finished += 1
            if board.own.answer is not Answer.ACCEPT:
                edit = replace(edit, answer=(board.own.answer, Answer.ACCEPT))
        if not edit.is_empty:
            self._store(document_id, edit, board)

    def _board(self, document_id: DocumentId) -> Board:
        project, settings = self._project, self._settings
        own = Article(Document(document_id, "", "", 0, {}), "", Words(""))
        gold_id = project.annotator_id(settings.gold) or 0
        own.take_annotation(project.annotations.get(document_id, gold_id))
        return Board(own, said_by(project, settings, document_id), settings.rule)

    def _store(self, document_id: DocumentId, edit: Edit, board: Board) -> None:
        steps = self._project.steps
        gold_id = self._project.add_annotator(self._settings.gold)
        if self._step is None:
            self._step = steps.begin(gold_id, "do", f"{REVIEW} {self._settings.rule.value}")
            steps.put(self._step, Change())
        voices = packed_voices(edit, board.holders)
        steps.add(self._step, document_id, gold_id, edit, (self._made_by, voices))
