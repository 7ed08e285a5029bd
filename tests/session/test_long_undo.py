"""A step of very many edits is taken back by a job, whole or not at all."""

from pathlib import Path

import pytest

from annotator.core.document import DocumentId
from annotator.core.edit import Edit
from annotator.core.label_draft import LabelDraft
from annotator.core.span import Span
from annotator.errors import ProjectError
from annotator.session import long_undo
from annotator.session.jobs import finish
from annotator.session.label_changes import change_labels
from annotator.session.session import Session
from annotator.storage.project import Project
from tests.storage.projects import findings, make, sql, store

MANY = long_undo.LONG
LABELS = "SELECT label, count(*) FROM spans GROUP BY 1"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """So many texts with one person each, who have just been renamed."""
    path = make(tmp_path / "p.annotator", *(f"Ada {i}" for i in range(MANY)))
    with Project.open(path) as project, project.transaction():
        ana = project.add_annotator("ana")
        for number in range(1, MANY + 1):
            edit = Edit(added=(Span(0, 3, "PER"),))
            project.annotations.store(DocumentId(number), ana, edit, gesture="label")
    with Project.open(path) as project:
        draft = LabelDraft(project.labels())
    draft.change(draft.row("PER"), name="PERSON")
    finish(change_labels(path, "ana", draft.plan()))
    return path


def test_undo_and_redo_of_a_long_step_are_jobs(path: Path) -> None:
    session = Session(path, "ana")
    assert long_undo.is_long(session, "undo")
    assert not long_undo.is_long(session, "redo")
    assert finish(long_undo.taken_back(path, "ana", "undo")) == "Undo: rename PER to PERSON"
    assert sql(path, LABELS) == [("PER", MANY)]
    assert long_undo.follow(session, "done").labels
    assert session.labels.named("PER")
    assert not long_undo.is_long(session, "undo")
    assert finish(long_undo.taken_back(path, "ana", "redo")) == "Redo: rename PER to PERSON"
    assert sql(path, LABELS) == [("PERSON", MANY)]
    session.close()
    assert findings(path) == []


def test_a_job_that_is_stopped_has_taken_back_nothing(path: Path) -> None:
    job = long_undo.taken_back(path, "ana", "undo")
    assert next(job).total == MANY
    job.close()
    assert sql(path, LABELS) == [("PERSON", MANY)]
    assert finish(long_undo.taken_back(path, "ana", "undo"))


def test_what_was_done_meanwhile_is_not_taken_back_instead(path: Path) -> None:
    with Project.open(path) as project:
        store(project, Edit(flagged=(False, True)))
    with pytest.raises(ProjectError, match="something else"):
        finish(long_undo.taken_back(path, "ana", "undo"))
    assert sql(path, LABELS) == [("PERSON", MANY)]
