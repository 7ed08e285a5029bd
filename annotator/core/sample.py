"""The random sample: a tenth of all documents, told by their keys, from which honest estimates
are made; half of it is shown without suggestions where a project wants that.

A key is a SHA-256, whose digits are as good as drawn by lot. The split for training (see
`train.split`) reads its first twelve: other digits are read here, so that neither choice tells
anything of the other.
"""

DIGITS = slice(12, 18)
"""Which hexadecimal digits of a key decide whether a document is in the sample."""
RESERVED_BELOW = "19999a"
"""A tenth of 16^6: the sample are those whose digits are smaller."""
LUCK = slice(24, 36)
"""The digits that a random order sorts by: the same for everybody who has the documents."""
BLIND = slice(36, 37)
BLIND_BELOW = "8"
"""Half of 16."""


def is_reserved(key: str) -> bool:
    """Whether a document belongs to the random tenth."""
    return key[DIGITS] < RESERVED_BELOW


def is_blind(key: str) -> bool:
    """Whether it belongs to the half of that tenth that may be shown without suggestions."""
    return is_reserved(key) and key[BLIND] < BLIND_BELOW
