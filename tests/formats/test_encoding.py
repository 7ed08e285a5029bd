import random
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import FormatError
from annotator.formats.encoding import decode, shown
from tests.formats.torture import texts

GERMAN = "Jürgen Müller, Bürgermeister von Köln, sagte: „Für die Straßen fehlen 3 Mio. €.“"
FRENCH = "Le président a déclaré à l’Assemblée que la réforme coûterait 12 millions d’euros."
ENGLISH = "The café’s owner, José Peña, said “no” to the £3 million offer."
RUSSIAN = "Президент компании заявил в Москве, что продажи выросли на треть."
POLISH = "Zażółć gęślą jaźń. Wczoraj w Łodzi premier powiedział, że będzie więcej pieniędzy."
JAPANESE = "東京で水曜日に開催された会議で、社長は新しい計画を発表した。"


@given(text=texts)
def test_utf_8_is_read_as_it_is_and_needs_no_note(text: str) -> None:
    decoded = decode(text.encode("utf-8"))
    assert (decoded.text, decoded.note) == (text, "")


def test_the_mark_of_a_utf_8_file_stays_in_its_text() -> None:
    assert decode(b"\xef\xbb\xbfHello").text == "\ufeffHello"


@given(text=texts, encoding=st.sampled_from(["utf-16", "utf-32"]))
def test_utf_16_and_utf_32_are_known_by_their_mark_and_reported(text: str, encoding: str) -> None:
    if encoding == "utf-16" and text.startswith("\0"):
        return  # these are the bytes of a UTF-32 mark
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert decoded.note == f"read as {encoding.upper()}, by its byte order mark"


def test_big_endian_utf_16_is_known_too() -> None:
    assert decode(b"\xfe\xff" + GERMAN.encode("utf-16-be")).text == GERMAN


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "cp1252"),
        (FRENCH, "cp1252"),
        (ENGLISH, "cp1252"),
        ("José Peña vivía en España y comía piñas en Logroño.", "latin-1"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (POLISH, "cp1250"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc-jp"),
    ],
)
def test_older_encodings_are_detected_and_reported(text: str, encoding: str) -> None:
    for repeated in (text, (text + "\r\n") * 40):
        decoded = decode(repeated.encode(encoding))
        assert decoded.text == repeated
        assert decoded.note.startswith("read as ")
        assert "detected" in decoded.note


def test_what_would_fit_as_well_is_named() -> None:
    assert "cp1252 (detected; cp1250, " in decode(ENGLISH.encode("cp1252")).note
    assert "cp1252 (detected);" in decode("Café in Zürich.".encode("cp1252")).note


def test_utf_8_with_a_broken_byte_is_refused_with_its_place() -> None:
    data = (GERMAN * 3).encode("utf-8")
    at = data.index("ö".encode()) + 1
    with pytest.raises(FormatError, match=f"broken at byte {at}"):
        decode(data[:at] + b"x" + data[at + 1 :])


def test_a_file_cut_within_a_letter_is_refused() -> None:
    with pytest.raises(FormatError, match="UTF-8, but broken"):
        decode("Zürich, Genève, Köln und 東京".encode()[:-1])


def test_a_lone_surrogate_is_refused() -> None:
    surrogate = b"\xed\xa0\x80"
    with pytest.raises(FormatError):
        decode(GERMAN.encode() + surrogate)
    with pytest.raises(FormatError, match="not the UTF-16"):
        decode(b"\xff\xfe" + b"a\0" + b"\x00\xd8" + b"b\0")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7\n...", "a PDF"),
        (b"PK\x03\x04" + bytes(30), "zip"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a picture"),
        (bytes(4096), "not text"),
        (b"\x7fELF\x02\x01\x01" + bytes(100) + b"\xff\xfe", "not text"),
        (random.Random(1).randbytes(5000), "not text"),
        ("Hello, world. ".encode("utf-16-le") * 9, "UTF-16"),
    ],
)
def test_what_is_not_text_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        decode(data)


@given(data=st.binary())
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    with suppress(FormatError):
        decode(data).text.encode("utf-8")


def test_a_path_of_odd_bytes_can_be_printed() -> None:
    assert shown(Path("caf\udce9.txt")) == "caf\ufffd.txt"


PROSE = "It was said again and again that nobody had been there at that time of the day. " * 20


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("down by ½¢ a litre", "cp1252"),
        ("a café in Zürich", "cp1252"),
        ("the “nation’s” oil — and gas", "cp1252"),
        ("a man’s genius — “America’s”", "big5"),
    ],
)
def test_a_few_bytes_are_read_as_signs_and_quotes_not_as_foreign_letters(
    text: str, encoding: str
) -> None:
    whole = PROSE + text + PROSE
    assert decode(whole.encode(encoding)).text == whole
