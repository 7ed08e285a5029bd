"""The queue of a project with a million documents, beside that of one with a hundred.

    python -m tests.benchmarks.queue_list

Opening: the file, the next document to do, the list shown and painted, and the count of
progress; each project in a process of its own, after one untimed opening of a small one.
"""

import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from random import Random
from statistics import median

import orjson

from annotator.core.queue import Order
from annotator.session.arranging import arrange, choose, use
from annotator.session.jobs import finish
from annotator.session.session import Session
from annotator.storage.project import Project
from tests.benchmarks.figures import Figure, compared, folder, in_child, report

SIZES = (100, 10_000, 1_000_000)
SELF = "tests.benchmarks.queue_list"
ROUNDS = 7
JUMPS = 50
MOST = 1.5
NOTHING, HALF = "0", "id <= (SELECT max(id) FROM documents) / 2"
KINDS = {
    "nothing answered": (NOTHING, Order.IMPORTED),
    "half answered": (HALF, Order.IMPORTED),
    "half answered, the others at random": (HALF, Order.RANDOM),
}


def main() -> None:
    if len(sys.argv) > 1 and sys.argv[1] == "measure":
        found = measure(Path(sys.argv[2]), Path(sys.argv[3]))
        print(orjson.dumps(found).decode())  # noqa: T201
    else:
        report(figures())


def figures() -> Iterator[Figure]:
    with folder() as here:
        warm = make(here / "warm.annotator", 50, NOTHING)
        for kind, (answered, order) in KINDS.items():
            found = []
            for size in SIZES:
                project = make(here / "queue.annotator", size, answered)
                arranged(project, order)
                rounds = [in_child(SELF, "measure", project, warm) for _ in range(ROUNDS)]
                found.append({k: median(r[k] for r in rounds) for k in rounds[0]})
            yield from _compared(kind, found)


def _compared(kind: str, found: list[dict[str, float]]) -> Iterator[Figure]:
    least, middle, most = found
    yield compared(
        f"queue, {kind}: open 1,000,000 beside 100",
        most["open"],
        least["open"],
        unit="ms",
        most=MOST,
    )
    for name in least:
        if name != "open":
            shown = " / ".join(f"{one[name]:.1f}" for one in (middle, most))
            label = f"queue, {kind}: {name}, 10,000 / 1,000,000 beside 100"
            ratio = most[name] / least[name]
            yield Figure(label, f"{shown} ms", f"{least[name]:.1f} ms", ratio)


def make(path: Path, documents: int, answered: str) -> Path:
    """A project with so many short documents; `answered` is a condition in SQL."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    Project.create(path).close()
    pick = Random(3)
    ids = range(1, documents + 1)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA cache_size = -200000")
        connection.execute("INSERT INTO annotators (name) VALUES ('me')")
        connection.executemany(
            "INSERT INTO documents VALUES (?, ?, ?, 40, '{}', '2025-01-01')",
            (
                (i, sha256(str(i).encode()).hexdigest(), f"Article {i} of {pick.random()} and more")
                for i in ids
            ),
        )
        connection.executemany(
            "INSERT INTO texts VALUES (?, ?)",
            ((i, f"Article {i}. Nothing is said in it.") for i in ids),
        )
        connection.execute(
            "INSERT INTO annotations (document_id, annotator_id, answer, changed_at)"
            f" SELECT id, 1, 'accept', '2025-01-01' FROM documents WHERE {answered}"
        )
    return path


def arranged(path: Path, order: Order) -> None:
    """Bring the queue of a project into an order."""
    session = Session(path, "me")
    choose(session, order)
    if order is not Order.IMPORTED:
        use(session, finish(arrange(path, order, here=None, is_afresh=True)))
    session.close()


# In a process of its own


def measure(project: Path, warm: Path) -> dict[str, float]:
    """Milliseconds of what is done with a queue."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    app = QApplication([])
    open_list(app, warm)
    found: dict[str, float] = {}
    before = time.perf_counter()
    documents = open_list(app, project)
    found["open"] = _since(before)
    session = documents._session
    found["to do"] = _ms(lambda: _choose(app, documents, "To do"))
    found["accepted"] = _ms(lambda: _choose(app, documents, "Accepted"))
    found["flagged"] = _ms(lambda: _choose(app, documents, "Flagged"))
    _choose(app, documents, "All documents")
    pick, count = Random(5), session.completion().documents

    def jump() -> None:
        documents.take(session.open(pick.randrange(count) + 1))
        app.processEvents()

    found["random jump"] = median(_ms(jump) for _ in range(JUMPS))
    session.open(count)
    found["next to do"] = _ms(session.open_next_to_do)
    found["progress"] = _ms(session.completion)
    documents.text_filter.setText("and")
    found["filter by a common text"] = _ms(lambda: _renew(app, documents))
    documents.text_filter.setText("nowhere")
    found["filter by a text that is nowhere"] = _ms(lambda: _renew(app, documents))
    return found


def open_list(app: "QApplication", project: Path) -> "DocumentList":  # noqa: F821
    from annotator.ui.document_list import DocumentList

    documents = DocumentList(Session(project, "me"))
    documents.resize(250, 800)
    documents._session.open_next_to_do()
    documents.renew()
    documents._session.completion()
    documents.show()
    app.processEvents()
    return documents


def _choose(app: "QApplication", documents: "DocumentList", title: str) -> None:  # noqa: F821
    documents.state_filter.setCurrentText(title)
    app.processEvents()


def _renew(app: "QApplication", documents: "DocumentList") -> None:  # noqa: F821
    documents.renew()
    app.processEvents()


def _ms(work: Callable[[], object]) -> float:
    before = time.perf_counter()
    work()
    return _since(before)


def _since(before: float) -> float:
    return (time.perf_counter() - before) * 1000


if __name__ == "__main__":
    main()
