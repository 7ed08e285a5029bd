"""Where probable label errors stand, for people: words, titles, names."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from annotator.core.label_errors.error import LabelError
from annotator.core.span import SpanKey
from annotator.storage.project import Project


def described(path: Path, errors: Iterable[LabelError]) -> list[dict[str, Any]]:
    """Errors of the project at `path` as JSON: `document` is its key; `span` and `fix` have
    `start`, `end`, `label` and `text`, or are None. Raises ProjectError."""
    with Project.open_to_read(path) as project:
        names = {project.annotator_id(name): name for name in project.annotators()}
        return [_described(project, names.get(one.annotator_id, ""), one) for one in errors]


def _described(project: Project, annotator: str, error: LabelError) -> dict[str, Any]:
    document = project.documents.get(error.document_id)
    assert document is not None
    text = project.documents.text(error.document_id)
    return {
        "kind": error.kind,
        "likelihood": round(error.likelihood, 4),
        "document": document.key,
        "title": document.title,
        "annotator": annotator,
        "span": _span(text, error.span),
        "fix": _span(text, error.fix),
        "evidence": error.evidence,
        "shape": error.shape or None,
    }


def _span(text: str, key: SpanKey | None) -> dict[str, Any] | None:
    if key is None:
        return None
    start, end, label = key
    return {"start": start, "end": end, "label": label, "text": text[start:end]}
