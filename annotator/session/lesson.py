"""One lesson of learning while labelling: a short training, whose model is used if it is better."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from annotator.core.learning import is_better, model_number
from annotator.core.parts import PARTS
from annotator.errors import TrainingError
from annotator.session import models
from annotator.session.corpus import write_part
from annotator.session.jobs import Job, Progress
from annotator.session.learning import finished, put_before
from annotator.session.lock import held
from annotator.session.understanding import names_meant
from annotator.storage.lessons import LessonRow
from annotator.storage.project import Project
from annotator.suggest import pipelines
from annotator.train.choice import lead
from annotator.train.learner import MOST_STEPS, Learning, Learnt, Lesson, learn_on
from annotator.train.score import score
from annotator.train.split import Split

SHARES = (80.0, 20.0)
"""The same documents are held out as for tuning and testing in a whole training."""
SECONDS = 30.0
OTHERS, LONGEST_OTHER = 60, 5_000
"""Texts ahead in the queue that are rehearsed, and the longest of them in code points."""
ANSWERS: dict[str, Sequence[str | None]] = {"train": ("accept", None), "dev": ("accept",)}
"""What is learnt from, and what is held out, by the answers of documents."""


@dataclass
class LearnReport:
    """What a training on so many `documents` came to: `old` and `new` are F (0 to 1) on the
    `held_out` ones. Nothing is trained while there are none."""

    model: str
    documents: int
    held_out: int = 0
    old: float = 0.0
    new: float = 0.0
    is_used: bool = False

    def judge(self, learnt: Learnt) -> None:
        """Score both models, and decide which one is used."""
        self.held_out = len(learnt.new)
        self.old, self.new = score(learnt.old).f, score(learnt.new).f
        ahead = lead(learnt.old, learnt.new)
        self.is_used = is_better(self.old, self.new, lead=ahead, held_out=self.held_out)

    def sentence(self) -> str:
        """What happened, for people."""
        name = self.model.replace("-", " ")
        if not self.held_out:
            return f"{name} is put off: too little is finished to hold some out to judge it by"
        on = f"{self.held_out} held-out document{'s' if self.held_out > 1 else ''}"
        if self.is_used:
            return f"{name}: F {self.old:.2f} → {self.new:.2f} on {on}"
        if self.new > self.old:
            return f"{name} is not used: F {self.old:.2f} → {self.new:.2f} on only {on} may be luck"
        return f"{name} was no better and is not used: F {self.old:.2f} → {self.new:.2f} on {on}"


def learn(path: Path, *, seconds: float = SECONDS, steps: int = MOST_STEPS) -> Job[LearnReport]:
    """Train on from what suggests in the project at `path`, and let the new model suggest if it
    is better on held-out documents.

    Finished documents teach all they say, others only their labels. A training that is stopped
    or killed leaves the project and its model as they were. Raises ProjectError,
    SuggesterError, and TrainingError, also if another process trains this project.
    """
    with Project.open(path) as project, _folder(project) as folder:
        yield Progress(0, None, "documents")
        before = finished(project)
        if not before:
            raise TrainingError("Nothing is finished.", "Finish documents with Ctrl+Return first.")
        which, name = models.proposer(project), models.next_name(project)
        base = _base(which)
        work = folder / f"{models.UNFINISHED}-{name}"
        work.mkdir()
        documents = yield from _write_corpus(project, work)
        report = LearnReport(name, documents["train"])
        if all(documents.values()):
            seed = model_number(name)
            lesson = _lesson(project, which, base, work, seconds=seconds, steps=steps, seed=seed)
            learnt = yield from _watched(learn_on(lesson, work / name), seconds)
            report.judge(learnt)
        if report.is_used:
            (work / name).rename(folder / name)
        with project.transaction():
            put_before(project, before)
            models.add(project, name)
            _keep(project, report)
            if report.is_used:
                models.use(project, name, base=which.base)
            elif not which.is_model:
                models.use_none(project)
        models.clean(project)
        return report


def _keep(project: Project, report: LearnReport) -> None:
    """Keep what came of a lesson, unless it was put off."""
    if report.held_out:
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        row = LessonRow(
            report.model,
            report.documents,
            report.held_out,
            report.old,
            report.new,
            report.is_used,
            now,
        )
        project.lessons.add(row)


@contextmanager
def _folder(project: Project) -> Iterator[Path]:
    """The folder of the models, locked and cleaned up, before and after."""
    folder = models.folder_of(project.path)
    try:
        folder.mkdir(exist_ok=True)
        with held(folder / "lock") as is_ours:
            if not is_ours:
                raise TrainingError(
                    "Another window learns from this project just now.", "Wait until it is done."
                )
            models.clean(project)
            try:
                yield folder
            finally:
                models.clean(project)
    except OSError as error:
        raise TrainingError(
            f"{folder} cannot be written: {error.strerror or error}.",
            "Labelling goes on; see whether there is space and whether you may write there.",
        ) from error


def _write_corpus(project: Project, work: Path) -> Job[dict[str, int]]:
    """Write what is learnt from and what is held out; how many documents each has.

    A document is put where `train` would put it; but near-duplicates are looked for only among
    what people have labelled, as a queue of a million texts is not read every few minutes.
    """
    split, of = Split(SHARES), dict[str, str]()
    for item in project.annotations.each(answers=ANSWERS["train"]):
        of[item.key] = split.part(item.key, item.text)
        yield Progress(len(of), None, "documents")
    return {
        part: write_part(project, work / f"{part}.spacy", part, of, answers=ANSWERS[part])
        for part in PARTS[:2]
    }


def _base(which: models.Proposer) -> str:
    """What a lesson goes on from; "": nothing. Raises SuggesterError and TrainingError."""
    name = pipelines.find_trainable(which.pipeline or pipelines.DEFAULT).name
    return "" if pipelines.is_blank(name) else name


def _lesson(
    project: Project,
    which: models.Proposer,
    base: str,
    work: Path,
    *,
    seconds: float,
    steps: int,
    seed: int,
) -> Lesson:
    return Lesson(
        train=work / "train.spacy",
        held_out=work / "dev.spacy",
        base=base,
        language=project.setting("language") or "en",
        labels=tuple(label.name for label in project.labels()),
        means=names_meant(project, which.source),
        others=tuple(project.documents.untouched(longest=LONGEST_OTHER, limit=OTHERS)),
        seconds=seconds,
        steps=steps,
        seed=seed,
    )


def _watched(learning: Learning, seconds: float) -> Job[Learnt]:
    while True:
        try:
            used = next(learning)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
        yield Progress(int(used), int(seconds), "seconds of training")
