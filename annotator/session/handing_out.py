"""Handing documents out: a project file for each annotator, to carry away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from annotator.core.document import Document, DocumentId, NewDocument
from annotator.core.histories import laid_aside, united
from annotator.errors import ProjectError
from annotator.session.jobs import Job, Progress
from annotator.storage.project import Project

BATCH = 100
SETTINGS = ("pipeline", "language", "renamed_labels")


@dataclass(frozen=True, slots=True)
class HandoutOptions:
    """To whom, into which folder, and which share of the documents (0 to 1) everybody gets."""

    output: Path
    to: tuple[str, ...]
    overlap: float = 0.0


@dataclass
class HandoutReport:
    """The files that were made, how many documents each holds, and how many everybody has."""

    files: dict[str, str] = field(default_factory=dict)
    documents: dict[str, int] = field(default_factory=dict)
    shared: int = 0

    def sentence(self) -> str:
        """What was done, for people."""
        each = "; ".join(f"{self.files[n]} with {count:,}" for n, count in self.documents.items())
        return f"Handed out {each}. Documents that everybody has: {self.shared:,}."


def hand_out(path: Path, options: HandoutOptions) -> Job[HandoutReport]:
    """Write a project file for each annotator: their documents, with what is suggested for
    them and what they have done so far, the label set and the settings.

    Documents without an answer are dealt out in turn; of these the first share goes to all.
    Raises ProjectError, and has then made nothing.
    """
    targets = {name: options.output / f"{_file_name(name)}.annotator" for name in options.to}
    _refuse(options, targets)
    options.output.mkdir(parents=True, exist_ok=True)
    report = HandoutReport(files={name: str(target) for name, target in targets.items()})
    made: list[Path] = []
    try:
        with Project.open_to_read(path) as project, project.snapshot():
            dealt = _dealt(project, options, report)
            for name, target in targets.items():
                made.append(target)
                yield from _write(project, target, name, dealt[name])
                report.documents[name] = len(dealt[name])
    except BaseException:
        for target in made:
            target.unlink(missing_ok=True)
        raise
    return report


def _file_name(name: str) -> str:
    return "".join(c if c.isalnum() or c in "-_. " else "_" for c in name).strip(". ") or "_"


def _refuse(options: HandoutOptions, targets: dict[str, Path]) -> None:
    if not options.to or len(set(targets.values())) < len(options.to):
        raise ProjectError("Nobody to hand out to, or one name twice.", "Name each once: --to.")
    if not 0 <= options.overlap <= 1:
        raise ProjectError(f"A share is from 0 to 1, not {options.overlap:g}.", "Try 0.2.")
    for target in targets.values():
        if target.exists():
            raise ProjectError(f"{target} is there already.", "Choose another folder.")


def _dealt(
    project: Project, options: HandoutOptions, report: HandoutReport
) -> dict[str, list[DocumentId]]:
    waiting = project.documents.unanswered()
    shared = round(len(waiting) * options.overlap)
    report.shared = shared
    each: dict[str, list[DocumentId]] = {name: list(waiting[:shared]) for name in options.to}
    for number, document_id in enumerate(waiting[shared:]):
        each[options.to[number % len(options.to)]].append(document_id)
    return {name: sorted(ids) for name, ids in each.items()}


def _write(
    project: Project, target: Path, name: str, documents: Sequence[DocumentId]
) -> Iterator[Progress]:
    with Project.create(target) as copy:
        with copy.transaction():
            copy.put_labels(project.labels())
            for setting in SETTINGS:
                copy.put_setting(setting, project.setting(setting))
            copy.label_sets.bring(project.label_sets.versions())
        ids = iter(documents)
        done = 0
        while batch := list(islice(ids, BATCH)):
            with copy.transaction():
                for document_id in batch:
                    _copy(project, copy, document_id, name)
            done += len(batch)
            yield Progress(done, len(documents), f"documents to {name}")


def _copy(project: Project, copy: Project, document_id: DocumentId, name: str) -> None:
    document = project.documents.get(document_id)
    assert isinstance(document, Document)
    text = project.documents.text(document_id)
    ((there, _),) = copy.documents.add([NewDocument(text, document.meta)])
    project.suggestions.copy_to(document_id, copy.suggestions, there)
    annotator_id = project.annotator_id(name)
    pair = document_id, annotator_id or 0
    known = [project.histories.shown(pair), *project.histories.branches(pair)]
    if chains := [*united(known), *laid_aside(known)]:
        copy.histories.put((there, copy.add_annotator(name)), chains[0], chains[1:])
