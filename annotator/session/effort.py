"""What labelling costs each annotator: time and keys, as measured in visits to documents."""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from annotator.session.visiting import PAUSE_S
from annotator.storage.project import Project
from annotator.storage.visits import Work

HOUR_S = 3_600


@dataclass
class Effort:
    """Of one annotator, over the documents that they have answered and whose time was measured:
    how many `documents`, `entities` (labels) in them, `seconds` at work, and `keys` pressed.

    `seconds_to_accept`: for each suggestion accepted by itself how long that took, pauses left
    out. `accepted` and `turned_down`: suggestions in all documents where they were shown.
    """

    annotator: str
    documents: int = 0
    entities: int = 0
    seconds: float = 0.0
    keys: int = 0
    accepted: int = 0
    turned_down: int = 0
    seconds_to_accept: list[float] = field(default_factory=list)

    @property
    def documents_per_hour(self) -> float | None:
        """None: no time was measured."""
        return _ratio(self.documents * HOUR_S, self.seconds)

    @property
    def entities_per_hour(self) -> float | None:
        """None: no time was measured."""
        return _ratio(self.entities * HOUR_S, self.seconds)

    @property
    def keys_per_entity(self) -> float | None:
        """None: there is no entity."""
        return _ratio(self.keys, self.entities)

    @property
    def acceptance(self) -> float | None:
        """The share (0 to 1) of the decided suggestions that was accepted; None: there is none."""
        return _ratio(self.accepted, self.accepted + self.turned_down)

    @property
    def median_to_accept(self) -> float | None:
        """Seconds; None: none was accepted by itself."""
        return median(self.seconds_to_accept) if self.seconds_to_accept else None

    def add(self, work: Work) -> None:
        """Count documents in."""
        self.documents += work.documents
        self.entities += work.labels
        self.seconds += work.seconds
        self.keys += work.keys

    def as_dict(self) -> dict[str, float | None]:
        """The figures by their names."""
        return {
            "documents": self.documents,
            "entities": self.entities,
            "seconds": round(self.seconds, 1),
            "keys": self.keys,
            "documents_per_hour": self.documents_per_hour,
            "entities_per_hour": self.entities_per_hour,
            "keys_per_entity": self.keys_per_entity,
            "acceptance": self.acceptance,
            "median_seconds_to_accept": self.median_to_accept,
        }


def _ratio(upper: float, lower: float) -> float | None:
    return upper / lower if lower else None


def efforts(path: Path) -> dict[str, Effort]:
    """The effort of each annotator by name, in the order in which they came; raises
    ProjectError."""
    with Project.open_to_read(path) as project, project.snapshot():
        return efforts_in(project)


def efforts_in(project: Project) -> dict[str, Effort]:
    """The same for an open project."""
    found = {name: Effort(name) for name in project.annotators()}
    for work in project.visits.work():
        found[work.annotator].add(work)
    for name, (accepted, turned_down) in project.visits.decided().items():
        found[name].accepted, found[name].turned_down = accepted, turned_down
    gaps: defaultdict[str, list[float]] = defaultdict(list)
    for name, seconds in project.visits.seconds_to_accept(most=PAUSE_S):
        gaps[name].append(seconds)
    for name, seconds_to_accept in gaps.items():
        found[name].seconds_to_accept = seconds_to_accept
    return found
