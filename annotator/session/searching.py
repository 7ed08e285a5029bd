"""Searching the texts of all documents."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from annotator.core.document import Document, DocumentId
from annotator.core.search import each_match
from annotator.core.words import Range
from annotator.session.jobs import Job, Progress
from annotator.storage.project import Project

MOST_HITS = 1_000
STEP = 500
AROUND = 60


@dataclass(frozen=True, slots=True)
class Hit:
    """One place: the document, the range, and the text before, at and after it."""

    document_id: DocumentId
    title: str
    range: Range
    before: str
    match: str
    after: str


def search(path: Path, needle: str, hits: list[Hit]) -> Job[None]:
    """Append the places of a string, whatever its case, to `hits`, a thousand at most.

    The list grows while the job runs, so that what is found can be shown at once.
    """
    with Project.open_to_read(path) as project:
        total = project.documents.completion(0).documents
        for done, (document, text) in enumerate(project.documents.each_text(), start=1):
            for hit in _hits(document, text, needle):
                hits.append(hit)
                if len(hits) == MOST_HITS:
                    return
            if done % STEP == 0:
                yield Progress(done, total, "documents")


def _hits(document: Document, text: str, needle: str) -> Iterator[Hit]:
    for start, end in each_match(text, needle):
        before = text[max(0, start - AROUND) : start]
        after = text[end : end + AROUND]
        yield Hit(document.id, document.title, (start, end), before, text[start:end], after)
