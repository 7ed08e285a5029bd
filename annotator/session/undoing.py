"""Undo and redo: of the latest edit or step of an annotator, in whatever document it was made."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.core.document import DocumentId
from annotator.core.edit import Edit
from annotator.core.histories import said_gesture
from annotator.errors import ProjectError
from annotator.session import decisions, moves, steps
from annotator.session.article import Article
from annotator.session.changes import Changes
from annotator.storage.journal import JournalRow, Kind, StepRow

if TYPE_CHECKING:
    from annotator.session.session import Session

Latest = Callable[[int], JournalRow | StepRow | None]
"""Finds what an annotator did last."""


class _OvertakenError(Exception):
    """Another session of the same annotator was faster to undo or redo."""


def revert(session: "Session", kind: Kind, latest: Latest) -> Changes:
    """Take back what `latest` finds; raises ProjectError, after which nothing has changed."""
    done, here = session.refresh(), session.article
    while row := latest(session.annotator_id):
        try:
            done = done.then(_taken_back(session, kind, row, latest))
        except _OvertakenError:
            continue
        except ProjectError:
            _return_to(session, here)
            raise
        return replace(done, note=f"{kind.capitalize()}: {said_gesture(row.gesture)}")
    return replace(done, note=f"Nothing to {kind}.")


def _taken_back(
    session: "Session", kind: Kind, row: JournalRow | StepRow, latest: Latest
) -> Changes:
    def require_latest() -> None:
        now = latest(session.annotator_id)
        if now is None or now[:2] != row[:2]:
            raise _OvertakenError

    def what(article: Article) -> Edit:
        require_latest()
        assert isinstance(row, JournalRow)
        return decisions.refitted(article, row.edit.inverse())

    if isinstance(row, StepRow):
        return steps.take_back(session, kind, row, require_latest)
    done = Changes()
    if not _is_open(session, row.document_id):
        done = session.open(row.document_id)
    return done.then(session.decide(row.gesture, what, moves.to_added, kind=kind))


def _return_to(session: "Session", here: Article | None) -> None:
    if here is None:
        session.article = None
    elif not _is_open(session, here.document.id):
        session.open(here.document.id)
        session.move(lambda _: here.place)


def _is_open(session: "Session", document_id: DocumentId) -> bool:
    return session.article is not None and session.article.document.id == document_id
