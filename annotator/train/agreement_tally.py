"""Adding up, block by block, what annotators did alike: in all, over time, and against gold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.train.agreement import Array, Sums
from annotator.train.agreement_counts import Block, Counted, group_columns, pair_columns
from annotator.train.agreement_periods import Periods

GROUPS = 2_000
"""Of more documents several are drawn together: an interval over 2,000 groups is as wide as
one over all documents, give or take 2 %, and takes no longer for more of them."""
GROUPS_OF_A_PERIOD = 200
FEWEST = 20
CELLS = 50_000_000
"""Fewer groups where there are very many annotators and labels."""
NEVER = -(10**9)


@dataclass(frozen=True, slots=True)
class Raw:
    """Rows of a file: `documents` (sorted) and their texts; by whom they were finished and on
    which day (YYYY-MM-DD); spans as document, annotator, start, end, label."""

    documents: Sequence[int]
    texts: Sequence[str]
    finished: Sequence[tuple[int, int, str]]
    spans: Sequence[tuple[int, int, int, int, str]]


@dataclass(frozen=True, slots=True)
class Frame:
    """What is compared: `annotators` (their numbers; the last is gold if `has_gold`), the names
    of labels, sorted; all documents in an order of chance; which of them are `seeds`."""

    annotators: Sequence[int]
    has_gold: bool
    labels: Sequence[str]
    documents: Sequence[int]
    periods: Periods
    seeds: frozenset[int] = frozenset()

    @property
    def people(self) -> int:
        """How many annotators there are besides gold."""
        return len(self.annotators) - self.has_gold


@dataclass
class Tally:
    """The sums: of the group, of pairs by their places among the annotators, of pairs with gold
    (which comes first) on seeds; `…_by_period` in as many rows for each period."""

    frame: Frame
    group: Sums = field(init=False)
    group_by_period: Sums = field(init=False)
    pairs: dict[tuple[int, int], Sums] = field(default_factory=dict)
    pairs_by_period: dict[tuple[int, int], Sums] = field(default_factory=dict)
    on_seeds: dict[tuple[int, int], Sums] = field(default_factory=dict)

    def __post_init__(self) -> None:
        import numpy as np

        frame, labels = self.frame, len(self.frame.labels)
        self._of_pair, of_group = pair_columns(labels), group_columns(labels)
        width = sum(self._of_pair.values()) * len(frame.annotators) ** 2 // 2 + 1
        self._rows = min(max(len(frame.documents), 1), GROUPS, max(FEWEST, CELLS // width))
        share = self._rows // frame.periods.count
        self.rows_of_period = max(FEWEST, min(GROUPS_OF_A_PERIOD, share))
        self._period_rows = self.rows_of_period * frame.periods.count
        self.group = Sums(self._rows, of_group)
        self.group_by_period = Sums(self._period_rows, of_group)
        self._label = {name: number for number, name in enumerate(frame.labels)}
        self._sorted = np.sort(np.array(frame.documents, int))
        self._rank = np.argsort(np.array(frame.documents, int))

    def take(self, raw: Raw) -> None:
        """Count a block in."""
        import numpy as np

        block, days = self._block(raw)
        counted = Counted(block, len(self.frame.labels))
        rank = self._rank[np.searchsorted(self._sorted, raw.documents)]
        periods = np.where(days > NEVER, self.frame.periods.of(days.astype("datetime64[D]")), -1)
        seeds = np.array([d in self.frame.seeds for d in raw.documents], bool)
        place = _Place(rank, periods, self._rows, self.rows_of_period)
        people = self.frame.people
        if people:
            rows, table = counted.group(people)
            self.group.add(place.row(rows), table)
            self.group_by_period.add(place.of_period(rows, range(people)), table)
        for first, second in counted.pairs(len(self.frame.annotators)):
            # The one against whom is measured comes first: gold, where it is one of them.
            pair = (second, first) if second >= people else (first, second)
            rows, table = counted.pair(*pair)
            self._sums(self.pairs, pair, self._rows).add(place.row(rows), table)
            over_time = self._sums(self.pairs_by_period, pair, self._period_rows)
            over_time.add(place.of_period(rows, pair), table)
            if pair[0] >= people:
                chosen = seeds[rows]
                on_seeds = self._sums(self.on_seeds, pair, self._rows)
                on_seeds.add(place.row(rows[chosen]), table[chosen])

    def _sums(self, kept: dict[tuple[int, int], Sums], pair: tuple[int, int], rows: int) -> Sums:
        if pair not in kept:
            kept[pair] = Sums(rows, self._of_pair)
        return kept[pair]

    def _block(self, raw: Raw) -> tuple[Block, Array]:
        """The block, and the days on which its documents were finished, by annotator."""
        import numpy as np

        documents = np.array(raw.documents, int)
        place = {number: at for at, number in enumerate(self.frame.annotators)}
        shape = (len(documents), len(self.frame.annotators))
        days = np.full(shape, NEVER)
        if raw.finished:
            text, by, day = zip(*raw.finished, strict=True)
            which = np.searchsorted(documents, text), [place[one] for one in by]
            days[which] = np.array(day, "datetime64[D]").astype(int)
        spans = self._spans(raw, documents, place)
        finished = days > NEVER
        return Block(raw.texts, finished, spans[finished[spans[:, 0], spans[:, 1]]]), days

    def _spans(self, raw: Raw, documents: Array, place: Mapping[int, int]) -> Array:
        import numpy as np

        known = [span for span in raw.spans if span[1] in place]
        if not known:
            return np.zeros((0, 5), int)
        text, by, start, end, label = zip(*known, strict=True)
        columns = (
            np.searchsorted(documents, text),
            [place[one] for one in by],
            start,
            end,
            [self._label[name] for name in label],
        )
        return np.column_stack([np.array(column, int) for column in columns])


@dataclass(frozen=True, slots=True)
class _Place:
    """Which rows of sums the documents of a block count in."""

    rank: Array
    periods: Array
    rows: int
    rows_of_period: int

    def row(self, documents: Array) -> Array:
        return self.rank[documents] % self.rows

    def of_period(self, documents: Array, annotators: Iterable[int]) -> Array:
        """The period is that of whoever of them finished last."""
        latest = self.periods[documents][:, list(annotators)].max(axis=1, initial=0)
        return latest * self.rows_of_period + self.rank[documents] % self.rows_of_period
