"""The label set of a project and the past of a document, as plain values to print."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from annotator.core.document import DocumentId
from annotator.core.edit import Edit
from annotator.core.label import LabelVersion
from annotator.core.label_changes import LabelPlan
from annotator.core.label_draft import LabelDraft
from annotator.core.label_use import Use
from annotator.errors import ProjectError
from annotator.session.history import History
from annotator.session.label_changes import LabelPreview, gesture_of
from annotator.storage.label_uses import LabelUses
from annotator.storage.project import Project

Pair = tuple[str, str]


def label_report(path: Path) -> dict[str, Any]:
    """The labels with their uses, the version of the set, and all that it has been, the oldest
    first. Raises ProjectError."""
    with Project.open_to_read(path) as project:
        uses = LabelUses(project.connection).of_spans()
        labels = [
            {**asdict(one), "spans": (use := uses.get(one.name, Use())).spans}
            | {"documents": use.documents}
            for one in project.labels()
        ]
        versions = [_version(one) for one in project.label_sets.versions()]
        return {"version": project.label_sets.version(), "labels": labels, "history": versions}


def _version(one: LabelVersion) -> dict[str, Any]:
    return {
        "version": one.version,
        "made_at": one.made_at,
        "made_by": one.made_by,
        "labels": [asdict(label) for label in one.labels],
    }


def planned(
    path: Path,
    *,
    renamed: Sequence[Pair] = (),
    merged: Sequence[tuple[Sequence[str], str]] = (),
    deleted: Sequence[str] = (),
) -> LabelPlan:
    """A change of the label set: labels renamed (old, new), merged (some into one, which may be
    new), deleted with their spans. Raises ProjectError if it cannot be."""
    with Project.open_to_read(path) as project:
        draft = LabelDraft(project.labels())
    try:
        for old, new in renamed:
            draft.change(draft.row(old), name=new)
        for names, into in merged:
            rows = [draft.row(name) for name in names]
            known = any(row.name == into for row in draft.rows)
            draft.merge(rows, draft.row(into) if known else draft.add(into))
        for name in deleted:
            draft.delete(draft.row(name))
        return draft.plan()
    except ValueError as error:
        raise ProjectError(f"The label set cannot be changed so: {error}.") from error


def change_report(plan: LabelPlan, done: LabelPreview) -> dict[str, Any]:
    """What a change of the label set does, or did."""
    return {
        "change": gesture_of(plan),
        "spans": done.spans,
        "documents": len(done.documents),
        "annotators": dict(done.annotators),
        "moves": [
            {"label": old, "becomes": new, "spans": count}
            for (old, new), count in done.moves.items()
        ],
        "spans_united": done.united,
        "suggestions": done.elsewhere.suggestions,
        "patterns": done.elsewhere.patterns,
        "strings": done.elsewhere.strings,
    }


def document_history(path: Path, which: str) -> dict[str, Any]:
    """Every edit of a document, the oldest first; `which` is its number, key or title.

    Raises ProjectError if there is none, or several with that title.
    """
    with Project.open_to_read(path) as project:
        document_id = _found(project, which)
        history = History(project, document_id)
        document = project.documents.get(document_id)
        assert document is not None
        edits = [
            {
                "made_at": one.entry.made_at,
                "annotator": one.annotator,
                "made_by": one.made_by,
                "kind": one.entry.kind,
                "gesture": one.entry.gesture,
                "label_version": one.entry.label_version,
                **_changes(one.entry.edit),
            }
            for one in history.moments
        ]
        return {"document": document.key, "title": document.title, "edits": edits}


def _changes(edit: Edit) -> dict[str, Any]:
    return {
        "removed": [(s.start, s.end, s.label) for s in edit.removed],
        "added": [(s.start, s.end, s.label) for s in edit.added],
        "rejected": list(edit.rejected),
        "restored": list(edit.restored),
        "answer": edit.answer and edit.answer[1],
    }


def _found(project: Project, which: str) -> DocumentId:
    known = project.documents.of_key(which)
    if known is not None:
        return known.id
    if which.isdecimal() and project.documents.get(DocumentId(int(which))):
        return DocumentId(int(which))
    titled = project.documents.titled(which)
    if len(titled) == 1:
        return titled[0]
    many = f"{len(titled):,} documents are" if titled else "No document is"
    raise ProjectError(
        f"{many} called {which!r}.", "Name it by its number or its key (SHA-256 of its text)."
    )
