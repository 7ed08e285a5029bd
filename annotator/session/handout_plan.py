"""What a handout would give to whom, looked up before anything is written."""

from dataclasses import dataclass

from annotator.core.dealing import hands_of
from annotator.core.document import DocumentId
from annotator.core.queue import QueueFilter
from annotator.session.gold import gold_of
from annotator.session.handing_out import (
    HandoutOptions,
    Which,
    candidates,
    possible_seeds,
    targets_of,
)
from annotator.session.session import Session

PAGE = 5_000


@dataclass(frozen=True, slots=True)
class HandoutPlan:
    """How many documents each gets (seeds among them), how many go to several, and to how
    many of them each of these."""

    documents: dict[str, int]
    shared: int
    people: int
    seeds: int


class Planner:
    """Plans handouts of the project of a session as it is now."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._found: dict[object, list[DocumentId]] = {}
        self._seeds: dict[tuple[str, ...], list[DocumentId]] = {}

    @property
    def gold(self) -> str:
        """The annotator whose annotations are the settled ones."""
        return gold_of(self._session.project)

    def people(self) -> list[str]:
        """Who has labelled here, besides whoever sits here, and gold."""
        others = {self._session.annotator, self.gold}
        return [name for name in self._session.annotators() if name not in others]

    def listed(self, which: QueueFilter) -> tuple[DocumentId, ...]:
        """The documents that the queue lists under a filter."""
        found: list[DocumentId] = []
        while rows := self._session.queue(
            which, after=found[-1] if found else DocumentId(0), limit=PAGE
        ):
            found += [row.id for row in rows]
        return tuple(found)

    def count(self, which: Which | tuple[DocumentId, ...]) -> int:
        """How many documents could be handed out."""
        return len(self._candidates(which))

    def seeds(self, names: tuple[str, ...]) -> int:
        """How many settled documents could be seeds for these people."""
        return len(self._possible_seeds(names))

    def plan(self, options: HandoutOptions) -> HandoutPlan:
        """What would be handed out. Raises ProjectError if it cannot be."""
        targets_of(options)
        seeds = set(self._possible_seeds(options.to)[: options.seeds])
        others = len(self._candidates(options.which))
        if options.which is not Which.UNANSWERED:
            others -= len(seeds.intersection(self._candidates(options.which)))
        shared = round(others * options.overlap)
        hands = hands_of(others, len(options.to), shared=shared, each=options.people)
        return HandoutPlan(
            {name: count + len(seeds) for name, count in zip(options.to, hands, strict=True)},
            shared,
            options.people or len(options.to),
            len(seeds),
        )

    def _candidates(self, which: Which | tuple[DocumentId, ...]) -> list[DocumentId]:
        if which not in self._found:
            self._found[which] = candidates(self._session.project, which)
        return self._found[which]

    def _possible_seeds(self, names: tuple[str, ...]) -> list[DocumentId]:
        if names not in self._seeds:
            self._seeds[names] = possible_seeds(self._session.project, names)
        return self._seeds[names]
