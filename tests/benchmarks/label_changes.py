"""Renaming a label that most of a million spans have: the preview, the change, and its undo.

    python -m tests.benchmarks.label_changes

The reference takes the same rows out and puts them in again, with plain sqlite3 in one
transaction: no journal, no counts, and no undo.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from annotator.core.document import NewDocument
from annotator.core.edit import Edit
from annotator.core.label import Label, LabelSet
from annotator.core.label_changes import LabelPlan
from annotator.core.label_draft import LabelDraft
from annotator.core.span import Span
from annotator.session.jobs import finish
from annotator.session.label_changes import change_labels, preview
from annotator.session.long_undo import taken_back
from annotator.storage.project import Project
from tests.benchmarks.figures import Figure, compared, folder, report

DOCUMENTS, SPANS, BATCH = 10_000, 100, 200
WORD = "word "


def main() -> None:
    report(_figures())


def _figures() -> Iterator[Figure]:
    with folder() as home:
        path, plan = home / "million.annotator", _made(home / "million.annotator")
        reference = _seconds(lambda: _plain(path))
        steps = {
            "preview": lambda: finish(preview(path, plan)),
            "rename": lambda: finish(change_labels(path, "ana", plan)),
            "undo": lambda: finish(taken_back(path, "ana", "undo")),
        }
        for name, run in steps.items():
            title = f"{name}, {DOCUMENTS * SPANS * 3 // 4:,} spans"
            yield compared(title, _seconds(run), reference, unit="s")


def _made(path: Path) -> LabelPlan:
    spans = tuple(
        Span(at * 5, at * 5 + 4, "PER" if at % 4 else "ORG", "model", 0.9) for at in range(SPANS)
    )
    with Project.create(path) as project:
        with project.transaction():
            project.put_labels(LabelSet([Label("PER"), Label("ORG")]))
            who = project.add_annotator("ana")
        for first in range(0, DOCUMENTS, BATCH):
            with project.transaction():
                texts = [f"{WORD * SPANS}{number}" for number in range(first, first + BATCH)]
                for id_, _ in project.documents.add([NewDocument(text) for text in texts]):
                    project.annotations.store(
                        id_, who, Edit(added=spans), kind="import", gesture="import"
                    )
        draft = LabelDraft(project.labels())
    draft.change(draft.row("PER"), name="PERSON")
    return draft.plan()


def _plain(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        rows = connection.execute("SELECT * FROM spans WHERE label = 'PER'").fetchall()
        connection.execute("DELETE FROM spans WHERE label = 'PER'")
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO spans VALUES ({marks})", rows)
        connection.execute("COMMIT")


def _seconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
