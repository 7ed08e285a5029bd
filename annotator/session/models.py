"""The models of a project: where they are, and which one suggests.

They lie in a folder beside the project file, `NAME.annotator.models`: it is found by whoever
looks for them, goes along where the folder is copied, and can be deleted; without it the
project's own pipeline suggests again.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from annotator.core.learning import model_name, model_number
from annotator.storage.line import Line
from annotator.storage.project import Project

CURRENT, ALL, BASE = "model", "models", "model_base"
"""Settings: the model in use ("": none), the names of all there ever were, and the pipeline
that they go on from."""
UNFINISHED = ".unfinished"
"""How folders begin that a training works in."""


@dataclass(frozen=True, slots=True)
class Proposer:
    """What suggests in a project: the name that its suggestions carry, and the pipeline that a
    worker loads. `base`: the project's own pipeline."""

    source: str
    pipeline: str
    base: str

    @property
    def is_model(self) -> bool:
        """Whether it was learnt here."""
        return self.source != self.base


def folder_of(path: Path) -> Path:
    """The folder of the models of a project file."""
    path = path.absolute()
    return path.with_name(f"{path.name}.models")


def original(project: Project) -> Proposer:
    """The pipeline of a project as a proposer."""
    base = project.setting("pipeline")
    return Proposer(base, base, base)


def proposer(project: Project) -> Proposer:
    """What suggests in a project: the model that was learnt, if it is there, else its pipeline."""
    base = project.setting("pipeline")
    name = project.setting(CURRENT)
    if not name or is_lost(project) or project.setting(BASE) != base:
        return original(project)
    return Proposer(name, str(folder_of(project.path) / name), base)


def is_lost(project: Project) -> bool:
    """Whether the model in use is no longer there: the project was moved without it."""
    name = project.setting(CURRENT)
    return bool(name) and not (folder_of(project.path) / name / "meta.json").is_file()


def line(project: Project, which: Proposer) -> Line:
    """The sources that this one stands for; those that suggested beside another pipeline are
    not shown, and stand for nothing."""
    retired = project.suggestions.retired()
    names = [name for name in _all(project) if name not in retired]
    return Line(project.connection, [which.base, *names], which.source)


def _all(project: Project) -> list[str]:
    return project.setting(ALL).split()


def next_name(project: Project) -> str:
    """What the next model is called: as nothing before it, and as no source from a file."""
    taken = {*_all(project), *project.suggestions.counts()}
    return model_name(1 + max(map(model_number, taken), default=0))


def add(project: Project, name: str) -> None:
    """Keep the name of a model that was trained. Call it within a transaction."""
    project.put_setting(ALL, " ".join([*_all(project), name]))


def use(project: Project, name: str, *, base: str) -> None:
    """Let a model suggest from now on. Call it within a transaction."""
    project.put_setting(CURRENT, name)
    project.put_setting(BASE, base)


def use_pipeline(project: Project, name: str) -> None:
    """Let another pipeline suggest, or the model that was last learnt from it. What suggested
    until now is retired: the pipeline before and its models. Call it within a transaction."""
    before = project.setting("pipeline")
    project.put_setting("pipeline", name)
    now = {name, proposer(project).source}
    others = [before, *_all(project)] if before != name else []
    project.suggestions.retire(others, instead=now)


def use_none(project: Project) -> None:
    """Let the project's own pipeline suggest again. Call it within a transaction."""
    project.put_setting(CURRENT, "")


def clean(project: Project) -> None:
    """Remove the models that are not in use, and what a training that was killed left."""
    current = project.setting(CURRENT)
    for entry in folder_of(project.path).iterdir():
        is_ours = model_number(entry.name) or entry.name.startswith(UNFINISHED)
        if is_ours and entry.name != current:
            shutil.rmtree(entry, ignore_errors=True)
