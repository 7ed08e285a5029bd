"""The training process: spaCy's own loop, with each evaluation said on its standard output."""

import hashlib
import os
import shutil
import sys
import warnings
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from io import StringIO
from itertools import count
from pathlib import Path
from random import Random
from typing import Any, BinaryIO

from annotator.errors import TrainingError
from annotator.train.checkpoint import keep
from annotator.train.config import RECOGNIZERS, config_of
from annotator.train.request import Beat, Failed, Message, Request, Step, Trained, decode, encode
from annotator.train.score import Pair, scores

COMMAND = "train-worker"
NICENESS = 10
LOGGER = "spacy.ConsoleLogger.v1"
BEST = "model-best"
FAILURES = (ArithmeticError, AttributeError, ImportError, LookupError, MemoryError, OSError)
FAILURES += (RuntimeError, TypeError, ValueError)  # type: ignore[assignment]
"""What spaCy and its parts raise on data or settings that they cannot use."""

Say = Callable[[Message], None]


def command() -> list[str]:
    """What to start for a training: a program and its arguments."""
    if getattr(sys, "frozen", False):
        return [sys.executable, COMMAND]
    return [sys.executable, "-m", "annotator", COMMAND]


def main() -> None:
    """Train as the request on standard input says. Takes the whole process for it."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    warnings.simplefilter("ignore")
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    request = decode(sys.stdin.buffer.readline())
    assert isinstance(request, Request)
    say = _sayer(replies)
    try:
        say(train(request, say))
    except TrainingError as error:
        say(Failed(error.sentence, error.hint))
    except FAILURES as error:
        say(Failed(f"The training failed: {type(error).__name__}: {error}.", ""))


def _sayer(replies: BinaryIO) -> Say:
    def say(message: Message) -> None:
        replies.write(encode(message))
        replies.flush()

    return say


def train(request: Request, say: Say) -> Trained:
    """Train, say each step, write the best pipeline to `request.output`, and score it.

    Raises TrainingError, and what spaCy raises on data that it cannot use.
    """
    import spacy
    from spacy.training.initialize import init_nlp
    from spacy.training.loop import train as loop

    steps: list[Step] = []
    work = Path(request.work)

    def hear(message: Step | Beat) -> None:
        if isinstance(message, Step):
            steps.append(message)
            if request.output:
                keep(work)
        say(message)

    _hear_steps(hear)
    learnt_from, documents = _subset(request)
    nlp = init_nlp(config_of(replace(request, train=learnt_from)))
    _add_labels(nlp, request.labels)
    loop(nlp, work, stdout=StringIO(), stderr=StringIO())
    best = work / BEST
    if not best.is_dir():
        raise TrainingError("Nothing was learnt.", "Finish more documents, then train again.")
    nlp = spacy.load(best)
    found = scores(_pairs(nlp, request.test or request.dev))
    at = max(steps, key=lambda step: step.f).step if steps else 0
    written = {**asdict(found), "confusion": [[*k, n] for k, n in found.confusion.items()]}
    if request.output:
        _write(nlp, Path(request.output), {**request.meta, "score": written["exact"]})
    return Trained(written, held_out=bool(request.test), best_step=at, documents=documents)


def _subset(request: Request) -> tuple[str, int]:
    """The file of the documents to learn from, and how many they are. With one seed a
    greater share holds all documents of a smaller one."""
    from spacy import blank
    from spacy.tokens import DocBin

    held = DocBin().from_disk(request.train)
    if request.share >= 1:
        return request.train, len(held)
    docs = list(held.get_docs(blank("xx").vocab))
    Random(request.seed).shuffle(docs)  # noqa: S311 - no secret
    chosen = docs[: max(1, round(request.share * len(docs)))]
    path = Path(request.work) / "share.spacy"
    DocBin(held.attrs, docs=chosen).to_disk(path)
    return str(path), len(chosen)


def _hear_steps(hear: Callable[[Step | Beat], None]) -> None:
    """Have spaCy's loop tell us of each step: its console logger is replaced in this
    process, so that the config of the pipeline names nothing that is not spaCy's."""
    from spacy import registry

    def logger() -> Callable[..., Any]:
        def set_up(*_: object) -> tuple[Callable[[Any], None], Callable[[], None]]:
            numbers = count()

            def log_step(info: Any) -> None:
                number = next(numbers)
                hear(_step(info) if info else Beat(number))

            return log_step, lambda: None

        return set_up

    registry.loggers.register(LOGGER, func=logger)


def _step(info: dict[str, Any]) -> Step:
    found = info["other_scores"]
    labels = {name: each["f"] for name, each in (found.get("ents_per_type") or {}).items()}
    return Step(
        step=info["step"],
        seconds=float(info["seconds"]),
        loss=sum(float(value) for value in info["losses"].values()),
        precision=found.get("ents_p") or 0.0,
        recall=found.get("ents_r") or 0.0,
        f=found.get("ents_f") or 0.0,
        labels=labels,
    )


def _add_labels(nlp: Any, labels: Iterable[str]) -> None:
    """A recognizer that goes on from another pipeline has to learn of new labels."""
    for name, component in nlp.pipeline:
        if nlp.get_pipe_meta(name).factory in RECOGNIZERS:
            for label in labels:
                component.add_label(label)


def _pairs(nlp: Any, path: str) -> list[Pair]:
    from spacy.tokens import DocBin

    gold = list(DocBin().from_disk(path).get_docs(nlp.vocab))
    predicted = nlp.pipe(doc.text for doc in gold)
    return [(_keys(a), _keys(b)) for a, b in zip(gold, predicted, strict=True)]


def _keys(doc: Any) -> set[tuple[int, int, str]]:
    return {(one.start_char, one.end_char, one.label_) for one in doc.ents}


def _write(nlp: Any, output: Path, meta: dict[str, Any]) -> None:
    nlp.meta["annotator"] = meta
    part = output.with_name(f".{output.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    nlp.to_disk(part)
    if output.exists():
        output.rmdir()
    part.rename(output)


def digest(paths: Iterable[Path]) -> str:
    """SHA-256 of the files of documents, as 64 hex digits: what was trained on."""
    found = hashlib.sha256()
    for path in paths:
        found.update(path.read_bytes())
    return found.hexdigest()
