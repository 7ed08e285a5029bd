"""How many errors that were put into gold annotations are found, and how soon.

    python -m tests.benchmarks.label_errors

Of the spans of each corpus one in 25 gets another label, one in 25 is removed, and one in 25
gains the character after it. `found`: the share of them that is listed at all (a
removed span whose words are labelled nowhere else cannot be). `soon`: of as many lines as
errors were put in, the share that is about one of them; others may be errors of the corpus
itself, so that it is a lower bound.
"""

import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from annotator.core.annotation import Answer
from annotator.core.document import NewDocument
from annotator.core.edit import Edit
from annotator.core.label import Label, LabelSet
from annotator.core.span import Span, SpanKey
from annotator.session.finding_errors import find_errors
from annotator.session.jobs import finish
from annotator.storage.project import Project
from tests.benchmarks.effort import corpora
from tests.benchmarks.effort_corpora import Gold, read
from tests.benchmarks.figures import Figure, folder, report

ONE_IN = 25


def main() -> None:
    report(figures())


def figures() -> Iterator[Figure]:
    with folder() as here:
        for i, (name, (paths, _)) in enumerate(corpora([]).items()):
            golds = read(paths, spans=1 << 30)
            path = here / f"{i}.annotator"
            wrong = _make(path, golds, Random(1))
            began = time.process_time()
            errors = finish(find_errors(path)).errors
            seconds = time.process_time() - began
            # One span may be listed for several reasons.
            lines = list(dict.fromkeys((one.document_id, one.place[:2]) for one in errors))
            found = len(wrong & set(lines)) / len(wrong)
            soon = len(wrong & set(lines[: len(wrong)])) / len(wrong)
            about = f"{name}, {len(golds)} documents, {len(wrong)} errors put in"
            yield Figure(f"{about}: found", f"{found:.0%}", f"{len(lines)} lines")
            yield Figure(f"{about}: soon", f"{soon:.0%}", f"{seconds:.1f} s")


def _make(path: Path, golds: list[Gold], pick: Random) -> set[tuple[int, tuple[int, int]]]:
    """A project of these with errors; where they are: document, range."""
    labels = sorted({label for gold in golds for _, _, label in gold.spans})
    wrong = set()
    with Project.create(path) as project, project.transaction():
        project.put_labels(LabelSet(map(Label, labels)))
        ids = project.documents.add([NewDocument(gold.text) for gold in golds])
        annotator_id = project.add_annotator("gold")
        for (id_, _), gold in zip(ids, golds, strict=True):
            spans = []
            for key in gold.spans:
                made = _spoilt(key, gold.text, labels, pick)
                if made != key:
                    wrong.add((id_, (made or key)[:2]))
                if made is not None:
                    spans.append(Span(*made))
            edit = Edit(added=tuple(dict.fromkeys(spans)), answer=(None, Answer.ACCEPT))
            project.annotations.store(id_, annotator_id, edit, gesture="gold")
    return wrong


def _spoilt(key: SpanKey, text: str, labels: list[str], pick: Random) -> SpanKey | None:
    start, end, label = key
    chance = pick.random() * ONE_IN
    if chance < 1:
        return start, end, pick.choice([name for name in labels if name != label])
    if chance < 2:
        return None
    if chance < 3 and not text[end : end + 1].isalnum() and end < len(text):
        return start, end + 1, label
    return key


if __name__ == "__main__":
    main()
