"""Continuing the training of a recognizer for a short time, on what is finished so far."""

import time
import warnings
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count, islice
from pathlib import Path
from random import Random
from typing import Any

from annotator.core.span import SpanKey
from annotator.errors import TrainingError
from annotator.train.config import RECOGNIZERS, config_of
from annotator.train.request import Request
from annotator.train.score import Pair
from annotator.train.take_over import take_over
from annotator.train.trainer import FAILURES

BATCH = 4
"""Small batches learn fastest in a short time: 15 s of them give F .57 where batches of 64 give
.50 (100 sentences of CrossNER politics)."""
REHEARSED = 1
"""Pieces of other texts that are added to a batch."""
DROPOUT = 0.1
LEARN_RATE = 0.001
LONGEST_PIECE = 60
"""Tokens of a text that are learnt from at once. A recognizer sees only a few words around it,
so that pieces teach what the whole does, with more steps in the same time."""
ENDS = frozenset(".!?。！？")
MOST_EPOCHS = 60
MOST_TAUGHT, MOST_HELD_OUT = 500, 200
"""Documents that are learnt from and scored on at once; of more, others each time."""
MOST_STEPS = 1_000_000
PATIENCE = 4.0
"""A training that gets little of the processor ends after so many times its seconds."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What to learn from, and how long.

    `train`, `held_out`: spaCy files of documents. `base`: the pipeline to go on from, or "" for
    a new one of this `language`. `labels`: the label set. `others`: texts that nobody has
    labelled. `means`: what labels of the base have come to here, "" for nothing; the others
    mean themselves. `seconds`: of processor time; `steps`: changes of weights at most.
    """

    train: Path
    held_out: Path
    base: str
    language: str
    labels: tuple[str, ...]
    others: tuple[str, ...] = ()
    means: Mapping[str, str] = field(default_factory=dict)
    steps: int = MOST_STEPS
    seconds: float = 30.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Learnt:
    """What the base and the new pipeline predict in each held-out document, beside gold; labels
    that the label set lacks do not count. `steps`: how often weights were changed."""

    old: list[Pair]
    new: list[Pair]
    steps: int


Learning = Generator[float, None, Learnt]
"""Yields the seconds of processor time that the training has taken."""


def learn_on(lesson: Lesson, output: Path) -> Learning:
    """Train on from the base and write the new pipeline to the folder `output`.

    So that little is forgotten, what the base finds in the other texts is rehearsed: its
    predictions are mixed in as labels, and the rest of those texts as unknown (pseudo-rehearsal,
    Robins, Catastrophic forgetting, rehearsal and pseudorehearsal, Connection Science 7, 1995).
    Raises TrainingError; OSError if the pipeline cannot be written.
    """
    try:
        with _quiet():
            return (yield from _learn(lesson, output))
    except OSError:
        raise
    except FAILURES as error:
        raise TrainingError(f"The training failed: {type(error).__name__}: {error}.") from error


@contextmanager
def _quiet() -> Iterator[None]:
    """spaCy warns of much that is as it should be here."""
    from spacy.util import logger

    before = logger.level
    logger.setLevel("ERROR")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(before)


def _learn(lesson: Lesson, output: Path) -> Learning:
    from spacy.training.initialize import init_nlp

    nlp = init_nlp(config_of(_request(lesson)))
    gold = _docs(nlp, lesson.held_out, lesson.seed, MOST_HELD_OUT)
    as_they_are, as_meant = _namer(lesson, {}), _namer(lesson, lesson.means)
    old = _pairs(nlp, gold, as_they_are, as_meant)
    rehearsed = list(_rehearsal(nlp, lesson)) if lesson.base else []
    taught = _docs(nlp, lesson.train, lesson.seed, MOST_TAUGHT)
    learnt = [piece for doc in taught for piece in _pieces(nlp, doc)]
    if not learnt:
        raise TrainingError("Nothing to learn from.", "Finish documents with Ctrl+Return.")
    _add_labels(nlp, lesson.labels)
    take_over(nlp, lesson.means, lesson.labels)
    sgd = nlp.resume_training()
    sgd.learn_rate = LEARN_RATE
    batches = islice(_batches(learnt, rehearsed, lesson.seed), lesson.steps)
    steps = yield from _train(nlp, sgd, batches, lesson.seconds)
    with nlp.use_params(sgd.averages):
        new = _pairs(nlp, gold, as_they_are, as_they_are)
        nlp.to_disk(output)
    return Learnt(old, new, steps)


def _request(lesson: Lesson) -> Request:
    return Request(
        train=str(lesson.train),
        dev=str(lesson.held_out),
        test="",
        output="",
        work="",
        language=lesson.language,
        base=lesson.base,
        labels=lesson.labels,
        seed=lesson.seed,
    )


def _add_labels(nlp: Any, labels: tuple[str, ...]) -> None:
    for name, component in nlp.pipeline:
        if nlp.get_pipe_meta(name).factory in RECOGNIZERS:
            for label in labels:
                component.add_label(label)


def _docs(nlp: Any, path: Path, seed: int, most: int) -> list[Any]:
    from spacy.tokens import DocBin

    docs = list(DocBin().from_disk(path).get_docs(nlp.vocab))
    return docs if len(docs) <= most else Random(seed).sample(docs, most)  # noqa: S311


Namer = Callable[[Any], str]
"""What the label of an entity means; "" if nothing."""


def _namer(lesson: Lesson, means: Mapping[str, str]) -> Namer:
    known = set(lesson.labels)

    def name(entity: Any) -> str:
        label = means.get(entity.label_, entity.label_)
        return label if label in known else ""

    return name


def _pairs(nlp: Any, gold: list[Any], of_gold: Namer, name: Namer) -> list[Pair]:
    predicted = nlp.pipe(doc.text for doc in gold)
    return [(_keys(a, of_gold), _keys(b, name)) for a, b in zip(gold, predicted, strict=True)]


def _keys(doc: Any, name: Namer) -> set[SpanKey]:
    return {(e.start_char, e.end_char, name(e)) for e in doc.ents if name(e)}


def _rehearsal(nlp: Any, lesson: Lesson) -> Iterator[Any]:
    from spacy.tokens import Span

    name = _namer(lesson, lesson.means)
    for doc in nlp.pipe(lesson.others):
        found = [Span(doc, e.start, e.end, name(e)) for e in doc.ents if name(e)]
        if found:
            doc.set_ents(found, default="missing")
            yield from _pieces(nlp, doc)


def _pieces(nlp: Any, doc: Any) -> Iterator[Any]:
    """Examples of the parts of a document in which anything is known."""
    from spacy.training import Example

    for start, end in _cuts(doc):
        piece = doc[start:end].as_doc()
        if any(token.ent_iob for token in piece):
            yield Example(nlp.make_doc(piece.text), piece)


def _cuts(doc: Any) -> Iterator[tuple[int, int]]:
    """Where a text is cut: at line breaks and after sentences, never within an entity."""
    start = 0
    for token in doc:
        end = token.i + 1
        is_end = "\n" in token.text or token.text in ENDS or end - start >= LONGEST_PIECE
        if end == len(doc) or (is_end and doc[end].ent_iob_ != "I"):
            yield start, end
            start = end


def _batches(learnt: list[Any], rehearsed: list[Any], seed: int) -> Iterator[list[Any]]:
    pick = Random(seed)  # noqa: S311 - an order, no secret
    for _ in range(MOST_EPOCHS):
        each = iter(pick.sample(learnt, len(learnt)))
        while batch := list(islice(each, BATCH)):
            yield [*batch, *pick.sample(rehearsed, min(REHEARSED, len(rehearsed)))]


def _train(
    nlp: Any, sgd: Any, batches: Iterator[list[Any]], seconds: float
) -> Generator[float, None, int]:
    began, began_at = time.process_time(), time.monotonic()
    for step in count():
        used = time.process_time() - began
        yield used
        batch = next(batches, None)
        if not batch or used > seconds or time.monotonic() - began_at > PATIENCE * seconds:
            return step
        nlp.update(batch, sgd=sgd, drop=DROPOUT)
    raise AssertionError
