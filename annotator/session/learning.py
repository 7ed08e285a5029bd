"""Learning while labelling: whether a project does, and when it is time."""

from annotator.core.learning import EVERY, is_due
from annotator.session import models
from annotator.storage.project import Project

SWITCH, OFF, INTERVAL, BEFORE = "learning", "off", "learn_every", "learnt_at"
"""Settings: whether to learn, after how many finished documents, and how many were finished at
the last training."""


def is_on(project: Project) -> bool:
    """Whether a project is to learn while people label."""
    return project.setting(SWITCH) != OFF


def interval(project: Project) -> int:
    """After how many finished documents."""
    written = project.setting(INTERVAL)
    return int(written) if written.isdecimal() and int(written) else EVERY


def finished(project: Project) -> int:
    """How many documents are finished, by all annotators."""
    return project.annotations.count_finished()


def is_wanted(project: Project, *, failed_at: int = 0) -> bool:
    """Whether to train now. `failed_at`: how many were finished when a training failed last."""
    before = max(_before(project), failed_at)
    return is_on(project) and is_due(finished(project), before=before, every=interval(project))


def _before(project: Project) -> int:
    written = project.setting(BEFORE)
    # A model that was left behind is learnt anew.
    return int(written) if written.isdecimal() and not models.is_lost(project) else 0


def switch(project: Project, *, on: bool) -> None:
    """Let a project learn from now on, or no longer; raises ProjectError."""
    with project.transaction():
        project.put_setting(SWITCH, "" if on else OFF)


def put_interval(project: Project, documents: int) -> None:
    """After how many finished documents to learn; raises ProjectError."""
    with project.transaction():
        project.put_setting(INTERVAL, str(documents))


def forget(project: Project) -> None:
    """Let the project's own pipeline suggest again; what is finished by now is no reason to
    learn again. Raises ProjectError."""
    with project.transaction():
        models.use_none(project)
        put_before(project, finished(project))


def put_before(project: Project, documents: int) -> None:
    """Keep how many were finished at the last training. Call it within a transaction."""
    project.put_setting(BEFORE, str(documents))
