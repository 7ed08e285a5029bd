"""How long a document takes an annotator: seconds by its length and what is suggested in it."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass

NOISE_S = 10.0
"""How far one document's time is off by chance: so much each measured one counts beside what is
taken for granted before."""
ROUNDS = 100

Measured = tuple[float, int, int]
"""Seconds that a document took, its length in code points, and its suggestions."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds per document, per code point of it, and per suggestion in it, none below 0."""

    document: float = 3.0
    code_point: float = 0.042
    suggestion: float = 1.5

    def seconds(self, length: int, suggestions: int) -> float:
        """What a document is expected to take."""
        return self.document + self.code_point * length + self.suggestion * suggestions


PRIOR = Pace()
"""Before anything is measured: text is read at 238 words a minute (Brysbaert, How many words do
we read per minute?, Journal of Memory and Language 109, 2019), a word with its blank taken as six
code points; a suggestion is looked at for a second and a half."""


def fitted(measured: Iterable[Measured]) -> Pace:
    """The pace by least squares, drawn to PRIOR as far as little was measured: ridge regression,
    each coefficient off by as much as itself (Hastie, Tibshirani, Friedman, The Elements of
    Statistical Learning, section 3.4.1), none negative.

    That time can be told from length and spans: Settles, Craven, Friedland, Active Learning with
    Real Annotation Costs, 2008.
    """
    prior = astuple(PRIOR)
    products = [[0.0] * 3 for _ in range(3)]
    sums = [0.0] * 3
    for i, one in enumerate(prior):
        products[i][i] = (NOISE_S / one) ** 2
        sums[i] = products[i][i] * one
    for seconds, length, suggestions in measured:
        row = (1.0, float(length), float(suggestions))
        for i in range(3):
            sums[i] += row[i] * seconds
            for j in range(3):
                products[i][j] += row[i] * row[j]
    return Pace(*_solved(products, sums, prior))


def _solved(
    products: Sequence[Sequence[float]], sums: Sequence[float], start: Sequence[float]
) -> list[float]:
    """Solve three equations for what is not negative, by going down one coordinate at a time."""
    found = list(start)
    for _ in range(ROUNDS):
        for i in range(3):
            others = sum(products[i][j] * found[j] for j in range(3) if j != i)
            found[i] = max(0.0, (sums[i] - others) / products[i][i])
    return found
