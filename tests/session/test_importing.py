"""Bringing documents and labels in: again, strictly, as suggestions, dry, and interrupted."""

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from annotator.core.annotation import Answer
from annotator.core.document import DocumentId
from annotator.core.suggestion import Suggestion
from annotator.core.words import Words, pack
from annotator.errors import FormatError, ProjectError
from annotator.session.account import Tally
from annotator.session.import_report import ImportOptions, ImportReport
from annotator.session.importing import BATCH, import_files
from annotator.session.jobs import finish
from annotator.storage import project as project_module
from annotator.storage.project import Project
from tests.session.stage import TEXT, Desk, suggestion
from tests.storage.projects import contents, findings, make, propose, sql

ANA = ImportOptions(annotator="ana")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make(tmp_path / "p.annotator")


def item(text: str, *spans: tuple[str, str], **more: object) -> dict[str, object]:
    """A line of JSONL: the spans as words and label."""
    found = [(text.index(words), words, label) for words, label in spans]
    listed = [{"start": at, "end": at + len(words), "label": name} for at, words, name in found]
    return {"text": text, **({"spans": listed} if spans else {}), **more}


def bring(path: Path, *items: object, options: ImportOptions = ANA) -> ImportReport:
    """Import these lines, as they are or as JSON."""
    file = path.with_name("in.jsonl")
    lines = [each if isinstance(each, str) else json.dumps(each) for each in items]
    file.write_text("".join(line + "\n" for line in lines), "utf-8")
    return finish(import_files(path, [file], options))


def numbers(report: ImportReport) -> tuple[int, ...]:
    assert report.read == report.added + report.known
    return report.read, report.added, report.annotations, report.unchanged, report.spans


LABELLED = item(TEXT, ("IBM", "ORG"), ("Paris", "LOC"), answer="accept")


def test_documents_and_labels_come_in_and_are_counted(path: Path) -> None:
    report = bring(path, LABELLED, item("Just a text."), item("Fit for nothing.", answer="reject"))
    assert numbers(report) == (3, 3, 2, 0, 2)
    assert (report.problems, report.labels_added, report.left_out) == ([], [], 0)
    desk = Desk(path)
    assert desk.spans == [("IBM", "ORG"), ("Paris", "LOC")]
    assert desk.article.answer is Answer.ACCEPT
    assert findings(path) == []


def test_importing_the_same_again_changes_nothing_and_says_so(path: Path) -> None:
    bring(path, LABELLED, item("Just a text."))
    before = contents(path)
    assert numbers(bring(path, LABELLED, item("Just a text."))) == (2, 0, 0, 1, 0)
    assert contents(path) == before


def test_the_same_text_twice_in_one_file_is_one_document(path: Path) -> None:
    report = bring(path, LABELLED, item(TEXT), LABELLED)
    assert numbers(report) == (3, 1, 1, 1, 2)
    assert report.problems == []
    assert sql(path, "SELECT count(*) FROM documents") == [(1,)]


def test_the_same_text_far_apart_is_one_document(path: Path) -> None:
    others = [item(f"Text {n}.") for n in range(2 * BATCH)]
    assert numbers(bring(path, LABELLED, *others, LABELLED))[:2] == (2 * BATCH + 2, 2 * BATCH + 1)


def test_what_an_annotator_has_said_is_never_overwritten(path: Path) -> None:
    bring(path, LABELLED)
    before = contents(path)
    other = item(TEXT, ("Paris", "PER"), answer="accept")
    report = bring(path, other)
    assert numbers(report) == (1, 0, 0, 0, 0)
    assert report.left_out == 1
    (problem,) = report.problems
    assert str(problem).endswith(
        "in.jsonl, line 1: ana has labelled this text already, differently"
    )
    assert contents(path) == before


def test_what_was_labelled_by_hand_is_not_overwritten_either(path: Path) -> None:
    bring(path, item(TEXT))
    desk = Desk(path)
    desk.put_cursor("Bonn")
    desk.hands.label("LOC")
    assert bring(path, LABELLED).left_out == 1
    desk.session.refresh()
    assert desk.spans == [("Bonn", "LOC")]
    desk.hands.remove()
    assert bring(path, LABELLED).annotations == 1
    desk.session.refresh()
    assert desk.spans == [("IBM", "ORG"), ("Paris", "LOC")]
    desk.close()
    assert findings(path) == []


def test_labels_of_several_annotators_stand_side_by_side(path: Path) -> None:
    report = bring(
        path,
        item(TEXT, ("IBM", "ORG"), annotator="ana"),
        item(TEXT, ("IBM", "LOC"), annotator="ben"),
        item(TEXT, ("IBM", "PER")),
        options=ImportOptions(annotator="cho"),
    )
    assert numbers(report) == (3, 1, 3, 0, 3)
    assert [Desk(path, name).spans for name in ("ana", "ben", "cho")] == [
        [("IBM", "ORG")],
        [("IBM", "LOC")],
        [("IBM", "PER")],
    ]


def test_an_import_is_in_the_journal_but_undo_leaves_it_alone(path: Path) -> None:
    bring(path, LABELLED)
    desk = Desk(path)
    assert desk.session.undo().note == "Nothing to undo."
    desk.focus_on("IBM", "ORG")
    desk.hands.remove()
    desk.session.undo()
    assert desk.spans == [("IBM", "ORG"), ("Paris", "LOC")]
    assert sql(path, "SELECT kind FROM edits ORDER BY id") == [("import",), ("do",), ("undo",)]


def test_new_labels_are_added_with_free_keys_and_said(path: Path) -> None:
    report = bring(path, item(TEXT, ("Univac", "PRODUCT"), ("Bonn", "LOC"), ("for", "Wort é")))
    assert report.labels_added == ["PRODUCT", "Wort é"]
    with Project.open_to_read(path) as project:
        assert {label.name: label.key for label in project.labels()} == {
            "PER": "1",
            "ORG": "2",
            "LOC": "3",
            "PRODUCT": "4",
            "Wort é": "5",
        }


def test_strictly_new_labels_are_left_out_and_listed_and_the_rest_comes_in(path: Path) -> None:
    strict = ImportOptions(annotator="ana", strict=True)
    lines = item(TEXT, ("Univac", "PRODUCT"), ("Bonn", "LOC")), item("Two.", ("Two", "NUMBER"))
    report = bring(path, *lines, options=strict)
    assert numbers(report) == (2, 2, 1, 0, 1)
    assert report.labels_added == []
    assert [p.reason for p in report.problems] == [
        "the label 'PRODUCT' is not in the label set",
        "the label 'NUMBER' is not in the label set",
    ]
    assert [p.left_out for p in report.problems] == ["span", "span"]
    assert [p.line for p in report.problems] == [1, 2]
    assert Desk(path).spans == [("Bonn", "LOC")]
    assert sql(path, "SELECT count(*) FROM annotations") == [(1,)]


def test_nobody_becomes_an_annotator_by_saying_nothing(path: Path) -> None:
    strict = ImportOptions(annotator="ana", strict=True)
    bring(path, item("Two.", ("Two", "NUMBER")), options=strict)
    assert sql(path, "SELECT * FROM annotators") == []


def test_two_imports_at_once_give_no_key_twice(path: Path) -> None:
    def bring_in(name: str) -> None:
        file = path.with_name(f"{name}.jsonl")
        lines = (item(f"{name} {n}", (name, f"{name}{n // 50}")) for n in range(1000))
        file.write_text("".join(json.dumps(line) + "\n" for line in lines))
        finish(import_files(path, [file], ImportOptions(annotator=name)))

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(bring_in, ("ab", "cd", "ef")))
    with Project.open_to_read(path) as project:
        labels = list(project.labels())
    assert len(labels) == 3 + 3 * 20
    keys = [label.key for label in labels if label.key]
    assert len(keys) == len(set(keys))
    assert findings(path) == []


def test_a_label_changed_in_the_window_is_not_changed_back_by_an_import(path: Path) -> None:
    file = path.with_name("in.jsonl")
    others = [item(f"Text {n}.") for n in range(BATCH)]
    lines = [*others, item(TEXT, ("Bonn", "NEW"))]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    job = import_files(path, [file], ANA)
    next(job)
    sql(path, "UPDATE labels SET guideline = 'Firms.', key = 'f' WHERE name = 'ORG'")
    finish(job)
    found = sql(path, "SELECT guideline, key FROM labels WHERE name = 'ORG'")
    assert found == [("Firms.", "f")]


# As suggestions

AS_SUGGESTIONS = ImportOptions(annotator="ana", as_suggestions=True)


def test_labels_taken_as_suggestions_are_no_labels(path: Path) -> None:
    spans = [{"start": 20, "end": 23, "label": "ORG", "source": "gazetteer", "score": 0.25}]
    report = bring(path, {"text": TEXT, "spans": spans}, options=AS_SUGGESTIONS)
    assert (report.suggestions, report.annotations, report.spans) == (1, 0, 0)
    desk = Desk(path)
    assert (desk.spans, desk.suggestions) == ([], [("IBM", "ORG")])
    (proposed,) = desk.article.suggestions
    assert (proposed.source, proposed.score) == ("gazetteer", 0.25)
    assert sql(path, "SELECT count(*) FROM annotators") == [(0,)]


@pytest.mark.parametrize(("more", "source"), [({}, "in.jsonl"), ({"annotator": "ben"}, "ben")])
def test_a_suggestion_without_a_source_is_from_whoever_made_it_or_the_file(
    path: Path, more: dict[str, object], source: str
) -> None:
    bring(path, item(TEXT, ("IBM", "ORG"), **more), options=AS_SUGGESTIONS)
    assert [s.source for s in Desk(path).article.suggestions] == [source]


def test_suggestions_imported_again_stand_there_once(path: Path) -> None:
    for new in (2, 0):
        report = bring(path, LABELLED, options=AS_SUGGESTIONS)
        assert report.suggestions == new
        assert report.account.suggestions == Tally(read=2, written=new, known=2 - new)
    assert Desk(path).suggestions == [("IBM", "ORG"), ("Paris", "LOC")]


def test_suggestions_that_were_corrected_replace_the_ones_before(path: Path) -> None:
    bring(path, LABELLED, options=AS_SUGGESTIONS)
    bring(path, item(TEXT, ("IBM", "LOC")), options=AS_SUGGESTIONS)
    assert Desk(path).suggestions == [("IBM", "LOC")]


def test_suggestions_for_one_text_on_several_lines_are_all_kept(path: Path) -> None:
    others = [item(f"Text {n}.", ("Text", "ORG")) for n in range(BATCH)]
    lines = item(TEXT, ("IBM", "ORG")), item(TEXT, ("Paris", "LOC")), *others
    report = bring(path, *lines, item(TEXT, ("Bonn", "LOC")), options=AS_SUGGESTIONS)
    assert report.suggestions == 3 + BATCH
    assert Desk(path).suggestions == [("IBM", "ORG"), ("Paris", "LOC"), ("Bonn", "LOC")]


def test_suggestions_that_come_back_leave_the_pipelines_words_alone(path: Path) -> None:
    bring(path, item(TEXT))
    whole = 0, len(TEXT)
    with Project.open(path) as project, project.transaction():
        model = project.suggestions.source_id("model")
        proposed = [Suggestion(20, 23, "ORG", "model", 0.5)]
        tokens = pack([(0, 12), (20, 23)], 0)
        project.suggestions.put(DocumentId(1), model, whole, proposed, tokens=tokens)
    spans = [{"start": 20, "end": 23, "label": "ORG", "source": "model"}]
    bring(path, {"text": TEXT, "spans": spans}, options=AS_SUGGESTIONS)
    with Project.open_to_read(path) as project:
        words = Words(TEXT, project.suggestions.tokens(DocumentId(1)))
    assert words.containing(3) == (0, 12)


def test_suggestions_do_not_touch_what_a_person_said(path: Path) -> None:
    bring(path, LABELLED)
    bring(path, item(TEXT, ("Bonn", "LOC"), answer="reject"), options=AS_SUGGESTIONS)
    desk = Desk(path)
    assert desk.spans == [("IBM", "ORG"), ("Paris", "LOC")]
    assert desk.article.answer is Answer.ACCEPT
    assert desk.suggestions == [("Bonn", "LOC")]


# Dry

LINES = (
    LABELLED,
    "{broken",
    item(TEXT, ("Paris", "PER")),
    *[item(f"Text {n}.", ("Text", "NEW")) for n in range(2 * BATCH)],
    LABELLED,
    item("Text 1.", ("Text", "OTHER")),
)


@pytest.mark.parametrize("as_suggestions", [False, True])
@pytest.mark.parametrize("strict", [False, True])
def test_a_dry_run_writes_nothing_and_says_what_the_real_one_says(
    path: Path, strict: bool, as_suggestions: bool
) -> None:
    bring(path, item("Text 1."), item("Text 2.", ("Text", "ORG")))
    before, whole = contents(path), path.read_bytes()
    how = {"strict": strict, "as_suggestions": as_suggestions}
    dry = bring(path, *LINES, options=ImportOptions("ana", dry_run=True, **how))
    assert contents(path) == before
    assert path.read_bytes() == whole
    real = bring(path, *LINES, options=ImportOptions("ana", **how))
    assert dry == real
    assert "Nothing was written" in dry.sentence(dry_run=True)


def test_a_dry_run_does_not_keep_others_from_writing(path: Path) -> None:
    bring(path, item(TEXT))
    desk = Desk(path)
    file = path.with_name("in.jsonl")
    file.write_text("".join(json.dumps(item(f"Text {n}.")) + "\n" for n in range(3 * BATCH)))
    job = import_files(path, [file], ImportOptions("ana", dry_run=True))
    for _ in job:
        desk.hands.flag()
    assert desk.article.flagged
    desk.close()


# What goes wrong


def test_a_broken_line_is_listed_and_its_neighbours_come_in(path: Path) -> None:
    report = bring(path, item("One."), '{"text": "Two."', item("Three."), "[1]", "", '{"text": 5}')
    assert numbers(report)[:2] == (2, 2)
    assert [problem.line for problem in report.problems] == [2, 4, 6]
    assert report.left_out == 3


def test_a_span_that_is_wrong_is_listed_and_the_others_come_in(path: Path) -> None:
    wrong = item(TEXT, ("IBM", "ORG"))
    wrong["spans"] += [  # type: ignore[operator]
        {"start": 20, "end": 999, "label": "ORG"},
        {"start": 5, "end": 5, "label": "ORG"},
        {"start": 27, "end": 32, "label": "LOC", "text": "Rome"},
        {"start": 27, "end": 32},
    ]
    report = bring(path, wrong)
    assert (report.spans, report.left_out) == (1, 4)
    assert all(problem.line == 1 for problem in report.problems)
    assert Desk(path).spans == [("IBM", "ORG")]


def test_a_folder_means_its_files_and_what_is_unknown_is_listed(path: Path) -> None:
    folder = path.with_name("articles")
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text("One text.")
    (folder / "deep" / "b.txt").write_text("Another text.")
    (folder / "empty.txt").write_text("")
    (folder / "c.jsonl").write_text(json.dumps(item("A third.")) + "\n")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    report = finish(import_files(path, [folder, folder / "a.txt"], ANA))
    assert numbers(report)[:2] == (4, 3)
    assert len(report.problems) == 2


def test_a_missing_file_or_project_is_refused_before_anything_is_written(path: Path) -> None:
    good = path.with_name("good.txt")
    good.write_text("Good.")
    with pytest.raises(FormatError, match=r"There is no file or folder .*missing"):
        finish(import_files(path, [good, path.with_name("missing")], ANA))
    assert sql(path, "SELECT count(*) FROM documents") == [(0,)]
    with pytest.raises(ProjectError, match="There is no file"):
        finish(import_files(path.with_name("no.annotator"), [good], ANA))


def test_the_project_itself_is_not_imported(path: Path) -> None:
    report = finish(import_files(path, [path], ANA))
    assert (report.read, report.left_out) == (0, 1)


def test_a_full_disk_stops_an_import_between_batches(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        project_module, "PRAGMAS", (*project_module.PRAGMAS, "max_page_count = 250")
    )
    lines = [item(f"{n} {TEXT * 10}", ("IBM", "ORG")) for n in range(3 * BATCH)]
    with pytest.raises(ProjectError, match=r"The disk is full: .* could not be written"):
        bring(path, *lines)
    there = count(path)
    assert there in {BATCH, 2 * BATCH}
    assert sql(path, "SELECT count(*) FROM spans") == [(there,)]
    assert findings(path) == []
    monkeypatch.undo()
    report = bring(path, *lines)
    assert numbers(report) == (
        len(lines),
        len(lines) - there,
        len(lines) - there,
        there,
        len(lines) - there,
    )
    assert findings(path) == []


def test_a_window_saves_while_an_import_runs_and_nothing_is_lost(path: Path) -> None:
    bring(path, item(TEXT))
    propose(path, [suggestion("IBM", "ORG")])
    desk = Desk(path)
    file = path.with_name("many.jsonl")
    lines = (item(f"{n} {TEXT}", ("IBM", "ORG")) for n in range(5 * BATCH))
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    with ThreadPoolExecutor(1) as thread:
        job = thread.submit(lambda: finish(import_files(path, [file], ANA)))
        flags = 0
        while not job.done() or flags < 10:
            desk.hands.flag()
            flags += 1
    assert job.result().added == 5 * BATCH
    assert desk.article.flagged == bool(flags % 2)
    desk.close()
    assert findings(path) == []


IMPORT = [sys.executable, "-m", "annotator", "import"]


def test_an_import_killed_at_any_moment_leaves_whole_batches_and_can_be_done_again(
    path: Path,
) -> None:
    file = path.with_name("many.jsonl")
    lines = [item(f"{n} {TEXT}", ("IBM", "ORG"), ("Bonn", "LOC")) for n in range(8_000)]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    for after_s in (0.0, 0.005, 0.01, 0.02, 0.05):
        process = subprocess.Popen([*IMPORT, path, file, "--annotator", "ana"])
        wait_for(path, BATCH + count(path))
        time.sleep(after_s)
        process.kill()
        process.wait()
        assert findings(path) == []
        there = count(path)
        assert there % BATCH == 0
        assert sql(path, "SELECT count(*) FROM annotations") == [(there,)]
        assert sql(path, "SELECT count(*) FROM spans") == [(2 * there,)]
    report = finish(import_files(path, [file], ANA))
    assert report.problems == []
    assert report.annotations + report.unchanged == 8_000
    assert sql(path, "SELECT count(*) FROM spans") == [(16_000,)]
    assert findings(path) == []


@pytest.mark.skipif(os.name != "posix", reason="signals are sent otherwise there")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_an_import_that_is_stopped_says_so_and_keeps_whole_batches(
    path: Path, sign: signal.Signals
) -> None:
    file = path.with_name("many.jsonl")
    file.write_text("".join(json.dumps(item(f"{n} {TEXT * 9}")) + "\n" for n in range(30_000)))
    process = subprocess.Popen([*IMPORT, path, file], stderr=subprocess.PIPE, text=True)
    wait_for(path, BATCH)
    process.send_signal(sign)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 1
    assert errors == "Error: Stopped. What was done until then is in the file.\n"
    assert count(path) % BATCH == 0
    assert findings(path) == []


def count(path: Path) -> int:
    ((documents,),) = sql(path, "SELECT count(*) FROM documents")
    assert isinstance(documents, int)
    return documents


def wait_for(path: Path, documents: int) -> None:
    deadline = time.monotonic() + 20
    while count(path) < documents:
        assert time.monotonic() < deadline, "the import does not get on"
        time.sleep(0.005)
