"""Training a pipeline from the labels of a project."""

import shutil
import subprocess
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.core.parts import PARTS
from annotator.errors import TrainingError
from annotator.session.exporting import ExportOptions, export
from annotator.session.jobs import Job, Progress
from annotator.storage.project import Project
from annotator.suggest import pipelines
from annotator.train.request import Failed, Message, Request, Step, Trained, decode, encode
from annotator.train.trainer import LAST, command, digest

SHARES = (80.0, 10.0, 10.0)
LEAST_FINISHED = 5
EVALUATE_EVERY = 200
FINISHED, LABELLED = ("accept",), ("accept", "unfinished")
STOP_S = 5.0


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


@dataclass(frozen=True, slots=True)
class TrainProgress(Progress):
    """A step of a training, with its scores once there are any."""

    at: Step | None = None


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
    _refuse_full(options.output)
    work = _work_folder(options)
    documents = yield from _write_corpus(path, work, options)
    request = _request(path, work, options, documents)
    report = TrainReport(str(options.output), documents)
    yield from _run(request, report)
    shutil.rmtree(work)
    return report


def _refuse_full(output: Path) -> None:
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise TrainingError(f"{output} is there already.", "Name a new or an empty folder.")
    if not output.absolute().parent.is_dir():
        raise TrainingError(f"There is no folder {output.absolute().parent}.", "Make it first.")


def _work_folder(options: TrainOptions) -> Path:
    work = options.output.with_name(f"{options.output.name}.training")
    if options.resume and not (work / LAST).is_dir():
        raise TrainingError(f"There is no training to go on with in {work}.", "Start it anew.")
    if not options.resume:
        shutil.rmtree(work, ignore_errors=True)
    try:
        work.mkdir(exist_ok=True)
    except OSError as error:
        raise TrainingError(f"{work} cannot be written: {error.strerror}.") from error
    return work


def _write_corpus(path: Path, work: Path, options: TrainOptions) -> Job[dict[str, int]]:
    """Write the documents as spaCy files and count them, by part."""
    counts = {}
    for folder, answers in (("labelled", LABELLED), ("finished", FINISHED)):
        target = work / folder
        shutil.rmtree(target, ignore_errors=True)
        wanted = ExportOptions(
            format="spacy",
            annotator=options.annotator,
            answers=answers,
            split=options.shares,
            flat=True,
        )
        report = yield from export(path, target, wanted)
        counts[folder] = {name: part.annotations for name, part in report.parts.items()}
    finished = sum(counts["finished"].values())
    if finished < LEAST_FINISHED:
        raise TrainingError(
            f"Only {finished} documents are finished.",
            f"Finish at least {LEAST_FINISHED} with Ctrl+Return, then train.",
        )
    return {"train": counts["labelled"]["train"], **{n: counts["finished"][n] for n in PARTS[1:]}}


def _request(path: Path, work: Path, options: TrainOptions, documents: dict[str, int]) -> Request:
    files = {
        name: work / ("labelled" if name == "train" else "finished") / f"{name}.spacy"
        for name in PARTS
    }
    # With few documents a part may have got none: then one serves for two.
    dev = next(name for name in ("dev", "test", "train") if documents[name])
    test = "test" if documents["test"] and dev == "dev" else ""
    with Project.open_to_read(path) as project:
        labels = tuple(project.annotations.labels_used())
        language = project.setting("language") or "en"
    base = pipelines.find(options.base).name if options.base else ""
    return Request(
        train=str(files["train"]),
        dev=str(files[dev]),
        test=str(files[test]) if test else "",
        output=str(options.output.absolute()),
        work=str(work.absolute()),
        language=language,
        base=base,
        last=str((work / LAST).absolute()) if options.resume else "",
        labels=labels,
        most_steps=options.steps,
        evaluate_every=_every(options.steps),
        seed=options.seed,
        meta={
            "documents": documents,
            "labels": list(labels),
            "data_sha256": digest(files.values()),
            "base": base,
        },
    )


def _every(steps: int) -> int:
    """Between evaluations; a short training has five."""
    return min(EVALUATE_EVERY, max(1, steps // 5)) if steps else EVALUATE_EVERY


def _run(request: Request, report: TrainReport) -> Iterator[Progress]:
    process = subprocess.Popen(  # noqa: S603 - our own program, no shell
        command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        yield TrainProgress(0, request.most_steps or None, "steps")
        for message in _talk(process, request):
            if isinstance(message, Step):
                report.steps.append(message)
                note = f"steps, F {message.f:.1%}"
                yield TrainProgress(message.step, request.most_steps or None, note, message)
            elif isinstance(message, Failed):
                raise TrainingError(message.sentence, message.hint)
            elif isinstance(message, Trained):
                report.scores, report.held_out = message.scores, message.held_out
                report.best_step = message.best_step
    finally:
        _end(process)
    if not report.scores:
        raise TrainingError("The training process stopped.", "Is there enough memory?")


def _talk(process: "subprocess.Popen[bytes]", request: Request) -> Generator[Message, None, None]:
    assert process.stdin
    assert process.stdout
    with suppress(OSError):
        process.stdin.write(encode(request))
        process.stdin.close()
    for line in process.stdout:
        # A process that dies while it writes leaves half a line.
        if line.endswith(b"\n"):
            yield decode(line)


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()
