"""What the annotators of the open document say, for the one who settles it."""

from annotator.core.document import DocumentId
from annotator.core.edit import Edit
from annotator.core.histories import Signature
from annotator.core.provenance import Origins, packed_voices
from annotator.core.suggestion import Suggestion
from annotator.core.words import Range
from annotator.session.article import Article, collection_paused
from annotator.session.board import Board, Said
from annotator.session.recall import WHOLE, Recall
from annotator.session.review_settings import ReviewSettings, read_settings
from annotator.storage.differences import Compared
from annotator.storage.project import Project


class Versions(Recall):
    """Stands where memory stands beside a session: instead of what machines propose it knows
    what annotators say. Nothing of it is busy."""

    def __init__(self, project: Project, reviewer: str) -> None:
        super().__init__(project)
        self.reviewer = reviewer
        self.settings = read_settings(project)
        self.board: Board | None = None
        self._origins, self._last = Origins(), 0
        self.is_busy = False

    def hear(self, article: Article, piece: Range = WHOLE) -> list[Suggestion]:  # noqa: ARG002
        """Nothing: machines have no voice here."""
        return []

    def begin(self, article: Article) -> None:
        """Lay out what the annotators say of a document that was opened."""
        with collection_paused():
            self._lay_out(article)

    def _lay_out(self, article: Article) -> None:
        self.settings = read_settings(self._project)
        said = said_by(self._project, self.settings, article.document.id)
        who = compared(self._project, self.settings)
        others = self._project.differences.others(article.document.id, who)
        self.board = Board(article, said, self.settings.rule, others)
        self._origins, self._last = Origins(), 0

    def follow(self, article: Article, edit: Edit) -> list[Range]:  # noqa: ARG002
        """Show what an edit has changed."""
        assert self.board is not None
        self.board.follow(edit)
        return []

    def signature(self, edit: Edit) -> Signature:
        """The reviewer, and who had what the edit settles."""
        made_by = None if self.reviewer == self.settings.gold else self.reviewer
        if self.board is None or not (edit.added or edit.rejected):
            return made_by, None
        return made_by, packed_voices(edit, self.board.holders)

    def origins(self) -> Origins:
        """Where what gold says of the open document comes from."""
        if self.board is not None:
            gold_id = self._project.annotator_id(self.settings.gold) or 0
            pair = self.board.own.document.id, gold_id
            for id_, entry in self._project.histories.since(pair, self._last):
                self._origins.take(entry)
                self._last = id_
        return self._origins

    def catch_up(self) -> None:
        """Nothing is remembered here."""

    def step(self) -> list[Range]:
        """There is nothing more to do."""
        return []


def said_by(project: Project, settings: ReviewSettings, document_id: DocumentId) -> list[Said]:
    """What those who are compared say of a document, in the order in which they came."""
    return [
        Said(name, project.annotations.get(document_id, number).spans)
        for number, name in project.differences.people(document_id, compared(project, settings))
    ]


def compared(project: Project, settings: ReviewSettings) -> Compared:
    """Whose annotations are compared, as storage knows them."""
    numbers = None
    if settings.only is not None:
        numbers = tuple(n for name in settings.only if (n := project.annotator_id(name)))
    return Compared(project.annotator_id(settings.gold) or 0, numbers, settings.unfinished)
