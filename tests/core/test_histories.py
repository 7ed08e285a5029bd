"""What one annotator did in several copies is united without a clock."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.edit import Edit
from annotator.core.histories import Chain, Entry, names, united


def chain(letters: str, *, gesture: str = "label") -> Chain:
    return tuple(Entry(letter, "do", gesture, Edit(), "2026-01-01") for letter in letters)


def shown(*chains: Chain) -> list[str]:
    return ["".join(names(one)) for one in united(chains)]


def test_a_copy_that_went_on_is_taken() -> None:
    assert shown(chain("ab"), chain("abcd"), chain("")) == ["abcd"]


def test_copies_that_went_on_differently_contradict_each_other() -> None:
    assert shown(chain("abz"), chain("abc")) == ["abc", "abz"]


def test_a_contradiction_that_was_settled_is_none_and_stays_none() -> None:
    settled = (*chain("abc"), Entry("s", "do", "settle z", Edit(), "2026-01-02"))
    assert shown(settled, chain("abz")) == ["abcs"]
    assert shown(chain("abz"), chain("abc"), settled) == ["abcs"]


def test_what_goes_on_after_it_was_settled_contradicts_again_but_is_not_shown() -> None:
    settled = (*chain("abc"), Entry("s", "do", "settle Z", Edit(), "2026-01-02"))
    assert shown(chain("abZY"), settled) == ["abcs", "abZY"]


@given(st.lists(st.text("abc", max_size=4), max_size=4))
def test_neither_order_nor_repetition_matters(drawn: list[str]) -> None:
    chains = [
        tuple(Entry(letters[: i + 1], "do", "label", Edit(), "") for i in range(len(letters)))
        for letters in drawn
    ]
    once = united(chains)
    for order in permutations(chains):
        assert united([*order, *order]) == once
        assert united([*united(order[:2]), *order[2:]]) == once
