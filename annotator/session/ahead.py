"""Suggestions for the open document and those next in the queue, before they are opened."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from annotator.core.document import DocumentId
from annotator.core.queue import QueueFilter, State
from annotator.core.words import Words
from annotator.session.changes import Changes
from annotator.session.models import Proposer, line
from annotator.session.session import Session
from annotator.suggest.protocol import Piece, SuggestedPiece, Unsuggested, pieces_of

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
        if not self._line.is_wanted(document_id, is_open=document_id in self.opened):
            return []
        done = project.suggestions.done_up_to(document_id, self._source)
        pieces = pieces_of(document_id, project.documents.text(document_id))
        return list(islice((p for p in pieces if p.start >= (done or 0)), PIECES_AT_ONCE))

    def forget(self) -> None:
        """The worker is gone, and with it all that it was given.

        A document that was first in line when it died twice is not given out again.
        """
        for document_id in islice(self._away, 1):
            self._suspects[document_id] += 1
            if self._suspects[document_id] > 1:
                self._failed.add(document_id)
        self._away.clear()

    def take(self, answer: SuggestedPiece | Unsuggested) -> Changes:
        """Keep what came back for a piece; show it if its document is open."""
        document_id = DocumentId(answer.document_id)
        if self._away.get(document_id) == answer.end:
            del self._away[document_id]
        if isinstance(answer, Unsuggested):
            self._failed.add(document_id)
            return Changes(note=f"No suggestions for this text: {answer.reason}")
        piece = (answer.start, answer.end)
        project = self._session.project
        with project.transaction():
            # It may have been opened or touched while the worker was at it.
            if not self._line.is_wanted(document_id, is_open=self._is_open(document_id)):
                return Changes()
            project.suggestions.put(
                document_id,
                project.suggestions.source_id(self._source),
                piece,
                answer.suggestions,
                tokens=answer.tokens,
            )
            self._line.replace(document_id, piece)
        return self._show(document_id, piece)

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
