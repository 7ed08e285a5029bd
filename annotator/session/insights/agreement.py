"""How alike annotators label, as tables."""

from collections.abc import Iterator

from annotator.session.agreeing import agreement
from annotator.session.agreement_report import (
    AgreementReport,
    Interval,
    Match,
    PairAgreement,
)
from annotator.session.insights.table import Cell, Table
from annotator.session.jobs import Job
from annotator.storage.project import Project
from annotator.train.agreement import Estimate

Row = tuple[Cell, ...]
PAIR = (
    "first",
    "second",
    "documents",
    "precision",
    "recall",
    "f",
    "f_low",
    "f_high",
    "f_boundaries",
    "f_partial",
    "label_only",
    "kappa",
    "kappa_low",
    "kappa_high",
)
PAIR_LABEL = ("first", "second", "label", "spans_first", "spans_second", "f", "f_low", "f_high",
              "f_partial", "kappa")  # fmt: skip


def agreeing(project: Project) -> Job[list[Table]]:
    """What `agreement` computes, as the tables `all` (Fleiss' kappa and Krippendorff's alpha of
    all annotators) and `over_time` (both by the week or month in which the last one finished),
    `labels` (alpha of each label alone), and of each pair `pairs`, `pair_labels` and
    `pair_over_time`; 95 % intervals by bootstrap over documents. Gold is no annotator."""
    report = yield from agreement(project.path)
    return [
        Table("pairs", PAIR, [_pair(pair) for pair in report.pairs]),
        Table("pair_labels", PAIR_LABEL, list(_pair_labels(report))),
        Table(
            "pair_over_time",
            ("first", "second", "period", "documents", "f", "f_low", "f_high", "kappa"),
            list(_pair_over_time(report)),
        ),
        Table("all", ("measure", "documents", "value", "low", "high"), _all(report)),
        Table("labels", ("label", "words", "alpha", "low", "high"), list(_labels(report))),
        Table(
            "over_time",
            ("period", "documents", "fleiss_kappa", "fleiss_low", "fleiss_high",
             "krippendorff_alpha", "alpha_low", "alpha_high"),
            list(_over_time(report)),
        ),
    ]  # fmt: skip


def _pair(pair: PairAgreement) -> Row:
    return (
        pair.first,
        pair.second,
        pair.documents,
        pair.exact.precision,
        pair.exact.recall,
        *_f(pair.exact),
        pair.boundaries.f,
        pair.partial,
        pair.label_only.value,
        pair.kappa,
        *_ends(pair.kappa_interval),
    )


def _f(match: Match) -> Row:
    return match.f, match.low, match.high


def _ends(interval: Interval) -> Row:
    return interval or (None, None)


def _all_of(estimate: Estimate) -> Row:
    return estimate.value, estimate.low, estimate.high


def _pair_labels(report: AgreementReport) -> Iterator[Row]:
    for pair in report.pairs:
        for label, one in pair.by_label.items():
            spans = one.exact.gold, one.exact.predicted
            others = one.partial.f, one.kappa.value
            yield (pair.first, pair.second, label, *spans, *_f(one.exact), *others)


def _pair_over_time(report: AgreementReport) -> Iterator[Row]:
    for pair in report.pairs:
        for one in pair.over_time:
            found = (*_all_of(one.exact), one.kappa.value)
            yield (pair.first, pair.second, one.period, one.documents, *found)


def _all(report: AgreementReport) -> list[Row]:
    return [
        ("fleiss_kappa", report.documents, report.fleiss, *_ends(report.fleiss_interval)),
        ("krippendorff_alpha", report.documents, report.alpha, *_ends(report.alpha_interval)),
    ]


def _labels(report: AgreementReport) -> Iterator[Row]:
    for label, one in report.labels.items():
        yield (label, one.words, *_all_of(one.alpha))


def _over_time(report: AgreementReport) -> Iterator[Row]:
    for one in report.over_time:
        yield (one.period, one.documents, *_all_of(one.fleiss), *_all_of(one.alpha))
