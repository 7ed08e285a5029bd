"""One key press in the real window: from the key to the painted result, edits on the disk too.

    python -m tests.benchmarks.edit

Without a screen, each size in a process of its own. Keys go to the article at random places
of the document; no model runs beside. The reference of the larger documents is the small one.
"""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

import orjson

from annotator.core.document import NewDocument
from annotator.core.label import Label, LabelSet
from annotator.core.suggestion import Suggestion
from annotator.session.article import Place
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

SELF = "tests.benchmarks.edit"
SIZES = {
    "3 kB, 70 spans": (3_000, 70),
    "100 kB, 2,500": (100_000, 2_500),
    "1 MB, 25,000": (1_000_000, 25_000),
    "10 MB, 100,000": (10_000_000, 100_000),
}
EDITS = 200
MOST_MS, MOST_LATE_MS = 2, 6
"""Of the processor: the median, and the 99th percentile."""
FAR_MS = 5
GROWTH = 1.5
FAR = "next span, far away (Tab)"
KEYS = {
    "word to the right (Right)": "Right",
    "next span (Tab)": "Tab",
    "accept (Return)": "Return",
    "reject (Delete)": "Delete",
    "label (2)": "2",
}
EDITING = {"accept (Return)", "reject (Delete)", "label (2)"}
UNDO = "undo (Ctrl+Z)"


def main() -> None:
    if len(sys.argv) > 1 and sys.argv[1] == "measure":
        print(orjson.dumps(measure(Path(sys.argv[2]))).decode())  # noqa: T201
    else:
        report(figures())


def figures() -> Iterator[Figure]:
    with folder() as here:
        found = {}
        for size, (length, spans) in SIZES.items():
            found[size] = in_child(
                SELF, "measure", make(here / f"{length}.annotator", length, spans)
            )
        least = found[next(iter(SIZES))]
        for size, times in found.items():
            for key in (*KEYS, UNDO, FAR):
                yield _figure(f"{size}: {key}", times[key], least[key])


def _figure(name: str, times: list[list[float]], least: list[list[float]]) -> Figure:
    (middle, late), (cpu, late_cpu) = map(middle_and_99th, zip(*times, strict=True))
    most = FAR_MS if FAR in name else MOST_MS
    reference = median(cpu_ms for _, cpu_ms in least)
    return Figure(
        f"{name}, p50 / p99 of processor and of clock",
        f"{cpu:.1f} / {late_cpu:.1f}, {middle:.1f} / {late:.1f} ms",
        f"{reference:.1f} ms in 3 kB",
        cpu / reference,
        f"< {most} / {MOST_LATE_MS} ms, ≤ {GROWTH} × reference",
        cpu < most and late_cpu < MOST_LATE_MS and cpu <= GROWTH * reference,
    )


def make(path: Path, length: int, spans: int) -> Path:
    """A project with one document, every span of it suggested."""
    text = text_of(length, Random(1))
    with Project.create(path) as project, project.transaction():
        project.put_labels(LabelSet(map(Label, LABELS)))
        project.put_setting("pipeline", "blank:en")
        # As a new project has it: what memory costs is measured where it is on.
        project.put_setting("memory", "off")
        (document_id, _), *_ = project.documents.add([NewDocument(text)])
        source = project.suggestions.source_id("blank:en")
        suggestions = [
            Suggestion(start, end, label, "blank:en", 0.8)
            for start, end, label in spans_of(text, spans)
        ]
        project.suggestions.put(document_id, source, (0, length), suggestions)
    return path


# In a process of its own


def measure(project: Path) -> dict[str, list[tuple[float, float]]]:
    """Milliseconds of each edit by its key, and those of the processor."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QKeySequence

    from annotator.ui import app as program
    from annotator.ui import theme
    from annotator.ui.main_window import MainWindow

    app = program.application()
    window = MainWindow("me", theme.current(app))
    window.show_project(project)
    window.show()
    app.processEvents()
    window.screen_._suggester.stop()
    keys = {name: QKeySequence(key)[0] for name, key in KEYS.items()}
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in (*KEYS, UNDO, FAR)}
    pick = Random(4)
    for i in range(EDITS):
        for name, key in keys.items():
            _go_somewhere(window, pick)
            app.processEvents()
            elapsed = _press(app, window, key)
            undone = _press(app, window, QKeySequence("Ctrl+Z")[0]) if name in EDITING else None
            if i >= EDITS // 20:  # the first ones fill caches
                found[name].append(elapsed)
                found[UNDO].extend([undone] if undone else [])
        _put_cursor_far_away(window, pick)
        found[FAR].append(_press(app, window, QKeySequence("Tab")[0]))
    window.close()
    return found


def _go_somewhere(window: "MainWindow", pick: Random) -> None:  # noqa: F821
    screen = window.screen_
    offset = pick.randrange(len(screen.session.article.text) * 9 // 10)
    screen.bridge.do(lambda: screen.bridge.gestures.put_cursor(offset))
    screen.bridge.do(screen.bridge.gestures.accept)  # focuses the first undecided one
    suggestion = screen.session.article.suggestions.after((offset, 0, ""))
    if suggestion:
        screen.bridge.do(lambda: screen.bridge.gestures.focus(suggestion))


def _put_cursor_far_away(window: "MainWindow", pick: Random) -> None:  # noqa: F821
    """Out of sight: the cursor moves, the view is not told."""
    article = window.screen_.session.article
    at = pick.randrange(len(article.text) * 9 // 10)
    article.place = Place(cursor=article.words.nearest(at) or (0, 0))


def _press(app: Any, window: "MainWindow", key: Any) -> tuple[float, float]:  # noqa: F821
    from PySide6.QtTest import QTest

    before, cpu_before = time.perf_counter(), time.process_time()
    QTest.keyClick(window.screen_.article.view, key.key(), key.keyboardModifiers())
    app.processEvents()
    return (time.perf_counter() - before) * 1000, (time.process_time() - cpu_before) * 1000


if __name__ == "__main__":
    main()
