"""Creating and opening a project file, and refusing what is none."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from annotator.core.edit import Edit
from annotator.core.label import Label, LabelSet
from annotator.errors import ProjectError
from annotator.storage.project import Project
from annotator.storage.version import APPLICATION_ID, VERSION
from tests.storage.projects import (
    FIRST,
    IBM,
    IBM_SPAN,
    PARIS_SPAN,
    as_nobody,
    findings,
    make,
    sql,
    store,
)

both_ways = pytest.mark.parametrize("open_it", [Project.open, Project.open_to_read])
Open = Callable[[Path], Project]


def test_a_new_project_is_marked_as_ours_and_sound(path: Path) -> None:
    assert sql(path, "PRAGMA application_id") == [(APPLICATION_ID,)]
    assert sql(path, "PRAGMA user_version") == [(VERSION,)]
    assert sql(path, "PRAGMA journal_mode") == [("wal",)]
    assert findings(path) == []


def test_what_was_put_in_is_there_when_it_is_opened_again(path: Path) -> None:
    with Project.open(path) as project:
        store(project, Edit(added=(IBM_SPAN,)))
        with project.transaction():
            project.put_setting("pipeline", "blank:en")
    with Project.open_to_read(path) as project:
        assert project.documents.text(FIRST) == IBM
        assert project.annotations.get(FIRST, 1).spans == (IBM_SPAN,)
        assert [label.name for label in project.labels()] == ["PER", "ORG", "LOC"]
        assert project.setting("pipeline") == "blank:en"
        assert project.annotators() == ["ana"]


def test_our_connections_have_foreign_keys_and_wal_and_flush_when_asked(path: Path) -> None:
    with Project.open(path, durable=True) as window, Project.open(path) as job:
        for name, wanted in (("foreign_keys", 1), ("journal_mode", "wal")):
            assert window.connection.execute(f"PRAGMA {name}").fetchone()[0] == wanted
        flushes = [p.connection.execute("PRAGMA synchronous").fetchone()[0] for p in (window, job)]
        assert flushes == [2, 1]


def test_every_table_of_ours_is_strict(path: Path) -> None:
    tables = sql(path, "SELECT name, strict FROM pragma_table_list WHERE schema = 'main'")
    ours = {n: s for n, s in tables if not str(n).startswith(("sqlite_", "_sqlite")) and s}
    assert set(ours) >= {"documents", "texts", "annotations", "spans", "suggestions", "edits"}
    with pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT"):
        sql(path, "UPDATE documents SET length = 'long'")


@pytest.mark.parametrize(
    "row",
    [
        "spans (document_id, annotator_id, start, end, label) VALUES (1, 1, 0, 3, 'nowhere')",
        "spans (document_id, annotator_id, start, end, label) VALUES (9, 1, 0, 3, 'ORG')",
        "spans (document_id, annotator_id, start, end, label) VALUES (1, 1, 3, 3, 'ORG')",
        "spans (document_id, annotator_id, start, end, label) VALUES (1, 1, -1, 3, 'ORG')",
        "spans (document_id, annotator_id, start, end, label) VALUES (1, 1, 20, 23, 'ORG')",
        "annotations (document_id, annotator_id, answer, changed_at) VALUES (9, 1, NULL, '')",
        "annotations (document_id, annotator_id, answer, changed_at) VALUES (1, 2, 'yes', '')",
        "texts VALUES (9, 'a text of no document')",
    ],
)
def test_the_file_itself_refuses_what_makes_no_sense(path: Path, row: str) -> None:
    with Project.open(path) as project:
        store(project, Edit(added=(IBM_SPAN,)))
        with project.transaction():
            project.add_annotator("ben")
        with pytest.raises(sqlite3.IntegrityError), project.transaction():
            project.connection.execute(f"INSERT INTO {row}")
    assert findings(path) == []


def test_plain_sql_and_the_view_give_a_spans_text_also_after_emoji(tmp_path: Path) -> None:
    text = "👩‍👩‍👧‍👦 Zoe\u0301 met 🚀 IBM\r\nin Paris."
    path = make(tmp_path / "p.annotator", text)
    start = text.index("IBM")
    with Project.open(path) as project:
        store(project, Edit(added=(PARIS_SPAN.__class__(start, start + 3, "ORG"),)))
    assert sql(path, "SELECT annotator, label, text FROM labelled") == [("ana", "ORG", "IBM")]
    by_hand = (
        "SELECT substr(text, start + 1, end - start) FROM spans JOIN texts USING (document_id)"
    )
    assert sql(path, by_hand) == [("IBM",)]
    assert sql(path, "SELECT length(text), length FROM texts JOIN documents ON id = document_id")


def test_nothing_is_made_over_what_is_there_already(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(ProjectError, match="is there already"):
        Project.create(path)
    assert path.read_bytes() == before


def test_a_project_in_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="There is no folder"):
        Project.create(tmp_path / "no" / "p.annotator")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name", ["a b?mode=memory#x%41.annotator", "名前 é.annotator", "x", ":memory:"]
)
def test_a_project_may_have_any_name(tmp_path: Path, name: str) -> None:
    make(tmp_path / name, IBM)
    assert (tmp_path / name).is_file()
    assert findings(tmp_path / name) == []


def test_a_project_may_have_a_name_that_is_no_text(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.annotator"))
    try:
        path.touch()
    except OSError:
        pytest.skip("this file system wants names to be text")
    path.unlink()
    assert findings(make(path, IBM)) == []


def other_database(path: Path, application_id: int, version: int) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (x)")
        connection.execute(f"PRAGMA application_id = {application_id}")
        connection.execute(f"PRAGMA user_version = {version}")


def bytes_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def refusal(open_it: Open, path: Path) -> str:
    before = bytes_of(path)
    with pytest.raises(ProjectError) as error:
        open_it(path)
    assert bytes_of(path) == before
    assert error.value.hint
    assert error.value.sentence.count(".\n") == 0
    return error.value.sentence


@both_ways
@pytest.mark.parametrize("content", [b"", b"\x00", b"just words\n" * 1000, b"SQLite format 3\x00"])
def test_a_file_that_is_no_database_is_refused_untouched(
    open_it: Open, content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)
    assert refusal(open_it, path) == f"{path} is not an Annotator project."
    assert list(tmp_path.iterdir()) == [path]


@both_ways
def test_a_database_of_others_is_refused_untouched(open_it: Open, tmp_path: Path) -> None:
    path = tmp_path / "firefox.sqlite"
    other_database(path, 0, 1)
    assert refusal(open_it, path) == f"{path} is not an Annotator project."
    assert list(tmp_path.iterdir()) == [path]


@both_ways
def test_a_database_of_others_with_unsaved_pages_is_not_touched_either(
    open_it: Open, tmp_path: Path
) -> None:
    path = tmp_path / "firefox.sqlite"
    leave_wal_behind(path)
    before = path.read_bytes(), path.with_name(path.name + "-wal").read_bytes()
    assert refusal(open_it, path) == f"{path} is not an Annotator project."
    assert (path.read_bytes(), path.with_name(path.name + "-wal").read_bytes()) == before


def leave_wal_behind(path: Path) -> None:
    """A database whose program was killed before its pages came from the WAL into the file."""
    code = (
        "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1]);"
        "c.execute('PRAGMA journal_mode = WAL'); c.execute('CREATE TABLE t (x)');"
        "c.execute('INSERT INTO t VALUES (1)'); c.commit(); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", code, path], check=True)


@both_ways
def test_a_project_of_a_newer_version_is_refused_untouched(open_it: Open, tmp_path: Path) -> None:
    path = tmp_path / "newer.annotator"
    other_database(path, APPLICATION_ID, VERSION + 1)
    sentence = refusal(open_it, path)
    assert "newer version of Annotator" in sentence
    assert str(VERSION + 1) in sentence


@both_ways
def test_a_folder_and_a_missing_file_are_refused(open_it: Open, tmp_path: Path) -> None:
    assert refusal(open_it, tmp_path) == f"{tmp_path} is a folder, not a project file."
    missing = tmp_path / "missing.annotator"
    assert refusal(open_it, missing) == f"There is no file {missing}."
    below = make(tmp_path / "p.annotator") / "below"
    assert refusal(open_it, below) == f"There is no file {below}."
    assert not missing.exists()


@both_ways
def test_a_name_that_no_file_can_have_is_refused(open_it: Open, tmp_path: Path) -> None:
    for length in (250, 255, 300):
        assert refusal(open_it, tmp_path / ("x" * length))
    with pytest.raises(ProjectError, match="cannot be opened"):
        Project.create(tmp_path / ("x" * 300))


@both_ways
def test_a_folder_one_may_not_enter_gives_a_sentence(open_it: Open, open_folder: Path) -> None:
    make(open_folder / "p.annotator", IBM)
    open_folder.chmod(0o700)
    if os.geteuid():
        open_folder.chmod(0)
    code = (
        "import sys; from pathlib import Path; from annotator.errors import ProjectError;"
        "from annotator.storage.project import Project\n"
        f"try: Project.{open_it.__name__}(Path(sys.argv[1]))\n"
        "except ProjectError as error: print(error)"
    )
    done = as_nobody(code, open_folder / "p.annotator")
    assert "cannot be opened" in done.stdout, done.stderr


def test_the_label_set_grows_and_changes_but_loses_nothing(path: Path) -> None:
    with Project.open(path) as project:
        with project.transaction():
            project.put_labels(LabelSet([Label("LOC", "#112233", "x", "places"), Label("NEW")]))
        labels = {label.name: label for label in project.labels()}
    assert set(labels) == {"PER", "ORG", "LOC", "NEW"}
    assert labels["LOC"].guideline == "places"


def test_a_transaction_stands_in_the_file_whole_or_not_at_all(path: Path) -> None:
    with Project.open(path) as project:
        with suppress(ZeroDivisionError), project.transaction():
            project.put_setting("a", "b")
            project.add_annotator("ana")
            raise ZeroDivisionError
        assert project.setting("a") == ""
        assert project.annotators() == []
        store(project, Edit(added=(IBM_SPAN,)))
    assert findings(path) == []


def beside(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.parent.iterdir() if entry != path)


def test_reading_leaves_no_files_behind_and_changes_nothing(path: Path) -> None:
    before = path.read_bytes()
    assert beside(path) == []
    with Project.open_to_read(path) as one, Project.open_to_read(path) as other:
        assert one.documents.text(FIRST) == other.documents.text(FIRST) == IBM
        with pytest.raises(ProjectError, match="read-only"), one.transaction():
            one.put_setting("pipeline", "blank:en")
    assert beside(path) == []
    assert path.read_bytes() == before


def test_reading_leaves_to_a_window_what_is_its_own(path: Path) -> None:
    with Project.open(path, durable=True) as window:
        store(window, Edit(added=(IBM_SPAN,)))
        files = beside(path)
        assert len(files) == 2
        with Project.open_to_read(path) as reader:
            assert reader.annotations.get(FIRST, 1).spans == (IBM_SPAN,)
        assert beside(path) == files
        store(window, Edit(added=(PARIS_SPAN,)))
    assert beside(path) == []
    assert findings(path) == []


def test_what_a_killed_program_left_in_the_wal_is_read_and_left_there(path: Path) -> None:
    die = (
        "import os, sys; from pathlib import Path; from annotator.storage.project import Project\n"
        "project = Project.open(Path(sys.argv[1]))\n"
        "with project.transaction(): project.put_setting('pipeline', 'blank:en')\n"
        "os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", die, str(path)], check=False)
    before, files = path.read_bytes(), beside(path)
    assert len(files) == 2
    with Project.open_to_read(path) as project:
        assert project.setting("pipeline") == "blank:en"
    assert path.read_bytes() == before
    assert beside(path) == files
