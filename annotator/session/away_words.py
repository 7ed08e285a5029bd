"""The jobs that run in processes of their own, and how their options and reports are said."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, astuple, dataclass
from pathlib import Path
from typing import Any

from annotator.core.document import DocumentId
from annotator.core.label_errors.error import Kind, LabelError
from annotator.core.record import Problem
from annotator.session import corpus
from annotator.session.curve import CurveOptions, CurveProgress, CurveReport, learning_curve
from annotator.session.curve import report_of as curve_report
from annotator.session.evaluating import EvaluateOptions, EvaluateReport, evaluate
from annotator.session.finding_errors import ErrorOptions, ErrorsReport, find_errors
from annotator.session.insights.report import InsightsOptions, InsightsReport, insights
from annotator.session.jobs import Job, Progress
from annotator.session.misses import Miss
from annotator.session.trainer_process import TrainProgress
from annotator.session.training import TrainOptions, TrainReport, train
from annotator.train.curve import Point
from annotator.train.request import Step
from annotator.train.score import Score, Scores

Values = dict[str, Any]
AT_ONCE = 1_000
"""Misses in one line: a window that reads a line does nothing else meanwhile."""


@dataclass(frozen=True, slots=True)
class PartsOptions:
    """Whose documents are counted by part; None: everyone's."""

    annotator: str | None = None
    shares: tuple[float, ...] = corpus.SHARES


@dataclass(frozen=True, slots=True)
class Away:
    """One job: how it is started from the options as JSON, its report said, and read again."""

    start: Callable[[Path, Values], Job[Any]]
    parts: Callable[[Any], Iterator[Values]]
    report: Callable[[Values], Any]


def progress(values: Values) -> Progress:
    """Progress as `of_progress` says it."""
    done, total, note = values["done"], values["total"], values["note"]
    if values.get("at"):
        return TrainProgress(done, total, note, Step(**values["at"]))
    if values.get("point"):
        return CurveProgress(done, total, note, Point(**values["point"]))
    return Progress(done, total, note)


def of_progress(step: Progress) -> Values:
    """Progress as JSON."""
    return asdict(step)


def _train(path: Path, values: Values) -> Job[TrainReport]:
    return train(path, TrainOptions(**_with_shares(values) | {"output": Path(values["output"])}))


def _train_report(values: Values) -> TrainReport:
    return TrainReport(**values | {"steps": [Step(**step) for step in values["steps"]]})


def _curve(path: Path, values: Values) -> Job[CurveReport]:
    return learning_curve(path, CurveOptions(**_with_shares(values)))


def _insights(path: Path, values: Values) -> Job[InsightsReport]:
    return insights(path, InsightsOptions(tuple(values["pages"])))


def _evaluate(path: Path, values: Values) -> Job[EvaluateReport]:
    return evaluate(path, EvaluateOptions(**values))


def _evaluate_parts(report: EvaluateReport) -> Iterator[Values]:
    for first in range(0, len(report.misses), AT_ONCE):
        some = report.misses[first : first + AT_ONCE]
        yield {"part": {"misses": [(miss.key, miss.gold, miss.predicted) for miss in some]}}
    scores = asdict(report.scores)
    scores["confusion"] = [(*pair, n) for pair, n in report.scores.confusion.items()]
    problems = [asdict(problem) for problem in report.problems]
    yield {
        "result": {
            "pipeline": report.pipeline,
            "scores": scores,
            "not_counted": report.not_counted,
            "problems": problems,
        }
    }


def _evaluate_report(values: Values) -> EvaluateReport:
    return EvaluateReport(
        pipeline=values["pipeline"],
        scores=scores_of(values["scores"]),
        misses=[Miss(key, _key(a), _key(b)) for key, a, b in values.get("misses", ())],
        not_counted=values["not_counted"],
        problems=[Problem(**problem) for problem in values["problems"]],
    )


def scores_of(values: Values) -> Scores:
    """Scores as JSON has them."""
    return Scores(
        documents=values["documents"],
        exact=Score(**values["exact"]),
        boundaries=Score(**values["boundaries"]),
        labels={name: Score(**one) for name, one in values["labels"].items()},
        confusion={(gold, predicted): n for gold, predicted, n in values["confusion"]},
    )


def _key(written: Any) -> tuple[int, int, str] | None:
    return (written[0], written[1], written[2]) if written else None


def _count(path: Path, values: Values) -> Job[dict[str, int]]:
    return corpus.count_parts(path, **_with_shares(values))


def _errors(path: Path, values: Values) -> Job[ErrorsReport]:
    return find_errors(path, ErrorOptions(**values))


def _errors_parts(report: ErrorsReport) -> Iterator[Values]:
    for first in range(0, len(report.errors), AT_ONCE):
        yield {"part": {"errors": list(map(astuple, report.errors[first : first + AT_ONCE]))}}
    yield {"result": {"documents": report.documents, "left": report.left}}


def _errors_report(values: Values) -> ErrorsReport:
    errors = [_error(*one) for one in values.get("errors", ())]
    return ErrorsReport(errors, values["documents"], values["left"])


def _error(kind: str, document: int, annotator: int, span: Any, fix: Any, *rest: Any) -> LabelError:
    likelihood, evidence, shape = rest
    where = DocumentId(document), annotator
    counts = (evidence[0], evidence[1]) if evidence else None
    return LabelError(Kind(kind), *where, _key(span), _key(fix), likelihood, counts, shape)


def _with_shares(values: Values) -> Values:
    return values | {"shares": tuple(values["shares"])}


def _whole(report: Any) -> Iterator[Values]:
    yield {"result": report if isinstance(report, dict) else asdict(report)}


JOBS = {
    "train": Away(_train, _whole, _train_report),
    "curve": Away(_curve, _whole, curve_report),
    "evaluate": Away(_evaluate, _evaluate_parts, _evaluate_report),
    "errors": Away(_errors, _errors_parts, _errors_report),
    "insights": Away(_insights, _whole, InsightsReport.of),
    "parts": Away(_count, _whole, dict),
}
"""By the name under which `away` starts them."""
