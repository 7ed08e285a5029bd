"""Documents are dealt out fairly, each to as many as it should go to."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.dealing import dealt, hands_of


@given(st.integers(0, 40), st.integers(1, 6), st.integers(1, 6), st.integers(0, 40))
def test_everybody_gets_as_many_and_nobody_one_twice(
    items: int, people: int, each: int, shared: int
) -> None:
    names, several = list("abcdef"[:people]), min(each, people)
    hands = dealt(range(items), names, shared=shared, each=several)
    counts = [len(ids) for ids in hands.values()]
    assert max(counts) - min(counts) <= 1
    assert counts == hands_of(items, people, shared=min(shared, items), each=several)
    assert all(len(set(ids)) == len(ids) for ids in hands.values())
    copies = Counter(item for ids in hands.values() for item in ids)
    assert copies == {n: several if n < shared else 1 for n in range(items)}


def test_nobody_and_too_many_are_refused() -> None:
    for names, each in (([], None), (["a"], 2), (["a"], 0)):
        with pytest.raises(ValueError, match="of"):
            dealt([1], names, shared=1, each=each)
