"""Dealing documents out to annotators."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def dealt(
    items: Sequence[T], names: Sequence[str], *, shared: int, each: int | None = None
) -> dict[str, list[T]]:
    """Who gets what: of the first `shared` items each goes to `each` annotators (None: to all),
    of the rest each to one, in turn, so that nobody gets two more than another.

    Raises ValueError if there are no names, or fewer than `each`.
    """
    several = len(names) if each is None else each
    if not 1 <= several <= len(names):
        raise ValueError(f"{several} of {len(names)} annotators")
    hands: dict[str, list[T]] = {name: [] for name in names}
    turn = 0
    for place, item in enumerate(items):
        count = several if place < shared else 1
        for _ in range(count):
            hands[names[turn % len(names)]].append(item)
            turn += 1
    return hands


def hands_of(count: int, people: int, *, shared: int, each: int | None = None) -> list[int]:
    """How many of `count` items each of so many people gets, without dealing them."""
    turns = shared * (each or people) + count - shared
    return [turns // people + (place < turns % people) for place in range(people)]
