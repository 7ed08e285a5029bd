"""Bringing home what was labelled in copies of a project."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from annotator.core.document import Document, DocumentId, NewDocument
from annotator.core.edit import EditConflict
from annotator.core.histories import Chain, laid_aside, names, united
from annotator.core.record import Problem
from annotator.errors import ProjectError
from annotator.session import field_labels
from annotator.session.account import Tally
from annotator.session.jobs import Job, Progress
from annotator.session.label_differences import differences
from annotator.session.merge_report import CONFLICT, LABEL, NEW, MergeReport
from annotator.storage.project import Project

BATCH = 100
Conflicts = dict[tuple[str, str], Problem]
"""Those of each document (its key) and annotator."""


def merge(path: Path, others: list[Path]) -> Job[MergeReport]:
    """Bring what stands in other project files into the one at `path`.

    Files may come in any order and any number of times, from any earlier state: the result is
    the same. Documents are the same if their texts are, edits if their UUIDs are. Where one
    annotator did different things to one document in two copies, both are kept and listed.
    Raises ProjectError.
    """
    report = MergeReport()
    conflicts: Conflicts = {}
    with Project.open(path) as home:
        for other in sorted(others):
            with _readable(other, path) as away:
                yield from _Homecoming(home, away, report, conflicts).run(other)
    report.conflicts = list(conflicts.values())
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
    def __init__(
        self, home: Project, away: Project, report: MergeReport, conflicts: Conflicts
    ) -> None:
        self._home = home
        self._away = away
        self._report = report
        self._conflicts = conflicts

    def run(self, other: Path) -> Iterator[Progress]:
        with self._home.transaction():
            self._bring_labels(other)
        batch: list[tuple[Document, str]] = []
        for each in self._away.documents.each_text():
            batch.append(each)
            if len(batch) == BATCH:
                self._bring(batch, other)
                yield Progress(self._report.documents, None, "documents")
                batch = []
        self._bring(batch, other)
        yield Progress(self._report.documents, None, "documents")

    def _bring_labels(self, other: Path) -> None:
        """Labels that were invented in the field come to stand at the end, with all they have."""
        for sentence in differences(self._home, self._away):
            self._report.remark(other, LABEL, sentence)
        self._home.label_sets.bring(self._away.label_sets.versions())
        self._report.labels_added += field_labels.bring(self._home, self._away)

    def _bring(self, batch: list[tuple[Document, str]], other: Path) -> None:
        with self._home.transaction():
            found = self._home.documents.add([NewDocument(t, d.meta) for d, t in batch])
            for (document, _), (here, is_new) in zip(batch, found, strict=True):
                self._report.documents += 1
                self._report.documents_added += is_new
                self._report.account.documents.add(_tally(is_new=is_new))
                if is_new:
                    reason = "This document is new here: it came with the file."
                    self._report.remark(other, NEW, reason, document.key)
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
        is_new = shown != before or {*map(names, others)} != {*map(names, known)}
        self._report.account.annotations.add(_tally(is_new=is_new))
        if is_new:
            self._put(pair, shown, others, other)
            self._report.annotations += 1
            self._report.edits += len(set(names(shown)) - set(names(before)))
        kept = self._away.annotations.kept(*there)
        if kept and not self._home.annotations.kept(*pair):
            self._home.annotations.put_kept(*pair, kept)
        self._conflicts.pop((document.key, name), None)
        if branches:
            copies = f"{name} labelled this text differently in {len(branches) + 1} copies"
            reason = f"{copies}: settle it in the window Review"
            conflict = Problem(str(other), None, reason, CONFLICT, None, document.key)
            self._conflicts[document.key, name] = conflict

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


def _tally(*, is_new: bool) -> Tally:
    return Tally(read=1, written=int(is_new), known=int(not is_new))
