"""What the benchmarks share: figures beside their references, a table of them, and projects."""

# ruff: noqa: T201 - what a benchmark is for

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[2]
LABELS = ("PERSON", "ORG", "GPE", "LOC", "DATE", "MONEY", "PERCENT", "PRODUCT")
TEXT = (
    "the company said on Tuesday that it would spend more than expected in Europe and Asia while"
    " Alibaba Group Holding shares rose by ten percent after a report from Bloomberg was denied"
)
WORDS = TEXT.split()
HEADINGS = ("figure", "ours", "reference", "ratio", "target", "")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure and what it is measured against. `ratio` is ours to the reference."""

    name: str
    ours: str
    reference: str = ""
    ratio: float | None = None
    target: str = ""
    met: bool | None = None

    def cells(self) -> tuple[str, ...]:
        """The row of the table."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        verdict = {None: "", True: "met", False: "NOT MET"}[self.met]
        return self.name, self.ours, self.reference, ratio, self.target, verdict


def compared(
    name: str, ours: float, reference: float, *, unit: str, most: float | None = None
) -> Figure:
    """A figure against a reference of the same unit; `most`: the greatest ratio that is fine."""
    ratio = ours / reference
    target = f"≤ {most:g} × reference" if most else ""
    met = ratio <= most if most else None
    return Figure(name, f"{ours:,.4g} {unit}", f"{reference:,.4g} {unit}", ratio, target, met)


def report(figures: Iterable[Figure]) -> None:
    """Print a table, or with --json a line for each figure as soon as it is there."""
    if "--json" in sys.argv:
        for figure in figures:
            print(json.dumps(asdict(figure)), flush=True)
    else:
        print_table(figures)


def print_table(figures: Iterable[Figure]) -> None:
    """Print figures as a table."""
    rows = [HEADINGS, *(figure.cells() for figure in figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(map(str.ljust, row, widths)).rstrip())


def in_child(module: str, *arguments: object, **environment: str) -> Any:
    """What a module of these benchmarks prints as JSON in a process of its own."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, check=False
    )
    if done.returncode:
        # What Qt without a screen says otherwise is of no interest.
        raise RuntimeError(done.stderr.decode())
    return json.loads(done.stdout.splitlines()[-1])


def middle_and_99th(times: Sequence[float]) -> tuple[float, float]:
    """The median and the 99th percentile."""
    return median(times), quantiles(times, n=100)[98]


def alternating(rounds: int, **ways: Callable[[], float]) -> dict[str, list[float]]:
    """What each way measures in rounds: a busy moment of the machine meets all of them."""
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            found[name].append(way())
    return found


@contextmanager
def folder() -> Iterator[Path]:
    """A temporary folder, which is also where settings and data of the program go."""
    with TemporaryDirectory(prefix="annotator-benchmark-") as name:
        os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_DATA_HOME"] = name
        yield Path(name)


def text_of(length: int, pick: Random) -> str:
    """A text of paragraphs, exactly so many characters long."""
    paragraphs, done = [], 0
    while done < length:
        words = " ".join(pick.choices(WORDS, k=pick.randrange(30, 120)))
        paragraphs.append(words.capitalize() + ".\n\n")
        done += len(paragraphs[-1])
    return "".join(paragraphs)[:length]


def spans_of(text: str, count: int) -> list[tuple[int, int, str]]:
    """So many ranges of one word each, evenly over the text, none of them twice."""
    found = {}
    for i in range(count):
        start = text.find(" ", i * len(text) // count, len(text) - 12) + 1
        word = text[start : start + 12].split(maxsplit=1)[0]
        found[start, start + len(word)] = LABELS[i % len(LABELS)]
    return [(start, end, label) for (start, end), label in sorted(found.items())]
