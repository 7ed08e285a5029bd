"""Uniting what one annotator did to one document in several copies of a project.

A history is a chain of edits, named by their UUIDs. Copies of a project begin with the same
edits and may go on differently: then there is a conflict, which a person settles. Until then
one of the chains is what is shown: which one depends on the chains alone, neither on a clock nor
on the order in which they came home.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from annotator.core.edit import Edit

SETTLE = "settle"
"""The gesture of an edit that settles conflicts: "settle HEAD HEAD …", the last UUIDs of the
chains that are thereby done with."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One edit as the journal holds it; `made_at` is UTC, ISO 8601. `step`: the UUID of the step
    it is a part of. `made_by`: who made it, where that is not whose annotation it changes.
    `label_version`: the label set it was made under."""

    uuid: str
    kind: str
    gesture: str
    edit: Edit
    made_at: str
    step: str | None = None
    made_by: str | None = None
    label_version: str | None = None


Chain = tuple[Entry, ...]


def names(chain: Chain) -> tuple[str, ...]:
    """The UUIDs of its edits, in order."""
    return tuple(entry.uuid for entry in chain)


def united(chains: Iterable[Chain]) -> list[Chain]:
    """The chains that are not the beginning of another nor settled, the one that is shown
    first: the one that settles most, then the least by its UUIDs. None: no edits at all."""
    known = {names(chain): chain for chain in chains if chain}
    settled = {head for chain in known.values() for head in _settled(chain)}
    ends = [
        chain
        for key, chain in known.items()
        if key[-1] not in settled
        and not any(other[: len(key)] == key and other != key for other in known)
    ]
    return sorted(ends, key=lambda chain: (-len(_settled(chain)), names(chain)))


def _settled(chain: Chain) -> set[str]:
    return {
        head
        for entry in chain
        if entry.gesture.split(" ")[0] == SETTLE
        for head in entry.gesture.split(" ")[1:]
    }
