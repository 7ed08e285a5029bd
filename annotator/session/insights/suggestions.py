"""How good suggestions are here: their scores beside what held, by source, and what was learnt."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from random import Random

from annotator.core.calibration import Knots, Reliability, expected_calibration_error, interpolated
from annotator.core.interval import wilson
from annotator.session.calibrating import ENOUGH
from annotator.session.curve import latest
from annotator.session.insights.table import Cell, Table
from annotator.session.jobs import Job, Progress
from annotator.storage.experience import BINS, NO_SCORE, Outcome
from annotator.storage.project import Project

AS_SAID, CALIBRATED = "as said", "calibrated"
SEED = 0

Bins = dict[int, tuple[int, int]]
"""By bin of score: how many were accepted, and how many turned down."""


def suggestions(project: Project) -> Job[list[Table]]:
    """The tables `reliability` (by source, before and after calibration: mean score, share that
    was accepted, decisions), `sources`, `labels` (acceptance with 95 % intervals, Wilson 1927;
    the expected calibration error before and after), `lessons`, and of the last learning curve
    `curve`, `fitted` and `gain`.

    Scores are counted in BINS bins, of which the middle stands for all scores in it. What is
    said of calibrated scores is honest: decisions are halved by chance, and each half is
    corrected by what the other one teaches.
    """
    outcomes = project.experience.outcomes()
    yield Progress(0, 2, "tables")
    scored = _scored(outcomes)
    before = {name: list(_points(bins)) for name, bins in scored.items()}
    after = {name: _calibrated(bins) for name, bins in scored.items()}
    yield Progress(1, 2, "tables")
    return [
        _reliability(before, after),
        _sources(outcomes, before, after),
        _labels(outcomes),
        _lessons(project),
        *_curve(project),
    ]


def _scored(outcomes: Iterable[Outcome]) -> dict[str, Bins]:
    found: defaultdict[str, Bins] = defaultdict(dict)
    for one in outcomes:
        if one.bin != NO_SCORE:
            right, wrong = found[one.source].get(one.bin, (0, 0))
            found[one.source][one.bin] = right + one.accepted, wrong + one.turned_down
    return found


def _middle(bin_: int) -> float:
    return (bin_ + 0.5) / BINS


def _points(bins: Bins) -> Iterator[Reliability]:
    for number, (right, wrong) in sorted(bins.items()):
        if right + wrong:
            yield Reliability(_middle(number), right, right + wrong)


def _calibrated(bins: Bins) -> list[Reliability]:
    """The points after calibration; none, while decisions are too few for it."""
    if sum(map(sum, bins.values())) < ENOUGH:
        return []
    first = _thinned(bins, Random(SEED))  # noqa: S311 - a sample, no secret
    second = {n: (bins[n][0] - right, bins[n][1] - wrong) for n, (right, wrong) in first.items()}
    found: defaultdict[int, list[tuple[float, int, int]]] = defaultdict(list)
    for taught, measured in ((first, second), (second, first)):
        knots = _fitted(taught)
        for number, (right, wrong) in measured.items():
            score = interpolated(knots, _middle(number))
            found[min(BINS - 1, int(score * BINS))].append((score, right, right + wrong))
    return [one for _, some in sorted(found.items()) if (one := _together(some)).of]


def _thinned(bins: Bins, pick: Random) -> Bins:
    """Each decision with a chance of one half."""
    return {
        number: (_half(right, pick), _half(wrong, pick))
        for number, (right, wrong) in sorted(bins.items())
    }


def _half(count: int, pick: Random) -> int:
    return pick.getrandbits(count).bit_count() if count else 0


def _fitted(bins: Bins) -> Knots:
    # The library it takes is imported only where it is wanted: 0.2 s.
    from annotator.train.calibrate import fitted

    right = [bins.get(number, (0, 0))[0] for number in range(BINS)]
    of = [sum(bins.get(number, (0, 0))) for number in range(BINS)]
    return fitted([*right, 0], [*of, 0])


def _together(some: list[tuple[float, int, int]]) -> Reliability:
    of = sum(count for _, _, count in some)
    mean = sum(score * count for score, _, count in some) / of if of else 0.0
    return Reliability(mean, sum(right for _, right, _ in some), of)


Points = dict[str, list[Reliability]]


def _reliability(before: Points, after: Points) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (source, kind, one.score, one.share, one.of)
        for source in before
        for kind, points in ((AS_SAID, before), (CALIBRATED, after))
        for one in points[source]
    ]
    return Table("reliability", ("source", "scores", "score", "accepted", "decisions"), rows)


def _sources(outcomes: list[Outcome], before: Points, after: Points) -> Table:
    rows = [
        (
            *row,
            *(
                expected_calibration_error(points.get(str(row[0]), ()))
                for points in (before, after)
            ),
        )
        for row in _acceptance(((one.source,), one) for one in outcomes)
    ]
    columns = ("source", *ACCEPTANCE, "calibration_error", "calibration_error_calibrated")
    return Table("sources", columns, rows)


ACCEPTANCE = ("decisions", "accepted", "acceptance", "low", "high")


def _labels(outcomes: list[Outcome]) -> Table:
    rows = _acceptance(((one.source, one.label), one) for one in outcomes)
    return Table("acceptance", ("source", "label", *ACCEPTANCE), list(rows))


def _acceptance(
    keyed: Iterable[tuple[tuple[str, ...], Outcome]],
) -> Iterator[tuple[Cell, ...]]:
    found: defaultdict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0])
    for key, one in keyed:
        found[key][0] += one.accepted
        found[key][1] += one.accepted + one.turned_down
    for key, (right, of) in sorted(found.items(), key=lambda item: (item[0][0], -item[1][1])):
        low, high = wilson(right, of) or (None, None)
        yield (*key, of, right, right / of, low, high)


def _lessons(project: Project) -> Table:
    columns = ("model", "made_at", "documents", "held_out", "f_before", "f_after", "is_used")
    rows: list[tuple[Cell, ...]] = [
        (one.model, one.made_at, one.documents, one.held_out, one.old, one.new, one.is_used)
        for one in project.lessons.each()
    ]
    return Table("lessons", columns, rows)


def _curve(project: Project) -> list[Table]:
    report = latest(project)
    points: list[tuple[Cell, ...]] = []
    fitted: list[tuple[Cell, ...]] = []
    gain: list[tuple[Cell, ...]] = []
    if report is not None and report.gain is not None:
        points = [(one.documents, one.seed, one.f, one.seconds) for one in report.points]
        fitted = list(report.gain.curve)
        said = report.gain
        gain = [(said.more, said.f, said.low, said.high, said.reason)]
    return [
        Table("curve", ("documents", "seed", "f", "seconds"), points),
        Table("curve_fitted", ("documents", "f"), fitted),
        Table("curve_gain", ("more_documents", "f", "low", "high", "reason"), gain),
    ]
