"""Long work: a generator that yields Progress at each step and returns its result."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import TypeVar

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: `done` of `total` (None: nobody knows), and of what."""

    done: int
    total: int | None
    note: str


Job = Generator[Progress, None, R]


def finish(job: Job[R]) -> R:
    """Run a job to its end and return its result."""
    while True:
        try:
            next(job)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
