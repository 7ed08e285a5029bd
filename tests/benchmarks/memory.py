"""What it costs to remember 50,000 strings: reading them, and opening a document of 3 kB.

    python -m tests.benchmarks.memory

Without a window; milliseconds of the processor. Opening is measured against the same project
that remembers nothing.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from statistics import median

from annotator.core.document import DocumentId, NewDocument
from annotator.core.label import Label, LabelSet
from annotator.core.words import pack, segments
from annotator.session.session import Session
from annotator.storage.project import Project
from tests.benchmarks.figures import LABELS, Figure, folder, report

STRINGS, LENGTH, DOCUMENTS = 50_000, 3_000, 40
SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "or", "el")]
OPEN_MS, SLICE_MS = 5, 10


def main() -> None:
    report(figures())


def figures() -> Iterator[Figure]:
    with folder() as here:
        pick = Random(1)
        words = ["".join(pick.choices(SYLLABLES, k=pick.randrange(1, 4))) for _ in range(8_000)]
        texts = [_text(words, pick) for _ in range(DOCUMENTS)]
        for tokens in (True, False):
            how = "with tokens" if tokens else "without tokens"
            opened = {}
            for count in (STRINGS, 0):
                path = here / f"{count} {how}.annotator"
                _make(path, texts, _strings(words, count, pick), tokens=tokens)
                slices, opened[count] = _measured(path)
                if count and tokens:
                    yield _figure("reading 50,000 strings, the longest step", max(slices), SLICE_MS)
                    yield Figure("the same, all steps", f"{sum(slices):.0f} ms")
            name = f"opening 3 kB {how} with 50,000 strings, on top of none"
            yield _figure(name, opened[STRINGS] - opened[0], OPEN_MS)


def _figure(name: str, value: float, most: float) -> Figure:
    return Figure(name, f"{value:.1f} ms", target=f"< {most} ms", met=value < most)


def _text(words: list[str], pick: Random) -> str:
    found = ""
    while len(found) < LENGTH:
        word = words[int(len(words) * pick.random() ** 3)]
        found += (
            (word.capitalize() if pick.random() < 0.2 else word) + pick.choice("    ,.\n ") + " "
        )
    return found[:LENGTH]


def _strings(words: list[str], count: int, pick: Random) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        some = (words[int(len(words) * pick.random() ** 3)] for _ in range(pick.randrange(1, 5)))
        found[" ".join(some).title()] = None
    return list(found)


def _make(path: Path, texts: list[str], strings: list[str], *, tokens: bool) -> None:
    with Project.create(path) as project, project.transaction():
        project.put_labels(LabelSet(map(Label, LABELS)))
        project.put_setting("pipeline", "blank:en")
        source = project.suggestions.source_id("blank:en")
        for document_id, _ in project.documents.add([NewDocument(text) for text in texts]):
            if tokens and document_id:
                text = project.documents.text(document_id)
                packed = pack(_ranges(text), 0)
                project.suggestions.put(document_id, source, (0, len(text)), [], tokens=packed)
        project.connection.executemany(
            "INSERT INTO remembered VALUES (?, ?, 3, 1)",
            [(one, LABELS[i % len(LABELS)]) for i, one in enumerate(strings)],
        )


def _ranges(text: str) -> list[tuple[int, int]]:
    found = segments(text, 0, len(text))
    return list(zip(found.starts, found.ends, strict=True))


def _measured(path: Path) -> tuple[list[float], float]:
    """Milliseconds of each step of reading, and of opening a document (the median)."""
    session = Session(path, "me")
    session.open(DocumentId(1))
    steps = []
    while session.recall.is_busy:
        steps.append(_ms(session.recall_more))
    opened = []
    for number in range(2, DOCUMENTS + 1):
        opened.append(_ms(lambda n=number: session.open(DocumentId(n))))  # type: ignore[misc]
        while session.recall.is_busy:
            session.recall_more()
    session.close()
    return steps, median(opened)


def _ms(act: Callable[[], object]) -> float:
    before = time.process_time()
    act()
    return (time.process_time() - before) * 1000


if __name__ == "__main__":
    main()
