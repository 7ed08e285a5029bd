"""How words look, and which looks are rare for a label."""

from collections import Counter
from itertools import groupby
from unicodedata import category

LONGEST = 24
LEAST_SPANS = 50
"""Of a label with fewer spans nobody knows what is rare."""
RARE = 0.01
"""At most this share of a label's spans look so."""
LEAST_OTHERS = 10
MOSTLY = 0.5
OF_OTHER_LABEL, OF_NO_LABEL = 0.7, 0.4
"""How likely at most: a look says less than words do."""


def shape(words: str) -> str:
    """Capital letters as X, others as x, numbers as d, marks as they are, runs as one; the same
    twice in a row once: "Xx Xx" for "Ada Lovelace" is "Xx"."""
    runs = "".join(key for key, _ in groupby(_kind(char) for char in words if _shows(char)))
    return " ".join(key for key, _ in groupby(runs.split()))[:LONGEST]


def _shows(char: str) -> bool:
    # Marks that combine with a letter, and what joins emoji, say nothing of its look.
    return category(char) not in {"Mn", "Me", "Mc", "Cf"}


def _kind(char: str) -> str:
    if char.isalpha():
        return "X" if char.isupper() else "x"
    if char.isnumeric():
        return "d"
    return " " if char.isspace() else char


class Shapes:
    """How often spans of each label look how."""

    def __init__(self) -> None:
        self._both: Counter[tuple[str, str]] = Counter()
        self._of_label: Counter[str] = Counter()
        self._of_shape: Counter[str] = Counter()

    def add(self, label: str, look: str) -> None:
        """Count one span."""
        self._both[label, look] += 1
        self._of_label[label] += 1
        self._of_shape[look] += 1

    def count(self, label: str) -> int:
        """How many spans have this label."""
        return self._of_label[label]

    def rare(self, label: str, look: str) -> tuple[float, str | None] | None:
        """How likely a span that looks so is an error, and which label it should rather have
        (None: none), if the combination is rare; else None."""
        count, of_label = self._both[label, look], self._of_label[label]
        if of_label < LEAST_SPANS or count > RARE * of_label:
            return None
        rarity = 1 - count / (of_label * RARE + 1)
        other = max(self._of_label, key=lambda name: (self._both[name, look], name))
        share = self._both[other, look] / self._of_shape[look]
        if other != label and share >= MOSTLY and self._of_shape[look] >= LEAST_OTHERS:
            return OF_OTHER_LABEL * share, other
        return OF_NO_LABEL * rarity, None

    def evidence(self, label: str, look: str) -> tuple[int, int]:
        """How many spans of the label look so, and how many it has."""
        return self._both[label, look], self._of_label[label]
