"""How late the window's event loop is while a training runs beside it.

    python -m tests.benchmarks.learning_lag [--json]

A timer of the real window asks to be woken every 5 ms; its lag is how much later it comes:
at rest, while a model is trained, and while the queue is suggested anew. The reference is the same
timer in a process that has an event loop and nothing else, at the same time: what the machine does
to any window.
"""

# ruff: noqa: T201 - what a benchmark is for

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtTest import QTest

from annotator.core.annotation import Answer
from annotator.core.edit import Edit
from annotator.core.span import Span
from annotator.session import learning
from annotator.storage.project import Project
from annotator.suggest.pipelines import DEFAULT
from annotator.ui import app as program
from annotator.ui import theme
from annotator.ui.main_window import SIZE_PX, MainWindow
from tests.benchmarks.figures import Figure, folder, middle_and_99th, report, text_of
from tests.storage.projects import make

TICK_MS = 5
REST_S = 10.0
MOST_LAG_MS = 20
FINISHED, TEXTS, LENGTH = 100, 160, 3_000
SETTLE_MS = 8_000
BARE = [sys.executable, "-c", "from tests.benchmarks.learning_lag import bare; bare()"]


def main() -> None:
    report(figures())


def figures() -> Iterator[Figure]:
    """The lag at rest, while it learns, and afterwards."""
    with folder() as here:
        window = _window(_project(here / "lag.annotator"))
        learner = window.screen_.learner
        QTest.qWait(SETTLE_MS)
        yield _figure("at rest", _for(REST_S))
        learner.learn()
        yield _figure("while it learns", lambda: learner._process is not None)
        yield _figure(f"while the queue is suggested anew ({learner.state})", _for(REST_S))
        window.close()


def _figure(name: str, goes_on: Callable[[], bool]) -> Figure:
    with subprocess.Popen(BARE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as bare:
        lags = _lags(goes_on)
        said, _ = bare.communicate("")
    middle, late = middle_and_99th(lags)
    other_middle, other = middle_and_99th(json.loads(said))
    return Figure(
        f"lag {name}",
        f"{middle:.1f} / {late:.1f} / {max(lags):.1f} ms p50/p99/max of {len(lags)}",
        f"{other_middle:.1f} / {other:.1f} ms p50/p99",
        late / other,
        f"p99 < {MOST_LAG_MS} ms",
        late < MOST_LAG_MS,
    )


def bare() -> None:
    """Be the process with nothing but an event loop, until its input ends."""
    app = QCoreApplication([])
    ended = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
    found = _lags(lambda: not ended.is_set())
    print(json.dumps(found))
    del app


def _project(path: Path) -> Path:
    pick = Random(1)
    texts = [text_of(LENGTH, pick).replace("company", "Ada Lovelace") for _ in range(TEXTS)]
    make(path, *texts, labels="PER CITY")
    with Project.open(path) as project, project.transaction():
        project.put_setting("pipeline", DEFAULT)
        project.put_setting("language", "en")
        project.put_setting(learning.INTERVAL, "10000")
        who = project.add_annotator("tester")
        for number, text in enumerate(texts[:FINISHED], 1):
            starts = [i for i in range(len(text)) if text.startswith("Ada Lovelace", i)]
            spans = tuple(Span(i, i + 12, "PER") for i in starts)
            edit = Edit(added=spans, answer=(None, Answer.ACCEPT))
            project.annotations.store(number, who, edit, gesture="label")
    return path


def _window(path: Path) -> MainWindow:
    app = program.application()
    window = MainWindow("tester", theme.current(app))
    window.resize(*SIZE_PX)
    window.show_project(path)
    window.show()
    return window


def _for(seconds: float) -> Callable[[], bool]:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() < end


def _lags(goes_on: Callable[[], bool]) -> list[float]:
    """How late the timer came each time, in ms."""
    found: list[float] = []
    last = [time.perf_counter()]

    def tick() -> None:
        now = time.perf_counter()
        found.append(max(0.0, (now - last[0]) * 1_000 - TICK_MS))
        last[0] = now

    timer = QTimer(interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    timer.start()
    while goes_on():
        QTest.qWait(100)
    timer.stop()
    return found


if __name__ == "__main__":
    main()
