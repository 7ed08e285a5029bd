"""Uniting what one annotator did to one document in several copies of a project.

A history is a chain of edits, named by their UUIDs. Copies of a project begin with the same
edits and may go on differently: then there is a conflict, which a person settles. Until then
one of the chains is what is shown: which one depends on the chains alone, neither on a clock nor
on the order in which they came home.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from annotator.core.annotation import Annotation
from annotator.core.edit import Edit, apply

SETTLE = "settle"
"""The gesture of an edit that settles conflicts: "settle HEAD HEAD …", the last UUIDs of the
chains that are thereby done with."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One edit as the journal holds it; `made_at` is UTC, ISO 8601. `step`: the UUID of the step
    it is a part of. `made_by`: who made it, where that is not whose annotation it changes.
    `label_version`: the label set it was made under. `voices`: who had what it settles (see
    `provenance`)."""

    uuid: str
    kind: str
    gesture: str
    edit: Edit
    made_at: str
    step: str | None = None
    made_by: str | None = None
    label_version: str | None = None
    voices: str | None = None


Signature = tuple[str | None, str | None]
"""Of an entry: `made_by` and `voices`."""
UNSIGNED: Signature = (None, None)
Chain = tuple[Entry, ...]


def names(chain: Chain) -> tuple[str, ...]:
    """The UUIDs of its edits, in order."""
    return tuple(entry.uuid for entry in chain)


def united(chains: Iterable[Chain]) -> list[Chain]:
    """The chains that are not the beginning of another nor settled, the one that is shown
    first: the one that settles most, then the least by its UUIDs. None: no edits at all."""
    ends, settled = _ends(chains)
    unsettled = [chain for chain in ends if names(chain)[-1] not in settled]
    return sorted(unsettled, key=lambda chain: (-len(_settled(chain)), names(chain)))


def laid_aside(chains: Iterable[Chain]) -> list[Chain]:
    """The chains that are settled. They are kept: what settles them may be undone."""
    ends, settled = _ends(chains)
    return sorted((chain for chain in ends if names(chain)[-1] in settled), key=names)


def _ends(chains: Iterable[Chain]) -> tuple[list[Chain], set[str]]:
    """The chains that are not the beginning of another, and the heads that are settled."""
    known = {names(chain): chain for chain in chains if chain}
    settled = {head for chain in known.values() for head in _settled(chain)}
    ordered = sorted(known)
    # What begins with a chain follows it directly in this order.
    beginnings = {a for a, b in pairwise(ordered) if b[: len(a)] == a}
    return [known[key] for key in ordered if key not in beginnings], settled


def settling(heads: Iterable[str]) -> str:
    """The gesture of an edit that settles the chains with these heads."""
    return " ".join([SETTLE, *sorted(heads)])


def said_gesture(gesture: str) -> str:
    """A gesture as people are told of it."""
    return SETTLE if gesture.split(" ", maxsplit=1)[0] == SETTLE else gesture


def state_of(chain: Chain) -> Annotation:
    """What the edits of a chain come to; raises EditConflict if they do not fit each other."""
    annotation = Annotation()
    for entry in chain:
        annotation = apply(entry.edit, annotation)
    return annotation


def _settled(chain: Chain) -> set[str]:
    """What it settles, without what was undone."""
    times: Counter[str] = Counter()
    for entry in chain:
        first, *heads = entry.gesture.split(" ")
        if first == SETTLE:
            for head in heads:
                times[head] += -1 if entry.kind == "undo" else 1
    return {head for head, count in times.items() if count > 0}
