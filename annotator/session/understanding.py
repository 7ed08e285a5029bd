"""What sources mean by their labels, learnt from finished documents other than the open one."""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace

from annotator.core.document import DocumentId
from annotator.core.meanings import Meanings, Meant
from annotator.core.suggestion import Suggestion
from annotator.storage.project import Project

MOST_DOCUMENTS = 200
"""Of more finished documents the latest count: people, guidelines and models change."""
AT_ONCE = 10


class Understanding:
    """What is proposed in a document changes with what is decided in others, never with what
    is decided in it; and nothing changes as long as people say yes to all that is proposed."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._meanings = Meanings()
        self._of: dict[DocumentId, list[Meant]] = {}
        self._corrected: set[DocumentId] = set()
        self._here: DocumentId | None = None
        self._known: set[str] = set()

    def read(self) -> Iterator[None]:
        """Read what was finished before, some documents at each step."""
        waiting = deque(self._project.experience.decided_lately(MOST_DOCUMENTS))
        while waiting:
            for _ in range(min(AT_ONCE, len(waiting))):
                self._count(waiting.popleft())
            yield

    def open(self, document_id: DocumentId) -> None:
        """This document is open now: count what was decided in the one before it."""
        self._known = {label.name for label in self._project.labels()}
        if document_id == self._here:
            return
        left, self._here = self._here, document_id
        if left is not None:
            self._count(left)
        self._meanings.add(self._of.pop(document_id, ()), -1)
        self._corrected.discard(document_id)

    @property
    def is_corrected(self) -> bool:
        """Whether anybody has said anything else than yes in another document: as long as nobody
        has, the sources need no correction."""
        return bool(self._corrected)

    def count_again(self, document_id: DocumentId) -> None:
        """Somebody else decided in this document."""
        self._count(document_id)

    def _count(self, document_id: DocumentId) -> None:
        if document_id != self._here:
            self._meanings.add(self._of.pop(document_id, ()), -1)
            self._of[document_id] = meant = _meant(self._project, document_id)
            self._meanings.add(meant)
            if self._project.experience.is_corrected(document_id):
                self._corrected.add(document_id)
            else:
                self._corrected.discard(document_id)

    def understood(self, suggestions: list[Suggestion]) -> list[Suggestion]:
        """Suggestions with the labels that they mean here, and without those that mean none."""
        found = (self._meanings.of(one, self._known) for one in suggestions)
        return [one for one in found if one is not None]


def names_meant(project: Project, source: str) -> dict[str, str]:
    """What each label of a source has come to in the documents finished lately: a label of the
    label set, or NOTHING."""
    meanings = Meanings()
    for document_id in project.experience.decided_lately(MOST_DOCUMENTS):
        meanings.add(_meant(project, document_id))
    return meanings.names(source, {label.name for label in project.labels()})


def _meant(project: Project, document_id: DocumentId) -> list[Meant]:
    """What was meant in a document, in the names that labels have now."""
    shown = project.label_sets.shown()
    meant = project.experience.meant(document_id)
    return [replace(one, label=shown.get(one.label, one.label)) for one in meant]
