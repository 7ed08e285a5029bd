"""Accepting what is suggested in all documents that have no answer yet."""

from pathlib import Path

from annotator.core.annotation import Answer
from annotator.core.document import DocumentId
from annotator.core.queue import QueueFilter, State
from annotator.session.gestures import Gestures
from annotator.session.jobs import Job, Progress
from annotator.session.session import Session


def accept_all(path: Path, annotator: str) -> Job[int]:
    """Finish each document that is to do as Ctrl+Return does; how many those were."""
    session = Session(path, annotator)
    gestures = Gestures(session)
    try:
        total = session.completion().documents
        done = 0
        while rows := session.queue(QueueFilter(state=State.TO_DO), after=DocumentId(0)):
            for row in rows:
                session.open(row.id)
                gestures.answer(Answer.ACCEPT)
                done += 1
                yield Progress(done, total, "documents")
        return done
    finally:
        session.close()
