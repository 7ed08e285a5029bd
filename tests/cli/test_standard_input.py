import io
from pathlib import Path

import pytest

from annotator.core.record import Problem
from annotator.formats import files
from tests.cli.typed import annotator


def test_import_reads_standard_input(project: Path) -> None:
    lines = '{"text":"🚀 Ada","spans":[{"start":2,"end":5,"label":"PERSON"}]}\n{"te\n'.encode()
    ran = annotator("import", project, "-", "--json", stdin=lines)
    assert ran.code == 3
    assert (ran.json["read"], ran.json["spans"]) == (1, 1)
    assert ran.json["problems"][0]["path"] == "standard input"


def test_import_reads_standard_input_as_the_format_that_is_named(project: Path) -> None:
    ran = annotator("import", project, "-", "--format", "text", "--json", stdin=b'{"text":"a"}')
    assert (ran.code, ran.json["read"], ran.json["added"]) == (0, 1, 1)
    assert annotator("import", project, "-", "--json", stdin=b"").code == 3


def test_standard_input_that_never_ends_does_not_fill_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_BYTES", 3 * 1024**2)
    with Path("/dev/zero").open("rb") as endless:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(endless))
        (problem,) = files.read_records([files.STANDARD_INPUT])
    assert isinstance(problem, Problem)
    assert (problem.path, problem.left_out) == ("standard input", "document")
    assert "there is more of it" in problem.reason
