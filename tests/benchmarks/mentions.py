"""Labelling every other mention of a word that stands 5,000 times in a document, and undoing it.

    python -m tests.benchmarks.mentions

In the real window without a screen: from the key to the painted result, which is on the disk
by then. Times are those of the processor.
"""

import os
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

import orjson

from annotator.core.document import NewDocument
from annotator.core.label import Label, LabelSet
from annotator.storage.project import Project
from tests.benchmarks.figures import LABELS, Figure, folder, in_child, report

SELF = "tests.benchmarks.mentions"
HITS, ROUNDS = 5_000, 5
MOST_MS = 300
SENTENCE = "Nothing was heard of Zephyrine in the town, although the people there had asked for"
TEXT = f"{SENTENCE} her all day.\n\n" * (HITS + 1)


def main() -> None:
    if len(sys.argv) > 1 and sys.argv[1] == "measure":
        print(orjson.dumps(measure(Path(sys.argv[2]))).decode())  # noqa: T201
    else:
        with folder() as here:
            found = in_child(SELF, "measure", make(here / "mentions.annotator"))
            report(_figure(name, times) for name, times in found.items())


def _figure(name: str, times: list[float]) -> Figure:
    middle = median(times)
    ours = f"{middle:.0f} ms"
    return Figure(f"{HITS:,} other mentions: {name}", ours, "", None, f"< {MOST_MS} ms",
                  middle < MOST_MS)  # fmt: skip


def make(path: Path) -> Path:
    """A project with that document, nothing of it labelled."""
    with Project.create(path) as project, project.transaction():
        project.put_labels(LabelSet(map(Label, LABELS)))
        project.put_setting("pipeline", "blank:en")
        project.documents.add([NewDocument(TEXT)])
    return path


# In a process of its own


def measure(project: Path) -> dict[str, list[float]]:
    """Milliseconds of each round."""
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
    hands = screen.bridge.gestures
    screen.bridge.do(lambda: hands.put_cursor(TEXT.index("Zephyrine")))
    screen.bridge.do(lambda: hands.label(LABELS[0]))
    found: dict[str, list[float]] = {"label (Ctrl+M)": [], "undo (Ctrl+Z)": []}
    for _ in range(ROUNDS):
        for name, count in (("label (Ctrl+M)", HITS + 1), ("undo (Ctrl+Z)", 1)):
            found[name].append(_press(app, window, name.split("(")[1].rstrip(")")))
            assert len(screen.session.article.spans) == count
    window.close()
    return found


def _press(app: Any, window: Any, keys: str) -> float:
    from PySide6.QtGui import QKeySequence
    from PySide6.QtTest import QTest

    key = QKeySequence(keys)[0]
    before = time.process_time()
    QTest.keyClick(window.screen_.article.view, key.key(), key.keyboardModifiers())
    app.processEvents()
    return (time.process_time() - before) * 1000


if __name__ == "__main__":
    main()
