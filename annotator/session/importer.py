"""Putting what files hold into a project, with an account of it."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from operator import attrgetter
from pathlib import Path
from typing import TypeVar

from annotator.core.annotation import Annotation
from annotator.core.document import DocumentId, NewDocument, document_key
from annotator.core.edit import Edit
from annotator.core.record import Item, Kept, Problem, Record, Verdict
from annotator.core.span import Ranged, Span, key_of
from annotator.core.suggestion import Suggestion
from annotator.session.import_report import ImportOptions, ImportReport
from annotator.storage.project import Project

T = TypeVar("T", bound=Ranged)

_LABEL: Callable[[Ranged], str] = attrgetter("label")


class Importer:
    """Puts what files hold into an open project, a batch at a time, and keeps the account."""

    def __init__(self, project: Project, options: ImportOptions) -> None:
        self.project = project
        self.options = options
        self.report = ImportReport()
        self._labels = project.labels()
        self._suggested: set[tuple[DocumentId, int]] = set()
        self._differing: set[tuple[str, str]] = set()

    def take(self, items: list[Item]) -> None:
        """Store a batch whole or not at all; raises ProjectError."""
        records = []
        for item in items:
            if isinstance(item, Record):
                records.append(item)
            elif isinstance(item, Verdict):
                self.report.verdicts.append(item)
            else:
                self._report(item)
        with self.project.transaction():
            self._store(records)

    def _store(self, records: list[Record]) -> None:
        documents = [NewDocument(record.text, record.meta) for record in records]
        found = self.project.documents.add(documents)
        self._count_documents(found)
        for record, (document_id, is_new) in zip(records, found, strict=True):
            if not is_new and record.meta:
                self._add_meta(record, document_id)
        self._add_labels(records)
        for record, (document_id, is_new) in zip(records, found, strict=True):
            self._store_labels(record, document_id, is_new=is_new)

    def _count_documents(self, found: list[tuple[DocumentId, bool]]) -> None:
        report, tally = self.report, self.report.account.documents
        added = sum(is_new for _, is_new in found)
        report.read += len(found)
        report.added += added
        report.known += len(found) - added
        tally.read += len(found)
        tally.written, tally.known = report.added, report.known

    def _add_meta(self, record: Record, document_id: DocumentId) -> None:
        differing = self.project.documents.add_meta(document_id, record.meta)
        for name in sorted(differing):
            if (record.path, name) not in self._differing:
                self._differing.add((record.path, name))
                reason = f"the text is known already with another {name!r}, which stays (said once)"
                self._report(Problem(record.path, record.line, reason, "nothing"))

    def _add_labels(self, records: list[Record]) -> None:
        met: dict[str, None] = {}
        for record in records:
            for each in (record.spans or (), record.suggestions):
                met.update(dict.fromkeys(map(_LABEL, each)))
        new = [name for name in met if name not in self._labels]
        if new and not self.options.strict:
            # Others may have added to the label set, or changed it, since it was read.
            known = self.project.labels()
            self._labels = known.with_names(new)
            self.project.put_labels(self._labels, made_by=self.options.annotator)
            self.report.labels_added += [name for name in new if name not in known]

    def _store_labels(self, record: Record, document_id: DocumentId, *, is_new: bool) -> None:
        spans = self._known_labels(record, record.spans or (), "span")
        proposed = [*self._known_labels(record, record.suggestions, "suggestion")]
        if self.options.as_suggestions:
            proposed += suggested(record, spans)
        elif record.is_annotated:
            self._annotate(record, document_id, spans, is_new=is_new)
        if proposed:
            self._suggest(document_id, proposed)

    def _known_labels(self, record: Record, spans: tuple[T, ...], what: str) -> tuple[T, ...]:
        unknown = {name for name in set(map(_LABEL, spans)) if name not in self._labels}
        if not unknown:
            return spans
        for span in spans:
            if span.label in unknown:
                reason = f"the label {span.label!r} is not in the label set"
                self._leave_out(record, reason, what, span)
        return tuple(span for span in spans if span.label not in unknown)

    def _suggest(self, document_id: DocumentId, proposed: list[Suggestion]) -> None:
        by_source: dict[str, list[Suggestion]] = {}
        for suggestion in proposed:
            by_source.setdefault(suggestion.source, []).append(suggestion)
        tally = self.report.account.suggestions
        for source, suggestions in by_source.items():
            key = document_id, self.project.suggestions.source_id(source)
            # A text may stand on several lines: only what an earlier import left is replaced.
            added = self.project.suggestions.put_whole(
                *key, suggestions, keep=key in self._suggested
            )
            self._suggested.add(key)
            self.report.suggestions += added
            tally.read += len(suggestions)
            tally.written += added
            tally.known += len(suggestions) - added

    def _annotate(
        self, record: Record, document_id: DocumentId, spans: tuple[Span, ...], *, is_new: bool
    ) -> None:
        wanted = Annotation(spans, answer=record.answer, note=record.note)
        # Of somebody who is named "none here" says that they looked.
        has_looked = record.annotator is not None and record.spans is not None
        if wanted.is_empty and not record.kept and not has_looked:
            return
        name = record.annotator or self.options.annotator
        annotator_id = self.project.add_annotator(name)
        there, kept = Annotation(), {}
        if wanted.is_empty and self.project.annotations.begun([document_id], annotator_id):
            return
        if not is_new:
            there = self.project.annotations.get(document_id, annotator_id)
            kept = self.project.annotations.kept(document_id, annotator_id)
        if there.is_empty and not kept:
            self._store_annotation(record, document_id, annotator_id, spans)
        elif _as_imported(there, kept) == _as_imported(wanted, record.kept):
            self._count(spans, is_new=False)
        else:
            reason = f"{name} has labelled this text already, differently"
            self._leave_out(record, reason, "annotation")
            self._count_out(spans)

    def _store_annotation(
        self, record: Record, document_id: DocumentId, annotator_id: int, spans: tuple[Span, ...]
    ) -> None:
        edit = Edit(
            added=spans,
            answer=(None, record.answer) if record.answer else None,
            note=(None, record.note) if record.note else None,
        )
        annotations = self.project.annotations
        annotations.store(
            document_id, annotator_id, edit, kind="import", gesture="import", text=record.text
        )
        if record.kept:
            annotations.put_kept(document_id, annotator_id, record.kept)
        self._count(spans, is_new=True)

    def _count(self, spans: tuple[Span, ...], *, is_new: bool) -> None:
        account = self.report.account
        for tally, count in ((account.annotations, 1), (account.spans, len(spans))):
            tally.read += count
            tally.written += count if is_new else 0
            tally.known += 0 if is_new else count
        self.report.annotations = account.annotations.written
        self.report.unchanged = account.annotations.known
        self.report.spans = account.spans.written

    def _count_out(self, spans: tuple[Span, ...]) -> None:
        self.report.account.spans.read += len(spans)
        self.report.account.spans.left_out += len(spans)

    def _leave_out(
        self, record: Record, reason: str, what: str, span: Ranged | None = None
    ) -> None:
        key = key_of(span) if span else None
        document = document_key(record.text)
        self._report(Problem(record.path, record.line, reason, what, key, document))

    def _report(self, problem: Problem) -> None:
        self.report.problems.append(problem)
        self.report.account.leave_out(problem)


def suggested(record: Record, spans: Iterable[Span]) -> list[Suggestion]:
    """Labels of a record as suggestions by who made them, or else by its file."""
    origin = record.annotator or Path(record.path).name
    return [Suggestion(s.start, s.end, s.label, s.source or origin, s.score) for s in spans]


def _as_imported(said: Annotation, kept: Kept) -> tuple[Annotation, Kept]:
    """What a file can say of it, in reading order."""
    spans = tuple(sorted(said.spans, key=key_of))
    return replace(said, spans=spans, rejected=frozenset(), flagged=False), kept
