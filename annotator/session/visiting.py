"""The stay of the annotator with the open document: measured while it lasts, kept when it ends."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from uuid import uuid4

from annotator.core.document import DocumentId
from annotator.core.visit import Visit
from annotator.session.session import Session

PAUSE_S = 60.0
"""Who does nothing for longer has gone away or does something else: that does not count."""
LEAST_S = 1.0
"""A shorter visit in which nothing was decided was only on the way to another document."""


@dataclass
class _Stay:
    uuid: str
    document_id: DocumentId
    began_at: str
    seconds: float = 0.0
    keys: int = 0
    suggested: int = 0
    is_blind: bool = False
    is_decided: bool = False

    def visit(self) -> Visit:
        return Visit(
            self.uuid,
            self.document_id,
            self.began_at,
            round(self.seconds, 3),
            self.keys,
            self.suggested,
            self.is_blind,
        )


class Visiting:
    """Told of all that the annotator does, and of what is open. Only `write` touches the file.

    `clock`: seconds, that never go back.
    """

    def __init__(self, session: Session, *, clock: Callable[[], float] = monotonic) -> None:
        self._session = session
        self._clock = clock
        self._stay: _Stay | None = None
        self._over: list[Visit] = []
        self._seen_at: float | None = None

    def act(self, *, keys: int = 0) -> None:
        """The annotator does something: presses so many keys, or moves the mouse."""
        now = self._clock()
        self._count(now)
        self._seen_at = now
        if self._stay is not None:
            self._stay.keys += keys

    def pause(self) -> None:
        """The window is left for another program: what follows does not count."""
        self._count(self._clock())
        self._seen_at = None

    def _count(self, now: float) -> None:
        if self._stay and self._seen_at is not None and now - self._seen_at <= PAUSE_S:
            self._stay.seconds += now - self._seen_at

    def look(self, *, decided: bool = False) -> None:
        """Something may have changed: another document may be open, or more be suggested in it,
        or (`decided`) something have been decided in the one that was open."""
        if self._stay is not None:
            self._stay.is_decided |= decided
        article = self._session.article
        here = article.document.id if article else None
        if here != (self._stay.document_id if self._stay else None):
            self._leave()
            self._stay = _begun(here) if here else None
        if article and self._stay:
            self._stay.suggested = max(self._stay.suggested, len(article.suggestions))
            self._stay.is_blind |= self._session.recall.is_blind

    def _leave(self) -> None:
        now = self._clock()
        self._count(now)
        self._seen_at = now if self._seen_at is not None else None
        stay, self._stay = self._stay, None
        if stay and (stay.is_decided or stay.seconds >= LEAST_S):
            self._over.append(stay.visit())

    def leave(self) -> None:
        """The document is left, and none is opened."""
        self._leave()

    @property
    def is_waiting(self) -> bool:
        """Whether there is something to write."""
        return bool(self._over)

    def write(self) -> None:
        """Keep the visits that are over; raises ProjectError, and then has them still. Of people
        who have never decided anything here none is kept."""
        project = self._session.project
        annotator_id = project.annotator_id(self._session.annotator)
        if self._over and annotator_id is not None:
            with project.transaction():
                project.visits.add(annotator_id, self._over)
            self._over = []


def _begun(document_id: DocumentId) -> _Stay:
    return _Stay(str(uuid4()), document_id, datetime.now(UTC).isoformat(timespec="milliseconds"))
