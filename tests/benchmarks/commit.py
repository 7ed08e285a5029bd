"""One edit from the gesture to the disk, alone and while an import writes to the same file.

    python -m tests.benchmarks.commit

Without a window: a session changes the label of one span again and again. The reference writes
the same rows with plain sqlite3, flushed as well. While an import writes, what counts is the
longest wait.
"""

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from threading import Thread

from annotator.core.document import NewDocument
from annotator.core.label import Label, LabelSet
from annotator.session.gestures import Gestures
from annotator.session.import_report import ImportOptions
from annotator.session.importing import import_files
from annotator.session.jobs import finish
from annotator.session.session import Session
from annotator.storage.project import PRAGMAS, Project
from annotator.ui.app import TURN_S
from tests.benchmarks.figures import (
    LABELS,
    ROOT,
    Figure,
    compared,
    folder,
    middle_and_99th,
    report,
    text_of,
)
from tests.benchmarks.import_export import LENGTH, SPANS, write_jsonl

EDITS = 500
BUSY = {"without labels": (30_000, 0), "with 70 spans each": (10_000, SPANS)}
PAUSE_S = 0.005
MOST_FOR_COMMIT = 5
LONGEST_WAIT_MS = 80


def main() -> None:
    report(figures())


def figures() -> Iterator[Figure]:
    with folder() as here:
        project = _project(here / "project.annotator")
        ours, plain = _edits(project, lambda n: n < EDITS), _plain_commits(here)
        for name, of_ours, of_plain in zip(
            ("p50", "p99"), middle_and_99th(ours), middle_and_99th(plain), strict=True
        ):
            most = MOST_FOR_COMMIT if name == "p50" else None
            yield compared(f"commit of one edit, {name}", of_ours, of_plain, unit="ms", most=most)
        for what, (documents, spans) in BUSY.items():
            file = here / "import.jsonl"
            write_jsonl(file, documents, spans=spans)
            for where, busy in (("thread", _in_thread), ("process", _in_process)):
                yield _while_importing(
                    f"{what} in a {where}",
                    _project(here / f"{what}-{where}.annotator"),
                    file,
                    middle_and_99th(ours)[0],
                    busy,
                )


def _project(path: Path) -> Path:
    with Project.create(path) as made, made.transaction():
        made.put_labels(LabelSet(map(Label, LABELS)))
        made.documents.add([NewDocument(text_of(LENGTH, Random(1)))])
        made.add_annotator("me")
    return path


def _edits(project: Path, going_on: Callable[[int], bool], *, pause_s: float = 0) -> list[float]:
    session = Session(project, "me")
    gestures = Gestures(session)
    session.open_next_to_do()
    gestures.select(100, 101)
    times: list[float] = []
    while going_on(len(times)):
        label = LABELS[len(times) % len(LABELS)]
        before = time.perf_counter()
        gestures.label(label)
        times.append((time.perf_counter() - before) * 1000)
        time.sleep(pause_s)
    session.close()
    return times


def _plain_commits(here: Path) -> list[float]:
    path = _project(here / "plain.annotator")
    times = []
    with closing(sqlite3.connect(path, isolation_level=None)) as plain:
        for pragma in (*PRAGMAS, "synchronous = FULL"):
            plain.execute(f"PRAGMA {pragma}")
        plain.execute("INSERT INTO annotations VALUES (1, 1, NULL, 0, NULL, 'now')")
        for n in range(EDITS):
            before = time.perf_counter()
            plain.execute("BEGIN IMMEDIATE")
            plain.execute("UPDATE annotations SET changed_at = ?", (str(n),))
            plain.execute("DELETE FROM spans WHERE document_id = 1 AND annotator_id = 1")
            plain.execute(
                "INSERT INTO spans VALUES (1, 1, 100, 107, ?, NULL, NULL, NULL)",
                (LABELS[n % len(LABELS)],),
            )
            plain.execute(
                "INSERT INTO edits"
                " (uuid, document_id, annotator_id, kind, gesture, change, made_at)"
                " VALUES (?, 1, 1, 'do', 'label', ?, 'now')",
                (str(n), '{"removed":[[100,107,"ORG"]],"added":[[100,107,"GPE"]]}'),
            )
            plain.execute("COMMIT")
            times.append((time.perf_counter() - before) * 1000)
    return times


Start = Callable[[Path, Path], Callable[[], bool]]
"""Starts an import of a file into a project; what it returns says whether it goes on."""


def _while_importing(where: str, project: Path, file: Path, calm: float, busy: Start) -> Figure:
    goes_on = busy(project, file)
    times = _edits(project, lambda _: goes_on(), pause_s=PAUSE_S)
    middle, late = middle_and_99th(times)
    return Figure(
        f"commit beside an import {where}: p50 / p99 / longest",
        f"{middle:.1f} / {late:.1f} / {max(times):.1f} ms",
        f"{calm:.2g} ms alone",
        middle / calm,
        f"longest ≤ {LONGEST_WAIT_MS} ms",
        max(times) <= LONGEST_WAIT_MS,
    )


def _in_thread(project: Path, file: Path) -> Callable[[], bool]:
    sys.setswitchinterval(TURN_S)  # as the window does
    thread = Thread(
        target=lambda: finish(import_files(project, [file], ImportOptions(annotator="other")))
    )
    thread.start()
    return thread.is_alive


def _in_process(project: Path, file: Path) -> Callable[[], bool]:
    command = [sys.executable, "-m", "annotator", "import", str(project), str(file)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    time.sleep(0.5)
    return lambda: process.poll() is None


if __name__ == "__main__":
    main()
