"""The blind slice: some documents of the random sample are shown without suggestions, to see what
suggestions do to the labels (bias) and how much time they save.

Compared are finished documents of the random tenth that were visited since the first blind one:
those shown blind with those shown as usual. A document that was seen both ways says nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from annotator.core.sample import is_blind, is_reserved
from annotator.core.span import key_of
from annotator.errors import ProjectError
from annotator.session.changes import Changes
from annotator.session.recall import BLIND_SETTING, OFF, ON
from annotator.session.session import Session
from annotator.storage.project import Project
from annotator.storage.visits import Stay
from annotator.train.resampling import Comparison, Part, compared

NOTES = {
    ON: "Half of the random tenth is shown without suggestions from now on.",
    OFF: "Suggestions are shown in all documents.",
}


@dataclass(frozen=True, slots=True)
class BlindReport:
    """How many documents of either kind there are, and how they compare: blind less ordinary.

    Bias: `labels_per_document`, and `agreement` of the labels with what is suggested for the
    document, as F (0 to 1), whether that was shown or not. Saved by suggestions, where it is
    positive: the difference of `seconds_per_document`, `seconds_per_entity`,
    `keys_per_entity`. None where there are no documents of a kind, or no labels in them.
    """

    blind: int
    ordinary: int
    labels_per_document: Comparison
    agreement: Comparison
    seconds_per_document: Comparison
    seconds_per_entity: Comparison
    keys_per_entity: Comparison

    def as_dict(self) -> dict[str, Any]:
        """All of it by its names."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Case:
    """A finished document: `agreed` of its labels are among the `suggested` ones."""

    stay: Stay
    agreed: int
    suggested: int


PARTS: dict[str, Callable[[_Case], Part]] = {
    "labels_per_document": lambda case: (case.stay.labels, 1),
    "agreement": lambda case: (2 * case.agreed, case.stay.labels + case.suggested),
    "seconds_per_document": lambda case: (case.stay.seconds, 1),
    "seconds_per_entity": lambda case: (case.stay.seconds, case.stay.labels),
    "keys_per_entity": lambda case: (case.stay.keys, case.stay.labels),
}


def is_on(project: Project) -> bool:
    """Whether a project has a blind slice."""
    return project.setting(BLIND_SETTING) == ON


def switch(session: Session) -> Changes:
    """Hide suggestions in the blind documents from now on, or show them again; raises
    ProjectError."""
    now = OFF if is_on(session.project) else ON
    with session.project.transaction():
        session.project.put_setting(BLIND_SETTING, now)
    session.recall.read_settings()
    changes = session.hear_again()
    return Changes(opened=changes.opened, note=NOTES[now])


def blind_report(path: Path, *, annotator: str | None = None) -> BlindReport:
    """Bias and time saved, of one annotator or of all together; raises ProjectError."""
    with Project.open_to_read(path) as project, project.snapshot():
        return blind_report_of(project, annotator=annotator)


def blind_report_of(project: Project, *, annotator: str | None = None) -> BlindReport:
    """The same for an open project."""
    if annotator is not None and project.annotator_id(annotator) is None:
        raise ProjectError(f"{annotator} has not labelled here.", "Name somebody who has.")
    stays = [stay for stay in project.visits.stays() if annotator in {None, stay.annotator}]
    blind, ordinary = _kinds([stay for stay in stays if stay.answer == "accept"])
    ours, theirs = ([_case(project, stay) for stay in kind] for kind in (blind, ordinary))
    comparisons = {
        name: compared([*map(part, ours)], [*map(part, theirs)]) for name, part in PARTS.items()
    }
    return BlindReport(len(blind), len(ordinary), **comparisons)


def _kinds(stays: Sequence[Stay]) -> tuple[list[Stay], list[Stay]]:
    blind = [stay for stay in stays if stay.shown_blind and is_blind(stay.key)]
    since = min((stay.began_at for stay in blind), default="")
    usual = [stay for stay in stays if stay.shown_blind is False and is_reserved(stay.key)]
    return blind, [stay for stay in usual if since and stay.began_at >= since]


def _case(project: Project, stay: Stay) -> _Case:
    annotator_id = project.annotator_id(stay.annotator) or 0
    labels = {*map(key_of, project.annotations.get(stay.document_id, annotator_id).spans)}
    suggested = {*map(key_of, project.suggestions.of(stay.document_id))}
    return _Case(stay, len(labels & suggested), len(suggested))
