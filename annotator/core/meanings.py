"""What the labels of sources come to in a project: which label people gave to what was proposed,
or none."""

from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import dataclass, replace

from annotator.core.learning import MODEL, model_number
from annotator.core.suggestion import Suggestion

NOTHING = ""
"""Stands for no label on what was proposed."""
EDGES = (0.5, 0.8, 0.95)
"""Scores are told apart by these: of most pipelines most scores are near 1."""
WEIGHT = 3.0
"""As so many decisions counts what is taken to be so before there are any: of a score what is
known of the label with other scores, and of a label of the label set that it means itself."""
WEIGHT_OF_STRANGE = 1.0
"""The same of a label that the label set lacks, and that is taken to mean nothing here."""
OWN = 0.65
"""How often a source is right in a label of the label set before anything is known: so the
embedded pipeline was on six corpora."""

MOSTLY = 0.5


@dataclass(frozen=True, slots=True)
class Meant:
    """What a source proposed, and the label that a person left on exactly those words in a
    finished document, or NOTHING."""

    source: str
    label: str
    score: float | None
    got: str


class Meanings:
    """Counts of what was meant."""

    def __init__(self) -> None:
        self._by_label: dict[tuple[str, str], Counter[str]] = {}
        self._by_score: dict[tuple[str, str, int], Counter[str]] = {}

    def add(self, meant: Iterable[Meant], change: int = 1) -> None:
        """Count what was meant, or (-1) take it back."""
        for one in meant:
            key = _known_as(one.source), one.label
            self._by_label.setdefault(key, Counter())[one.got] += change
            self._by_score.setdefault((*key, _bin(one.score)), Counter())[one.got] += change

    def of(self, one: Suggestion, known: Set[str]) -> Suggestion | None:
        """A suggestion with the label that it most likely means and its chance, as far as
        anything was decided; None: with a label that the label set (`known`) lacks, and people
        rather left nothing on such words."""
        by_label = self._by_label.get((_known_as(one.source), one.label))
        if not by_label or not by_label.total():
            return one if one.label in known else None
        chances = self._chances(one, known)
        label = max(chances.keys() & known, key=lambda name: (chances[name], name), default=None)
        if label is None:
            return None
        if one.label not in known and chances[label] <= chances[NOTHING]:
            return None
        others = {name: share for name, share in chances.items() if name in known - {label}}
        runners_up = one.runners_up if label == one.label else _ranked(others)
        return replace(one, label=label, chance=round(chances[label], 4), runners_up=runners_up)

    def names(self, source: str, known: Set[str]) -> dict[str, str]:
        """What each label of a source mostly means, as far as anything was decided: a label of
        the label set, or NOTHING; the most frequent ones first."""
        found = {}
        for (name, label), counts in sorted(
            self._by_label.items(), key=lambda item: (-item[1].total(), item[0])
        ):
            if name == _known_as(source) and counts.total():
                chances = self._chances(Suggestion(0, 0, label, source), known)
                best = max(sorted(chances.keys() & known), key=chances.__getitem__, default=NOTHING)
                found[label] = best if best and chances[best] >= MOSTLY else NOTHING
        return found

    def _chances(self, one: Suggestion, known: Set[str]) -> dict[str, float]:
        key = _known_as(one.source), one.label
        by_label = self._by_label[key]
        by_score = self._by_score.get((*key, _bin(one.score)), Counter[str]())
        own = one.label in known
        prior = {one.label: OWN, NOTHING: 1 - OWN} if own else {NOTHING: 1.0}
        weight = WEIGHT if own else WEIGHT_OF_STRANGE
        return _shared(by_score, _shared(by_label - by_score, prior, weight), weight)


def _shared(counts: Counter[str], prior: dict[str, float], weight: float) -> dict[str, float]:
    """Shares of counts to which a prior is added that counts as much as so many."""
    total = counts.total() + weight
    names = counts.keys() | prior.keys()
    return {name: (counts[name] + weight * prior.get(name, 0.0)) / total for name in names}


def _ranked(shares: dict[str, float]) -> tuple[tuple[str, float], ...]:
    ranked = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
    return tuple((name, round(share, 4)) for name, share in ranked)


def _known_as(source: str) -> str:
    """Under what a source is counted: models that were learnt one from the other are alike."""
    return MODEL if model_number(source) else source


def _bin(score: float | None) -> int:
    return -1 if score is None else sum(score >= edge for edge in EDGES)
