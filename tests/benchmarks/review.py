"""Settling differences between three annotators: from the key to what is painted, and the list."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

import orjson

from annotator.core.annotation import Answer
from annotator.core.document import DocumentId, NewDocument
from annotator.core.edit import Edit
from annotator.core.label import Label, LabelSet
from annotator.core.span import Span
from annotator.session.adjudicating import compare
from annotator.session.jobs import finish
from annotator.storage.project import Project
from tests.benchmarks.figures import (
    LABELS,
    Figure,
    folder,
    in_child,
    middle_and_99th,
    report,
    spans_of,
    text_of,
)

SELF = "tests.benchmarks.review"
SIZES = {
    "3 kB, 3 × 70 spans": (3_000, 70),
    "100 kB, 3 × 2,500": (100_000, 2_500),
    "1 MB, 3 × 25,000": (1_000_000, 25_000),
}
DOCUMENTS, SPANS_EACH = 100_000, 6
NAMES = ("ana", "ben", "cleo")
ROUNDS = 120
MOST_MS, MOST_LATE_MS, GROWTH = 6, 16, 2
KEYS = {"take a version (2)": "2", "next difference (Tab)": "Tab", "undo (Ctrl+Z)": "Ctrl+Z"}


def main() -> None:
    if len(sys.argv) > 1 and sys.argv[1] == "measure":
        print(orjson.dumps(measure(Path(sys.argv[2]))).decode())  # noqa: T201
    else:
        report(figures())


def figures() -> Iterator[Figure]:
    with folder() as here:
        least: dict[str, list[list[float]]] = {}
        for size, (length, spans) in SIZES.items():
            path = make(here / f"{length}.annotator", [text_of(length, Random(1))], spans)
            found = in_child(SELF, "measure", path)
            least = least or found["keys"]
            for key in KEYS:
                yield _figure(f"{size}: {key}", found["keys"][key], least[key])
            for name in ("open", "finish"):
                yield Figure(f"{size}: {name}, clock", f"{found[name]:,.0f} ms")
        yield from _list(here)


def _list(here: Path) -> Iterator[Figure]:
    texts = [f"{i} {text_of(200, Random(i % 50))}" for i in range(DOCUMENTS)]
    path = make(here / "many.annotator", texts, SPANS_EACH)
    first, second = (_seconds(lambda: finish(compare(path))) for _ in range(2))
    with Project.open_to_read(path) as project:
        page = min(_seconds(lambda: project.differences.page(settled=False)) for _ in range(9))
    reference = _seconds(lambda: _read_all_spans(path))
    name = f"{DOCUMENTS:,} documents × {len(NAMES)}"
    yield Figure(
        f"{name}: compare all, the first time",
        f"{first:,.1f} s",
        f"{reference:,.1f} s to read all spans",
        first / reference,
    )
    yield Figure(f"{name}: the next time", f"{second:,.1f} s")
    yield Figure(f"{name}: first page of the list", f"{page * 1000:,.1f} ms")


def _read_all_spans(path: Path) -> None:
    with Project.open_to_read(path) as project:
        for row in project.connection.execute("SELECT * FROM spans").each():
            tuple(row)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _figure(name: str, times: list[list[float]], least: list[list[float]]) -> Figure:
    (middle, late), (cpu, late_cpu) = map(middle_and_99th, zip(*times, strict=True))
    reference = median(cpu_ms for _, cpu_ms in least)
    return Figure(
        f"{name}, p50 / p99 of processor and of clock",
        f"{cpu:.1f} / {late_cpu:.1f}, {middle:.1f} / {late:.1f} ms",
        f"{reference:.1f} ms in 3 kB",
        cpu / reference,
        f"< {MOST_MS} / {MOST_LATE_MS} ms, ≤ {GROWTH} × reference",
        cpu < MOST_MS and late_cpu < MOST_LATE_MS and cpu <= GROWTH * reference,
    )


def make(path: Path, texts: list[str], spans: int) -> Path:
    """A project in which three annotators finished these texts; every fifth span differs."""
    with Project.create(path) as project:
        with project.transaction():
            project.put_labels(LabelSet(map(Label, LABELS)))
            project.put_setting("pipeline", "blank:en")
            ids = [project.add_annotator(name) for name in NAMES]
        for first in range(0, len(texts), 500):
            with project.transaction():
                some = [NewDocument(text) for text in texts[first : first + 500]]
                for document, (document_id, _) in zip(
                    some, project.documents.add(some), strict=True
                ):
                    _say(project, document_id, document.text, spans, ids)
    return path


def _say(project: Project, id_: DocumentId, text: str, spans: int, annotators: list[int]) -> None:
    keys = spans_of(text, spans)
    for number, annotator_id in enumerate(annotators):
        said = []
        for i, (start, end, label) in enumerate(keys):
            turn = i % 15 - number * 5
            other = LABELS[(LABELS.index(label) + 1) % len(LABELS)]
            if turn != 1:
                said.append(Span(start, end, label if turn else other))
        edit = Edit(added=tuple(said), answer=(None, Answer.ACCEPT))
        project.annotations.store(
            id_, annotator_id, edit, kind="import", gesture="import", text=text
        )


# In a process of its own


def measure(project: Path) -> dict[str, Any]:
    """Milliseconds of each key, and those of the processor; of opening and of finishing."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QKeySequence
    from PySide6.QtTest import QTest

    from annotator.ui import app as program
    from annotator.ui import theme
    from annotator.ui.review.window import ReviewWindow

    app = program.application()
    finish(compare(project))
    window = ReviewWindow(project, "rita", theme.current(app))
    window.show()
    app.processEvents()
    began = time.perf_counter()
    window.start()
    app.processEvents()
    found: dict[str, Any] = {"open": (time.perf_counter() - began) * 1000}
    while window.comparing.runner.is_busy:
        app.processEvents()
    window._timer.stop()
    found["keys"] = {name: [] for name in KEYS}
    pick = Random(4)
    for i in range(ROUNDS):
        window.take(lambda: window.at.go_to(pick.choice(window.at.board.conflicts)))
        app.processEvents()
        for name, key in KEYS.items():
            pressed = QKeySequence(key)[0]
            before, cpu_before = time.perf_counter(), time.process_time()
            QTest.keyClick(window.view, pressed.key(), pressed.keyboardModifiers())
            app.processEvents()
            clock, cpu = time.perf_counter() - before, time.process_time() - cpu_before
            if i >= ROUNDS // 20:
                found["keys"][name].append((clock * 1000, cpu * 1000))
    began = time.perf_counter()
    window.take(window.hands.settle_by_rule)
    app.processEvents()
    found["finish"] = (time.perf_counter() - began) * 1000
    window.close()
    return found


if __name__ == "__main__":
    main()
