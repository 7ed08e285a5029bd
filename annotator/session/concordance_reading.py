"""Reading what the lines of a concordance show: context, title, whose it is, what proposed it."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from annotator.core.concordance import Context, context
from annotator.core.document import DocumentId
from annotator.session.concordance_lines import Line, Lines
from annotator.storage.concordance import Origin
from annotator.storage.project import Project

TEXTS_HELD = 8
"""A text may be a novel."""
LINES_HELD = 4_000


class Reading:
    """Looks into the project for those lines only that are shown, and keeps what it read until
    it is to forget."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._text: Callable[[DocumentId], str] = lru_cache(TEXTS_HELD)(project.documents.text)
        self._names: dict[int, str] = {}
        # What is read of a document never changes; of a span it may.
        self.context = lru_cache(LINES_HELD)(self._context)
        self.title = lru_cache(LINES_HELD)(self._title)
        self.origin = lru_cache(LINES_HELD)(self._origin)

    def forget(self) -> None:
        """Read again what may have changed."""
        self._names.clear()
        self.origin.cache_clear()

    def _context(self, document_id: DocumentId, start: int, end: int) -> Context:
        return context(self._text(document_id), start, end)

    def _title(self, document_id: DocumentId) -> str:
        found = self._project.documents.get(document_id)
        return found.title if found else ""

    def _origin(self, line: Line) -> Origin:
        return self._project.concordance.origin(line.document_id, line.annotator_id, line.key)

    def annotator(self, line: Line) -> str:
        """Whose span it is; "" for a place that is nobody's."""
        return self._annotators().get(line.annotator_id, "")

    @property
    def are_several(self) -> bool:
        """Whether more than one annotator has labelled here."""
        return len(self._annotators()) > 1

    def _annotators(self) -> dict[int, str]:
        if not self._names:
            names = self._project.annotators()
            self._names = {self._project.annotator_id(name) or 0: name for name in names}
        return self._names


def described(path: Path, lines: Lines, rows: Iterable[int]) -> list[dict[str, Any]]:
    """All that is known of these lines. `id`: the document's key; `label` and `annotator` are
    None for a place without a label. Raises ProjectError."""
    with Project.open_to_read(path) as project:
        reading = Reading(project)
        return [_described(project, reading, lines[row], lines.doubt(row)) for row in rows]


def _described(
    project: Project, reading: Reading, line: Line, doubt: float | None
) -> dict[str, Any]:
    found = reading.context(line.document_id, line.start, line.end)
    origin = reading.origin(line)
    document = project.documents.get(line.document_id)
    return {
        "id": document.key if document else "",
        "title": reading.title(line.document_id),
        "start": line.start,
        "end": line.end,
        "label": line.label or None,
        "annotator": reading.annotator(line) or None,
        "before": found.before,
        "text": found.match,
        "after": found.after,
        "doubt": doubt,
        "source": origin.source,
        "score": origin.score,
    }
