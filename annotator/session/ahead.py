"""Suggestions for the open document and those next in the queue, before they are opened."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from annotator.core.document import DocumentId
from annotator.core.pattern import SOURCE
from annotator.core.queue import QueueFilter, State
from annotator.core.words import Words
from annotator.session.changes import Changes
from annotator.session.keeping import keep, setup_of
from annotator.session.models import Proposer, line
from annotator.session.session import Session
from annotator.suggest.protocol import Piece, Setup, SuggestedPiece, Unsuggested, pieces_of

DOCUMENTS_AHEAD = 10
PIECES_AT_ONCE = 8


class Ahead:
    """Hands out pieces of text to suggest for, nearest first, and takes what comes back.

    In documents that nobody has touched or opened, the suggestions of a new model replace those
    of the pipeline and of the models before. `opened`: what has been opened in this sitting.
    """

    def __init__(
        self, session: Session, proposer: Proposer, *, opened: Iterable[DocumentId] = ()
    ) -> None:
        self.opened = set(opened)
        self._session = session
        self._source = proposer.source
        self._line = line(session.project, proposer)
        self._away: dict[DocumentId, int] = {}
        self._failed: set[DocumentId] = set()
        self._suspects: Counter[DocumentId] = Counter()
        self._told: tuple[int, tuple[str, ...]] | None = None
        self._has_patterns = False

    def next_setup(self) -> Setup | None:
        """What to tell a worker before any more pieces, if it does not know it yet."""
        project = self._session.project
        now = project.patterns.version(), tuple(label.name for label in self._session.labels)
        if now == self._told:
            return None
        setup = setup_of(project)
        self._told, self._has_patterns = now, bool(setup.patterns)
        return setup

    def next_pieces(self) -> list[Piece]:
        """Pieces to send to a worker now: those of one document that is not with it yet."""
        for document_id in self._wanted():
            if document_id not in self._away and document_id not in self._failed:
                pieces = self._missing(document_id)
                if pieces:
                    self._away[document_id] = pieces[-1].end
                    return pieces
        return []

    def _wanted(self) -> list[DocumentId]:
        here = self._session.document()
        if here is None:
            return []
        self.opened.add(here.id)
        to_do = QueueFilter(state=State.TO_DO)
        return [
            here.id,
            *(row.id for row in self._session.queue(to_do, after=here.id, limit=DOCUMENTS_AHEAD)),
        ]

    def _missing(self, document_id: DocumentId) -> list[Piece]:
        project = self._session.project
        document = project.documents.get(document_id)
        if document is None:
            return []
        is_wanted = self._line.is_wanted(document_id, is_open=document_id in self.opened)
        done = self._done(document_id, self._source) if is_wanted else document.length
        looked = self._done(document_id, SOURCE) if self._has_patterns else done
        # Where patterns have changed, they first catch up with the pipeline.
        behind = done is not None and (looked is None or looked < done)
        if not is_wanted and not behind:
            return []
        start, end = (looked or 0, done) if behind else (done or 0, document.length)
        text = project.documents.text(document_id)
        pieces = pieces_of(document_id, text, patterns_only=behind)
        wanted = (piece for piece in pieces if piece.start >= start and piece.end <= (end or 0))
        return list(islice(wanted, PIECES_AT_ONCE))

    def _done(self, document_id: DocumentId, source: str) -> int | None:
        return self._session.project.suggestions.done_up_to(document_id, source)

    def forget(self) -> None:
        """The worker is gone, and with it all that it was given.

        A document that was first in line when it died twice is not given out again.
        """
        for document_id in islice(self._away, 1):
            self._suspects[document_id] += 1
            if self._suspects[document_id] > 1:
                self._failed.add(document_id)
        self._away.clear()
        self._told = None

    def take(self, answer: SuggestedPiece | Unsuggested) -> Changes:
        """Keep what came back for a piece; show it if its document is open."""
        document_id = DocumentId(answer.document_id)
        if self._away.get(document_id) == answer.end:
            del self._away[document_id]
        if isinstance(answer, Unsuggested):
            self._failed.add(document_id)
            return Changes(note=f"No suggestions for this text: {answer.reason}")
        is_open = self._is_open(document_id)
        if not keep(self._session.project, self._line, answer, is_open=is_open):
            return Changes()
        return self._show(document_id, (answer.start, answer.end))

    def _is_open(self, document_id: DocumentId) -> bool:
        here = self._session.document()
        return document_id in self.opened or (here is not None and here.id == document_id)

    def _show(self, document_id: DocumentId, piece: tuple[int, int]) -> Changes:
        article = self._session.article
        if article is None or article.document.id != document_id:
            return Changes()
        suggestions = self._session.project.suggestions
        article.words = Words(article.text, suggestions.tokens(document_id))
        self._session.recall.take(article, piece)
        # The word under the cursor is a token now, perhaps a shorter one.
        cursor = article.words.nearest(article.place.cursor[0])
        article.place = replace(article.place, cursor=cursor or article.place.cursor)
        return Changes(ranges=(piece,))
