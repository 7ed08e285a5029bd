"""How alike annotators label, beyond what chance would bring about.

All is computed from counts of units (words) by the labels that the annotators gave them: a
table has for each tuple of labels, one an annotator, how many units got it. OUTSIDE is the label
of a word without one; None says that an annotator has not seen the unit.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import nan

OUTSIDE = ""
Labels = tuple[str | None, ...]
Table = Mapping[Labels, int]


def cohens_kappa(table: Table, first: int, second: int) -> float:
    """Agreement of two annotators (their places in the tuples) corrected for chance, at most 1;
    0: as by chance; nan where nothing can be said (no units, or one label everywhere).

    J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological
    Measurement 20 (1960), 37-46.
    """
    pairs: Counter[tuple[str, str]] = Counter()
    for labels, count in table.items():
        a, b = labels[first], labels[second]
        if a is not None and b is not None:
            pairs[a, b] += count
    total = sum(pairs.values())
    if not total:
        return nan
    ours, theirs = _margin(pairs, 0), _margin(pairs, 1)
    observed = sum(count for (a, b), count in pairs.items() if a == b) / total
    expected = sum(ours[label] * theirs[label] for label in ours) / total**2
    return (observed - expected) / (1 - expected) if expected < 1 else nan


def _margin(pairs: Mapping[tuple[str, str], int], place: int) -> Counter[str]:
    found: Counter[str] = Counter()
    for pair, count in pairs.items():
        found[pair[place]] += count
    return found


def fleiss_kappa(table: Table) -> float:
    """Agreement of any number of annotators over the units that all of them have seen, at
    most 1; nan where nothing can be said.

    J. L. Fleiss, "Measuring nominal scale agreement among many raters", Psychological
    Bulletin 76 (1971), 378-382.
    """
    whole = [(labels, n) for labels, n in table.items() if None not in labels]
    units, raters = sum(n for _, n in whole), len(whole[0][0]) if whole else 0
    if not units or raters < 2:  # noqa: PLR2004 - one alone agrees with nobody
        return nan
    agreed = sum(n * _agreeing_pairs(labels) for labels, n in whole) / units
    shares: Counter[str | None] = Counter()
    for labels, n in whole:
        for label in labels:
            shares[label] += n
    expected = sum((count / (units * raters)) ** 2 for count in shares.values())
    return (agreed - expected) / (1 - expected) if expected < 1 else nan


def _agreeing_pairs(labels: Sequence[str | None]) -> float:
    """The share of pairs of annotators that gave a unit the same label."""
    count = len(labels)
    return sum(n * (n - 1) for n in Counter(labels).values()) / (count * (count - 1))


def krippendorffs_alpha(table: Table) -> float:
    """Agreement of any number of annotators, also where not all have seen all, for nominal
    labels, at most 1; nan where nothing can be said.

    K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011),
    https://repository.upenn.edu/asc_papers/43.
    """
    matching = 0.0
    totals: Counter[str] = Counter()
    for labels, n in table.items():
        seen = [label for label in labels if label is not None]
        if len(seen) > 1:
            for label, count in Counter(seen).items():
                totals[label] += n * count
                matching += n * count * (count - 1) / (len(seen) - 1)
    pairable = sum(totals.values())
    differing = pairable * pairable - sum(count * count for count in totals.values())
    if pairable <= 1 or not differing:
        return nan
    return 1 - (pairable - 1) * (pairable - matching) / differing


def tabulated(units: int, by_unit: Iterable[Labels], nobody: Labels) -> Counter[Labels]:
    """The table of `units` of which only some are listed: the others got the labels `nobody`."""
    found = Counter(by_unit)
    found[nobody] += units - sum(found.values())
    return +found
