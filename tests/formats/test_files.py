import io
import os
import sys
from pathlib import Path

import pytest

from annotator.core.record import Problem, Record
from annotator.errors import FormatError
from annotator.formats import detect, find, find_writable
from annotator.formats.files import each_file, read_records
from tests.formats.making import docx, epub, zipped


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "b.txt": b"B",
        "a.txt": b"A",
        "deep/er/c.jsonl": b'{"text":"C1"}\n{"text":\n{"text":"C3"}\n',
        "picture.png": b"\x89PNG\r\n\x1a\n" + bytes(99),
        "z.md": b"# Z",
    }
    for name, data in files.items():
        path = tmp_path / "texts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path / "texts"


def parted(items: list[Record | Problem]) -> tuple[list[str], list[tuple[str, int | None]]]:
    records = [item.text for item in items if isinstance(item, Record)]
    problems = [(Path(i.path).name, i.line) for i in items if isinstance(i, Problem)]
    return records, problems


def test_a_folder_means_its_files_at_any_depth_sorted(folder: Path) -> None:
    found = [item for item in each_file([folder]) if isinstance(item, Path)]
    names = [str(path.relative_to(folder)) for path in found]
    assert names == ["a.txt", "b.txt", str(Path("deep/er/c.jsonl")), "picture.png", "z.md"]


def test_one_bad_file_or_line_spares_its_neighbours(folder: Path) -> None:
    records, problems = parted(list(read_records([folder])))
    assert records == ["A", "B", "C1", "C3", "# Z"]
    assert problems == [("c.jsonl", 2), ("picture.png", None)]


def test_hidden_files_are_passed_over_and_reported(folder: Path) -> None:
    (folder / ".DS_Store").write_bytes(b"x")
    (folder / ".git").mkdir()
    (folder / ".git" / "config.txt").write_bytes(b"x")
    _, problems = parted(list(read_records([folder])))
    assert {name for name, _ in problems} >= {".DS_Store", ".git"}


def test_a_hidden_file_that_is_named_is_read(tmp_path: Path) -> None:
    (tmp_path / ".notes.txt").write_bytes(b"N")
    assert parted(list(read_records([tmp_path / ".notes.txt"]))) == (["N"], [])


def test_a_path_that_is_not_there_is_one_sentence_before_anything_is_read(folder: Path) -> None:
    missing = folder / "missing.txt"
    with pytest.raises(FormatError, match=r"There is no file or folder .*missing\.txt"):
        next(read_records([folder / "a.txt", missing]))


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes are a matter of Unix")
def test_links_to_folders_and_pipes_are_reported_and_end_nowhere(folder: Path) -> None:
    (folder / "loop").symlink_to(folder)
    (folder / "gone.txt").symlink_to(folder / "nowhere")
    os.mkfifo(folder / "pipe.txt")
    records, problems = parted(list(read_records([folder])))
    assert len(records) == 5
    assert {name for name, _ in problems} >= {"loop", "gone.txt", "pipe.txt"}


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read all")
def test_an_unreadable_file_is_a_problem(folder: Path) -> None:
    (folder / "a.txt").chmod(0)
    records, problems = parted(list(read_records([folder])))
    assert records[0] == "B"
    assert problems[0] == ("a.txt", None)


def test_a_file_that_vanishes_on_the_way_is_a_problem(folder: Path) -> None:
    items = read_records([folder])
    assert isinstance(next(items), Record)
    (folder / "b.txt").unlink()
    assert parted(list(items))[1][0] == ("b.txt", None)


def test_a_format_that_is_named_reads_every_file(folder: Path) -> None:
    records, _ = parted(list(read_records([folder / "deep"], format_name="text")))
    assert records == ['{"text":"C1"}\n{"text":\n{"text":"C3"}\n']


def test_reading_streams(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_bytes(b'{"text":"a"}\n' * 100_000)
    items = read_records([path])
    assert isinstance(next(items), Record)
    path.write_bytes(b"")
    assert sum(1 for _ in items) < 99_999


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(FormatError, match=r"no format 'xml'\. Known are: .*jsonl, .*text"):
        find("xml")


def test_a_format_that_only_reads_is_not_for_writing() -> None:
    assert find_writable("jsonl").name == "jsonl"
    with pytest.raises(FormatError, match=r"'text' can only be read\. To write: .*jsonl"):
        find_writable("text")


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.txt", b'{"text":"a"}', "text"),
        ("a.TXT", b"a", "text"),
        ("a.jsonl", b"broken", "jsonl"),
        ("a.JSONL", b"", "jsonl"),
        ("a.ndjson", b"", "jsonl"),
        ("a.ann", b"T1\tORG 0 3\tIBM\n", "brat"),
        ("a.json", b'{"%TYPES":{},"%FEATURE_STRUCTURES":[]}', "cas_json"),
        ("a.xml", b'<xmi:XMI xmlns:xmi="http://www.omg.org/XMI"/>', "cas_xmi"),
        ("article", b"a", "text"),
        ("records", b'{"text":"a"}', "jsonl"),
        ("page", b"\n<!DOCTYPE HTML><html>", "html"),
        ("paper", b"%PDF-1.7", "pdf"),
        ("letter", docx(""), "docx"),
        ("book", epub(), "epub"),
        ("table", b"id,text\n1,a", "csv_texts"),
        ("a.csv", b"text\na", "csv_texts"),
        ("a.csv", b"a", "csv_texts"),
        ("a.tsv", b"document_text\tstart\tend\tlabel\n", "csv_spans"),
        ("a.html", b"a", "html"),
        ("a.md", b'{"text":"a"}', "markdown"),
    ],
)
def test_a_format_is_known_by_suffix_and_content(
    name: str, data: bytes, expected: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    assert detect(tmp_path / name).name == expected


def test_a_file_that_is_no_text_is_said_to_be_what_it_is(tmp_path: Path) -> None:
    kinds = {
        "a.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
        "a.rtf": (b"{\\rtf1 x}", "a rich text document"),
        "a.png": (b"\x89PNG\r\n\x1a\n", "a picture"),
    }
    for name, (data, kind) in kinds.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(FormatError, match=f"{name} is {kind}"):
            detect(tmp_path / name)


@pytest.mark.parametrize("name", ["a.doc", "a.jpg"])
def test_a_suffix_that_no_format_claims_is_not_taken_for_text(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"T1\tORG 0 3\tIBM\n")
    with pytest.raises(FormatError, match="of no known kind"):
        detect(tmp_path / name)


@pytest.mark.parametrize(
    ("data", "text", "place"),
    [
        (b"plain", "plain", "standard input"),
        (b'{"text":"a line"}', "a line", "standard input"),
        (zipped({"x.txt": "packed"}), "packed", "standard input/x.txt"),
        (docx("<w:p><w:r><w:t>a letter</w:t></w:r></w:p>"), "a letter", "standard input"),
        (b"title,text\nA,in a table", "in a table", "standard input"),
    ],
)
def test_standard_input_is_told_by_its_first_bytes(
    data: bytes, text: str, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    (record,) = [item for item in read_records([Path("-")]) if isinstance(item, Record)]
    assert (record.text, record.path) == (text, place)


def test_standard_input_may_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"%PDF- is how they begin")))
    assert parted(list(read_records([Path("-")], format_name="text")))[0] == []
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"text":"a"}')))
    assert parted(list(read_records([Path("-")], format_name="text")))[0] == ['{"text":"a"}']


def test_empty_standard_input_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    items = list(read_records([Path("-")]))
    assert [str(item) for item in items] == ["standard input: the file is empty"]
