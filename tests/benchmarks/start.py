"""From the start of the process to the painted article, beside an empty window of PySide6.

    python -m tests.benchmarks.start

On the platform without a screen, and on a virtual X screen where Xvfb is installed. Python's
bytecode is there, as it is after the first start.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from shutil import which
from statistics import median

from annotator.session.creating import create
from annotator.session.import_report import ImportOptions
from annotator.session.importing import import_files
from annotator.session.jobs import finish
from annotator.session.suggesting import suggest
from tests.benchmarks.figures import ROOT, Figure, alternating, folder, report

ROUNDS = 9
FACTOR, MORE_S = 1.5, 0.4
NEVER = {"spacy", "numpy", "sqlite_utils", "rich"}
CHILD = Path(__file__).with_name("first_paint.py")


def main() -> None:
    report(figures())


def figures() -> Iterator[Figure]:
    with folder() as here:
        project = suggested_project(here)
        environment = os.environ | {"PYTHONPYCACHEPREFIX": str(here), "PYTHONPATH": str(ROOT)}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        offscreen = environment | {"QT_QPA_PLATFORM": "offscreen"}
        yield from _compared("without a screen", project, offscreen)
        if which("Xvfb"):
            with virtual_screen() as display:
                on_x = environment | {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display}
                yield from _compared("on Xvfb", project, on_x)
        yield _imported(project, offscreen)


def suggested_project(here: Path) -> Path:
    project = here / "small.annotator"
    create(project, labels="ontonotes")
    finish(import_files(project, [ROOT / "resources" / "samples"], ImportOptions(annotator="me")))
    finish(suggest(project))
    return project


def _compared(where: str, project: Path, environment: dict[str, str]) -> Iterator[Figure]:
    for arguments in ([], [project]):
        start(arguments, environment)  # makes the bytecode
    ours_cpu, empty_cpu = [], []
    times = alternating(
        ROUNDS,
        empty=lambda: start([], environment, empty_cpu)[0],
        ours=lambda: start([project], environment, ours_cpu)[0],
    )
    ours, empty = median(times["ours"]), median(times["empty"])
    allowed = FACTOR * empty + MORE_S
    target = f"≤ {FACTOR} × reference + {MORE_S} s = {allowed:.2f} s"
    yield Figure(
        f"start {where}", f"{ours:.2f} s", f"{empty:.2f} s", ours / empty, target, ours <= allowed
    )
    ours, empty = median(ours_cpu), median(empty_cpu)
    name = f"start {where}, processor time with the end"
    yield Figure(name, f"{ours:.2f} s", f"{empty:.2f} s", ours / empty)


def start(
    arguments: list[object], environment: dict[str, str], cpu: list[float] | None = None
) -> tuple[float, list[str]]:
    """Seconds from the start of the process to the painted window, and what it imported."""
    command = [sys.executable, str(CHILD), *map(str, arguments)]
    before, begun = _cpu_s(), time.monotonic()
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True, cwd="/"
    )
    if cpu is not None:
        cpu.append(_cpu_s() - before)
    painted, *modules = done.stdout.split()
    return float(painted) - begun, modules


def _cpu_s() -> float:
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _imported(project: Path, environment: dict[str, str]) -> Figure:
    modules = start([project], environment)[1]
    target = f"none of {', '.join(sorted(NEVER))}"
    name = "start: imported in the window's process"
    return Figure(name, " ".join(modules), target=target, met=NEVER.isdisjoint(modules))


@contextmanager
def virtual_screen() -> Iterator[str]:
    """A virtual X screen; what DISPLAY is to be."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        yield f":{server.stdout.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
