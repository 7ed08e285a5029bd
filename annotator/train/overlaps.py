"""How many spans of two annotators overlap, each counting once."""

from collections.abc import Sequence
from itertools import pairwise

Ranges = Sequence[tuple[int, int]]


def overlapping(ours: Ranges, theirs: Ranges) -> int:
    """The most pairs of overlapping ranges, one of ours and one of theirs, in which none is
    twice; both sorted."""
    if _disjoint(ours) and _disjoint(theirs):
        return _met(ours, theirs)
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import maximum_bipartite_matching

    meets = [[a[0] < b[1] and b[0] < a[1] for b in theirs] for a in ours]
    return int((maximum_bipartite_matching(csr_matrix(meets)) >= 0).sum())


def _disjoint(ranges: Ranges) -> bool:
    return all(a[1] <= b[0] for a, b in pairwise(ranges))


def _met(ours: Ranges, theirs: Ranges) -> int:
    """For ranges without overlaps on either side: from the left, each with the first it meets."""
    count = a = b = 0
    while a < len(ours) and b < len(theirs):
        if ours[a][0] < theirs[b][1] and theirs[b][0] < ours[a][1]:
            count, a, b = count + 1, a + 1, b + 1
        elif ours[a][1] <= theirs[b][0]:
            a += 1
        else:
            b += 1
    return count
