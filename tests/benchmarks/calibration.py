"""How honest scores are, before and after they are calibrated with half of the decisions.

    python -m tests.benchmarks.calibration

The embedded pipeline's suggestions are decided upon as gold says. Every other document
calibrates, the rest is measured: area under ROC (the chance that a right suggestion has a
higher score than a wrong one, ties half: Fawcett, 2006) and expected calibration error (Guo et
al., 2017, in 10 equal bins).
"""

from collections.abc import Iterator

from annotator.core.calibration import Calibration
from annotator.core.span import key_of
from annotator.storage.experience import BINS, bin_of
from annotator.suggest.pipelines import DEFAULT
from annotator.suggest.sources import Sources
from annotator.train.calibrate import fitted
from tests.benchmarks.effort import corpora, pieces
from tests.benchmarks.effort_corpora import read
from tests.benchmarks.figures import Figure, report

ECE_BINS = 10
Decided = list[tuple[float, bool]]
"""Score of a suggestion, and whether it was right."""


def main() -> None:
    report(figures())


def figures() -> Iterator[Figure]:
    """Both measures for each corpus, before and after."""
    pipeline = Sources(DEFAULT)
    for name, (paths, _) in corpora([]).items():
        golds = read(paths, spans=1 << 30)
        halves: list[Decided] = [[], []]
        for i, (gold, piece) in enumerate(zip(golds, pieces(golds, pipeline), strict=True)):
            wanted = set(gold.spans)
            halves[i % 2] += [(s.score, key_of(s) in wanted) for s in piece.suggestions]
        raw, calibrated = halves[1], _calibrated(*halves)
        about = f"{name} ({len(halves[0])} decisions calibrate, {len(raw)} are measured)"
        for measure, most in ((_roc, None), (_ece, 1.0)):
            before, after = measure(raw), measure(calibrated)
            yield Figure(
                f"{about}, {measure.__doc__}",
                f"{after:.3f} calibrated",
                f"{before:.3f} raw",
                after / before,
                "< 1" if most else "",
                after < before if most else None,
            )


def _calibrated(known: Decided, asked: Decided) -> Decided:
    right, of = [0] * (BINS + 1), [0] * (BINS + 1)
    for score, is_right in known:
        right[bin_of(score)] += is_right
        of[bin_of(score)] += 1
    calibration = Calibration({DEFAULT: fitted(right, of)})
    return [(calibration.chance(DEFAULT, score), is_right) for score, is_right in asked]


def _roc(decided: Decided) -> float:
    """area under ROC"""
    right = sorted(score for score, is_right in decided if is_right)
    wrong = [score for score, is_right in decided if not is_right]
    higher = sum((score > other) + (score == other) / 2 for score in right for other in wrong)
    return higher / (len(right) * len(wrong))


def _ece(decided: Decided) -> float:
    """expected calibration error"""
    total = 0.0
    for i in range(ECE_BINS):
        held = [(s, r) for s, r in decided if min(ECE_BINS - 1, int(s * ECE_BINS)) == i]
        total += abs(sum(s for s, _ in held) - sum(r for _, r in held))
    return total / len(decided)


if __name__ == "__main__":
    main()
