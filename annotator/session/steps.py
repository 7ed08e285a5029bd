"""Making a step, and taking it back: one gesture that changes many documents, the annotations
of several people, or the label set."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotator.core.document import DocumentId
from annotator.core.edit import Edit, fitted
from annotator.core.label import changed_labels
from annotator.core.pattern import changed_patterns
from annotator.core.span import key_of
from annotator.session.changes import Changes
from annotator.storage.journal import Kind, StepRow
from annotator.storage.project import Project
from annotator.storage.steps import (
    Change,
    DismissalChange,
    LabelChange,
    PatternChange,
    change_of,
)

if TYPE_CHECKING:
    from annotator.session.session import Session

PartOfStep = tuple[DocumentId, int, Edit]
"""A document, whose annotation of it (an annotator's number), and what is to change there."""
NOTHING_ELSE = Change()
MANY = 200
"""With so many documents changed the queue is read anew instead of each of its lines."""


@dataclass
class Made:
    """What a step came to: the `documents` it changed, and whether it changed
    `answers`, `labels` and `patterns`."""

    documents: set[DocumentId] = field(default_factory=set)
    answers: bool = False
    labels: bool = False
    patterns: bool = False

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
    patterns: PatternChange | None = None,
    dismissals: DismissalChange | None = None,
) -> Changes:
    """Make all these edits as one step of the session's annotator: one undo takes it back.

    `parts` are gone through with the write lock held, so what yields them may look into the
    file. `labels`: the label set before and after; labels may be gone that no span has any
    more when all is done. `patterns`: those before and after; `dismissals` of label errors:
    those taken back and those made. `gesture` names it for people
    ("re-label 12 spans"). Nothing is changed where there is nothing to do, and also if it
    raises: ProjectError, or sqlite3.IntegrityError for an edit that adds a span which is there.
    """
    return _in_session(session, "do", gesture, parts, Change(labels, patterns, dismissals))


def take_back(
    session: "Session", kind: Kind, row: StepRow, require_latest: Callable[[], None]
) -> Changes:
    """Undo (or make again) a step, as far as it fits what is in the file by now, unless
    `require_latest`, with the write lock held, raises that it is not the latest."""

    def parts() -> Iterator[PartOfStep]:
        require_latest()
        yield from inverse(session.project, row.uuid)

    return _in_session(session, kind, row.gesture, parts(), change_of(row).inverse())


def _in_session(
    session: "Session",
    kind: Kind,
    gesture: str,
    parts: Iterable[PartOfStep],
    change: Change,
) -> Changes:
    with session.project.transaction():
        *_, made = each_made(session.project, session.annotator, kind, gesture, parts, change)
    return session.follow(made)


def each_made(  # noqa: PLR0917
    project: Project,
    annotator: str,
    kind: Kind,
    gesture: str,
    parts: Iterable[PartOfStep],
    change: Change = NOTHING_ELSE,
) -> Iterator[Made]:
    """Make a step in a project, within a transaction; tells after each edit what was made so
    far. For jobs; raises ProjectError, after which the transaction must not be committed."""
    step = project.steps.begin(project.add_annotator(annotator), kind, gesture)
    made, begun = Made(labels=bool(change.labels), patterns=bool(change.patterns)), False
    gone = _put(project, annotator, change)
    for some in change.dismissals or ():
        made.documents.update(one.document_id for one in some)
    for document_id, annotator_id, edit in parts:
        if edit.is_empty:
            continue
        if not begun:
            project.steps.put(step, change)
            begun = True
        project.steps.add(step, document_id, annotator_id, edit)
        made.add(document_id, edit)
        yield made
    # An undo of which nothing is left to do is still one: the next goes on before it.
    if not begun and (change or kind != "do"):
        project.steps.put(step, change)
    project.remove_labels(gone)
    yield made


def _put(project: Project, annotator: str, change: Change) -> list[str]:
    """Change what is no annotation; the labels that are to go when no span has them any more."""
    if change.patterns:
        project.patterns.put(changed_patterns(project.patterns.all(), *change.patterns))
    if change.dismissals:
        gone_, put = change.dismissals
        project.dismissals.change(gone=gone_, put=put, made_by=annotator)
    if not change.labels:
        return []
    gone = [one.name for one in change.labels[0] if one.name not in change.labels[1]]
    wider = changed_labels(project.labels(), *change.labels)
    project.put_labels(wider, leaving=gone, made_by=annotator)
    return gone


def inverse(project: Project, uuid: str) -> Iterator[PartOfStep]:
    """The edits that take a step back, as far as they fit what is there by now."""
    for document_id, annotator_id, edit in project.steps.edits(uuid):
        there = project.annotations.get(document_id, annotator_id)
        held = {key_of(span): span for span in there.spans}
        yield document_id, annotator_id, fitted(edit.inverse(), there, held.get)
