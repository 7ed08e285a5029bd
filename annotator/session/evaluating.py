"""Scoring a pipeline against what people finished in a project."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from annotator.core.document import DocumentId
from annotator.core.record import Exported, Problem
from annotator.core.span import SpanKey, key_of
from annotator.errors import TrainingError
from annotator.session.corpus import SHARES
from annotator.session.exporting import split_documents
from annotator.session.gold import gold_of
from annotator.session.jobs import Job, Progress
from annotator.session.misses import Miss, misses_of
from annotator.storage.project import Project
from annotator.suggest import pipelines
from annotator.suggest.process import suggest_all
from annotator.suggest.protocol import SuggestedPiece, pieces_of
from annotator.train.score import Scores, scores

ACCEPTED = ("accept",)


@dataclass(frozen=True, slots=True)
class EvaluateOptions:
    """Which pipeline, against whose finished documents (None: everyone's), and what its labels
    are called here: labels that `label_map` and the label set lack are not counted.
    `held_out`: only against the documents that a training holds out."""

    pipeline: str
    annotator: str | None = None
    label_map: Mapping[str, str] = field(default_factory=dict)
    workers: int = 1
    held_out: bool = False


@dataclass
class EvaluateReport:
    """The scores, every difference, and how many predictions of which label were not counted."""

    pipeline: str
    scores: Scores
    misses: list[Miss] = field(default_factory=list)
    not_counted: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def evaluate(path: Path, options: EvaluateOptions) -> Job[EvaluateReport]:
    """Compare what a pipeline predicts with the accepted documents of the project at `path`, with
    gold where a document is settled, unless an annotator is named.

    Raises ProjectError, SuggesterError, and TrainingError if no document is finished.
    """
    name = pipelines.find(options.pipeline).name
    with Project.open_to_read(path) as project:
        settled_by = None if options.annotator else gold_of(project)
        gold = list(
            project.annotations.each(
                annotator=options.annotator, answers=ACCEPTED, settled_by=settled_by
            )
        )
        if not gold:
            raise TrainingError("No document is finished.", "Finish some with Ctrl+Return first.")
        if options.held_out:
            part_of = yield from split_documents(project, SHARES)
            gold = [item for item in gold if part_of[item.key] == "test"]
            if not gold:
                raise TrainingError("No finished document is held out.", "Finish more of them.")
        known = {label.name for label in project.labels()}
        # What a pipeline calls by a name that a label had before is that label.
        label_map = {**project.label_sets.shown(), **options.label_map}
    predictions = _Predictions(label_map, known)
    yield from predictions.make(gold, name, options.workers)
    pairs = [(set(map(key_of, item.spans)), predictions.of(item.key)) for item in gold]
    return EvaluateReport(
        pipeline=name,
        scores=scores(pairs),
        misses=[
            miss
            for item, pair in zip(gold, pairs, strict=True)
            for miss in misses_of(item.key, *pair)
        ],
        not_counted=dict(predictions.not_counted),
        problems=predictions.problems,
    )


class _Predictions:
    def __init__(self, label_map: Mapping[str, str], known: set[str]) -> None:
        self.not_counted: Counter[str] = Counter()
        self.problems: list[Problem] = []
        self._label_map = label_map
        self._known = known
        self._found: dict[str, set[SpanKey]] = {}

    def of(self, key: str) -> set[SpanKey]:
        return self._found[key]

    def make(self, gold: list[Exported], pipeline: str, workers: int) -> Iterator[Progress]:
        texts = {item.key: item.text for item in gold}
        keys = list(texts)
        self._found = {key: set() for key in keys}
        pieces = (p for i, key in enumerate(keys) for p in pieces_of(DocumentId(i), texts[key]))
        done = 0
        for answer in suggest_all(pieces, pipeline=pipeline, workers=workers):
            key = keys[answer.document_id]
            if isinstance(answer, SuggestedPiece):
                self._take(key, answer)
            else:
                self.problems.append(Problem(f"document {key}", None, answer.reason, key=key))
            done += answer.end == len(texts[key])
            yield Progress(done, len(keys), "documents")

    def _take(self, key: str, answer: SuggestedPiece) -> None:
        for suggestion in answer.suggestions:
            label = self._label_map.get(suggestion.label, suggestion.label)
            if label in self._known:
                self._found[key].add((suggestion.start, suggestion.end, label))
            else:
                self.not_counted[suggestion.label] += 1


def pairs_of(written: str) -> dict[str, str]:
    """A label map as it is typed: "PERSON=PER,GPE=LOC". Raises ValueError for anything else."""
    parts = [part.partition("=") for part in written.split(",") if part]
    if not all(name.strip() and mark and other.strip() for name, mark, other in parts):
        raise ValueError(f"a label map is written PERSON=PER,GPE=LOC, not {written!r}")
    return {name.strip(): other.strip() for name, _, other in parts}
