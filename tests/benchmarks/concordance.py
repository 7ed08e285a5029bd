"""A concordance of 100,000 spans: the first page, all lines in each order, scrolling.

    python -m tests.benchmarks.concordance [SPANS]

Wall-clock times beside reading the same spans from SQLite in one go. In the real window without
a screen: from the key to the first lines painted, and pages scrolled through at random.
"""

import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

import orjson

from annotator.core.concordance import Sort
from annotator.core.document import NewDocument
from annotator.core.label import Label, LabelSet
from annotator.session.concordance import Wanted, concordance
from annotator.session.concordance_lines import Lines
from annotator.session.jobs import finish
from annotator.storage.project import Project
from tests.benchmarks.figures import (
    LABELS,
    Figure,
    compared,
    folder,
    in_child,
    report,
    spans_of,
    text_of,
)

SELF = "tests.benchmarks.concordance"
SPANS, OF_DOCUMENT, LENGTH = 100_000, 100, 3_000
BATCH = 200
ROUNDS = 3
PAGES = 60
FIRST_MOST_MS, PAGE_MOST_MS = 300, 50
WORD = "Bloomberg"


def main() -> None:
    if sys.argv[1:2] == ["measure"]:
        print(orjson.dumps(measure(Path(sys.argv[2]))).decode())  # noqa: T201
        return
    wanted = next((int(word) for word in sys.argv[1:] if word.isdigit()), SPANS)
    with folder() as here:
        report(figures(make(here / "concordance.annotator", wanted), wanted))


def make(path: Path, spans: int) -> Path:
    """A project with so many spans in documents of 3,000 characters."""
    pick = Random(7)
    with Project.create(path) as project:
        with project.transaction():
            project.put_labels(LabelSet(map(Label, LABELS)))
            project.put_setting("pipeline", "blank:en")
            project.add_annotator("me")
        for first in range(0, spans // OF_DOCUMENT, BATCH):
            numbers = range(first, min(first + BATCH, spans // OF_DOCUMENT))
            texts = [f"{number} {text_of(LENGTH, pick)}" for number in numbers]
            _add(project, texts)
    return path


def _add(project: Project, texts: list[str]) -> None:
    with project.transaction():
        added = project.documents.add([NewDocument(text) for text in texts])
        for (id_, _), text in zip(added, texts, strict=True):
            project.connection.execute(
                "INSERT INTO annotations (document_id, annotator_id, changed_at) VALUES (?, 1, '')",
                (id_,),
            )
            project.connection.executemany(
                "INSERT INTO spans VALUES (?, 1, ?, ?, ?, NULL, NULL, NULL)",
                [(id_, *span) for span in spans_of(text, OF_DOCUMENT)],
            )


def figures(path: Path, spans: int) -> Iterator[Figure]:
    """All of them."""
    reference = _best(lambda: _plain(path))
    for name, wanted in {
        "in the order of the queue": Wanted(),
        "one label": Wanted(label="ORG"),
        f"the word {WORD}": Wanted(text=WORD),
        **{f"sorted by {sort}": Wanted(sort=sort) for sort in Sort if sort is not Sort.DOCUMENT},
    }.items():
        ours = _best(lambda: finish(concordance(path, wanted, Lines())))  # noqa: B023
        yield compared(f"{spans:,} spans, {name}", ours, reference, unit="s")
    found = in_child(SELF, "measure", path)
    first = median(found["first"])
    target = f"< {FIRST_MOST_MS} ms"
    yield Figure(
        "first page, from the key to painted", f"{first:.0f} ms", "", None, target,
        first < FIRST_MOST_MS,
    )  # fmt: skip
    page = median(found["pages"])
    yield Figure(
        "a page anywhere, sorted by what comes before", f"{page:.1f} ms", "", None,
        f"< {PAGE_MOST_MS} ms", page < PAGE_MOST_MS,
    )  # fmt: skip


def _best(run: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        before = time.perf_counter()
        run()
        times.append(time.perf_counter() - before)
    return min(times)


def _plain(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(
            "SELECT document_id, annotator_id, start, end, label, source, score FROM spans"
        ).fetchall()
    connection.close()


# In a process of its own


def measure(project: Path) -> dict[str, list[float]]:
    """Milliseconds: to the first page, and for pages anywhere."""
    import os

    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from annotator.ui import app as program
    from annotator.ui import theme
    from annotator.ui.main_window import MainWindow

    app = program.application()
    window = MainWindow("me", theme.current(app))
    window.show_project(project)
    window.show()
    app.processEvents()
    screen = window.screen_
    screen._suggester.stop()
    opening = screen.tools.concordances
    found: dict[str, list[float]] = {"first": [], "pages": []}
    for _ in range(ROUNDS):
        before = time.perf_counter()
        opening.of_label()
        while not opening.window.model.rowCount():
            app.processEvents()
        opening.window.table.viewport().repaint()
        found["first"].append((time.perf_counter() - before) * 1000)
        _settle(app, opening.window)
    opening.window.filters.sort_by(Sort.LEFT)
    _settle(app, opening.window)
    bar, pick = opening.window.table.verticalScrollBar(), Random(3)
    for _ in range(PAGES):
        before = time.perf_counter()
        bar.setValue(pick.randrange(bar.maximum()))
        opening.window.table.viewport().repaint()
        found["pages"].append((time.perf_counter() - before) * 1000)
    window.close()
    return found


def _settle(app: Any, shown: Any) -> None:
    while shown.searching.is_busy:
        app.processEvents()


if __name__ == "__main__":
    main()
