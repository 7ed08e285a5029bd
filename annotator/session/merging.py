"""Bringing home what was labelled in copies of a project."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from annotator.core.document import Document, DocumentId, NewDocument
from annotator.core.edit import EditConflict
from annotator.core.histories import Chain, laid_aside, names, united
from annotator.core.label import LabelSet
from annotator.core.record import Problem
from annotator.errors import ProjectError
from annotator.session.jobs import Job, Progress
from annotator.storage.project import Project

BATCH = 100


@dataclass
class MergeReport:
    """What came home: `annotations` are those that changed here, `edits` the gestures in them;
    `visits` the stays of people with documents; `conflicts` those of one annotator to one
    document that contradict each other."""

    documents: int = 0
    documents_added: int = 0
    annotations: int = 0
    edits: int = 0
    visits: int = 0
    labels_added: list[str] = field(default_factory=list)
    annotators_added: list[str] = field(default_factory=list)
    conflicts: list[Problem] = field(default_factory=list)

    def sentence(self) -> str:
        """What was done, for people."""
        parts = [
            f"Looked at {self.documents:,} documents.",
            f"Brought home {self.annotations:,} annotations with {self.edits:,} edits.",
            f"New documents: {self.documents_added:,}." if self.documents_added else "",
            f"New labels: {', '.join(self.labels_added)}." if self.labels_added else "",
            f"New annotators: {', '.join(self.annotators_added)}." if self.annotators_added else "",
            f"To be settled by a person: {len(self.conflicts):,}." if self.conflicts else "",
        ]
        return " ".join(filter(None, parts))


def merge(path: Path, others: list[Path]) -> Job[MergeReport]:
    """Bring what stands in other project files into the one at `path`.

    Files may come in any order and any number of times, from any earlier state: the result is
    the same. Documents are the same if their texts are, edits if their UUIDs are. Where one
    annotator did different things to one document in two copies, both are kept and listed.
    Raises ProjectError.
    """
    report = MergeReport()
    with Project.open(path) as home:
        for other in others:
            with _readable(other, path) as away:
                yield from _Homecoming(home, away, report).run(other)
    return report


@contextmanager
def _readable(other: Path, home: Path) -> Iterator[Project]:
    """The other project, to read; one of an older version as a copy brought up to date."""
    if other.exists() and home.exists() and other.samefile(home):
        raise ProjectError(f"{other} is the project itself.", "Name the files that came back.")
    with TemporaryDirectory(prefix="annotator-") as folder:
        try:
            away = Project.open_to_read(other)
        except ProjectError as error:
            if "older version" not in str(error):
                raise
            copy = Path(folder) / "older.annotator"
            copy.write_bytes(other.read_bytes())
            away = Project.open(copy)
        with away:
            yield away


class _Homecoming:
    def __init__(self, home: Project, away: Project, report: MergeReport) -> None:
        self._home = home
        self._away = away
        self._report = report

    def run(self, other: Path) -> Iterator[Progress]:
        with self._home.transaction():
            self._bring_labels()
        batch: list[tuple[Document, str]] = []
        for each in self._away.documents.each_text():
            batch.append(each)
            if len(batch) == BATCH:
                self._bring(batch, other)
                yield Progress(self._report.documents, None, "documents")
                batch = []
        self._bring(batch, other)
        yield Progress(self._report.documents, None, "documents")

    def _bring_labels(self) -> None:
        """Labels that were invented in the field come to stand at the end, with all they have."""
        self._home.label_sets.bring(self._away.label_sets.versions())
        known = self._home.labels()
        taken = {label.key for label in known}
        new = [label for label in self._away.labels() if label.name not in known]
        if new:
            keyed = [replace(one, key="" if one.key in taken else one.key) for one in new]
            self._home.put_labels(LabelSet([*known, *keyed]))
            self._report.labels_added += [label.name for label in new]

    def _bring(self, batch: list[tuple[Document, str]], other: Path) -> None:
        with self._home.transaction():
            found = self._home.documents.add([NewDocument(t, d.meta) for d, t in batch])
            for (document, _), (here, is_new) in zip(batch, found, strict=True):
                self._report.documents += 1
                self._report.documents_added += is_new
                for number, name in self._away.histories.pairs(document.id):
                    self._unite(document, here, number, name, other)
                self._bring_visits(document.id, here)

    def _bring_visits(self, there: DocumentId, here: DocumentId) -> None:
        for name, visits in self._away.visits.of(there).items():
            ours = [replace(visit, document_id=here) for visit in visits]
            self._report.visits += self._home.visits.add(self._number(name), ours)

    def _number(self, name: str) -> int:
        if self._home.annotator_id(name) is None:
            self._report.annotators_added.append(name)
        return self._home.add_annotator(name)

    def _unite(
        self, document: Document, here: DocumentId, number: int, name: str, other: Path
    ) -> None:
        pair = here, self._number(name)
        ours, theirs = self._home.histories, self._away.histories
        before, known = ours.shown(pair), ours.branches(pair)
        there = document.id, number
        chains = [before, *known, theirs.shown(there), *theirs.branches(there)]
        shown, *branches = united(chains)
        others = [*branches, *laid_aside(chains)]
        if shown != before or {*map(names, others)} != {*map(names, known)}:
            self._put(pair, shown, others, other)
            self._report.annotations += 1
            self._report.edits += len(set(names(shown)) - set(names(before)))
        kept = self._away.annotations.kept(*there)
        if kept and not self._home.annotations.kept(*pair):
            self._home.annotations.put_kept(*pair, kept)
        if branches:
            reason = f"{name} labelled this text differently in {len(branches) + 1} copies"
            conflict = Problem(str(other), None, reason, "annotation", None, document.key)
            self._report.conflicts.append(conflict)

    def _put(
        self, pair: tuple[DocumentId, int], shown: Chain, branches: list[Chain], other: Path
    ) -> None:
        try:
            self._home.histories.put(pair, shown, branches)
        except (EditConflict, ValueError) as error:
            raise ProjectError(
                f"The journal of {other} contradicts itself: {error}.",
                "Look at it with annotator check.",
            ) from error
