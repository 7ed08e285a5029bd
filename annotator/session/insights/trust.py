"""What may be relied on: how fast people work, how they take suggestions, and whether what they
say is right where that is known."""

from collections import defaultdict
from collections.abc import Iterator
from statistics import median
from typing import Any

from annotator.core.interval import wilson
from annotator.session import models
from annotator.session.insights.table import Cell, Table
from annotator.session.jobs import Job, Progress
from annotator.storage.insights import Compared, Work
from annotator.storage.project import Project

LONGEST_S = 60.0
"""Longer pauses before an accepted suggestion are no deciding."""
GOLD, USUAL_GOLD = "gold", "gold"
"""The setting that names the annotator whose annotation is the settled one."""
HOUR_S = 3_600

SPEED = (
    "timed_documents",
    "hours",
    "documents_per_hour",
    "entities_per_hour",
    "keys_per_entity",
    "blind_documents",
    "blind_documents_per_hour",
    "blind_entities_per_hour",
    "blind_keys_per_entity",
)
TAKING = (
    "decided",
    "acceptance",
    "acceptance_low",
    "acceptance_high",
    "accepted_by_finishing",
    "seconds_to_accept",
    "blind_suggestions",
    "blind_acceptance",
    "blind_acceptance_low",
    "blind_acceptance_high",
    "contradicted_accepted",
)
RIGHT = ("gold_documents", "gold_f")

Row = dict[str, Cell]


def trust(project: Project) -> Job[list[Table]]:
    """The table `people`: a row for each annotator who said something.

    Speed, over answered documents whose time is known, with suggestions and blind: documents and
    entities per hour at work, key presses per entity.

    Taking suggestions: `acceptance` is the share that was accepted of those decided upon, with
    its 95 % interval; `accepted_by_finishing` the share of accepted ones that were taken all at
    once with the document; `seconds_to_accept` the median time between a gesture that accepts
    one suggestion and the gesture before it in the same document, pauses over LONGEST_S left
    out. `blind_acceptance` is the share of suggestions, hidden in blind documents, that the
    annotator's own labels confirm. Where `acceptance` a lies above `blind_acceptance` b,
    suggestions were accepted that the annotator would not have made: `contradicted_accepted`,
    the share max(0, a - b) / (1 - b) of those that a blind look contradicts.

    Being right: micro F of ranges with labels against the settled annotation.
    """
    people: defaultdict[str, Row] = defaultdict(dict)
    steps = (_put_speed, _put_taking, _put_time, _put_blind, _put_gold)
    for done, put in enumerate(steps):
        yield Progress(done, len(steps), "tables")
        put(project, people)
    columns = ("annotator", *SPEED, *TAKING, *RIGHT)
    rows = [
        (name, *(people[name].get(column) for column in columns[1:]))
        for name in project.annotators()
        if name in people
    ]
    return [Table("people", columns, rows)]


def gold_name(project: Project) -> str:
    """The annotator whose annotation is the settled one."""
    return project.setting(GOLD) or USUAL_GOLD


def _put_speed(project: Project, people: defaultdict[str, Row]) -> None:
    for work in project.insights.work():
        names = SPEED[5:] if work.is_blind else (SPEED[0], *SPEED[2:5])
        people[work.annotator].update(zip(names, _speed(work), strict=True))
        if not work.is_blind:
            people[work.annotator]["hours"] = work.seconds / HOUR_S


def _speed(work: Work) -> Iterator[Cell]:
    hours = work.seconds / HOUR_S
    yield work.documents
    yield _share(work.documents, hours)
    yield _share(work.entities, hours)
    yield _share(work.keys, work.entities)


def _share(part: float, of: float) -> float | None:
    return part / of if of else None


def _put_taking(project: Project, people: defaultdict[str, Row]) -> None:
    for name, accepted, turned_down in project.insights.decided():
        people[name] |= _acceptance("acceptance", accepted, accepted + turned_down)
        people[name]["decided"] = accepted + turned_down
    for name, singly, finishing in project.insights.finishing():
        people[name]["accepted_by_finishing"] = _share(finishing, singly + finishing)


def _acceptance(name: str, right: int, of: int) -> Row:
    low, high = wilson(right, of) or (None, None)
    return {name: _share(right, of), f"{name}_low": low, f"{name}_high": high}


def _put_time(project: Project, people: defaultdict[str, Row]) -> None:
    times: defaultdict[str, list[float]] = defaultdict(list)
    for name, seconds in project.insights.accept_times(longest=LONGEST_S):
        times[name].append(seconds)
    for name, found in times.items():
        people[name]["seconds_to_accept"] = median(found)


def _put_blind(project: Project, people: defaultdict[str, Row]) -> None:
    which = models.proposer(project)
    for name, _, proposed, same in project.insights.confirmed([which.base, which.source]):
        people[name] |= _acceptance("blind_acceptance", same, proposed)
        people[name]["blind_suggestions"] = proposed
        people[name]["contradicted_accepted"] = _contradicted(people[name])


def _contradicted(row: Row) -> float | None:
    seen: Any = row.get("acceptance")
    blind: Any = row.get("blind_acceptance")
    if seen is None or blind is None or blind == 1:
        return None
    return max(0.0, float((seen - blind) / (1 - blind)))


def _put_gold(project: Project, people: defaultdict[str, Row]) -> None:
    for one in project.insights.compared(gold_name(project)):
        people[one.annotator] |= {"gold_documents": one.documents, "gold_f": _f(one)}


def _f(one: Compared) -> float | None:
    return _share(2 * one.same, one.ours + one.theirs)
