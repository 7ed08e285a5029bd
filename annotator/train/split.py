"""The stable split of documents into parts for training, tuning and testing.

Which part a document falls to depends on its key and on documents imported before it alone, so
a project that grows never moves a document from one part to another.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from zlib import crc32

from annotator.core.parts import PARTS

if TYPE_CHECKING:
    from datasketch import MinHash

ALIKE = 0.6
"""From this Jaccard similarity of their pairs of words on two texts count as nearly the same: a
text of 20 words in which one is another has 0.8."""
PERMUTATIONS = 128
LEAST_WORDS = 0.05
"""A text with fewer words than this per character is compared by its characters instead."""
CHARACTERS = 5


@dataclass(frozen=True, slots=True)
class _Known:
    number: int
    part: str
    sketch: "MinHash"


class Split:
    """Puts documents into parts, near-duplicates into the same one. Take them in the order
    of import.

    `shares`: how much falls to each of PARTS, in any unit. Similarity is estimated by MinHash
    and looked up by locality-sensitive hashing (Leskovec, Rajaraman, Ullman: Mining of Massive
    Datasets, chapter 3; the library datasketch).
    """

    def __init__(self, shares: Sequence[float]) -> None:
        total = sum(shares)
        self._ends = [sum(shares[: i + 1]) / total for i in range(len(shares))]
        self._known: dict[str, _Known] = {}

    def part(self, key: str, text: str) -> str:
        """The part of the next document, by its key (64 hex digits) and text."""
        sketch = _sketch(text)
        near = [self._known[name] for name in self._index.query(sketch)]
        near = [known for known in near if known.sketch.jaccard(sketch) >= ALIKE]
        # Of several the one that came first: the others may have fallen elsewhere.
        part = min(near, key=lambda known: known.number).part if near else self._by_key(key)
        if key not in self._known:
            self._known[key] = _Known(len(self._known), part, sketch)
            self._index.insert(key, sketch)
        return part

    @cached_property
    def _index(self) -> Any:
        from datasketch import MinHashLSH

        return MinHashLSH(threshold=ALIKE, num_perm=PERMUTATIONS)

    def _by_key(self, key: str) -> str:
        place = int(key[:12], 16) / 16**12
        return PARTS[next((i for i, end in enumerate(self._ends) if place < end), 0)]


def _sketch(text: str) -> "MinHash":
    from datasketch import MinHash

    sketch = MinHash(num_perm=PERMUTATIONS, hashfunc=crc32)
    sketch.update_batch([shingle.encode("utf-8") for shingle in _shingles(text)])
    return sketch


def _shingles(text: str) -> set[str]:
    words = text.casefold().split()
    if len(words) < LEAST_WORDS * len(text):
        whole = "".join(words)
        return {whole[i : i + CHARACTERS] for i in range(max(1, len(whole) - CHARACTERS + 1))}
    return {f"{a} {b}" for a, b in zip(words, [*words[1:], ""], strict=True)}
