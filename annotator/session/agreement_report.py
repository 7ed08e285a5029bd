"""What is reported of how alike annotators label. All but sentences comes out as JSON, too."""

from dataclasses import dataclass, field

from annotator.train.agreement import RESAMPLES, SEED, Estimate
from annotator.train.agreement_periods import By

Interval = tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class AgreementOptions:
    """`resamples`: of the bootstrap, 0 for no intervals. `by`: the periods of what is shown over
    time; None: weeks for less than half a year, else months. `unfinished`: annotations without
    an answer count, too; None: if nobody has finished anything, as after the import of a corpus
    whose files know no answers."""

    resamples: int = RESAMPLES
    by: By | None = None
    unfinished: bool | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """How many spans one marked (`gold`), the other (`predicted`), and how many of these are
    `right`; precision, recall and F, 0 to 1, with the interval of F; None: nobody marked any."""

    gold: int
    predicted: int
    right: int
    precision: float | None
    recall: float | None
    f: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class LabelAgreement:
    """Two annotators on one label: spans, and words that have it or not."""

    exact: Match
    partial: Match
    kappa: Estimate


@dataclass(frozen=True, slots=True)
class PairPeriod:
    """Two annotators on what the later of them finished in one period."""

    period: str
    documents: int
    exact: Estimate
    kappa: Estimate


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Two annotators over the documents that both finished: `exact` (range and label) and
    `boundaries` (range alone) as precision, recall and F of the second against the first;
    `partial` (its numbers: `partly`): F where a span is right that overlaps one of the same
    label, each counting once; `label_only`: of the ranges that both marked, the share with a
    label of both; `labels`: exact F; `kappa`: Cohen's, by words. `undefined` says why a measure
    is None."""

    first: str
    second: str
    documents: int
    exact: Match
    boundaries: Match
    partial: float | None
    partly: Match
    label_only: Estimate
    labels: dict[str, float]
    by_label: dict[str, LabelAgreement]
    kappa: float | None
    kappa_interval: Interval
    over_time: list[PairPeriod]
    undefined: dict[str, str]


@dataclass(frozen=True, slots=True)
class GroupLabel:
    """One label, all annotators: how often words got it, and Krippendorff's alpha where the
    only question is whether a word has it."""

    words: int
    alpha: Estimate


@dataclass(frozen=True, slots=True)
class GroupPeriod:
    """All annotators on what the last of them finished in one period."""

    period: str
    documents: int
    fleiss: Estimate
    alpha: Estimate


@dataclass(frozen=True, slots=True)
class GoldAgreement:
    """One annotator (`second`) against gold (`first`): in all, and on the seeds alone, which
    were settled before and handed out to check (None: none of them is finished)."""

    annotator: str
    all: PairAgreement
    seeds: PairAgreement | None


@dataclass
class AgreementReport:
    """`documents`: finished by more than one. `fleiss` over those that all have finished,
    `alpha` (Krippendorff's) over all; both by words; None where nothing can be said, and
    `undefined` says why. Gold is not among the annotators. `by`: "week" or "month".
    `unfinished`: annotations without an answer were counted, too."""

    annotators: list[str] = field(default_factory=list)
    documents: int = 0
    pairs: list[PairAgreement] = field(default_factory=list)
    fleiss: float | None = None
    fleiss_interval: Interval = None
    alpha: float | None = None
    alpha_interval: Interval = None
    labels: dict[str, GroupLabel] = field(default_factory=dict)
    by: str = ""
    over_time: list[GroupPeriod] = field(default_factory=list)
    gold: list[GoldAgreement] = field(default_factory=list)
    undefined: dict[str, str] = field(default_factory=dict)
    resamples: int = RESAMPLES
    seed: int = SEED
    unfinished: bool = False
