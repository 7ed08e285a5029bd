"""Agreement of three annotators on 100,000 documents, with intervals.

    python -m tests.benchmarks.agreement

The reference reads the same texts and spans with plain sqlite3 and counts nothing. Both run in
one process, one after the other, and what is timed is the time of the processor, since others
use the machine too. A hundred thousand documents have to be compared in 20 seconds.
"""

import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random

from annotator.core.document import document_key
from annotator.core.label import Label, LabelSet
from annotator.session.agreeing import agreement
from annotator.session.jobs import finish
from annotator.storage.project import Project
from tests.benchmarks.figures import LABELS, Figure, folder, report, spans_of, text_of

DOCUMENTS = 100_000
LENGTH = 400
SPANS = 6
ANNOTATORS = ("ana", "ben", "cem")
MOST_S = 20
MOST_RATIO = 8
SAME = 0.8
"""The share of spans that an annotator marks as all others do."""


def main() -> None:
    report(figures(int(sys.argv[1]) if sys.argv[1:2] and sys.argv[1].isdigit() else DOCUMENTS))


def figures(documents: int) -> Iterator[Figure]:
    with folder() as place:
        path = place / "p.annotator"
        _fill(path, documents)
        read = _timed(lambda: _read(path))
        ours = _timed(lambda: finish(agreement(path)))
    name = f"agreement, {documents:,} documents by {len(ANNOTATORS)}"
    most = MOST_S * documents / DOCUMENTS
    ratio = ours / read
    yield Figure(
        name,
        f"{ours:.2f} s",
        f"{read:.2f} s",
        ratio,
        f"≤ {MOST_RATIO} × reading",
        ratio <= MOST_RATIO,
    )
    yield Figure(name, f"{ours:.2f} s", "", None, f"≤ {most:g} s", ours <= most)


def _timed(work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before


def _read(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        for table in ("texts", "spans"):
            rows = db.execute(f"SELECT * FROM {table}")
            while rows.fetchmany(10_000):
                pass


def _fill(path: Path, documents: int) -> None:
    """Some thousand texts over and over, each made another by its number."""
    pick = Random(1)
    texts = [text_of(LENGTH, pick) for _ in range(1_000)]
    spans = [spans_of(text, SPANS) for text in texts]
    with Project.create(path) as project, project.transaction():
        project.put_labels(LabelSet(map(Label, LABELS)))
        ids = [project.add_annotator(name) for name in ANNOTATORS]
        run = project.connection.executemany
        numbers = range(1, documents + 1)
        text_at = [f"{texts[n % 1_000]} {n}" for n in numbers]
        run(
            "INSERT INTO documents VALUES (?, ?, '', ?, '{}', '')",
            [(n, document_key(t), len(t)) for n, t in zip(numbers, text_at, strict=True)],
        )
        run("INSERT INTO texts VALUES (?, ?)", zip(numbers, text_at, strict=True))
        days = [f"2026-{1 + n * 11 // documents:02}-{1 + n % 28:02}T10:00:00" for n in numbers]
        run(
            "INSERT INTO annotations VALUES (?, ?, 'accept', 0, NULL, ?, NULL)",
            [(n, i, day) for n, day in zip(numbers, days, strict=True) for i in ids],
        )
        run(
            "INSERT INTO spans VALUES (?, ?, ?, ?, ?, NULL, NULL, NULL)", _said(numbers, ids, spans)
        )


def _said(
    numbers: range, ids: list[int], spans: list[list[tuple[int, int, str]]]
) -> Iterator[tuple[int, int, int, int, str]]:
    pick = Random(2)
    for n in numbers:
        for i in ids:
            for start, end, label in spans[n % 1_000]:
                if pick.random() < SAME:
                    yield n, i, start, end, label
                elif pick.random() < SAME:
                    yield n, i, start, end + 1, pick.choice(LABELS)


if __name__ == "__main__":
    main()
