"""The learning curve of a project: trained on more and more of its documents."""

import json
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from annotator.errors import ProjectError
from annotator.session.corpus import SHARES, Corpus, write_corpus
from annotator.session.jobs import Job, Progress
from annotator.session.trainer_process import run
from annotator.session.training import evaluate_every
from annotator.storage.project import Project
from annotator.suggest import pipelines
from annotator.train.curve import Gain, Point, gain
from annotator.train.request import Request, Trained

PARTS_LEARNT = (0.25, 0.5, 0.75, 1.0)
MORE = 100
SEEDS = 2
LATEST = "learning_curve"
"""The setting that holds the curve computed last, as JSON."""


@dataclass(frozen=True, slots=True)
class CurveOptions:
    """How a learning curve is trained. `seeds`: so many trainings for each share of the
    documents, counted from `seed`; the rest as in TrainOptions."""

    base: str | None = None
    annotator: str | None = None
    steps: int = 0
    seed: int = 0
    seeds: int = SEEDS
    shares: tuple[float, ...] = SHARES


@dataclass(frozen=True, slots=True)
class CurveProgress(Progress):
    """One more step of one of the trainings; `point` once it has its score."""

    point: Point | None = None


@dataclass
class CurveReport:
    """The points of the curve, what more documents would bring, on how many documents each
    was scored (with `held_out` False they served for tuning too), and the seconds it took."""

    points: list[Point] = field(default_factory=list)
    gain: Gain | None = None
    scored_on: int = 0
    held_out: bool = True
    seconds: float = 0.0

    def sentence(self) -> str:
        """Where the curve leads, for people."""
        found = self.gain
        if found is None or found.reason:
            reason = found.reason if found else "there are too few trainings"
            return f"What more documents would bring cannot be said: {reason}."
        return (
            f"Another {found.more:,} documents: about {100 * found.f:+.1f} points of F"
            f" (95 %: {100 * found.low:+.1f} to {100 * found.high:+.1f})."
        )


def learning_curve(path: Path, options: CurveOptions) -> Job[CurveReport]:
    """Train on a quarter, half, three quarters and all of the documents to learn from, with
    several seeds, and score each pipeline on the same held-out documents. None is kept.

    Each is trained in a process of its own, one after another. Raises as `train` does.
    """
    began = time.monotonic()
    base = pipelines.find_trainable(options.base).name if options.base else ""
    with _folder() as folder:
        corpus = yield from write_corpus(
            path, folder, annotator=options.annotator, shares=options.shares
        )
        report = CurveReport(held_out=bool(corpus.test))
        report.scored_on = corpus.documents["test" if corpus.test else "dev"]
        runs = list(_requests(folder, options, corpus, base))
        for done, request in enumerate(runs):
            report.points.append((yield from _train(request, done, len(runs))))
    report.gain = gain(report.points, MORE)
    report.seconds = time.monotonic() - began
    _keep(path, report)
    return report


def _keep(path: Path, report: CurveReport) -> None:
    # Of a project that cannot be written the curve is told all the same.
    with suppress(ProjectError), Project.open(path) as project, project.transaction():
        project.put_setting(LATEST, json.dumps(asdict(report)))


def latest(project: Project) -> CurveReport | None:
    """The learning curve that was computed last, if any was."""
    written = project.setting(LATEST)
    return report_of(json.loads(written)) if written else None


def report_of(values: dict[str, Any]) -> CurveReport:
    """A report as JSON has it."""
    found = values["gain"]
    curve = tuple((n, f) for n, f in found["curve"])
    points = [Point(**point) for point in values["points"]]
    return CurveReport(**values | {"points": points, "gain": Gain(**found | {"curve": curve})})


@contextmanager
def _folder() -> Iterator[Path]:
    with TemporaryDirectory(prefix="annotator-curve-") as name:
        yield Path(name)


def _requests(folder: Path, options: CurveOptions, corpus: Corpus, base: str) -> Iterator[Request]:
    request = Request(
        train=corpus.train,
        dev=corpus.dev,
        test=corpus.test,
        output="",
        work=str(folder / "work"),
        language=corpus.language,
        base=base,
        labels=corpus.labels,
        most_steps=options.steps,
        evaluate_every=evaluate_every(options.steps),
    )
    # A whole curve stands after the first seed; the others add its spread.
    for seed in range(options.seed, options.seed + options.seeds):
        for share in PARTS_LEARNT:
            yield replace(request, seed=seed, share=share)


def _train(request: Request, done: int, total: int) -> Job[Point]:
    Path(request.work).mkdir(exist_ok=True)
    began = time.monotonic()
    trained = yield from _as_part(run(request, lambda _: None), done, total)
    seconds = time.monotonic() - began
    point = Point(trained.documents, request.seed, trained.scores["exact"]["f"], seconds)
    yield CurveProgress(done + 1, total, "trainings", point)
    return point


def _as_part(job: Job[Trained], done: int, total: int) -> Job[Trained]:
    """One of `total` trainings, told as a part of them."""
    with closing(job):
        while True:
            try:
                step = next(job)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]
            yield CurveProgress(done, total, f"trainings; {step.done:,} {step.note}")
