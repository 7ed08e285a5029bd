"""Making a step, and taking it back: one gesture that changes many documents, the annotations
of several people, or the label set."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotator.core.document import DocumentId
from annotator.core.edit import Edit, fitted
from annotator.core.label import changed_labels
from annotator.core.span import key_of
from annotator.session.changes import Changes
from annotator.storage.journal import Kind, StepRow
from annotator.storage.project import Project
from annotator.storage.steps import LabelChange, label_change

if TYPE_CHECKING:
    from annotator.session.session import Session

PartOfStep = tuple[DocumentId, int, Edit]
"""A document, whose annotation of it (an annotator's number), and what is to change there."""
MANY = 200
"""With so many documents changed the queue is read anew instead of each of its lines."""


@dataclass
class Made:
    """What a step came to: the `documents` it changed, and whether `answers` and `labels`."""

    documents: set[DocumentId] = field(default_factory=set)
    answers: bool = False
    labels: bool = False

    def add(self, document_id: DocumentId, edit: Edit) -> None:
        """Count an edit in."""
        self.documents.add(document_id)
        self.answers |= edit.answer is not None


def make(
    session: "Session",
    gesture: str,
    parts: Iterable[PartOfStep],
    *,
    labels: LabelChange | None = None,
) -> Changes:
    """Make all these edits as one step of the session's annotator: one undo takes it back.

    `parts` are gone through with the write lock held, so what yields them may look into the
    file. `labels`: the label set before and after; labels may be gone that no span has any
    more when all is done. `gesture` names it for people ("re-label 12 spans"). Nothing is
    changed where there is nothing to do, and also if it raises: ProjectError, or
    sqlite3.IntegrityError for an edit that adds a span which is there already.
    """
    return _in_session(session, "do", gesture, parts, labels)


def take_back(
    session: "Session", kind: Kind, row: StepRow, require_latest: Callable[[], None]
) -> Changes:
    """Undo (or make again) a step, as far as it fits what is in the file by now, unless
    `require_latest`, with the write lock held, raises that it is not the latest."""
    labels = label_change(row)
    back = labels and (labels[1], labels[0])

    def parts() -> Iterator[PartOfStep]:
        require_latest()
        yield from _inverse(session.project, row.uuid)

    return _in_session(session, kind, row.gesture, parts(), back)


def _in_session(
    session: "Session",
    kind: Kind,
    gesture: str,
    parts: Iterable[PartOfStep],
    labels: LabelChange | None,
) -> Changes:
    with session.project.transaction():
        *_, made = each_made(session.project, session.annotator, kind, gesture, parts, labels)
    return session.follow(made)


def each_made(  # noqa: PLR0917
    project: Project,
    annotator: str,
    kind: Kind,
    gesture: str,
    parts: Iterable[PartOfStep],
    labels: LabelChange | None = None,
) -> Iterator[Made]:
    """Make a step in a project, within a transaction; tells after each edit what was made so
    far. For jobs; raises ProjectError, after which the transaction must not be committed."""
    step = project.steps.begin(project.add_annotator(annotator), kind, gesture)
    made, begun = Made(labels=labels is not None), False
    gone = [one.name for one in labels[0] if one.name not in labels[1]] if labels else []
    if labels:
        wider = changed_labels(project.labels(), *labels)
        project.put_labels(wider, leaving=gone, made_by=annotator)
    for document_id, annotator_id, edit in parts:
        if edit.is_empty:
            continue
        if not begun:
            project.steps.put(step, labels)
            begun = True
        project.steps.add(step, document_id, annotator_id, edit)
        made.add(document_id, edit)
        yield made
    # An undo of which nothing is left to do is still one: the next goes on before it.
    if not begun and (labels or kind != "do"):
        project.steps.put(step, labels)
    project.remove_labels(gone)
    yield made


def _inverse(project: Project, uuid: str) -> Iterator[PartOfStep]:
    for document_id, annotator_id, edit in project.steps.edits(uuid):
        there = project.annotations.get(document_id, annotator_id)
        held = {key_of(span): span for span in there.spans}
        yield document_id, annotator_id, fitted(edit.inverse(), there, held.get)
