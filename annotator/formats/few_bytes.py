"""Which encoding a text is in that is ASCII but for a few bytes.

So few bytes tell a detector of languages nothing. But in such a text they are quotes, dashes,
signs, or letters with accents, and not a single kana or a Cyrillic letter.
"""

import unicodedata

FEW = 0.02
"""A text with a smaller share of bytes beyond ASCII is judged here."""
_ASCII_END = 0x7F
_NEVER_AFTER_A_LETTER = "¡¿¦§¶¨¯´¸"
_FOREIGN = ("ARABIC", "HEBREW", "GREEK", "CYRILLIC", "THAI", "BOX", "HALFWIDTH", "KATAKANA")
"""Signs whose names begin so belong to other scripts, or to no prose."""


def has_few(data: bytes) -> bool:
    """Whether so few bytes are beyond ASCII that only the places where they stand tell."""
    return sum(byte > _ASCII_END for byte in data) < FEW * len(data)


def plainest(data: bytes, encodings: list[str], likely: list[str]) -> list[str]:
    """The encodings whose reading looks most like plain text, first those that are likely, then
    in the order given; none if no encoding can read the bytes."""
    oddities = {name: odd for name in encodings if (odd := _oddities(data, name)) is not None}
    least = min(oddities.values(), default=0)
    best = [name for name in encodings if oddities.get(name) == least]
    return sorted(best, key=lambda name: name not in likely)


def _oddities(data: bytes, encoding: str) -> int | None:
    """How many characters beyond ASCII are out of place; None: the bytes are not this."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    pairs = zip(" " + text, text, strict=False)
    return sum(_is_odd(before, char) for before, char in pairs if char > "\x7f")


def _is_odd(before: str, char: str) -> bool:
    name = unicodedata.name(char, "")
    if char.isalpha():
        return not name.startswith("LATIN") or (char.isupper() and before.islower())
    return (
        not name
        or name.startswith(_FOREIGN)
        or (char in _NEVER_AFTER_A_LETTER and not before.isspace())
    )
