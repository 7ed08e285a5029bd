"""Where annotators of one document differ, as items that are settled one by one.

An item is what all of them say about one place: a range that everybody labelled alike, or spans
that compete with each other. What annotators say is identified by range and label alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from annotator.core.span import SpanKey

LONGER = 10
"""A span that is so many times as long as another one is about something else."""

Version = tuple[SpanKey, ...]
"""What an annotator has in an item; (): nothing."""


class Rule(StrEnum):
    """What is settled without a person: what all annotators say, or what more than half say."""

    UNANIMOUS = "unanimous"
    MAJORITY = "majority"


class Kind(StrEnum):
    """How annotators differ: in the label, in the boundary, in whether there is anything, or
    in several of these at once."""

    AGREED = "agreed"
    LABEL = "label"
    BOUNDARY = "boundary"
    MISSING = "missing"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Item:
    """Competing spans in reading order. `holders`: for each, who has it, as bits (1: the first
    annotator, 2: the second, 4 …); `people`: how many annotators there are."""

    keys: tuple[SpanKey, ...]
    holders: tuple[int, ...]
    people: int
    kind: Kind

    @property
    def start(self) -> int:
        """The first code point of its spans."""
        return self.keys[0][0]

    @property
    def end(self) -> int:
        """One past their last code point."""
        return max(end for _, end, _ in self.keys)

    def version(self, annotator: int) -> Version:
        """What one of the annotators, numbered from 0, has."""
        each = zip(self.keys, self.holders, strict=True)
        return tuple(key for key, mask in each if mask >> annotator & 1)

    def versions(self) -> dict[Version, list[int]]:
        """What they have, each version with its annotators; the one with most of them first,
        of equally many what is something before nothing, then that of the first annotator."""
        found: dict[Version, list[int]] = {}
        for annotator in range(self.people):
            found.setdefault(self.version(annotator), []).append(annotator)
        ranked = sorted(found.items(), key=lambda v: (-len(v[1]), not v[0], v[1]))
        return dict(ranked)

    @property
    def proposed(self) -> Version:
        """The version of most annotators."""
        return next(iter(self.versions()))

    def by_rule(self, rule: Rule) -> Version | None:
        """What the rule makes of it; None: a person is to settle it."""
        if self.kind is Kind.AGREED:
            return self.keys
        if rule is Rule.UNANIMOUS:
            return None
        version, annotators = next(iter(self.versions().items()))
        return version if 2 * len(annotators) > self.people else None

    def having(self, key: SpanKey) -> list[int]:
        """The annotators that have this span."""
        mask = self.holders[self.keys.index(key)] if key in self.keys else 0
        return [number for number in range(self.people) if mask >> number & 1]


def items(annotations: Sequence[Iterable[SpanKey]]) -> list[Item]:
    """What the annotators say, as items in reading order: every span of every annotator is in
    exactly one of them.

    What all have is an item of its own. Of the rest those compete that overlap, that no
    annotator has side by side, and that are of about one length; items are made of what
    competes, also by way of others.
    """
    held: dict[SpanKey, int] = {}
    for number, keys in enumerate(annotations):
        for key in keys:
            held[key] = held.get(key, 0) | 1 << number
    people = len(annotations)
    everybody = (1 << people) - 1
    found = [
        Item((key,), (everybody,), people, Kind.AGREED)
        for key, mask in held.items()
        if mask == everybody
    ]
    rest = sorted((key, mask) for key, mask in held.items() if mask != everybody)
    found += [_item(cluster, people) for cluster in _clusters(rest)]
    return sorted(found, key=_keys)


def _keys(item: Item) -> tuple[SpanKey, ...]:
    return item.keys


Held = tuple[SpanKey, int]


def _clusters(rest: Sequence[Held]) -> Iterator[list[Held]]:
    cluster_of = list(range(len(rest)))
    reaching: list[int] = []
    for number, one in enumerate(rest):
        reaching = [other for other in reaching if rest[other][0][1] > one[0][0]]
        for other in reaching:
            if _compete(rest[other], one):
                cluster_of[_first(cluster_of, number)] = _first(cluster_of, other)
        reaching.append(number)
    clusters: dict[int, list[Held]] = {}
    for number, one in enumerate(rest):
        clusters.setdefault(_first(cluster_of, number), []).append(one)
    yield from clusters.values()


def _compete(a: Held, b: Held) -> bool:
    """Of two spans that overlap, whether only one of them can be meant."""
    lengths = sorted((a[0][1] - a[0][0], b[0][1] - b[0][0]))
    return not a[1] & b[1] and lengths[1] < LONGER * lengths[0]


def _first(cluster_of: list[int], number: int) -> int:
    """The span that stands for a cluster; what leads to it is made shorter on the way."""
    while cluster_of[number] != number:
        cluster_of[number] = cluster_of[cluster_of[number]]
        number = cluster_of[number]
    return number


def _item(cluster: list[Held], people: int) -> Item:
    keys, holders = zip(*cluster, strict=True)
    bare = Item(keys, holders, people, Kind.MIXED)
    return Item(keys, holders, people, _kind([*bare.versions()]))


def _kind(versions: list[Version]) -> Kind:
    if () in versions:
        return Kind.MISSING if len(versions) == 2 else Kind.MIXED  # noqa: PLR2004 - it or nothing
    if len({tuple((start, end) for start, end, _ in version) for version in versions}) == 1:
        return Kind.LABEL
    if len({tuple(label for _, _, label in version) for version in versions}) == 1:
        return Kind.BOUNDARY
    return Kind.MIXED
