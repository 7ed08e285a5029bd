"""Where patterns would be found in a project, before they are kept in it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from annotator.core.document import Document
from annotator.core.pattern import Pattern
from annotator.core.suggestion import Suggestion
from annotator.session.jobs import Job, Progress
from annotator.session.keeping import setup_of
from annotator.session.searching import AROUND, Hit
from annotator.storage.project import Project
from annotator.suggest import pipelines
from annotator.suggest.process import Crew
from annotator.suggest.protocol import Piece, SuggestedPiece, pieces_of

MOST_HITS = 100
"""Of one pattern so many are shown; all are counted."""


class Found:
    """What a preview has found so far, by the places of the patterns from 0: how many hits, the
    first hundred of them, and why a pattern cannot be used. `begun`: the model is loaded.

    It may be read while another thread goes on: lists grow only at their ends.
    """

    def __init__(self, patterns: int) -> None:
        self.counts = [0] * patterns
        self.hits: list[list[Hit]] = [[] for _ in range(patterns)]
        self.faults: dict[int, str] = {}
        self.begun = False


class Preview:
    """Finds patterns in the documents of the project at `path` with a worker process that stays
    for the next look; the first takes as long as the pipeline needs to load.

    Raises ProjectError and SuggesterError. Close it, or the process is left.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with Project.open_to_read(path) as project:
            self._setup = setup_of(project)
            self._crew = Crew(project.setting("pipeline", pipelines.DEFAULT))

    def close(self) -> None:
        """End the process."""
        self._crew.close()

    def look(self, patterns: Sequence[Pattern], found: Found) -> Job[None]:
        """Look for these patterns in all documents. `found` grows while the job runs; one that
        is stopped may be followed by another, but two must not run at once."""
        # A number for a label tells whose hit it is.
        numbered = tuple(replace(one, label=str(i)) for i, one in enumerate(patterns))
        self._crew.set_up(replace(self._setup, patterns=numbered))
        for checked in self._crew.checked():
            if checked is not None:
                found.faults = dict(checked.faults)
                found.begun = True
            yield Progress(0, None, "documents")
        with Project.open_to_read(self._path) as project:
            total = project.documents.completion(0).documents
            away: dict[int, tuple[Document, str]] = {}
            done = 0
            for answer in self._crew.answers(_pieces(project, away)):
                if answer is not None:
                    document, text = away[answer.document_id]
                    if answer.end == document.length:
                        del away[answer.document_id]
                        done += 1
                    if isinstance(answer, SuggestedPiece):
                        _take(answer.suggestions, document, text, found)
                yield Progress(done, total, "documents")


def _pieces(project: Project, away: dict[int, tuple[Document, str]]) -> Iterator[Piece]:
    for document, text in project.documents.each_text():
        away[document.id] = document, text
        yield from pieces_of(document.id, text, patterns_only=True)


def _take(suggestions: Sequence[Suggestion], document: Document, text: str, found: Found) -> None:
    for one in suggestions:
        number = int(one.label)
        found.counts[number] += 1
        if len(found.hits[number]) < MOST_HITS:
            before, after = text[max(0, one.start - AROUND) : one.start], text[one.end :][:AROUND]
            hit = Hit(
                document.id,
                document.title,
                (one.start, one.end),
                before,
                text[one.start : one.end],
                after,
            )
            found.hits[number].append(hit)
