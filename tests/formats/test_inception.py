"""A project export of INCEpTION names the annotators by its folders."""

from pathlib import Path
from shutil import copy
from zipfile import ZipFile

import pytest

from annotator.formats.inception import origin
from annotator.formats.webanno_tsv import WEBANNO_TSV
from tests.formats.folders import read_folder
from tests.formats.items import ROCKET, read

SAMPLES = Path(__file__).parent / "samples"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("x/annotation/a.txt/ana.tsv", ("a.txt", "ana")),
        ("x/annotation/a.txt/ana.zip/ana.xmi", ("a.txt", "ana")),
        ("curation/a.txt/CURATION_USER.xmi", ("a.txt", "CURATION_USER")),
        ("annotation/a.txt/INITIAL_CAS.xmi", ("a.txt", None)),
        ("x/y/a.tsv", ("a.tsv", None)),
        ("a.tsv", ("a.tsv", None)),
    ],
)
def test_its_folders_tell_whose_file_it_is(path: str, expected: tuple[str, str | None]) -> None:
    assert origin(Path(path)) == expected


def test_each_annotator_of_a_text_has_a_record(tmp_path: Path) -> None:
    for name in ("ana", "ben"):
        folder = tmp_path / "annotation" / "rocket.txt"
        folder.mkdir(parents=True, exist_ok=True)
        copy(SAMPLES / "webanno_tsv.tsv", folder / f"{name}.tsv")
        (tmp_path / "curation" / "rocket.txt").mkdir(parents=True, exist_ok=True)
    copy(SAMPLES / "cas_xmi.xmi", tmp_path / "curation" / "rocket.txt" / "CURATION_USER.xmi")
    records, _ = read_folder(tmp_path)
    assert [record.annotator for record in records] == ["ana", "ben", "CURATION_USER"]
    assert {record.text for record in records} == {ROCKET}
    assert {record.meta["source"] for record in records} == {"rocket.txt"}


def test_a_real_project_export(shared_data: Path, tmp_path: Path) -> None:
    (path,) = (shared_data / "inception_misc").glob("*.zip")
    with ZipFile(path) as archive:
        archive.extractall(tmp_path)
    (tsv,) = (tmp_path / "curation").rglob("*.tsv")
    (record,), problems = read(WEBANNO_TSV, tsv)
    assert problems == []
    assert record.text == "This is an example sentence."
    assert record.annotator == "CURATION_USER"
    assert [record.text[s.start : s.end] for s in record.spans or ()] == ["This"]
