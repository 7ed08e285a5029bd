"""Runs the benchmarks, all of them or those that are named, and prints one table."""

# ruff: noqa: T201 - what it is for

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.figures import ROOT, Figure, print_table

IN_TABLE = (
    "start",
    "edit",
    "opening",
    "mentions",
    "memory",
    "label_errors",
    "commit",
    "import_export",
    "queue_list",
    "review",
    "concordance",
    "label_changes",
    "calibration",
    "agreement",
    "insights",
    "effort",
    "suggest_throughput",
    "learning",
    "learning_lag",
)
WITH_OWN_TABLE = ("article_view", "training")
"""Older ones, which print what they find as they like."""


def main() -> None:
    chosen = sys.argv[1:] or [*IN_TABLE, *WITH_OWN_TABLE]
    print_table([figure for name in chosen if name in IN_TABLE for figure in _figures(name)])
    for name in chosen:
        if name not in IN_TABLE:
            print(f"\n{name}", flush=True)
            script = Path(__file__).with_name(f"{name}.py")
            subprocess.run([sys.executable, str(script)], cwd=ROOT, check=False)


def _figures(name: str) -> Iterator[Figure]:
    command = [sys.executable, "-m", f"tests.benchmarks.{name}", "--json"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        for line in running.stdout:
            figure = Figure(**json.loads(line))
            print("  ".join(figure.cells()), file=sys.stderr, flush=True)
            yield figure
    if running.returncode:
        yield Figure(f"{name}: failed with {running.returncode}")


if __name__ == "__main__":
    main()
