"""What is kept of a training stays whole, whenever its process is killed."""

from pathlib import Path

from annotator.train.checkpoint import CHOICE, LAST, keep, kept


def write(work: Path, text: str) -> None:
    (work / LAST).mkdir(exist_ok=True)
    (work / LAST / "model").write_text(text)


def test_the_latest_pipeline_is_kept_and_outlives_what_the_loop_removes(tmp_path: Path) -> None:
    assert kept(tmp_path) is None
    for text in ("one", "two", "three"):
        write(tmp_path, text)
        keep(tmp_path)
        held = kept(tmp_path)
        assert held
        assert (held / "model").read_text() == text
    (tmp_path / LAST / "model").unlink()
    (tmp_path / LAST).rmdir()
    assert (kept(tmp_path) / "model").read_text() == "three"


def test_a_copy_that_was_cut_short_is_not_the_one_that_is_kept(tmp_path: Path) -> None:
    write(tmp_path, "whole")
    keep(tmp_path)
    held = kept(tmp_path)
    other = next(tmp_path / s for s in ("kept-a", "kept-b") if s != held.name)
    other.mkdir()
    (other / "mod").write_text("ha")
    (tmp_path / f"{CHOICE}.part").write_text("kep")
    assert kept(tmp_path) == held
    write(tmp_path, "next")
    keep(tmp_path)
    assert (kept(tmp_path) / "model").read_text() == "next"
    assert [p.name for p in kept(tmp_path).iterdir()] == ["model"]


def test_a_choice_that_names_no_folder_of_ours_is_none(tmp_path: Path) -> None:
    (tmp_path / CHOICE).write_text("../elsewhere")
    assert kept(tmp_path) is None
    (tmp_path / CHOICE).write_text("kept-a")
    assert kept(tmp_path) is None
