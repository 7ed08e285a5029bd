"""Counting what annotators did alike and differently, for the measures of agreement.

Many documents are counted at once, with numpy: a hundred thousand documents of three annotators
are a million words and spans, too many for a loop. Units are words: runs of characters without
white space; in scripts that divide no words (Han, Kana, Thai, Lao, Burmese, Khmer) each character.
Of spans that cover one word the shortest gives the label, of equally short ones the first.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from annotator.train.agreement import Array
from annotator.train.overlaps import overlapping

SPACE, LETTER, ALONE = 0, 1, 2
LAST = 0x40000
UNDIVIDED = (
    (0x0E00, 0x0F00), (0x1000, 0x10A0), (0x1780, 0x1800), (0x3040, 0x3100), (0x3400, 0x4DC0),
    (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, LAST),
)  # fmt: skip
"""Ranges of Thai and Lao, Burmese, Khmer, Kana, and Han."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some documents. `finished`: by whom (documents × annotators, bool). `spans`: those of
    annotators who have finished: columns document, annotator, start, end, label (numbers)."""

    texts: Sequence[str]
    finished: Array
    spans: Array


def pair_columns(labels: int) -> Mapping[str, int]:
    """What is counted of two annotators: words (and how many got each label, 0 being none, from
    the first, the second, and both), spans by label, and ranges whatever their labels.
    `met`: spans of one that overlap one of the other with its label, each counting once.
    `labels_right`: ranges of both that have a label of both."""
    words, spans = labels + 1, labels
    return {
        "documents": 1, "words": 1, "first": words, "second": words, "same": words,
        "first_spans": spans, "second_spans": spans, "right": spans, "met": spans,
        "first_ranges": 1, "second_ranges": 1, "ranges_right": 1, "labels_right": 1,
    }  # fmt: skip


def group_columns(labels: int) -> Mapping[str, int]:
    """What is counted of all annotators: how often words got each label, and of these choices
    how many agree (of m that saw a word, each with the share of the m - 1 others that say the
    same); `full_…` the same over documents that everybody has finished."""
    words = labels + 1
    return {"documents": 1, "chosen": words, "agreed": words, "full_chosen": words,
            "full_agreed": words}  # fmt: skip


class Counted:
    """The counts of a block, document by document."""

    def __init__(self, block: Block, labels: int) -> None:
        import numpy as np

        self._finished = block.finished
        self._labels = labels
        self._documents = len(block.texts)
        words, self._text, self._chosen = _chosen(block)
        self._words = words.astype(float)
        self._silent = self._words - np.bincount(self._text, minlength=self._documents)
        order = np.lexsort(tuple(block.spans[:, i] for i in (3, 2, 4, 0)))
        self._marked = _Marked(block.spans[order], block.finished.shape[1])

    def pairs(self, annotators: int) -> Iterator[tuple[int, int]]:
        """Those of the annotators who have finished a document both."""
        for first, second in combinations(range(annotators), 2):
            if (self._finished[:, first] & self._finished[:, second]).any():
                yield first, second

    def pair(self, first: int, second: int) -> tuple[Array, Array]:
        """Which documents both have finished, and their rows of `pair_columns`."""
        import numpy as np

        both = self._finished[:, first] & self._finished[:, second]
        there = both[self._text]
        text = self._text[there]
        ours, theirs = (self._chosen[there, one] for one in (first, second))
        same = ours == theirs
        words = [self._by_label(text, ours), self._by_label(text, theirs),
                 self._by_label(text[same], ours[same])]  # fmt: skip
        for counted in words:
            counted[:, 0] += self._silent
        by_text = (np.ones(self._documents), self._words)
        spans = self._marked.counts(first, second, both, self._documents, self._labels)
        table = np.column_stack([*by_text, *words, *spans])
        (rows,) = both.nonzero()
        return rows, table[rows]

    def group(self, annotators: int) -> tuple[Array, Array]:
        """Which documents several of the first `annotators` have finished, and their rows of
        `group_columns`."""
        import numpy as np

        seen = self._finished[:, :annotators].sum(axis=1)
        several = seen > 1
        chosen, agreed = self._alike(seen, annotators)
        full = (seen == annotators).astype(float)[:, None]
        table = np.column_stack(
            [np.ones(self._documents), chosen, agreed, chosen * full, agreed * full]
        )
        (rows,) = several.nonzero()
        return rows, table[rows]

    def _alike(self, seen: Array, annotators: int) -> tuple[Array, Array]:
        import numpy as np

        width = self._labels + 1
        said = self._chosen[:, :annotators]
        word, who = (said >= 0).nonzero()
        codes, often = np.unique(word * width + said[word, who], return_counts=True)
        text, label = self._text[codes // width], codes % width
        others = np.maximum(seen - 1, 1)
        chosen = self._by_label(text, label, often)
        agreed = self._by_label(text, label, often * (often - 1) / others[text])
        chosen[:, 0] += self._silent * seen
        agreed[:, 0] += self._silent * seen * (seen - 1) / others
        return chosen, agreed

    def _by_label(self, text: Array, label: Array, weights: Array | None = None) -> Array:
        return _table(text, label, self._documents, self._labels + 1, weights)


def _table(
    text: Array, label: Array, texts: int, labels: int, weights: Array | None = None
) -> Array:
    """How often each label occurs in each text."""
    import numpy as np

    counts = np.bincount(text * labels + label, weights, texts * labels)
    return counts.reshape(texts, labels).astype(float)


class _Marked:
    """Spans, each once, in the order of document, label, start, end, and who has them."""

    def __init__(self, spans: Array, annotators: int) -> None:
        import numpy as np

        keys = spans[:, (0, 4, 2, 3)]
        number = _numbered(keys)
        firsts = np.searchsorted(number, np.arange(number[-1] + 1 if len(number) else 0))
        self._text, self._label, self._start, self._end = keys[firsts].T
        self._width = self._label.max(initial=0) + 1
        self._place = self._text * self._width + self._label
        self._has = _who(number, spans[:, 1], annotators)
        ranges = np.lexsort((spans[:, 3], spans[:, 2], spans[:, 0]))
        by_range = _numbered(spans[ranges][:, (0, 2, 3)])
        first_of_range = np.searchsorted(
            by_range, np.arange(by_range[-1] + 1 if len(number) else 0)
        )
        self._range_text = spans[ranges][first_of_range, 0]
        self._range_has = _who(by_range, spans[ranges][:, 1], annotators)
        self._range = np.empty(len(number), int)
        self._range[ranges] = by_range
        self._range = self._range[firsts]
        self._tangled = [self._tangles(has) for has in self._has.T]

    def counts(
        self, first: int, second: int, both: Array, texts: int, labels: int
    ) -> Iterable[Array]:
        """The columns of `pair_columns` that count spans and ranges."""
        import numpy as np

        ours, theirs = (self._has[:, one] & both[self._text] for one in (first, second))
        right = ours & theirs
        for which in (ours, theirs, right):
            yield _table(self._text[which], self._label[which], texts, labels)
        yield self._met(ours, theirs, self._tangled[first] | self._tangled[second], texts, labels)
        first_ranges, second_ranges = (
            self._range_has[:, one] & both[self._range_text] for one in (first, second)
        )
        for ranges in (first_ranges, second_ranges, first_ranges & second_ranges):
            yield np.bincount(self._range_text[ranges], minlength=texts)
        alike = self._range_text[np.unique(self._range[right])]
        yield np.bincount(alike, minlength=texts)

    def _met(self, ours: Array, theirs: Array, tangled: Array, texts: int, labels: int) -> Array:
        import numpy as np

        # Where neither has spans of one label that overlap, equal ones meet nothing but each
        # other; what is left is matched one by one, where both have something left.
        right = ours & theirs & ~tangled
        met = _table(self._text[right], self._label[right], texts, labels)
        ours, theirs = ours & ~right, theirs & ~right
        shared = np.intersect1d(self._place[ours], self._place[theirs])
        here = np.isin(self._place, shared)
        left = [self._left(which & here) for which in (ours, theirs)]
        for place in shared.tolist():
            met[divmod(place, self._width)] += overlapping(left[0][place], left[1][place])
        return met

    def _left(self, which: Array) -> dict[int, list[tuple[int, int]]]:
        found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        columns = (c[which].tolist() for c in (self._place, self._start, self._end))
        for place, start, end in zip(*columns, strict=True):
            found[place].append((start, end))
        return found

    def _tangles(self, has: Array) -> Array:
        """Spans of texts and labels of which somebody has overlapping ones."""
        import numpy as np

        place, start, end = (c[has] for c in (self._place, self._start, self._end))
        over = (place[1:] == place[:-1]) & (start[1:] < end[:-1])
        return np.isin(self._place, place[1:][over])


def _numbered(rows: Array) -> Array:
    """Sorted rows, numbered: equal ones get the same number."""
    import numpy as np

    if not len(rows):
        return np.zeros(0, int)
    return np.concatenate([[0], np.cumsum((rows[1:] != rows[:-1]).any(axis=1))])


def _who(number: Array, annotator: Array, annotators: int) -> Array:
    import numpy as np

    has = np.zeros((number[-1] + 1 if len(number) else 0, annotators), bool)
    has[number, annotator] = True
    return has


def _chosen(block: Block) -> tuple[Array, Array, Array]:
    """How many words each text has; and of the words that somebody labelled the text and what
    each annotator chose (0: no label, -1: has not finished the text)."""
    import numpy as np

    before, inside, offsets = _words(block.texts)
    words = before[offsets[1:]] - before[offsets[:-1]]
    text, annotator, start, end, label = block.spans[_longest_first(block.spans)].T
    start, end = offsets[text] + start, offsets[text] + end
    # A word that a span begins in the middle of is covered, too.
    first = before[start + 1] - inside[start]
    count = np.maximum(before[end] - first, 0)
    covered = np.repeat(first - np.cumsum(count) + count, count) + np.arange(count.sum())
    labelled, place = np.unique(covered, return_inverse=True)
    of_word = np.searchsorted(np.cumsum(words), labelled, side="right")
    chosen = np.where(block.finished[of_word], 0, -1)
    # The last of those that are written into one cell stays.
    chosen[place, np.repeat(annotator, count)] = np.repeat(label, count) + 1
    return words, of_word, chosen


def _longest_first(spans: Array) -> Array:
    import numpy as np

    _, _, start, end, label = spans.T
    return np.lexsort((-label, -start, start - end))


def _words(texts: Sequence[str]) -> tuple[Array, Array, Array]:
    """Of all texts in a row: how many words begin before each character, whether it is within a
    word, and where the texts begin."""
    import numpy as np

    joined = "\n".join([*texts, ""])
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), "<u4")
    kind = _kinds()[np.minimum(codes, LAST - 1)]
    kind = np.where(codes >= LAST, LETTER, kind)
    begins = kind != SPACE
    begins[1:] &= (kind[1:] == ALONE) | (kind[:-1] != LETTER)
    before = np.concatenate([[0], np.cumsum(begins)])
    offsets = np.concatenate([[0], np.cumsum([len(text) + 1 for text in texts])])
    return before, kind != SPACE, offsets.astype(int)


@cache
def _kinds() -> Array:
    import numpy as np

    kinds = np.full(LAST, LETTER, np.uint8)
    for start, end in UNDIVIDED:
        kinds[start:end] = ALONE
    kinds[[code for code in range(0x3001) if chr(code).isspace()]] = SPACE
    return kinds
