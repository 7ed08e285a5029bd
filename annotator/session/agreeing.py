"""How alike the annotators of a project label the documents that several of them finished."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations, groupby
from math import isnan
from pathlib import Path

from annotator.core.agreement import (
    OUTSIDE,
    Labels,
    cohens_kappa,
    fleiss_kappa,
    krippendorffs_alpha,
    tabulated,
)
from annotator.core.record import Exported
from annotator.core.span import SpanKey, key_of
from annotator.session.jobs import Job, Progress
from annotator.storage.project import Project
from annotator.train.score import Pair, Score, score

ACCEPTED = ("accept",)
STEP = 500
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Two annotators over the documents that both finished: `exact` (range and label) and
    `boundaries` (range alone) as precision, recall and F of the second against the first;
    `partial`: F where an overlap with the same label counts; `kappa`: Cohen's, by words."""

    first: str
    second: str
    documents: int
    exact: Score
    boundaries: Score
    partial: float
    labels: dict[str, float]
    kappa: float | None


@dataclass
class AgreementReport:
    """`documents`: finished by more than one. `fleiss` over those that all have finished,
    `alpha` (Krippendorff's) over all; both by words; None where nothing can be said."""

    annotators: list[str] = field(default_factory=list)
    documents: int = 0
    pairs: list[PairAgreement] = field(default_factory=list)
    fleiss: float | None = None
    alpha: float | None = None


def agreement(path: Path) -> Job[AgreementReport]:
    """Compare the accepted annotations of all annotators. Raises ProjectError."""
    with Project.open_to_read(path) as project, project.snapshot():
        names = project.annotators()
        counting = _Counting(names)
        items = project.annotations.each(answers=ACCEPTED)
        for number, (_, each) in enumerate(groupby(items, key=lambda item: item.key), start=1):
            counting.take(list(each))
            if not number % STEP:
                yield Progress(number, None, "documents")
    return counting.report()


class _Counting:
    def __init__(self, names: list[str]) -> None:
        self._names = names
        self._documents = 0
        self._table: Counter[Labels] = Counter()
        self._pairs: defaultdict[tuple[int, int], list[Pair]] = defaultdict(list)

    def take(self, items: list[Exported]) -> None:
        """All that was said of one document."""
        if len(items) > 1:
            self._documents += 1
            spans = {self._names.index(i.annotator): set(map(key_of, i.spans)) for i in items}
            for pair in combinations(sorted(spans), 2):
                self._pairs[pair].append((spans[pair[0]], spans[pair[1]]))
            self._table += _table(items[0].text, spans, len(self._names))

    def report(self) -> AgreementReport:
        """What the counts say."""
        return AgreementReport(
            annotators=self._names,
            documents=self._documents,
            pairs=[self._pair(*pair) for pair in sorted(self._pairs)],
            fleiss=_known(fleiss_kappa(self._table)),
            alpha=_known(krippendorffs_alpha(self._table)),
        )

    def _pair(self, first: int, second: int) -> PairAgreement:
        pairs = self._pairs[first, second]
        labels = sorted({key[2] for pair in pairs for keys in pair for key in keys})
        return PairAgreement(
            first=self._names[first],
            second=self._names[second],
            documents=len(pairs),
            exact=score(pairs),
            boundaries=score([(_ranges(a), _ranges(b)) for a, b in pairs]),
            partial=_partial(pairs),
            labels={label: _f_of(label, pairs) for label in labels},
            kappa=_known(cohens_kappa(self._table, first, second)),
        )


def _known(value: float) -> float | None:
    return None if isnan(value) else value


def _ranges(keys: set[SpanKey]) -> set[SpanKey]:
    return {(start, end, OUTSIDE) for start, end, _ in keys}


def _f_of(label: str, pairs: Iterable[Pair]) -> float:
    right = counted = 0
    for a, b in pairs:
        ours, theirs = ({key for key in keys if key[2] == label} for keys in (a, b))
        right += len(ours & theirs)
        counted += len(ours) + len(theirs)
    return 2 * right / counted if counted else 0.0


def _partial(pairs: Iterable[Pair]) -> float:
    """F where a span is right that overlaps one of the same label, each counting once."""
    right = counted = 0
    for pair in pairs:
        counted += sum(map(len, pair))
        right += 2 * _matched(*map(sorted, pair))
    return right / counted if counted else 0.0


def _matched(ours: list[SpanKey], theirs: list[SpanKey]) -> int:
    left = list(theirs)
    for start, end, label in ours:
        found = next((t for t in left if t[2] == label and t[0] < end and start < t[1]), None)
        if found is not None:
            left.remove(found)
    return len(theirs) - len(left)


def _table(text: str, spans: dict[int, set[SpanKey]], annotators: int) -> Counter[Labels]:
    """The words of one document by the labels that each annotator gave them."""
    words = [found.span() for found in _WORD.finditer(text)]
    ends = [end for _, end in words]
    nobody: list[str | None] = [OUTSIDE if n in spans else None for n in range(annotators)]
    labelled: defaultdict[int, list[str | None]] = defaultdict(lambda: list(nobody))
    for annotator, keys in spans.items():
        # Of nested spans the innermost one labels the word.
        for start, end, label in sorted(keys, key=lambda key: key[0] - key[1]):
            for word in _touched(words, ends, start, end):
                labelled[word][annotator] = label
    return tabulated(len(words), map(tuple, labelled.values()), tuple(nobody))


def _touched(words: list[tuple[int, int]], ends: list[int], start: int, end: int) -> Iterator[int]:
    word = bisect_left(ends, start + 1)
    while word < len(words) and words[word][0] < end:
        yield word
        word += 1
