"""Looking into files before anything is imported: bounded, and the same as the import."""

import json
from pathlib import Path

import pytest

from annotator.core.label import Label, LabelSet
from annotator.errors import FormatError
from annotator.session import preview as preview_module
from annotator.session.import_report import ImportOptions
from annotator.session.importing import import_files
from annotator.session.jobs import finish
from annotator.session.preview import (
    MOST_FILES,
    MOST_RECORDS,
    FilePreview,
    article_of,
    as_imported,
    look_into,
    new_labels,
    preview,
)
from tests.storage.projects import make, sql

PER = LabelSet([Label("PER")])
TEXT = "🚀 Ada met Bob."
SPANS = [{"start": 2, "end": 5, "label": "PER"}, {"start": 10, "end": 13, "label": "HERO"}]


def lines(path: Path, *items: object) -> Path:
    each = (one if isinstance(one, str) else json.dumps(one) for one in items)
    path.write_text("".join(f"{line}\n" for line in each), "utf-8")
    return path


def seen(*paths: Path, **formats: str) -> list[FilePreview]:
    found: list[FilePreview] = []
    by_path = {path: formats[path.stem] for path in paths if path.stem in formats}
    finish(preview(paths, found, formats=by_path))
    return found


def test_of_each_file_the_first_records_are_counted(tmp_path: Path) -> None:
    many = lines(tmp_path / "many.jsonl", *({"text": f"Number {i}"} for i in range(200)))
    few = lines(tmp_path / "few.jsonl", {"text": TEXT, "spans": SPANS}, "{", {"text": TEXT})
    first, second = seen(many, few)
    assert (len(first.records), first.ended, first.found) == (MOST_RECORDS, False, "jsonl")
    assert (second.documents, second.annotations, second.spans, second.ended) == (1, 1, 2, True)
    assert [problem.line for problem in second.problems] == [2]


def test_a_file_of_just_so_many_records_is_read_to_its_end(tmp_path: Path) -> None:
    items = ({"text": f"Number {i}"} for i in range(MOST_RECORDS))
    (one,) = seen(lines(tmp_path / "just.jsonl", *items))
    assert (len(one.records), one.ended) == (MOST_RECORDS, True)


def test_a_huge_file_is_read_no_further_than_needed(tmp_path: Path) -> None:
    path = lines(tmp_path / "huge.jsonl", *({"text": f"Number {i}"} for i in range(1_000)))
    with path.open("r+b") as file:
        # A gigabyte of nothing behind it, which takes no room on the disk.
        file.truncate(1_000_000_000)
    (one,) = seen(path)
    assert (len(one.records), one.ended, one.problems) == (MOST_RECORDS, False, [])


def test_texts_of_all_files_together_are_held_in_bounds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview_module, "MOST_CHARACTERS", 1_000)
    paths = [lines(tmp_path / f"{i}.jsonl", *({"text": str(n) * 90} for n in range(10, 20)))
             for i in range(5)]  # fmt: skip
    found = seen(*paths)
    assert len(found) == 5
    assert sum(len(r.text) for one in found for r in one.records) < 1_400
    assert not found[-1].ended


def test_only_the_first_files_of_a_folder_are_looked_into(tmp_path: Path) -> None:
    for i in range(MOST_FILES + 7):
        (tmp_path / f"{i:03}.txt").write_text("Text.", "utf-8")
    found: list[FilePreview] = []
    assert finish(preview([tmp_path], found, formats={})) == 7
    assert len(found) == MOST_FILES


def test_what_cannot_be_read_is_a_line_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\0\0")
    (tmp_path / ".hidden").write_text("x", "utf-8")
    hidden, picture = seen(tmp_path)
    assert ["hidden" in hidden.problems[0].reason, hidden.found] == [True, ""]
    assert (picture.found, len(picture.problems), picture.records) == ("", 1, [])


def test_a_path_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"no file or folder.*nothing\.txt"):
        seen(tmp_path / "nothing.txt")


def test_a_file_is_read_in_the_format_that_is_chosen_for_it(tmp_path: Path) -> None:
    path = lines(tmp_path / "odd.txt", {"text": TEXT, "spans": SPANS})
    assert seen(path)[0].spans == 0
    (one,) = seen(path, odd="jsonl")
    assert (one.chosen, one.spans) == ("jsonl", 2)
    assert finish(look_into(path, "text")).records[0].text.startswith('{"text"')


def test_what_is_chosen_for_single_files_holds_for_the_import(tmp_path: Path) -> None:
    project = make(tmp_path / "p.annotator")
    folder = tmp_path / "in"
    folder.mkdir()
    odd = lines(folder / "odd.txt", {"text": TEXT, "spans": SPANS})
    (folder / "plain.txt").write_text("Plain.", "utf-8")
    (folder / ".hidden").write_text("Hidden.", "utf-8")
    options = ImportOptions(annotator="ana", formats={odd: "jsonl"})
    report = finish(import_files(project, [folder], options))
    assert (report.added, report.spans, report.left_out) == (2, 2, 1)
    assert {row[0] for row in sql(project, "SELECT text FROM texts")} == {TEXT, "Plain."}


def test_it_can_be_stopped_between_records(tmp_path: Path) -> None:
    path = lines(tmp_path / "many.jsonl", *({"text": f"Number {i}"} for i in range(200)))
    found: list[FilePreview] = []
    job = preview([path], found, formats={})
    for _ in range(3):
        next(job)
    job.close()
    assert found == []


@pytest.mark.parametrize("as_suggestions", [False, True])
@pytest.mark.parametrize("strict", [False, True])
def test_a_document_is_shown_as_it_will_come_in(
    tmp_path: Path, as_suggestions: bool, strict: bool
) -> None:
    path = lines(tmp_path / "in.jsonl", {"text": TEXT, "spans": SPANS, "answer": "accept"})
    record = seen(path)[0].records[0]
    shown = article_of(as_imported(record, PER, as_suggestions=as_suggestions, strict=strict))
    expected = ["PER"] if strict else ["PER", "HERO"]
    assert [s.label for s in shown.spans] == ([] if as_suggestions else expected)
    assert [s.label for s in shown.suggestions] == (expected if as_suggestions else [])
    assert shown.answer == (None if as_suggestions else "accept")
    assert (shown.text, shown.document.title) == (TEXT, TEXT)


def test_new_labels_are_those_that_the_label_set_lacks(tmp_path: Path) -> None:
    path = lines(tmp_path / "in.jsonl", {"text": TEXT, "spans": SPANS})
    assert new_labels(seen(path), PER) == ["HERO"]
