"""Labels on their way out: which, in what order, and whole or not at all."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.core.annotation import Answer
from annotator.core.document import DocumentId, document_key
from annotator.core.edit import Edit
from annotator.core.span import Span
from annotator.errors import FormatError, ProjectError
from annotator.session.exporting import ExportOptions, ExportReport, export
from annotator.session.import_report import ImportOptions
from annotator.session.importing import import_files
from annotator.session.jobs import finish
from annotator.storage.project import Project
from tests.session.conftest import Sit
from tests.session.stage import OTHER, TEXT, Desk
from tests.storage.projects import contents, findings, make

Item = dict[str, object]


def out(path: Path, **options: object) -> list[Item]:
    """What an export writes, as objects."""
    target = path.with_name("out.jsonl")
    report = finish(export(path, target, ExportOptions(**options)))  # type: ignore[arg-type]
    lines = target.read_bytes().splitlines()
    assert report.annotations == len(lines)
    items = [json.loads(line) for line in lines]
    assert report.spans == sum(len(item["spans"]) for item in items)
    return items


def all_labelled(folder: Path, count: int) -> Path:
    """A project of so many texts, each with a label on the number that it begins with."""
    path = make(folder / "p.annotator", *[f"{n} {TEXT}" for n in range(count)])
    with Project.open(path) as project, project.transaction():
        ana = project.add_annotator("ana")
        for n in range(count):
            edit = Edit(added=(Span(0, len(str(n)), "ORG"),))
            project.annotations.store(DocumentId(n + 1), ana, edit, gesture="label")
    return path


def brief(items: list[Item]) -> list[tuple[object, object, list[str]]]:
    return [(i["annotator"], i["answer"], [s["text"] for s in i["spans"]]) for i in items]  # type: ignore[attr-defined]


def test_each_field_is_what_the_contract_says(desk: Desk) -> None:
    desk.focus_on("IBM", "ORG")
    desk.hands.remove()
    desk.put_cursor("Bonn")
    desk.hands.label("LOC")
    desk.hands.escape()
    desk.hands.answer(Answer.ACCEPT)
    (item,) = out(desk.session.path)
    assert item == {
        "text": TEXT,
        "spans": [
            {
                "start": 0,
                "end": 12,
                "label": "PER",
                "text": "Ada Lovelace",
                "source": "model",
                "score": 0.5,
            },
            {
                "start": 27,
                "end": 32,
                "label": "LOC",
                "text": "Paris",
                "source": "model",
                "score": 0.5,
            },
            {
                "start": 52,
                "end": 58,
                "label": "ORG",
                "text": "Univac",
                "source": "model",
                "score": 0.5,
            },
            {"start": 63, "end": 67, "label": "LOC", "text": "Bonn"},
        ],
        "answer": "accept",
        "complete": True,
        "annotator": "ana",
        "id": document_key(TEXT),
        "meta": {},
    }


def test_every_suggestion_accepted_and_the_third_relabelled_differ_in_nothing_else(
    path: Path, sit: Sit
) -> None:
    suggested = out(path)[0]["spans"]
    for who, relabelled in (("ana", False), ("ben", True)):
        desk = sit(who)
        desk.hands.focus_next()
        for n in range(4):
            if relabelled and n == 2:
                desk.hands.label("PER")
            desk.hands.accept()
        desk.hands.answer(Answer.ACCEPT)
    (ana,) = out(path, annotator="ana")
    (ben,) = out(path, annotator="ben")
    assert (ana["answer"], ana["spans"]) == ("accept", suggested)
    assert isinstance(suggested, list)
    third = {"start": 27, "end": 32, "label": "PER", "text": "Paris"}
    assert ben["spans"] == [*suggested[:2], third, suggested[3]]


def test_while_nobody_has_said_anything_suggestions_are_written_as_unfinished(path: Path) -> None:
    (item,) = out(path)
    assert brief([item]) == [("model", None, ["Ada Lovelace", "IBM", "Paris", "Univac"])]
    assert item["complete"] is False


def test_every_annotation_with_an_answer_or_a_label_is_written_finished_or_not(
    path: Path, sit: Sit
) -> None:
    ana, ben = sit("ana"), sit("ben", 2)
    ana.hands.answer(Answer.REJECT)
    ana.put_cursor("Bonn")
    ana.hands.label("LOC")
    ana.session.open(DocumentId(3))
    ana.hands.flag()
    ben.hands.answer(Answer.IGNORE)
    assert brief(out(path)) == [
        ("ana", "reject", []),
        ("ana", None, ["Bonn"]),
        ("ben", "ignore", []),
    ]
    assert [item["text"] for item in out(path)] == [TEXT, OTHER, OTHER]


@pytest.mark.parametrize(
    ("answers", "wanted"),
    [
        (["accept"], {"accept"}),
        (["accept", "reject"], {"accept", "reject"}),
        (["unfinished"], {None}),
        (["ignore", "unfinished"], {None}),
        (["accept", "reject", "ignore", "unfinished"], {"accept", "reject", None}),
    ],
)
def test_answers_narrow_what_is_written(
    path: Path, sit: Sit, answers: list[str], wanted: set[str | None]
) -> None:
    desk = sit()
    desk.hands.answer(Answer.ACCEPT)
    desk.hands.answer(Answer.REJECT)
    desk.hands.label("ORG")
    assert {item["answer"] for item in out(path, answers=answers)} == wanted


def test_an_annotator_or_a_source_can_be_named(path: Path, sit: Sit) -> None:
    for who in ("ana", "ben"):
        sit(who).hands.answer(Answer.ACCEPT)
    assert [item["annotator"] for item in out(path)] == ["ana", "ben"]
    assert [item["annotator"] for item in out(path, annotator="ben")] == ["ben"]
    assert brief(out(path, annotator="model"))[0][:2] == ("model", None)
    with pytest.raises(FormatError, match="Nobody called 'cho' has labelled here") as error:
        out(path, annotator="cho")
    assert error.value.hint == "There is: ana, ben, model."
    assert [item["annotator"] for item in out(path)] == ["ana", "ben"]


def test_what_is_exported_can_be_imported_into_another_project_and_exported_the_same(
    path: Path, sit: Sit, tmp_path: Path
) -> None:
    for who, answer in (("ana", Answer.ACCEPT), ("ben", Answer.REJECT)):
        desk = sit(who)
        desk.focus_on("IBM", "ORG")
        desk.hands.note("really?")
        desk.hands.answer(answer)
    first = out(path)
    other = make(tmp_path / "other.annotator", labels="")
    target = path.with_name("out.jsonl")
    finish(import_files(other, [target], ImportOptions("cho")))
    assert out(other) == first


def test_an_export_changes_nothing_in_the_project(path: Path, desk: Desk) -> None:
    desk.hands.answer(Answer.ACCEPT)
    before = contents(path)
    out(path)
    assert contents(path) == before


def test_an_export_is_of_one_moment_while_others_label(tmp_path: Path) -> None:
    path = all_labelled(tmp_path, 450)
    desk = Desk(path, document_id=450)
    desk.focus_on("449", "ORG")
    job = export(path, tmp_path / "out.jsonl", ExportOptions())
    next(job)
    desk.hands.remove()
    assert finish(job).spans == 450
    desk.close()


# Where to


def littered(folder: Path) -> list[str]:
    names = {entry.name for entry in folder.iterdir()}
    return sorted(name for name in names if not name.startswith("p.annotator"))


def write(path: Path, target: Path) -> ExportReport:
    return finish(export(path, target, ExportOptions()))


def test_an_export_that_stops_on_the_way_leaves_what_was_there(tmp_path: Path) -> None:
    path = all_labelled(tmp_path, 450)
    target = tmp_path / "out.jsonl"
    job = export(path, target, ExportOptions())
    next(job)
    job.close()
    assert littered(tmp_path) == []
    target.write_text("before")
    job = export(path, target, ExportOptions())
    next(job)
    job.close()
    assert target.read_text() == "before"
    assert littered(tmp_path) == ["out.jsonl"]
    assert write(path, target).annotations == 450
    assert len(target.read_bytes().splitlines()) == 450


def test_a_folder_is_not_written_over_and_nothing_is_left_beside_it(path: Path) -> None:
    folder = path.with_name("folder")
    folder.mkdir()
    with pytest.raises(FormatError, match="folder cannot be written: Is a directory"):
        write(path, folder)
    with pytest.raises(FormatError, match="cannot be written: No such file"):
        write(path, path.with_name("no") / "out.jsonl")
    with pytest.raises(FormatError, match="cannot be written: File name too long"):
        write(path, path.with_name("x" * 300))
    assert littered(path.parent) == ["folder"]


def test_a_project_is_never_written_over_with_its_own_export(path: Path) -> None:
    before = path.read_bytes()
    link, hard = path.with_name("link"), path.with_name("hard")
    link.symlink_to(path.name)
    os.link(path, hard)
    for target in (path, path.parent / "." / path.name, link, hard):
        with pytest.raises(FormatError, match="is a project"):
            write(path, target)
    assert path.read_bytes() == before


def test_another_project_is_never_written_over_either(path: Path, tmp_path: Path) -> None:
    other = make(tmp_path / "other.annotator", "Precious.")
    with pytest.raises(FormatError, match="is a project"):
        write(path, other)
    assert findings(other) == []


def test_a_link_is_written_through(path: Path) -> None:
    target, link = path.with_name("target"), path.with_name("link")
    target.write_text("before")
    link.symlink_to(target.name)
    write(path, link)
    assert link.is_symlink()
    assert json.loads(target.read_text())["text"] == TEXT


def test_a_pipe_or_a_device_is_written_to_and_stays_what_it_is(path: Path) -> None:
    pipe = path.with_name("pipe")
    os.mkfifo(pipe)
    code = "import sys; print(len(open(sys.argv[1]).readlines()))"
    with subprocess.Popen([sys.executable, "-c", code, pipe], stdout=subprocess.PIPE) as reader:
        write(path, pipe)
        assert reader.communicate(timeout=20)[0] == b"1\n"
    assert pipe.is_fifo()
    assert write(path, Path(os.devnull)).annotations == 1
    assert Path(os.devnull).is_char_device()


def test_a_file_keeps_the_permissions_that_it_had(path: Path) -> None:
    target = path.with_name("out.jsonl")
    target.touch()
    target.chmod(0o600)
    write(path, target)
    assert target.stat().st_mode & 0o777 == 0o600


def test_a_project_that_is_none_leaves_no_file(path: Path, tmp_path: Path) -> None:
    with pytest.raises(ProjectError):
        write(tmp_path / "none", tmp_path / "out.jsonl")
    assert littered(tmp_path) == []


EXPORT = """
import signal, sys, os
from pathlib import Path
from annotator.session import exporter
from annotator.cli.app import run
whole, sign = exporter.Exporter._take, getattr(signal, sys.argv.pop())
def slow(*arguments):
    whole(*arguments)
    os.kill(os.getpid(), sign)
exporter.Exporter._take = slow
sys.exit(run())
"""


@pytest.mark.skipif(os.name != "posix", reason="signals are sent otherwise there")
@pytest.mark.parametrize("sign", ["SIGINT", "SIGTERM"])
def test_an_export_that_is_stopped_says_so_and_leaves_no_file(path: Path, sign: str) -> None:
    target = path.with_name("out.jsonl")
    done = subprocess.run(
        [sys.executable, "-c", EXPORT, "export", path, target, sign],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "Error: Stopped. Nothing was written.\n")
    assert littered(path.parent) == []


def test_the_standard_output_gets_the_lines_and_nothing_else(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "annotator", "export", path, "-"], capture_output=True, check=True
    )
    (line,) = done.stdout.splitlines()
    assert json.loads(line)["text"] == TEXT
    assert done.stderr.startswith(b"Wrote 1 annotations with 4 spans to -")


def test_a_reader_that_leaves_is_no_crash(tmp_path: Path) -> None:
    path = all_labelled(tmp_path, 2_000)
    command = f'"{sys.executable}" -m annotator export "{path}" - | head -c 5'
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stdout == '{"tex'
    assert "Traceback" not in done.stderr
