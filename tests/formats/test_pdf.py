import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core.record import Record
from annotator.errors import FormatError
from annotator.formats import pdf as module
from annotator.formats.files import read_records
from annotator.formats.pdf import PDF
from tests.formats.items import read_bytes
from tests.formats.making import pdf, stream, whole_pdf

LOCKED = (
    b"/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <"
    + b"11" * 32
    + b"> /U <"
    + b"22" * 32
    + b"> >>"
)


def test_pages_are_one_text_with_a_line_between_and_it_is_said_what_is_lost(
    tmp_path: Path,
) -> None:
    (record,), (problem,) = read_bytes(PDF, pdf(b"\x01 Ada\nmet IBM", b"", b"Paris"), tmp_path)
    assert record.text == "🚀 Ada\nmet IBM\n\nParis"
    assert record.meta == {
        "title": "Arrivals",
        "author": "Jo Writer",
        "date": "2024-05-03",
        "pages": 3,
        "source": "sample.pdf",
    }
    assert problem.left_out == "nothing"
    assert "columns" in problem.reason


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (pdf(b"", b""), "no text in this PDF: its pages are pictures"),
        (pdf(b"secret", encrypt=LOCKED), "needs a password"),
        (b"%PDF-1.7\n", "no PDF, or a broken one"),
        (b"plain", "no PDF, or a broken one"),
        (whole_pdf([b"<< /Type /Catalog /Pages 1 0 R >>", b"<< >>"]), "PDF"),
    ],
    ids=["scanned", "locked", "cut", "other", "looped"],
)
def test_what_cannot_be_read_is_one_sentence(data: bytes, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=sentence):
        read_bytes(PDF, data, tmp_path)


def test_pages_that_take_too_long_are_left_out_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONGEST_TEXT", 3)
    (record,), problems = read_bytes(PDF, pdf(b"page 1", b"page 2", b"page 3"), tmp_path)
    assert record.text == "page 1"
    assert "pages 2 to 3 are left out" in problems[0].reason


def test_a_file_that_is_too_large_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LARGEST_FILE_BYTES", 10)
    with pytest.raises(FormatError, match="larger than"):
        read_bytes(PDF, pdf(b"x"), tmp_path)


def test_a_stream_that_unpacks_to_much_is_bounded(tmp_path: Path) -> None:
    packed = zlib.compress(b" " * 50_000_000)
    bomb = stream(packed).replace(b"<< /Length", b"<< /Filter /FlateDecode /Length", 1)
    data = pdf(b"x").replace(stream(b"BT /F 12 Tf 50 700 Td (x) Tj 0 -14 Td ET"), bomb)
    with pytest.raises(FormatError, match="no text"):
        read_bytes(PDF, data, tmp_path)


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_changed_bytes_never_crash_it(data: st.DataObject, tmp_path: Path) -> None:
    broken = bytearray(pdf(b"Ada", b"Paris"))
    for _ in range(data.draw(st.integers(1, 8))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "a.pdf"
    path.write_bytes(broken[: data.draw(st.integers(1, len(broken)))])
    items = list(read_records([path]))
    assert items
    assert all(isinstance(item, Record) or "PDF" in item.reason for item in items)  # type: ignore[union-attr]
