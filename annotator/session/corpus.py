"""The documents of a project as spaCy files to train on, and how many fall to which part."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.core.parts import PARTS
from annotator.errors import TrainingError
from annotator.formats import find_writable
from annotator.session.exporter import Exporter, Filter
from annotator.session.exporting import ExportOptions, export, split_documents
from annotator.session.gold import gold_of
from annotator.session.jobs import Job
from annotator.session.whole_file import whole_file
from annotator.storage.project import Project

SHARES = (80.0, 10.0, 10.0)
LEAST_FINISHED = 5
FINISHED, LABELLED = ("accept",), ("accept", "unfinished")


@dataclass(frozen=True, slots=True)
class Corpus:
    """The files, `documents` counted by part, and the labels in use. `test` is "" where there
    were too few documents to hold some out."""

    files: Mapping[str, Path]
    documents: dict[str, int]
    labels: tuple[str, ...]
    language: str

    @property
    def train(self) -> str:
        """The file to learn from."""
        return str(self.files["train"].absolute())

    @property
    def dev(self) -> str:
        """The file to tune by: with few documents one part serves for two."""
        return str(self.files[self._dev].absolute())

    @property
    def test(self) -> str:
        """The file of held-out documents, or ""."""
        has_test = self.documents["test"] and self._dev == "dev"
        return str(self.files["test"].absolute()) if has_test else ""

    @property
    def _dev(self) -> str:
        return next(name for name in ("dev", "test", "train") if self.documents[name])


def write_corpus(
    path: Path, folder: Path, *, annotator: str | None, shares: tuple[float, ...]
) -> Job[Corpus]:
    """Write the documents of the project at `path` into a folder.

    Finished documents teach all they say, others only their labels: the rest of them is
    unknown. Tuned and tested is on finished ones alone. Of what is settled gold alone counts,
    unless an annotator is named. Raises TrainingError, ProjectError and FormatError.
    """
    with Project.open_to_read(path) as project:
        labels = tuple(project.annotations.labels_used())
        language = project.setting("language") or "en"
        settled_by = None if annotator else gold_of(project)
        begun = project.annotations.each(
            annotator=annotator, answers=(None,), settled_by=settled_by
        )
        has_begun = next(begun, None) is not None
    counts = {}
    for name, answers in _kinds(has_begun=has_begun):
        target = folder / name
        shutil.rmtree(target, ignore_errors=True)
        wanted = ExportOptions(
            format="spacy",
            annotator=annotator,
            answers=answers,
            split=shares,
            flat=True,
            settled_by=settled_by,
        )
        report = yield from export(path, target, wanted)
        counts[name] = {part: found.annotations for part, found in report.parts.items()}
    require_enough(sum(counts["finished"].values()))
    learnt_from = "labelled" if has_begun else "finished"
    of_part = {"train": learnt_from, "dev": "finished", "test": "finished"}
    files = {part: folder / name / f"{part}.spacy" for part, name in of_part.items()}
    documents = {part: counts[name].get(part, 0) for part, name in of_part.items()}
    return Corpus(files, documents, labels, language)


def write_part(
    project: Project,
    file: Path,
    part: str,
    of: Mapping[str, str],
    *,
    answers: Sequence[str | None],
    annotator: str | None = None,
) -> int:
    """Write the documents that fall to a part (`of`: by their keys) as one spaCy file, spans
    within spans left out; how many were written. Raises FormatError."""
    known = find_writable("spacy")
    settled_by = None if annotator else gold_of(project)
    which = Filter(annotator, answers, suggested=False, settled_by=settled_by)
    exporter = Exporter(project, known, which, part=part, of=of)
    corpus = exporter.corpus(None, flat=True)
    assert known.write
    write = known.write
    with whole_file(file) as target:
        for _ in exporter.run(lambda items: write(items, target, corpus)):
            pass
    return exporter.account.annotations.written


def _kinds(*, has_begun: bool) -> list[tuple[str, tuple[str, ...]]]:
    """The folders to write and the answers of what is in them; where nothing unfinished has a
    label, what is finished is all there is to learn from."""
    finished = ("finished", FINISHED)
    return [finished, ("labelled", LABELLED)] if has_begun else [finished]


def require_enough(finished: int) -> None:
    """Raise TrainingError if so few documents are finished that nothing can be learnt."""
    if finished < LEAST_FINISHED:
        raise TrainingError(
            f"Only {finished} documents are finished.",
            f"Finish at least {LEAST_FINISHED} with Ctrl+Return, then train.",
        )


def count_parts(
    path: Path, *, annotator: str | None = None, shares: tuple[float, ...] = SHARES
) -> Job[dict[str, int]]:
    """How many documents fall to each part, as `write_corpus` would have them; "finished":
    those of them that are finished."""
    counts = {**dict.fromkeys(PARTS, 0), "finished": 0}
    with Project.open_to_read(path) as project, project.snapshot():
        part_of = yield from split_documents(project, shares)
        settled_by = None if annotator else gold_of(project)
        for item in project.annotations.each(
            annotator=annotator, answers=(*FINISHED, None), settled_by=settled_by
        ):
            part = part_of[item.key]
            counts["finished"] += item.complete
            counts[part] += part == "train" or item.complete
    return counts
