"""Undo and redo of a step that is too long to wait for: as a job, all of it or nothing."""

from dataclasses import replace
from pathlib import Path
from typing import Literal

from annotator.errors import ProjectError
from annotator.session import steps
from annotator.session.changes import Changes
from annotator.session.jobs import Job, Progress
from annotator.session.session import Session
from annotator.storage.journal import JournalRow, StepRow
from annotator.storage.project import Project
from annotator.storage.steps import change_of

LONG = 500
"""A step with so many edits is taken back by a job."""
AT_A_TIME = 50
Way = Literal["undo", "redo"]


def is_long(session: Session, way: Way) -> bool:
    """Whether what would be undone, or made again, is a step that takes its time."""
    row = _latest(session.project, session.annotator_id, way)
    if not isinstance(row, StepRow):
        return False
    return session.project.steps.count_edits(row.uuid, most=LONG) == LONG


def taken_back(path: Path, annotator: str, way: Way) -> Job[str]:
    """Undo, or make again, the step that this annotator made last; what it was.

    Raises ProjectError, and has then changed nothing, also if it is stopped.
    """
    with Project.open(path) as project, project.transaction():
        row = _latest(project, project.annotator_id(annotator) or 0, way)
        if not isinstance(row, StepRow):
            raise ProjectError(
                "Somebody has done something else meanwhile.", f"Try to {way} it again."
            )
        total, back = project.steps.count_edits(row.uuid), change_of(row).inverse()
        parts = steps.inverse(project, row.uuid)
        made = steps.each_made(project, annotator, way, row.gesture, parts, back)
        for done, _ in enumerate(made):
            if done % AT_A_TIME == 0:
                yield Progress(done, total, "annotations")
    return f"{way.capitalize()}: {row.gesture}"


def follow(session: Session, note: str) -> Changes:
    """Show in an open project what the job has done."""
    return replace(session.refresh(), note=note)


def _latest(project: Project, annotator_id: int, way: Way) -> JournalRow | StepRow | None:
    journal = project.journal
    return (journal.undoable if way == "undo" else journal.redoable)(annotator_id)
