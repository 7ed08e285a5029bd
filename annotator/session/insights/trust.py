"""What may be relied on: how fast people work, how they take suggestions, and whether what they
say is right where that is known."""

from collections import defaultdict
from itertools import chain
from statistics import median
from typing import Any

from annotator.core.interval import wilson
from annotator.session import models
from annotator.session.agreeing import agreement
from annotator.session.agreement_report import PairAgreement
from annotator.session.blind import PARTS, blind_report_of
from annotator.session.effort import Effort
from annotator.session.gold import gold_of
from annotator.session.insights.table import Cell, Table
from annotator.session.jobs import Job, Progress
from annotator.session.visiting import PAUSE_S
from annotator.storage.project import Project
from annotator.train.resampling import Comparison, Estimate

HOUR_S = 3_600
MATCH = ("documents", "f", "low", "high")
SPEED = tuple(
    before + name
    for before in ("", "blind_")
    for name in (
        "documents", "hours", "documents_per_hour", "entities_per_hour", "keys_per_entity"
    )
)  # fmt: skip
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
RIGHT = tuple(f"{name}_{what}" for name in ("gold", "seeds") for what in MATCH)

Row = dict[str, Cell]


def trust(project: Project) -> Job[list[Table]]:
    """The tables `blind` (what suggestions save and change) and `people`: a row for each
    annotator who said something.

    Speed (see `Effort`): documents and entities per hour at work, key presses per entity, of
    answered documents whose time is known; `blind_…`: of those in which no suggestion was shown.

    Taking suggestions: `acceptance` is the share that was accepted of those decided upon, with
    its 95 % interval (Wilson); `accepted_by_finishing` the share of accepted ones that were taken
    all at once with the document; `seconds_to_accept` the median time between a gesture that
    accepts one suggestion and the gesture before it in the same document, pauses over a minute
    left out. `blind_acceptance` is the share of suggestions, hidden in blind documents, that the
    annotator's own labels confirm. Where `acceptance` a lies above `blind_acceptance` b,
    suggestions were accepted that the annotator would not have made: `contradicted_accepted`,
    the share max(0, a - b) / (1 - b) of those that a blind look contradicts.

    Being right: F of ranges with labels against gold, and on the seeds alone, with 95 %
    intervals, as `agreement` computes them.
    """
    people: defaultdict[str, Row] = defaultdict(dict)
    steps = (_put_speed, _put_taking, _put_finishing, _put_blind)
    for done, put in enumerate(steps):
        yield Progress(done, len(steps), "tables")
        put(project, people)
    if project.annotator_id(gold_of(project)) is not None:
        report = yield from agreement(project.path)
        for one in report.gold:
            people[one.annotator] |= _right("gold", one.all) | _right("seeds", one.seeds)
    columns = ("annotator", *SPEED, *TAKING, *RIGHT)
    rows = [
        (name, *(people[name].get(column) for column in columns[1:]))
        for name in project.annotators()
        if any(value is not None for value in people[name].values())
    ]
    return [Table("people", columns, rows), _blind(project)]


def _blind(project: Project) -> Table:
    """Documents of the random sample shown blind beside those shown as usual, of all annotators
    together (see `BlindReport`): what suggestions save, and how they change labels."""
    report = blind_report_of(project)
    ends = ("", "_low", "_high")
    columns = tuple(f"{kind}{end}" for kind in ("blind", "usual", "difference") for end in ends)
    rows: list[tuple[Cell, ...]] = []
    for name in PARTS:
        one: Comparison = getattr(report, name)
        found = (_ends(one.blind), _ends(one.ordinary), _ends(one.difference))
        if one.difference is not None:
            rows.append((name, report.blind, report.ordinary, *chain(*found)))
    return Table("blind", ("measure", "blind_documents", "usual_documents", *columns), rows)


def _ends(found: Estimate | None) -> tuple[Cell, Cell, Cell]:
    return (found.value, found.low, found.high) if found else (None, None, None)


def _put_speed(project: Project, people: defaultdict[str, Row]) -> None:
    for work in project.visits.work():
        effort = Effort(work.annotator)
        effort.add(work)
        before = "blind_" if work.is_blind else ""
        people[work.annotator] |= {
            f"{before}documents": effort.documents,
            f"{before}hours": effort.seconds / HOUR_S,
            f"{before}documents_per_hour": effort.documents_per_hour,
            f"{before}entities_per_hour": effort.entities_per_hour,
            f"{before}keys_per_entity": effort.keys_per_entity,
        }


def _put_taking(project: Project, people: defaultdict[str, Row]) -> None:
    for name, (accepted, turned_down) in project.visits.decided().items():
        if accepted + turned_down:
            people[name] |= _acceptance("acceptance", accepted, accepted + turned_down)
            people[name]["decided"] = accepted + turned_down
    times: defaultdict[str, list[float]] = defaultdict(list)
    for name, seconds in project.visits.seconds_to_accept(most=PAUSE_S):
        times[name].append(seconds)
    for name, found in times.items():
        people[name]["seconds_to_accept"] = median(found)


def _acceptance(name: str, right: int, of: int) -> Row:
    low, high = wilson(right, of) or (None, None)
    return {name: _share(right, of), f"{name}_low": low, f"{name}_high": high}


def _share(part: float, of: float) -> float | None:
    return part / of if of else None


def _put_finishing(project: Project, people: defaultdict[str, Row]) -> None:
    for name, singly, finishing in project.insights.finishing():
        people[name]["accepted_by_finishing"] = _share(finishing, singly + finishing)


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


def _right(name: str, found: PairAgreement | None) -> Row:
    if found is None:
        return {}
    exact = found.exact
    values = (found.documents, exact.f, exact.low, exact.high)
    return dict(zip((f"{name}_{what}" for what in MATCH), values, strict=True))
