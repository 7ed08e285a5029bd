"""Handing documents out: a project file for each annotator, to carry away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from pathlib import Path

from annotator.core.dealing import dealt
from annotator.core.document import Document, DocumentId, NewDocument
from annotator.core.histories import laid_aside, united
from annotator.errors import ProjectError
from annotator.session.annotator_name import ANNOTATOR_SETTING
from annotator.session.gold import gold_of
from annotator.session.jobs import Job, Progress
from annotator.session.recall import BLIND_SETTING, CALIBRATION_SETTING, MEMORY_SETTING
from annotator.storage.project import Project

BATCH = 100
SETTINGS = (
    "pipeline",
    "language",
    "gold",
    "renamed_labels",
    "queue_order",
    MEMORY_SETTING,
    CALIBRATION_SETTING,
    BLIND_SETTING,
)


class Which(StrEnum):
    """Which documents are handed out: those that nobody has answered, or all."""

    UNANSWERED = "unanswered"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class HandoutOptions:
    """To whom, into which folder, and which share of the documents (0 to 1) goes to several:
    to `people` of them (None: to everybody). `seeds`: so many settled documents go to everybody
    without what was settled, to check them. `which` may be a list of documents, too."""

    output: Path
    to: tuple[str, ...]
    overlap: float = 0.0
    people: int | None = None
    seeds: int = 0
    which: Which | tuple[DocumentId, ...] = Which.UNANSWERED


@dataclass
class HandoutReport:
    """The files that were made, how many documents each holds (seeds among them), how many
    several have, and how many are seeds."""

    files: dict[str, str] = field(default_factory=dict)
    documents: dict[str, int] = field(default_factory=dict)
    shared: int = 0
    seeds: int = 0
    people: int = 0

    def sentence(self) -> str:
        """What was done, for people."""
        each = "; ".join(f"{self.files[n]} with {count:,}" for n, count in self.documents.items())
        whose = "everybody has" if self.people == len(self.files) else f"{self.people} have"
        parts = [f"Handed out {each}. Documents that {whose}: {self.shared:,}."]
        if self.seeds:
            parts.append(f"Settled documents among them, to check: {self.seeds:,}.")
        return " ".join(parts)


def hand_out(path: Path, options: HandoutOptions) -> Job[HandoutReport]:
    """Write a project file for each annotator: their documents, with what is suggested for
    them and what they have done so far, the label set, the patterns and the settings.

    Documents are dealt out in turn; of these the first share goes to several. Raises
    ProjectError, and has then made nothing.
    """
    targets = targets_of(options)
    report = HandoutReport(
        files={name: str(target) for name, target in targets.items()},
        people=options.people or len(options.to),
    )
    made: list[Path] = []
    try:
        with Project.open_to_read(path) as project, project.snapshot():
            hands, seeds = _hands(project, options, report)
            options.output.mkdir(parents=True, exist_ok=True)
            for name, target in targets.items():
                made.append(target)
                yield from _write(project, target, name, hands[name])
        _remember(path, seeds)
    except BaseException:
        for target in made:
            target.unlink(missing_ok=True)
        raise
    return report


def _file_name(name: str) -> str:
    return "".join(c if c.isalnum() or c in "-_. " else "_" for c in name).strip(". ") or "_"


def targets_of(options: HandoutOptions) -> dict[str, Path]:
    """The files to be made, by name. Raises ProjectError if they cannot be, or if what is asked
    for makes no sense."""
    targets = {name: options.output / f"{_file_name(name)}.annotator" for name in options.to}
    if not options.to or len(set(targets.values())) < len(options.to):
        raise ProjectError("Nobody to hand out to, or one name twice.", "Name each once: --to.")
    if not 0 <= options.overlap <= 1:
        raise ProjectError(f"A share is from 0 to 1, not {options.overlap:g}.", "Try 0.2.")
    if options.people is not None and not 1 <= options.people <= len(options.to):
        raise ProjectError(
            f"A document cannot go to {options.people} of {len(options.to)}.", "Ask for fewer."
        )
    for target in targets.values():
        if target.exists():
            raise ProjectError(f"{target} is there already.", "Choose another folder.")
    return targets


def candidates(project: Project, which: Which | tuple[DocumentId, ...]) -> list[DocumentId]:
    """The documents that can be handed out, in order; seeds may be among them."""
    if which is Which.UNANSWERED:
        return project.documents.unanswered()
    if which is Which.ALL:
        return project.documents.ids()
    return sorted(which)


def possible_seeds(project: Project, names: Sequence[str]) -> list[DocumentId]:
    """Settled documents that none of these people has answered, in an order of chance."""
    return project.seeds.possible(gold_of(project), names)


def _hands(
    project: Project, options: HandoutOptions, report: HandoutReport
) -> tuple[dict[str, list[DocumentId]], list[DocumentId]]:
    """Who gets which documents, and which of them are seeds."""
    seeds = possible_seeds(project, options.to)[: options.seeds]
    if len(seeds) < options.seeds:
        raise ProjectError(
            f"There are {len(seeds):,} settled documents that nobody of them has answered, not"
            f" {options.seeds:,}.",
            f"Ask for fewer, or settle more: annotations of {gold_of(project)}.",
        )
    others = set(seeds)
    waiting = [number for number in candidates(project, options.which) if number not in others]
    report.shared = round(len(waiting) * options.overlap)
    report.seeds = len(seeds)
    hands = dealt(waiting, options.to, shared=report.shared, each=options.people)
    whole = {name: sorted([*ids, *seeds]) for name, ids in hands.items()}
    report.documents = {name: len(ids) for name, ids in whole.items()}
    return whole, seeds


def _remember(path: Path, seeds: Sequence[DocumentId]) -> None:
    if seeds:
        with Project.open(path) as project, project.transaction():
            project.seeds.add(seeds)


def _write(
    project: Project, target: Path, name: str, documents: Sequence[DocumentId]
) -> Iterator[Progress]:
    with Project.create(target) as copy:
        with copy.transaction():
            _write_setup(project, copy, name)
        ids = iter(documents)
        done = 0
        while batch := list(islice(ids, BATCH)):
            with copy.transaction():
                for document_id in batch:
                    _copy(project, copy, document_id, name)
            done += len(batch)
            yield Progress(done, len(documents), f"documents to {name}")


def _write_setup(project: Project, copy: Project, name: str) -> None:
    copy.put_labels(project.labels())
    for setting in SETTINGS:
        if value := project.setting(setting):
            copy.put_setting(setting, value)
    copy.put_setting(ANNOTATOR_SETTING, name)
    copy.label_sets.bring(project.label_sets.versions())
    if renamed := project.label_sets.renamed():
        copy.label_sets.rename(renamed)
    if patterns := project.patterns.all():
        copy.patterns.put(patterns)


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
    if kept := project.annotations.kept(*pair):
        copy.annotations.put_kept(there, copy.add_annotator(name), kept)
