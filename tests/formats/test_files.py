import os
import sys
from pathlib import Path

import pytest

from annotator.core.record import Problem, Record
from annotator.errors import FormatError
from annotator.formats import detect, find, find_writable
from annotator.formats.files import each_file, read_records


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
    ],
)
def test_a_format_is_known_by_suffix_and_content(
    name: str, data: bytes, expected: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    assert detect(tmp_path / name).name == expected


@pytest.mark.parametrize("name", ["a.html", "a.jpg"])
def test_a_suffix_that_no_format_claims_is_not_taken_for_text(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"T1\tORG 0 3\tIBM\n")
    with pytest.raises(FormatError, match="of no known kind"):
        detect(tmp_path / name)
