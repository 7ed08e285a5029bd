"""What workers are told of a project, and what of their answers is kept in it."""

from annotator.core.document import DocumentId
from annotator.core.pattern import SOURCE
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


def keep(project: Project, answer: SuggestedPiece) -> None:
    """Put what each source says of a piece in the file. What patterns say that are no longer
    those of the project is let go."""
    document_id = DocumentId(answer.document_id)
    with project.transaction():
        for source in answer.sources:
            is_pattern = source == SOURCE
            if is_pattern and answer.version != project.patterns.version():
                continue
            project.suggestions.put(
                document_id,
                project.suggestions.source_id(source),
                (answer.start, answer.end),
                [one for one in answer.suggestions if one.source == source],
                tokens=None if is_pattern else answer.tokens,
            )
