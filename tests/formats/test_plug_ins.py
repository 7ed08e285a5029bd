"""Formats that other packages add."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.errors import FormatError
from annotator.formats import detect, find, formats

PACKAGE = """
from annotator.core.record import Record
from annotator.formats.format import Format

def read(path):
    yield Record(path.read_text("utf-8").upper(), path=str(path))

LOUD = Format(name="loud", title="Loud text", suffixes=(".loud",), read=read)
QUIET = "no format"
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    def installed(target: str) -> None:
        (tmp_path / "loudness.py").write_text(PACKAGE, "utf-8")
        info = tmp_path / "loudness-1.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: loudness\nVersion: 1\n")
        (info / "entry_points.txt").write_text(f"[annotator.formats]\nloud = {target}\n")
        monkeypatch.syspath_prepend(str(tmp_path))
        formats.cache_clear()

    yield installed
    sys.modules.pop("loudness", None)
    formats.cache_clear()


def test_an_installed_package_adds_a_format(install: object, tmp_path: Path) -> None:
    install("loudness:LOUD")  # type: ignore[operator]
    (tmp_path / "a.loud").write_text("hello")
    known = detect(tmp_path / "a.loud")
    assert (known.name, find("loud")) == ("loud", known)
    assert known.read is not None
    assert [item.text for item in known.read(tmp_path / "a.loud")] == ["HELLO"]  # type: ignore[union-attr]


@pytest.mark.parametrize("target", ["loudness:QUIET", "loudness:NOTHING", "silence:LOUD"])
def test_a_plug_in_that_is_none_is_one_sentence(install: object, target: str) -> None:
    install(target)  # type: ignore[operator]
    with pytest.raises(FormatError, match="plug-in for loud"):
        formats()
