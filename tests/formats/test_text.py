import os
import sys
from pathlib import Path

import pytest

from annotator.core.record import Record
from annotator.errors import FormatError
from annotator.formats import text
from annotator.formats.text import TEXT
from tests.formats.items import read, read_bytes


def test_a_file_is_one_document_that_knows_its_file_name(tmp_path: Path) -> None:
    path = tmp_path / "wire-17.txt"
    path.write_bytes(b"Headline\r\n\r\nBody\n")
    assert read(TEXT, path) == (
        [Record("Headline\r\n\r\nBody\n", {"source": "wire-17.txt"}, path=str(path))],
        [],
    )


def test_a_detected_encoding_is_reported_and_the_text_is_kept(tmp_path: Path) -> None:
    article = "Le café de José coûte 5 €, déclare la propriétaire à l’été."
    (record,), (problem,) = read_bytes(TEXT, article.encode("cp1252"), tmp_path)
    assert record.text == article
    assert problem.left_out == "nothing"
    assert "cp1252" in problem.reason


def test_a_file_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text, "LARGEST_FILE_BYTES", 1024**2)
    with pytest.raises(FormatError, match="larger than 1 MB"):
        read_bytes(TEXT, b"a" * (1024**2 + 1), tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes on Linux alone")
def test_a_file_name_that_is_not_utf_8_can_be_stored(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.txt")
    path.write_bytes(b"Hello")
    (record,), _ = read(TEXT, path)
    assert record.meta == {"source": "caf\ufffd.txt"}
    record.path.encode("utf-8")


@pytest.mark.parametrize("name", ["GraphemeBreakTest.txt", "UTF-8-demo.txt", "sun.txt"])
def test_real_files_of_odd_letters_come_in_byte_for_byte(shared_data: Path, name: str) -> None:
    path = shared_data / "torture_unicode" / name
    (record,), problems = read(TEXT, path)
    assert record.text.encode("utf-8") == path.read_bytes()
    assert problems == []


def test_the_real_article_comes_in_byte_for_byte(shared_data: Path) -> None:
    path = shared_data / "article" / "alibaba.txt"
    (record,), problems = read(TEXT, path)
    assert record.text.encode("utf-8") == path.read_bytes()
    assert problems == []
