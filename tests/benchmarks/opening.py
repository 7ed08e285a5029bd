"""Opening and reading documents of four sizes in the real window.

    python -m tests.benchmarks.opening

Without a screen, each size in a process of its own; times are those of the processor. Opening
is measured from the key (Ctrl+PgDown) on: reading the file, making words, painting. Memory is
the peak above that of the same window with a document of three lines.
"""

import gc
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import orjson

from annotator.core.document import NewDocument
from annotator.core.label import Label, LabelSet
from annotator.core.suggestion import Suggestion
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

SELF = "tests.benchmarks.opening"
SIZES = {
    "3 kB, 70 spans": (3_000, 70),
    "100 kB, 2,500": (100_000, 2_500),
    "1 MB, 25,000": (1_000_000, 25_000),
    "10 MB, 100,000": (10_000_000, 100_000),
}
OPEN_MS = {"1 MB, 25,000": 60, "10 MB, 100,000": 200}
SCROLL_MS, RESIZE_MS, MEMORY_MB = 10, 20, 60
PAGES = 150
WIDTHS = (1_300, 1_260, 1_200, 1_150, 1_100)
THREE_LINES = "Ada met Bob.\n\nThey went to Bern.\n"


def main() -> None:
    if len(sys.argv) > 1 and sys.argv[1] == "measure":
        print(orjson.dumps(measure(Path(sys.argv[2]))).decode())  # noqa: T201
    else:
        report(figures())


def figures() -> Iterator[Figure]:
    with folder() as here:
        for size, (length, spans) in SIZES.items():
            found = in_child(SELF, "measure", make(here / f"{length}.annotator", length, spans))
            yield _figure(f"open {size}", found["open"], "ms", OPEN_MS.get(size))
            _, late = middle_and_99th(found["pages"])
            yield _figure(f"scroll by a page in {size}, p99", late, "ms", SCROLL_MS)
            yield _figure(f"resize {size}, the slowest", max(found["resizes"]), "ms", RESIZE_MS)
            yield _figure(f"memory of {size}", found["memory"], "MB", MEMORY_MB)


def _figure(name: str, value: float, unit: str, most: float | None) -> Figure:
    target = f"< {most} {unit}" if most else ""
    return Figure(name, f"{value:.1f} {unit}", target=target, met=value < most if most else None)


def make(path: Path, length: int, spans: int) -> Path:
    """A project with a document of three lines and a long one, every span of it suggested."""
    text = text_of(length, Random(1))
    with Project.create(path) as project, project.transaction():
        project.put_labels(LabelSet(map(Label, LABELS)))
        project.put_setting("pipeline", "blank:en")
        _, (document_id, _) = project.documents.add([NewDocument(THREE_LINES), NewDocument(text)])
        source = project.suggestions.source_id("blank:en")
        suggestions = [
            Suggestion(start, end, label, "blank:en", 0.8)
            for start, end, label in spans_of(text, spans)
        ]
        project.suggestions.put(document_id, source, (0, length), suggestions)
    return path


# In a process of its own


def measure(project: Path) -> dict[str, Any]:
    """Milliseconds of the processor, and megabytes."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from annotator.ui import app as program
    from annotator.ui import theme
    from annotator.ui.main_window import MainWindow

    app = program.application()
    window = MainWindow("me", theme.current(app))
    window.show_project(project)
    window.resize(1360, 860)
    window.show()
    app.processEvents()
    screen = window.screen_
    screen._suggester.stop()
    view, do = screen.article.view, screen.bridge.do
    before_mb = _peak_mb()
    open_ms = _ms(app, lambda: do(lambda: screen.session.open_neighbour(1)))
    gc.collect()
    bar = view.verticalScrollBar()
    pages = [_ms(app, lambda: bar.setValue(bar.value() + bar.pageStep())) for _ in range(PAGES)]
    resizes = [_ms(app, lambda w=w: window.resize(w, 860)) for w in WIDTHS]
    found = {"open": open_ms, "pages": pages, "resizes": resizes}
    found["memory"] = _peak_mb() - before_mb
    window.close()
    return found


def _ms(app: Any, act: Callable[[], object]) -> float:
    before = time.process_time()
    act()
    app.processEvents()
    return (time.process_time() - before) * 1000


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
