"""What the random tenth says of the whole project, whatever order the documents come in."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from annotator.core.span import key_of
from annotator.storage.project import Project
from annotator.train.resampling import Estimate, estimated


@dataclass(frozen=True, slots=True)
class SampleReport:
    """How many `documents` are in the sample, how many annotations of them are `finished`, and
    what these lead to expect of any document of the project: `labels_per_document`, and
    `agreement` of labels with what is suggested, as F (0 to 1): what the suggestions are worth.

    Documents in which suggestions were seen are kind to them; see `blind` for how much.
    None: nothing is finished, or there is neither a label nor a suggestion.
    """

    documents: int
    finished: int
    labels_per_document: Estimate | None
    agreement: Estimate | None

    def as_dict(self) -> dict[str, Any]:
        """All of it by its names."""
        return asdict(self)


def sample_report(path: Path) -> SampleReport:
    """What the finished documents of the sample say; raises ProjectError."""
    with Project.open_to_read(path) as project, project.snapshot():
        return sample_report_of(project)


def sample_report_of(project: Project) -> SampleReport:
    """The same for an open project."""
    counts: list[tuple[int, int, int]] = []
    for document_id, annotator_id in project.sample.finished():
        spans = project.annotations.get(document_id, annotator_id).spans
        labels, suggested = (
            {*map(key_of, each)} for each in (spans, project.suggestions.of(document_id))
        )
        counts.append((len(labels), len(suggested), len(labels & suggested)))
    return SampleReport(
        documents=project.sample.count(),
        finished=len(counts),
        labels_per_document=estimated([(labels, 1) for labels, _, _ in counts]),
        agreement=estimated([(2 * both, ours + theirs) for ours, theirs, both in counts]),
    )
