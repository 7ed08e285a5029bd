"""What is counted with numpy is what a plain loop would count."""

import re
from collections import Counter
from itertools import permutations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from annotator.train.agreement import Sums
from annotator.train.agreement_counts import Block, Counted, pair_columns
from annotator.train.overlaps import overlapping

LABELS = 3
ALPHABET = "ab \n\u00a0\u2028🚀e\u0301\u200dא\r\ufeff\x00"
Key = tuple[int, int, int]

spans_of_one = st.sets(
    st.tuples(st.integers(0, 11), st.integers(1, 6), st.integers(0, LABELS - 1)).map(
        lambda drawn: (drawn[0], drawn[0] + drawn[1], drawn[2])
    ),
    max_size=6,
)
documents = st.lists(
    st.tuples(st.text(ALPHABET, min_size=17, max_size=20), spans_of_one, spans_of_one),
    min_size=1,
    max_size=4,
)


def counted(drawn: list[tuple[str, set[Key], set[Key]]]) -> Sums:
    spans = [
        (number, by, *key[:2], key[2])
        for number, (_, *both) in enumerate(drawn)
        for by, keys in enumerate(both)
        for key in keys
    ]
    block = Block(
        [text for text, *_ in drawn],
        np.ones((len(drawn), 2), bool),
        np.array(spans, int).reshape(-1, 5),
    )
    found = Sums(len(drawn), pair_columns(LABELS))
    found.add(*Counted(block, LABELS).pair(0, 1))
    return found


def chosen(text: str, keys: set[Key]) -> list[int]:
    """The label of each word, counted from 1, or 0."""
    found = []
    for word in re.finditer(r"\S+", text):
        over = [key for key in keys if key[0] < word.end() and word.start() < key[1]]
        over.sort(key=lambda key: (key[1] - key[0], key[0], key[2]))
        found.append(over[0][2] + 1 if over else 0)
    return found


@given(documents)
def test_words_are_counted_as_one_by_one(drawn: list[tuple[str, set[Key], set[Key]]]) -> None:
    pairs: Counter[tuple[int, int]] = Counter()
    for text, ours, theirs in drawn:
        pairs.update(zip(chosen(text, ours), chosen(text, theirs), strict=True))
    total = counted(drawn).total()
    assert total["words"] == pairs.total()
    for label in range(LABELS + 1):
        assert total["same"][label] == pairs[label, label]
        assert total["first"][label] == sum(n for (a, _), n in pairs.items() if a == label)
        assert total["second"][label] == sum(n for (_, b), n in pairs.items() if b == label)


@given(documents)
def test_spans_are_counted_as_sets(drawn: list[tuple[str, set[Key], set[Key]]]) -> None:
    total = counted(drawn).total()
    for label in range(LABELS):
        ours, theirs = ([{k for k in row[i] if k[2] == label} for row in drawn] for i in (1, 2))
        assert total["first_spans"][label] == sum(map(len, ours))
        assert total["second_spans"][label] == sum(map(len, theirs))
        pairs = list(zip(ours, theirs, strict=True))
        assert total["right"][label] == sum(len(a & b) for a, b in pairs)
        assert total["met"][label] == sum(
            overlapping(*(sorted(key[:2] for key in keys) for keys in pair)) for pair in pairs
        )
    ranges = [tuple({key[:2] for key in keys} for keys in row[1:]) for row in drawn]
    assert total["first_ranges"] == sum(len(a) for a, _ in ranges)
    assert total["ranges_right"] == sum(len(a & b) for a, b in ranges)
    assert total["labels_right"] == sum(len({k[:2] for k in a & b}) for _, a, b in drawn)


@given(*[st.lists(st.tuples(st.integers(0, 12), st.integers(1, 8)), max_size=4)] * 2)
def test_the_most_pairs_that_overlap_are_found(
    ours: list[tuple[int, int]], theirs: list[tuple[int, int]]
) -> None:
    a, b = (sorted({(s, s + n) for s, n in drawn}) for drawn in (ours, theirs))
    few, many = sorted((a, b), key=len)
    best = max(
        sum(x[0] < y[1] and y[0] < x[1] for x, y in zip(few, order, strict=False))
        for order in permutations(many)
    )
    assert overlapping(a, b) == overlapping(b, a) == best


def test_scripts_without_spaces_are_counted_by_character() -> None:
    total = counted([("東京 Tokyo", {(0, 2, 0)}, {(0, 1, 0)})]).total()
    assert total["words"] == 3
    assert (total["first"][1], total["second"][1], total["same"][1]) == (2, 1, 1)
