"""Insights of a project with 100,000 documents and three annotators, beside one read of all rows.

    python -m tests.benchmarks.insights

The reference reads each row of `spans`, `rejections`, `edits` and `visits` once in SQL.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from random import Random

import orjson

from annotator.session.insights.report import InsightsOptions, insights
from annotator.session.jobs import finish
from annotator.storage.project import Project
from tests.benchmarks.figures import LABELS, Figure, compared, folder, report

DOCUMENTS, PEOPLE, SPANS = 100_000, ("ana", "ben", "gold"), 4
PAGES = ("progress", "suggestions", "trust")


def main() -> None:
    report(figures())


def figures() -> Iterator[Figure]:
    with folder() as here:
        path = make(here / "p.annotator", DOCUMENTS)
        for page in PAGES:
            began = time.perf_counter()
            finish(insights(path, InsightsOptions((page,))))
            took = time.perf_counter() - began
            name = f"insights, {page}: {DOCUMENTS:,} documents, {len(PEOPLE)} annotators"
            yield compared(name, took, read(path), unit="s")


def read(path: Path) -> float:
    """Seconds for reading the rows once."""
    began = time.perf_counter()
    with closing(sqlite3.connect(path)) as db:
        for sql in (
            "SELECT count(source), sum(length(label)) FROM spans",
            "SELECT sum(length(label)) FROM rejections",
            "SELECT sum(length(change)), sum(length(made_at)) FROM edits",
            "SELECT sum(seconds) FROM visits",
        ):
            db.execute(sql).fetchall()
    return time.perf_counter() - began


def make(path: Path, documents: int) -> Path:
    """A project in which all have finished all documents: one gesture for each label."""
    Project.create(path).close()
    with closing(sqlite3.connect(path)) as db, db:
        db.executemany("INSERT INTO annotators VALUES (?, ?)", enumerate(PEOPLE, start=1))
        db.executemany(
            "INSERT INTO labels VALUES (?, ?, '#4b61b5', '', '')",
            [(name, i) for i, name in enumerate(LABELS)],
        )
        db.execute("INSERT INTO sources VALUES (1, 'blank:en')")
        db.execute("INSERT INTO settings VALUES ('pipeline', 'blank:en')")
        db.executemany(
            "INSERT INTO outcomes VALUES (?, ?, ?, 1000, 1000)",
            [
                (f"source {n}", label, bin_)
                for n in range(4)
                for label in LABELS
                for bin_ in range(20)
            ],
        )
        pick = Random(1)
        for first in range(1, documents + 1, 1_000):
            _add(db, range(first, min(documents + 1, first + 1_000)), pick)
    return path


def _add(db: sqlite3.Connection, ids: range, pick: Random) -> None:
    put = db.executemany
    put(
        "INSERT INTO documents VALUES (?, ?, 'a title', 200, '{}', '2026-01-01T00:00:00+00:00')",
        [(i, sha256(str(i).encode()).hexdigest()) for i in ids],
    )
    put("INSERT INTO texts VALUES (?, ?)", [(i, f"{i} " + "word " * 39) for i in ids])
    pairs = [(i, person) for i in ids for person in range(1, len(PEOPLE) + 1)]
    put(
        "INSERT INTO annotations (document_id, annotator_id, answer, changed_at)"
        " VALUES (?, ?, 'accept', '2026-01-01')",
        pairs,
    )
    spans = [(*pair, 9 * n, 9 * n + 4, pick.choice(LABELS)) for pair in pairs for n in range(SPANS)]
    put("INSERT INTO spans VALUES (?, ?, ?, ?, ?, 'blank:en', 0.7, NULL)", spans)
    put("INSERT INTO rejections VALUES (?, ?, 180, 184, 'ORG')", pairs)
    put("INSERT INTO suggestions VALUES (?, 1, 0, 4, 'ORG', 0.7, NULL)", [(i,) for i in ids])
    put(
        "INSERT INTO visits (uuid, document_id, annotator_id, began_at, seconds, keys,"
        " suggested, is_blind) VALUES (?, ?, ?, '2026-01-01T00:00:00+00:00', 30, 9, 1, ?)",
        [(f"{i}-{person}", i, person, i % 10 == 0) for i, person in pairs],
    )
    put(
        "INSERT INTO edits (uuid, document_id, annotator_id, kind, gesture, change, made_at)"
        " VALUES (?, ?, ?, 'do', 'accept', ?, ?)",
        [row for pair in pairs for row in _edits(pair, pick)],
    )


def _edits(pair: tuple[int, int], pick: Random) -> Iterator[tuple[object, ...]]:
    for n in range(SPANS + 1):
        change = (
            {"added": [[9 * n, 9 * n + 4, "ORG", "blank:en", 0.7, None]]}
            if n < SPANS
            else {"answer": [None, "accept"]}
        )
        day, second = 1 + pair[0] % 28, 2 * n + pick.randrange(2)
        made_at = f"2026-01-{day:02}T10:00:{second:02}.{pick.randrange(1000):03}+00:00"
        yield f"{pair[0]}-{pair[1]}-{n}", *pair, orjson.dumps(change).decode(), made_at


if __name__ == "__main__":
    main()
