"""How often sources have been right in a project: enough decisions, and the fit of them."""

import sys
from pathlib import Path

from annotator.core.calibration import Calibration
from annotator.storage.experience import BINS, NO_SCORE
from annotator.storage.project import Project

COMMAND = "calibrate-worker"
ENOUGH = 30
"""Decisions on suggestions of one source from which on its scores are calibrated."""


def command(path: Path) -> list[str]:
    """What to start for a fit that is printed: a program and its arguments."""
    program = [] if getattr(sys, "frozen", False) else ["-m", "annotator"]
    return [sys.executable, *program, COMMAND, str(path)]


def count_decisions(project: Project) -> int:
    """How many decisions there are on suggestions of sources that have enough of them."""
    return sum(sum(counts[1]) for counts in _counts(project).values())


def calibrate(path: Path) -> Calibration:
    """What the decisions of a project say of its sources. Raises ProjectError."""
    # The library it takes is imported only where it is wanted: 0.2 s.
    from annotator.train.calibrate import fitted

    with Project.open_to_read(path) as project:
        counts = _counts(project)
    curves = {source: fitted(*bins) for source, bins in counts.items() if any(bins[1][:BINS])}
    unscored = {source: _share(*bins) for source, bins in counts.items() if bins[1][BINS]}
    return Calibration(curves, unscored)


def main(path: str) -> None:
    """Print what `calibrate` finds, as JSON."""
    sys.stdout.write(calibrate(Path(path)).to_json())


Bins = tuple[list[int], list[int]]
"""How many were right, and how many there were, by bin of score; the last of them without."""


def _counts(project: Project) -> dict[str, Bins]:
    found: dict[str, Bins] = {}
    for one in project.experience.outcomes():
        right, of = found.setdefault(one.source, ([0] * (BINS + 1), [0] * (BINS + 1)))
        at = BINS if one.bin == NO_SCORE else one.bin
        right[at] += one.accepted
        of[at] += one.accepted + one.turned_down
    return {source: bins for source, bins in found.items() if sum(bins[1]) >= ENOUGH}


def _share(right: list[int], of: list[int]) -> float:
    """The share that was right without a score, as if one had been and one had not (Laplace)."""
    return (right[BINS] + 1) / (of[BINS] + 2)
