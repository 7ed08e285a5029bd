"""Which of two pipelines is the better one, on the same documents."""

from collections.abc import Sequence

from annotator.train.score import RESAMPLES, SEED, Pair


def lead(old: Sequence[Pair], new: Sequence[Pair]) -> float:
    """The share of resamples in which the F of `new` is above that of `old`: a paired bootstrap
    over documents (Koehn, Statistical Significance Tests for Machine Translation Evaluation,
    EMNLP 2004, https://aclanthology.org/W04-3250/). 0 without documents."""
    import numpy as np

    if not old:
        return 0.0
    counts = np.array([[_counts(*a), _counts(*b)] for a, b in zip(old, new, strict=True)])
    pick = np.random.default_rng(SEED).integers(0, len(old), (RESAMPLES, len(old)))
    right, either = np.moveaxis(counts[pick].sum(axis=1), -1, 0)
    f = 2 * right / np.maximum(either, 1)
    return float((f[:, 1] > f[:, 0]).mean())


def _counts(gold: set[tuple[int, int, str]], predicted: set[tuple[int, int, str]]) -> list[int]:
    return [len(gold & predicted), len(gold) + len(predicted)]
