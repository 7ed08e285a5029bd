"""How alike annotators label, as tables."""

from annotator.session.agreeing import agreement
from annotator.session.agreement_report import AgreementReport
from annotator.session.insights.table import Cell, Table
from annotator.session.jobs import Job
from annotator.storage.project import Project

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
    "kappa",
)


def agreeing(project: Project) -> Job[list[Table]]:
    """The tables `pairs`, `pair_labels` (F of each label for each pair), and `all` (Fleiss' kappa
    and Krippendorff's alpha of all annotators), as `agreement` computes them."""
    report = yield from agreement(project.path)
    return [_pairs(report), _labels(report), _all(report)]


def _pairs(report: AgreementReport) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            pair.first,
            pair.second,
            pair.documents,
            pair.exact.precision,
            pair.exact.recall,
            pair.exact.f,
            pair.exact.low,
            pair.exact.high,
            pair.boundaries.f,
            pair.partial,
            pair.kappa,
        )
        for pair in report.pairs
    ]
    return Table("pairs", PAIR, rows)


def _labels(report: AgreementReport) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (pair.first, pair.second, label, f)
        for pair in report.pairs
        for label, f in sorted(pair.labels.items())
    ]
    return Table("pair_labels", ("first", "second", "label", "f"), rows)


def _all(report: AgreementReport) -> Table:
    rows: list[tuple[Cell, ...]] = [
        ("fleiss_kappa", report.documents, report.fleiss),
        ("krippendorff_alpha", report.documents, report.alpha),
    ]
    return Table("all", ("measure", "documents", "value"), rows)
