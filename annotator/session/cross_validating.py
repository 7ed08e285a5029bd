"""What models make of labels that they have not learnt from: each third of the finished
documents is judged by a model that was trained on the other two."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from annotator.core.document import DocumentId, document_key
from annotator.core.label_errors.confident import Record, Thresholds, seen_as
from annotator.core.label_errors.error import LEAST_LIKELY, Kind, LabelError
from annotator.core.label_errors.units import OUTSIDE, Judged, Unit, outside, units
from annotator.core.parts import PARTS
from annotator.core.span import SpanKey
from annotator.session.corpus import require_enough, write_part
from annotator.session.jobs import Job, Progress
from annotator.session.trainer_process import run
from annotator.session.training import evaluate_every
from annotator.storage.project import Project
from annotator.suggest.judging import Judge
from annotator.train.request import Request, Trained
from annotator.train.split import Split

FOLDS = PARTS
"""Three, as the split that keeps near-duplicates together knows three parts: a copy of a text,
with the same slip in it, would let its model learn the slip."""
STEPS = 1_000
DEV_SHARE = 8
"""One document in so many is tuned by."""
TRAIN, DEV = "train", "dev"
FINISHED = ("accept",)
AT_ONCE = 64
STEP = 200


@dataclass
class _Doubts:
    """What is collected of all folds: the thresholds, and what a model finds likelier to be of
    another class than the given one."""

    labels: tuple[str, ...]
    thresholds: Thresholds = field(init=False)
    candidates: list[tuple[DocumentId, int, Unit]] = field(default_factory=list)
    record: Record = field(default_factory=Record)

    def __post_init__(self) -> None:
        self.thresholds = Thresholds(len(self.labels) + 1)

    def take(self, id_: DocumentId, annotator_id: int, said: list[SpanKey], judged: Judged) -> None:
        judged = self._in_order(judged)
        for chance in outside(said, judged):
            self.thresholds.add(OUTSIDE, chance)
        for unit in units(said, judged):
            own = unit.chances[unit.given]
            if unit.span is not None and not unit.is_edge:
                self.thresholds.add(unit.given, own)
            if own < max(unit.chances):
                self.candidates.append((id_, annotator_id, unit))
        self.record.add(said, judged.found)

    def _in_order(self, judged: Judged) -> Judged:
        """The chances in the order of all labels: a model knows only those that it has seen."""
        places = [
            judged.labels.index(label) + 1 if label in judged.labels else None
            for label in self.labels
        ]
        chances = [
            [row[OUTSIDE], *(0.0 if place is None else row[place] for place in places)]
            for row in judged.chances
        ]
        return Judged(judged.tokens, chances, self.labels, judged.found)

    def errors(self) -> Iterator[LabelError]:
        """The likelihood is how little the model thinks of what was given, as far as its word
        is worth something there."""
        thresholds = self.thresholds.each()
        for id_, annotator_id, unit in self.candidates:
            seen = seen_as(unit.given, unit.chances, thresholds)
            fix = None if seen is None else unit.fix(seen, self.labels)
            if seen is not None and (unit.span or fix):
                trust = self.record.trust(unit.span, fix)
                likelihood = (1 - unit.chances[unit.given]) * trust
                if likelihood >= LEAST_LIKELY:
                    yield LabelError(Kind.MODEL, id_, annotator_id, unit.span, fix, likelihood)


def errors_by_models(
    path: Path, *, annotator: str | None = None, steps: int = 0, seed: int = 0
) -> Job[list[LabelError]]:
    """Train three models, each in a process of its own, and list where one that has not seen a
    document is sure that its labels are others (confident learning, see
    `core.label_errors.confident`).

    Only accepted documents are learnt from and judged. Raises TrainingError, ProjectError.
    """
    with (
        TemporaryDirectory(prefix="annotator-errors-") as name,
        Project.open_to_read(path) as project,
        project.snapshot(),
    ):
        fold_of = yield from _folds(project, annotator)
        require_enough(len(fold_of))
        doubts = _Doubts(tuple(project.annotations.labels_used()))
        for number, fold in enumerate(FOLDS):
            folder = Path(name) / fold
            folder.mkdir()
            others = [key for key, part in fold_of.items() if part != fold]
            part_of = {key: TRAIN if i % DEV_SHARE else DEV for i, key in enumerate(others)}
            for part in (TRAIN, DEV):
                file = folder / f"{part}.spacy"
                write_part(project, file, part, part_of, answers=FINISHED, annotator=annotator)
            request = _request(project, folder, doubts.labels, steps or STEPS, seed)
            yield from _told(run(request, lambda _: None), number, request.most_steps)
            yield from _judge(project, annotator, request, fold_of.keys() - others, doubts)
        return list(doubts.errors())


def _folds(project: Project, annotator: str | None) -> Job[dict[str, str]]:
    split, found = Split((1, 1, 1)), dict[str, str]()
    for item in project.annotations.each(annotator=annotator, answers=FINISHED):
        if item.key not in found:
            found[item.key] = split.part(item.key, item.text)
            if not len(found) % STEP:
                yield Progress(len(found), None, "documents compared")
    return found


def _request(
    project: Project, folder: Path, labels: tuple[str, ...], steps: int, seed: int
) -> Request:
    return Request(
        train=str(folder / f"{TRAIN}.spacy"),
        dev=str(folder / f"{DEV}.spacy"),
        test="",
        output=str(folder / "pipeline"),
        work=str(folder),
        language=project.setting("language") or "en",
        labels=labels,
        most_steps=steps,
        evaluate_every=evaluate_every(steps),
        seed=seed,
    )


def _told(training: Job[Trained], number: int, steps: int) -> Job[None]:
    try:
        for step in training:
            note = f"steps of {len(FOLDS)} trainings"
            yield Progress(number * steps + step.done, len(FOLDS) * steps, note)
    finally:
        training.close()


def _judge(
    project: Project, annotator: str | None, request: Request, wanted: set[str], doubts: _Doubts
) -> Job[None]:
    judge = Judge(request.output)
    each = (
        (id_, text, [one for one in said if one.is_finished])
        for id_, text, said in project.labelled.each(annotator)
        if document_key(text) in wanted
    )
    done = 0
    while some := list(islice(each, AT_ONCE)):
        judged = judge.judge([text for _, text, _ in some])
        for (id_, _, said), one in zip(some, judged, strict=True):
            for own in said:
                doubts.take(id_, own.annotator_id, own.spans, one)
        done += len(some)
        yield Progress(done, len(wanted), "documents judged")
