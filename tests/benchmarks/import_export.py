"""Import and export of 10,000 documents of 3 kB, beside plain sqlite3 and orjson.

    python -m tests.benchmarks.import_export

The reference reads the lines with orjson and inserts the same rows into the same schema, in one
transaction and with the same pragmas, and checks nothing; for the export it selects them and
writes the same lines. Each runs in a process of its own. What is timed is the processor time of
the work alone, since others use the machine too; for the commands it is the whole process.
"""

import gc
import os
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median
from typing import Any
from uuid import uuid4

import orjson

from annotator.session.exporting import ExportOptions, export
from annotator.session.import_report import ImportOptions
from annotator.session.importing import import_files
from annotator.session.jobs import finish
from annotator.storage.project import PRAGMAS, Project
from tests.benchmarks.figures import (
    LABELS,
    Figure,
    alternating,
    compared,
    folder,
    in_child,
    report,
    spans_of,
    text_of,
)

DOCUMENTS = 10_000
LENGTH = 3_000
SPANS = 70
MANY = (1_000, 10_000, 50_000)
ROUNDS = 5
MOST_FOR_DOCUMENTS = 2
FLAT = 1.3
SELF = "tests.benchmarks.import_export"
MOST_FOR_IMPORT = 1.5
MOST_FOR_EXPORT = 1.3
PAGE = 400
NOW = "2026-01-01T00:00:00.000+00:00"
INSERTS = (
    "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?)",
    "INSERT INTO texts VALUES (?, ?)",
    "INSERT INTO annotations VALUES (?, ?, ?, ?, ?, ?, ?)",
    "INSERT INTO spans VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    (
        "INSERT INTO edits (id, uuid, document_id, annotator_id, kind, gesture, change, made_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    ),
)


def main() -> None:
    if len(sys.argv) > 1 and sys.argv[1] in WAYS:
        print(orjson.dumps(WAYS[sys.argv[1]](*map(Path, sys.argv[2:]))).decode())  # noqa: T201
    else:
        report(figures())


def figures() -> Iterator[Figure]:
    with folder() as here:
        plain, spans = here / "plain.jsonl", here / "spans.jsonl"
        write_jsonl(plain, DOCUMENTS)
        write_jsonl(spans, DOCUMENTS, spans=SPANS)
        yield from _imports(here, "import 10,000 documents", plain, most=MOST_FOR_DOCUMENTS)
        name = "import them with 70 spans each"
        yield from _imports(here, name, spans, most=MOST_FOR_IMPORT)
        yield from _exports(here)
        yield _peaks(here, "import")
        yield _peaks(here, "export")


def write_jsonl(path: Path, documents: int, *, spans: int = 0) -> None:
    """A file of documents, no two the same."""
    pick = Random(7)
    pool = text_of(200_000, pick)
    with path.open("wb") as file:
        for i in range(documents):
            at = pick.randrange(len(pool) - LENGTH)
            text = f"Article {i}. {pool[at : at + LENGTH]}"[:LENGTH]
            item: dict[str, object] = {"text": text, "meta": {"source": f"wire {i}"}}
            if spans:
                item["spans"] = [
                    {"start": start, "end": end, "label": label}
                    for start, end, label in spans_of(text, spans)
                ]
                item["answer"] = "accept"
            file.write(orjson.dumps(item) + b"\n")


def _imports(here: Path, name: str, file: Path, *, most: float | None = None) -> Iterator[Figure]:
    made, copy = here / "made.annotator", here / "copy.annotator"

    def ours() -> float:
        _remove(made)
        Project.create(made).close()
        return float(in_child(SELF, "import", made, file)["seconds"])

    def plain() -> float:
        _remove(copy)
        Project.create(copy).close()
        return float(in_child(SELF, "insert", copy, file)["seconds"])

    times = alternating(ROUNDS, ours=ours, plain=plain)
    reference = median(times["plain"])
    yield compared(name, median(times["ours"]), reference, unit="s", most=most)
    _remove(made)
    Project.create(made).close()
    seconds = _command_s("import", made, file)
    yield compared(f"{name}, the whole command", seconds, reference, unit="s")


def _exports(here: Path) -> Iterator[Figure]:
    made, out = here / "made.annotator", here / "out.jsonl"
    times = alternating(
        ROUNDS,
        ours=lambda: in_child(SELF, "export", made, out)["seconds"],
        plain=lambda: in_child(SELF, "select", made, out)["seconds"],
    )
    yield compared(
        "export them with their spans",
        median(times["ours"]),
        median(times["plain"]),
        unit="s",
        most=MOST_FOR_EXPORT,
    )


def _command_s(*arguments: object) -> float:
    before = time.perf_counter()
    command = [sys.executable, "-m", "annotator", *map(str, arguments)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - before


def _peaks(here: Path, way: str) -> Figure:
    peaks = []
    for documents in MANY:
        file, made = here / "many.jsonl", here / "many.annotator"
        write_jsonl(file, documents, spans=SPANS // 10)
        _remove(made)
        Project.create(made).close()
        found = in_child(SELF, "import", made, file)
        peaks.append((found if way == "import" else in_child(SELF, "export", made, file))["mb"])
    shown = " / ".join(f"{mb:.0f}" for mb in peaks)
    ratio = peaks[-1] / peaks[0]
    name = f"{way}: peak MB of the process with 1,000 / 10,000 / 50,000"
    return Figure(name, shown, ratio=ratio, target=f"≤ {FLAT} × the first", met=ratio <= FLAT)


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


# In a process of its own


def _timed(work: Callable[[], object]) -> dict[str, float]:
    gc.collect()
    before = time.process_time()
    work()
    seconds = time.process_time() - before
    return {
        "seconds": seconds,
        "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _import(project: Path, file: Path) -> dict[str, float]:
    return _timed(lambda: finish(import_files(project, [file], ImportOptions(annotator="me"))))


def _export(project: Path, out: Path) -> dict[str, float]:
    return _timed(lambda: finish(export(project, out, ExportOptions())))


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in (*PRAGMAS, "synchronous = NORMAL"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _insert(target: Path, file: Path) -> dict[str, float]:
    def work() -> None:
        connection = _connect(target)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO annotators VALUES (1, 'me')")
        labels = [(name, at, "#888888", "", "") for at, name in enumerate(LABELS)]
        connection.executemany("INSERT INTO labels VALUES (?, ?, ?, ?, ?)", labels)
        with file.open("rb") as lines:
            numbered = enumerate(map(orjson.loads, lines), start=1)
            while page := [*islice(numbered, PAGE)]:
                for sql, rows in zip(INSERTS, _rows(page), strict=True):
                    connection.executemany(sql, rows)
        connection.execute("COMMIT")
        connection.close()

    return _timed(work)


def _rows(page: list[tuple[int, Any]]) -> tuple[list[tuple[Any, ...]], ...]:
    documents, texts, annotations, spans, edits = [], [], [], [], []
    for number, item in page:
        text, found = item["text"], item.get("spans")
        key, meta = sha256(text.encode()).hexdigest(), orjson.dumps(item["meta"]).decode()
        documents.append((number, key, text[:60], len(text), meta, NOW))
        texts.append((number, text))
        if found is not None:
            ranges = [(span["start"], span["end"], span["label"]) for span in found]
            change = orjson.dumps({"added": ranges, "answer": [None, item["answer"]]}).decode()
            annotations.append((number, 1, item["answer"], 0, None, NOW, None))
            spans += [(number, 1, *each, None, None, None) for each in ranges]
            edits.append((None, str(uuid4()), number, 1, "import", "import", change, NOW))
    return documents, texts, annotations, spans, edits


def _select(project: Path, out: Path) -> dict[str, float]:
    def work() -> None:
        connection = _connect(project)
        spans = connection.cursor()
        with out.open("wb") as file:
            for id_, key, meta, text, answer in connection.execute(
                "SELECT id, key, meta, text, answer FROM documents"
                " JOIN texts ON texts.document_id = id"
                " JOIN annotations ON annotations.document_id = id ORDER BY id"
            ):
                found = spans.execute(
                    "SELECT start, end, label FROM spans WHERE document_id = ? AND annotator_id = 1"
                    " ORDER BY start, end, label",
                    (id_,),
                )
                line = {
                    "text": text,
                    "spans": [
                        {"start": start, "end": end, "label": label, "text": text[start:end]}
                        for start, end, label in found
                    ],
                    "answer": answer,
                    "complete": answer == "accept",
                    "annotator": "me",
                    "id": key,
                    "meta": orjson.loads(meta),
                }
                file.write(orjson.dumps(line) + b"\n")
        connection.close()

    return _timed(work)


WAYS = {"import": _import, "export": _export, "insert": _insert, "select": _select}


if __name__ == "__main__":
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    main()
