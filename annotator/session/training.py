"""Training a pipeline from the labels of a project."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.errors import TrainingError
from annotator.session.corpus import SHARES, Corpus, write_corpus
from annotator.session.jobs import Job
from annotator.session.trainer_process import run
from annotator.suggest import pipelines
from annotator.train.checkpoint import kept
from annotator.train.request import Request, Step
from annotator.train.trainer import digest

EVALUATE_EVERY = 200


@dataclass(frozen=True, slots=True)
class TrainOptions:
    """Where the pipeline goes and how it is trained. `base`: a pipeline to go on from, None:
    from nothing. `steps`: at most so many, 0: as long as it gets better. `resume`: go on with
    the training that was stopped. `annotator`: whose labels, None: everyone's."""

    output: Path
    base: str | None = None
    annotator: str | None = None
    steps: int = 0
    seed: int = 0
    shares: tuple[float, ...] = SHARES
    resume: bool = False


@dataclass
class TrainReport:
    """The pipeline's folder, its scores on held-out documents (with `held_out` False on those
    that served for tuning, as there were no others), and how it came to them."""

    pipeline: str
    documents: dict[str, int]
    scores: dict[str, Any] = field(default_factory=dict)
    held_out: bool = True
    best_step: int = 0
    steps: list[Step] = field(default_factory=list)

    def sentence(self) -> str:
        """What was done, for people."""
        exact = self.scores["exact"]
        which = "test" if self.held_out else "dev"
        on = "held-out" if self.held_out else "tuning (there were too few to hold some out)"
        return (
            f"Trained {self.pipeline} on {self.documents['train']:,} documents: F {exact['f']:.1%}"
            f" ({exact['low']:.1%} to {exact['high']:.1%}) on {self.documents[which]:,} {on}."
        )


def train(path: Path, options: TrainOptions) -> Job[TrainReport]:
    """Train on the labels of the project at `path`, in a process of its own.

    Finished documents teach all they say, others only their labels: the rest of them is
    unknown. A training that is stopped leaves a folder beside `output`, from which `resume`
    goes on. Raises ProjectError, FormatError, SuggesterError and TrainingError.
    """
    base = pipelines.find_trainable(options.base).name if options.base else ""
    _refuse_full(options.output)
    work = _work_folder(options)
    corpus = yield from write_corpus(path, work, annotator=options.annotator, shares=options.shares)
    report = TrainReport(str(options.output), corpus.documents)
    trained = yield from run(_request(work, options, corpus, base), report.steps.append)
    report.scores, report.held_out = trained.scores, trained.held_out
    report.best_step = trained.best_step
    shutil.rmtree(work, ignore_errors=True)
    return report


def unfinished(output: Path) -> bool:
    """Whether there is a training of the pipeline `output` that can be gone on with."""
    return kept(_work(output)) is not None


def _work(output: Path) -> Path:
    return output.with_name(f"{output.name}.training")


def _refuse_full(output: Path) -> None:
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise TrainingError(f"{output} is there already.", "Name a new or an empty folder.")
    if not output.absolute().parent.is_dir():
        raise TrainingError(f"There is no folder {output.absolute().parent}.", "Make it first.")


def _work_folder(options: TrainOptions) -> Path:
    work = _work(options.output)
    if options.resume and not unfinished(options.output):
        raise TrainingError(f"There is no training to go on with in {work}.", "Start it anew.")
    if not options.resume:
        shutil.rmtree(work, ignore_errors=True)
    try:
        work.mkdir(exist_ok=True)
    except OSError as error:
        raise TrainingError(f"{work} cannot be written: {error.strerror}.") from error
    return work


def _request(work: Path, options: TrainOptions, corpus: Corpus, base: str) -> Request:
    last = kept(work) if options.resume else None
    return Request(
        train=corpus.train,
        dev=corpus.dev,
        test=corpus.test,
        output=str(options.output.absolute()),
        work=str(work.absolute()),
        language=corpus.language,
        base=base,
        last=str(last.absolute()) if last else "",
        labels=corpus.labels,
        most_steps=options.steps,
        evaluate_every=evaluate_every(options.steps),
        seed=options.seed,
        meta={
            "documents": corpus.documents,
            "labels": list(corpus.labels),
            "data_sha256": digest(corpus.files.values()),
            "base": base,
        },
    )


def evaluate_every(steps: int) -> int:
    """The steps between evaluations of a training of at most so many; a short one has five."""
    return min(EVALUATE_EVERY, max(1, steps // 5)) if steps else EVALUATE_EVERY
