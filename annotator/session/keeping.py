"""What workers are told of a project, and what of their answers is kept in it."""

from annotator.core.document import DocumentId
from annotator.core.pattern import SOURCE
from annotator.storage.line import Line
from annotator.storage.project import Project
from annotator.suggest.protocol import Setup, SuggestedPiece


def setup_of(project: Project) -> Setup:
    """What a worker is to know of a project."""
    return Setup(
        project.setting("language"),
        tuple(label.name for label in project.labels()),
        tuple(project.patterns.all()),
        project.patterns.version(),
    )


def keep(project: Project, line: Line, answer: SuggestedPiece, *, is_open: bool = False) -> bool:
    """Put what each source says of a piece in the file: the pipeline as the source in use of
    its line, in the place of the others. What patterns say that are no longer those of the
    project is let go.

    Returns False, and keeps nothing, where the pipeline's word is no longer wanted: the
    document was opened (`is_open`) or touched while the worker was at it.
    """
    document_id = DocumentId(answer.document_id)
    with project.transaction():
        is_whole = any(source != SOURCE for source in answer.sources)
        if is_whole and not line.is_wanted(document_id, is_open=is_open):
            return False
        if is_whole:
            _put(project, line.source, answer, tokens=answer.tokens)
            line.replace(document_id, (answer.start, answer.end))
        if SOURCE in answer.sources and answer.version == project.patterns.version():
            _put(project, SOURCE, answer)
    return True


def _put(
    project: Project, source: str, answer: SuggestedPiece, *, tokens: bytes | None = None
) -> None:
    is_pattern = source == SOURCE
    project.suggestions.put(
        DocumentId(answer.document_id),
        project.suggestions.source_id(source),
        (answer.start, answer.end),
        [one for one in answer.suggestions if (one.source == SOURCE) == is_pattern],
        tokens=tokens,
    )
