"""Bytes of plain text files made into text, exactly, with a word on how."""

from dataclasses import dataclass
from pathlib import Path

from annotator.errors import FormatError
from annotator.formats.few_bytes import has_few, plainest

_ENCODINGS = (
    "cp1252 cp1251 cp932 gb18030 euc_kr cp1250 iso8859_2 cp1254 cp1256 big5 euc_jp cp1253 "
    "cp1255 cp1257 cp874 koi8_r koi8_u cp1258 iso2022_jp cp866"
)
"""What is looked for in text that is not Unicode: the encodings of browsers
(https://encoding.spec.whatwg.org/#names-and-labels) in about the order of their use on the
web. Where several fit equally well, the first is taken."""

_MARKS = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_KINDS = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive, or a Word or EPUB document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "a rich text document"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
)
# How near to the best guess another must be to fit as well: with these, 98 of 115 samples of
# the Universal Declaration of Human Rights in 43 languages and encodings come out right, all
# in Western European ones, and the true encoding of most others is among those named.
_NEAR_CHAOS = 0.01
_NEAR_COHERENCE = 0.03
_MANY_NULS = 32


class BrokenUtf8(FormatError):
    """Text that is UTF-8, but for some bytes."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and what to tell about its decoding ("" for plain UTF-8)."""

    text: str
    note: str = ""


def decode(data: bytes) -> Decoded:
    """The text of these bytes. Line ends are never translated.

    UTF-8 is tried first and needs no note; its byte order mark stays in the text as U+FEFF,
    so that the text in UTF-8 is the file, byte for byte. UTF-16 and UTF-32 are known by
    their mark, which is not part of the text. All else is detected by charset-normalizer.
    Raises FormatError if the bytes are not text, or of no encoding that is known.
    """
    kind = kind_of_file(data)
    if kind:
        raise FormatError(f"This is {kind}, not plain text.")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_marked(data, encoding)
    _refuse_nuls(data)
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        _refuse_broken_utf8(data, error.start)
        return _detect(data)


def kind_of_file(head: bytes) -> str:
    """What a file that is no text is, by its first bytes; "" if they say nothing."""
    return next((kind for signature, kind in _KINDS if head.startswith(signature)), "")


def shown(path: Path) -> str:
    """The path as text that can be stored and printed: bytes that are not UTF-8 become U+FFFD."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _refuse_nuls(data: bytes) -> None:
    nuls = data.count(0)
    if nuls >= _MANY_NULS and nuls * 5 > len(data):
        raise FormatError("This is not text.", "If it is UTF-16, save it as UTF-8.")


def _refuse_broken_utf8(data: bytes, first_bad: int) -> None:
    """Text that is UTF-8 for the most part would turn into garbage in any other encoding."""
    good = sum(c > "\x7f" for c in data.decode("utf-8", "ignore"))
    bad = data.decode("utf-8", "replace").count("\ufffd")
    if good > bad:
        raise BrokenUtf8(
            f"This is UTF-8, but broken at byte {first_bad + 1}.", "Repair it and import it again."
        )


def _decode_marked(data: bytes, encoding: str) -> Decoded:
    name = encoding.upper()
    try:
        return Decoded(data.decode(encoding), f"read as {name}, by its byte order mark")
    except UnicodeDecodeError as error:
        raise FormatError(
            f"This is not the {name} that it begins as (byte {error.start + 1})."
        ) from error


def _detect(data: bytes) -> Decoded:
    from charset_normalizer import from_bytes

    if b"\0" in data:
        raise FormatError("This is not text.")
    matches = from_bytes(data, cp_isolation=_ENCODINGS.split(), enable_fallback=False)
    best = matches.best()
    fit = [
        _commonest(match.could_be_from_charset)  # those that make the same text of it
        for match in matches
        if best is not None
        and match.chaos <= best.chaos + _NEAR_CHAOS
        and match.coherence >= best.coherence - _NEAR_COHERENCE
    ]
    fit.sort(key=_ENCODINGS.index)
    if has_few(data):
        fit = plainest(data, _ENCODINGS.split(), fit)
    if not fit:
        raise FormatError("This is not text of a known encoding.", "Save it as UTF-8.")
    encoding, *others = fit
    doubt = f"; {', '.join(others)} would fit too" if others else ""
    note = f"read as {encoding} (detected{doubt}); if letters look wrong, save it as UTF-8"
    return Decoded(data.decode(encoding), note)


def _commonest(encodings: list[str]) -> str:
    return next(name for name in _ENCODINGS.split() if name in encodings)
