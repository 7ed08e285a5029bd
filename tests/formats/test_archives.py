import gzip
import io
import re
import struct
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core.record import Problem, Record
from annotator.formats import entries
from annotator.formats.archives import Room, unpack
from annotator.formats.files import read_records
from tests.formats.making import zipped


def imported(path: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Texts and reasons by the path that they are shown with, below the archive's folder."""
    texts, reasons = {}, {}
    for item in read_records([path]):
        place = str(item.path).removeprefix(str(path.parent)).lstrip("/\\")
        if isinstance(item, Record):
            texts[place] = item.text
        elif isinstance(item, Problem):
            reasons[place] = item.reason
    return texts, reasons


def saved(folder: Path, data: bytes, name: str = "a.zip") -> Path:
    (folder / name).write_bytes(data)
    return folder / name


def test_an_archive_is_read_as_a_folder_is(tmp_path: Path) -> None:
    data = zipped({"b/two.txt": "2", "one.txt": "1", "b/x.jsonl": b'{"text":"3"}\n{"te\n'})
    texts, reasons = imported(saved(tmp_path, data))
    assert texts == {"a.zip/b/two.txt": "2", "a.zip/one.txt": "1", "a.zip/b/x.jsonl": "3"}
    assert list(reasons) == ["a.zip/b/x.jsonl"]


def test_what_systems_leave_in_archives_is_passed_over(tmp_path: Path) -> None:
    parts = ("__MACOSX/._one.txt", ".DS_Store", "b/Thumbs.db", "b/.hidden/x.txt", "one.txt")
    texts, reasons = imported(saved(tmp_path, zipped(dict.fromkeys(parts, "1"))))
    assert texts == {"a.zip/one.txt": "1"}
    passed = {"a.zip/__MACOSX", "a.zip/.DS_Store", "a.zip/b/Thumbs.db", "a.zip/b/.hidden"}
    assert set(reasons) == passed


def test_archives_in_one_another_are_read_three_deep(tmp_path: Path) -> None:
    data = b"4"
    for depth in (4, 3, 2, 1):
        data = zipped({f"{depth}.txt": str(depth), f"in{depth}.zip": data})
    texts, reasons = imported(saved(tmp_path, data))
    assert list(texts.values()) == ["1", "2", "3"]
    assert "a.zip/in1.zip/in2.zip/3.txt" in texts
    assert "not unpacked" in reasons["a.zip/in1.zip/in2.zip/in3.zip"]


@pytest.mark.parametrize(
    "name", ["../x.txt", "b/../../x.txt", "/x.txt", "C:/x.txt", "c:x.txt", "..\\x.txt", "\\x.txt"]
)
def test_a_name_that_leads_out_of_the_archive_is_refused(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "er"
    folder.mkdir(parents=True)
    texts, reasons = imported(saved(folder, zipped({name: "evil", "good.txt": "1"})))
    assert texts == {"a.zip/good.txt": "1"}
    assert ["leads out" in reason for reason in reasons.values()] == [True]
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["a.zip"]


@pytest.mark.parametrize(
    "name",
    ["CON.txt", "b/nul", "ab:c.txt", "what?.txt", "end./x.txt", "x" * 250 + ".txt", "ü" * 200],
)
def test_a_name_that_a_system_may_not_take_is_shown_as_it_is(name: str, tmp_path: Path) -> None:
    texts, reasons = imported(saved(tmp_path, zipped({name: "1"})))
    assert texts == {f"a.zip/{name}": "1"}
    assert reasons == {}


def test_an_entry_without_a_name_spares_its_neighbours(tmp_path: Path) -> None:
    data = bytearray(zipped({"x": "1", "y.txt": "2"}))
    at = data.index(b"PK\1\2")
    struct.pack_into("<HH", data, at + 28, 0, 1)  # the name counts as an extra field
    texts, reasons = imported(saved(tmp_path, bytes(data)))
    assert texts == {"a.zip/y.txt": "2"} or "broken" in reasons["a.zip"]


def test_links_and_devices_are_not_followed(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert imported(tmp_path / "a.zip") == (
        {},
        {"a.zip/link.txt": "it is a link or a device, not a file"},
    )


def test_names_that_stand_twice_or_differ_in_case_are_each_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("x.txt", "1")
        archive.writestr("X.txt", "3")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("x.txt", "2")
    found = [item for item in read_records([tmp_path / "a.zip"]) if isinstance(item, Record)]
    assert sorted(item.text for item in found) == ["1", "2", "3"]
    assert {Path(item.path).name for item in found} == {"x.txt", "X.txt"}


def test_names_in_utf8_that_are_not_marked_so_are_right(tmp_path: Path) -> None:
    data = bytearray(zipped({"Zo\u00eb.txt": "1"}))
    for mark, flags in ((b"PK\3\4", 7), (b"PK\1\2", 9)):
        data[data.index(mark) + flags] = 0
    assert zipfile.ZipFile(io.BytesIO(data)).namelist() != ["Zo\u00eb.txt"]
    assert imported(saved(tmp_path, bytes(data)))[0] == {"a.zip/Zo\u00eb.txt": "1"}


def test_an_encrypted_entry_is_one_sentence(tmp_path: Path) -> None:
    data = bytearray(zipped({"x.txt": "1", "y.txt": "2"}))
    for mark, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(mark) + flags] |= 1
    texts, reasons = imported(saved(tmp_path, bytes(data)))
    assert texts == {"a.zip/y.txt": "2"}
    assert "encrypted" in reasons["a.zip/x.txt"]


def test_an_entry_whose_bytes_are_broken_spares_its_neighbours(tmp_path: Path) -> None:
    data = zipped({"mimetype": "1111", "x.txt": "2", "y.txt": "3"}).replace(b"1111", b"1211", 1)
    texts, reasons = imported(saved(tmp_path, data))
    assert texts == {"a.zip/x.txt": "2", "a.zip/y.txt": "3"}
    assert "CRC" in reasons["a.zip/mimetype"]


@pytest.mark.parametrize("data", [b"PK\3\4", b"not a zip", zipped({"x.txt": "1" * 99})[:60]])
def test_a_broken_archive_is_one_sentence(data: bytes, tmp_path: Path) -> None:
    texts, reasons = imported(saved(tmp_path, data))
    assert texts == {}
    assert list(reasons) == ["a.zip"]
    assert "broken" in reasons["a.zip"]


def test_a_bomb_is_stopped_by_its_ratio(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", bytes(40 * 1024**2))
        archive.writestr("good.txt", "1")
    texts, reasons = imported(tmp_path / "a.zip")
    assert texts == {"a.zip/good.txt": "1"}
    assert "bombs" in reasons["a.zip/bomb.txt"]


def test_no_more_is_unpacked_than_there_is_room_for(tmp_path: Path) -> None:
    path = saved(tmp_path, zipped({f"{n}.txt": "x" * 1000 for n in range(9)}))
    out = tmp_path / "out"
    unpacked = unpack(path, out, Room(bytes=3500))
    assert sum(file.stat().st_size for file in out.rglob("*.txt")) == 3000
    assert "the rest is left out" in unpacked.problems[-1].reason


def test_no_more_entries_are_unpacked_than_there_is_room_for(tmp_path: Path) -> None:
    path = saved(tmp_path, zipped({f"{n}.txt": "x" for n in range(9)}))
    unpacked = unpack(path, tmp_path / "out", Room(entries=3))
    assert len(list((tmp_path / "out").iterdir())) == 3
    assert "entries" in unpacked.problems[-1].reason


def test_entries_that_share_their_bytes_do_not_multiply_beyond_the_room(tmp_path: Path) -> None:
    # As in the bombs of https://www.bamsoftware.com/hacks/zipbomb/, many names lie on one body.
    data = zipped({"x.txt": "x" * 5000})
    start, end = data.index(b"PK\1\2"), data.index(b"PK\5\6")
    tail = bytearray(data[end:])
    struct.pack_into("<HHL", tail, 8, 50, 50, 50 * (end - start))
    bomb = data[:start] + 50 * data[start:end] + bytes(tail)
    unpack(saved(tmp_path, bomb), tmp_path / "out", Room(bytes=20_000))
    assert sum(file.stat().st_size for file in (tmp_path / "out").iterdir()) <= 20_000


def test_a_list_of_entries_that_is_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entries, "LARGEST_DIRECTORY_BYTES", 100)
    _, reasons = imported(saved(tmp_path, zipped({f"{n}.txt": "x" for n in range(9)})))
    assert "more entries than can be read" in reasons["a.zip"]


def test_lying_lengths_are_one_sentence(tmp_path: Path) -> None:
    data = bytearray(zipped({"x.txt": "x" * 99, "y.txt": "2"}))
    struct.pack_into("<L", data, data.index(b"PK\1\2") + 24, 2**31)
    texts, reasons = imported(saved(tmp_path, bytes(data)))
    assert texts["a.zip/y.txt"] == "2"
    assert len(texts) + len(reasons) == 2


def test_a_file_where_a_folder_is_needed_is_said(tmp_path: Path) -> None:
    texts, reasons = imported(saved(tmp_path, zipped({"x.txt": "1", "x.txt/y.txt": "2"})))
    assert texts == {"a.zip/x.txt": "1"}
    assert "needs a folder" in reasons["a.zip/x.txt/y.txt"]


def tarred(mode: str = "w", **parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in parts.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["a.tar.gz", "a.tgz"])
def test_a_packed_tar_is_read_but_for_its_links(name: str, tmp_path: Path) -> None:
    data = tarred("w:gz", **{"b/one.txt": b"1", "two.txt": b"2", "../up.txt": b"3"})
    texts, reasons = imported(saved(tmp_path, data, name))
    assert texts == {f"{name}/a.tar/b/one.txt": "1", f"{name}/a.tar/two.txt": "2"}
    assert "link" in reasons[f"{name}/a.tar/link.txt"]
    assert "leads out" in reasons[f"{name}/a.tar/../up.txt"]


def test_a_header_of_a_tar_that_claims_to_be_large_is_not_read(tmp_path: Path) -> None:
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, 2**33
    _, reasons = imported(saved(tmp_path, info.tobuf(tarfile.GNU_FORMAT) + bytes(2048), "a.tar"))
    assert "larger than the largest" in reasons["a.tar"]


def test_a_truncated_tar_yields_what_comes_before(tmp_path: Path) -> None:
    data = tarred(**{"one.txt": b"1", "two.txt": b"2" * 5000})
    texts, reasons = imported(saved(tmp_path, data[:3000], "a.tar"))
    assert texts == {"a.tar/one.txt": "1"}
    assert reasons


def test_a_single_packed_file_is_read(tmp_path: Path) -> None:
    data = gzip.compress(b'{"text":"1"}\n')
    assert imported(saved(tmp_path, data, "a.jsonl.gz"))[0] == {"a.jsonl.gz/a.jsonl": "1"}
    _, reasons = imported(saved(tmp_path, data[:20], "b.jsonl.gz"))
    assert "cannot be unpacked" in reasons["b.jsonl.gz/b.jsonl"]


def test_nothing_of_an_archive_stays_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    items = read_records([saved(tmp_path, zipped({"1.txt": "1", "2.txt": "2"}))])
    next(items)
    assert list(temporary.iterdir())
    items.close()  # type: ignore[attr-defined]
    assert list(temporary.iterdir()) == []


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_changed_bytes_never_crash_it(data: st.DataObject, tmp_path: Path) -> None:
    good = data.draw(st.sampled_from([zipped({"a.txt": "x" * 50, "b/c.txt": "y"}), tarred(a=b"1")]))
    broken = bytearray(good)
    for _ in range(data.draw(st.integers(1, 6))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    name = "a.zip" if good[:2] == b"PK" else "a.tar"
    path = saved(tmp_path, bytes(broken[: data.draw(st.integers(1, len(broken)))]), name)
    for item in read_records([path]):
        assert isinstance(item, Record | Problem)
        assert re.match(re.escape(str(path)), item.path)


@pytest.mark.parametrize(
    ("name", "documents", "characters"),
    [
        # nku.txt is an empty file, and so no document; all 388 are counted.
        ("nltk_udhr2/udhr2.zip", 387, 4_728_328),
        # The README counts as a text too: it is the 66th, with 219 characters.
        # With its README. Five speeches are in Big5, whose curly quotes and dashes are two bytes:
        # the counts took each byte for a character.
        ("nltk_state_union/state_union.zip", 66, 2_073_698 + 219 - 230),
    ],
)
def test_real_archives_come_in_as_counted(
    name: str, documents: int, characters: int, shared_data: Path
) -> None:
    items = list(read_records([shared_data / name]))
    texts = [item.text for item in items if isinstance(item, Record)]
    assert (len(texts), sum(map(len, texts))) == (documents, characters)
    lost = [
        item.reason for item in items if isinstance(item, Problem) and item.left_out != "nothing"
    ]
    assert lost == ["the file is empty"] * (388 - 387 if "udhr2" in name else 0)


@pytest.mark.skipif(sys.platform == "win32", reason="folders of Unix")
def test_an_entry_in_too_many_folders_is_refused(tmp_path: Path) -> None:
    _, reasons = imported(saved(tmp_path, zipped({"d/" * 200 + "x.txt": "1"})))
    assert "too many folders" in next(iter(reasons.values()))
