"""What the world does to an open file: it fills the disk, forbids, takes away, puts in place."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from annotator.core.document import NewDocument
from annotator.core.edit import Edit
from annotator.core.span import Span
from annotator.errors import ProjectError
from annotator.storage import project as project_module
from annotator.storage.project import Project
from tests.storage.projects import (
    FIRST,
    IBM,
    IBM_SPAN,
    PARIS_SPAN,
    as_nobody,
    contents,
    findings,
    make,
    store,
)

MANY = tuple(Span(start, end, "ORG") for start in range(33) for end in range(start + 1, 33))

TRY = """
import sys
from pathlib import Path
from annotator.core.edit import Edit
from annotator.core.span import Span
from annotator.errors import ProjectError
from annotator.storage.check import each_finding
from annotator.storage.project import Project
path = Path(sys.argv[1])
try:
    with Project.{how}(path) as project:
        print([project.documents.text(1), *filter(None, each_finding(project))])
except ProjectError as error:
    print(error.sentence)
"""


@contextmanager
def full(project: Project) -> Iterator[None]:
    """A disk with no room for one page more: what SQLite then says is the real SQLITE_FULL."""
    pages = project.connection.execute("PRAGMA page_count").fetchone()[0]
    project.connection.execute(f"PRAGMA max_page_count = {pages}")
    yield
    project.connection.execute("PRAGMA max_page_count = 1000000")


def test_an_edit_on_a_full_disk_is_one_sentence_and_leaves_nothing(path: Path) -> None:
    with Project.open(path, durable=True) as project:
        store(project, Edit(added=(IBM_SPAN,)))
        before = contents(path)
        with full(project), pytest.raises(ProjectError) as error:
            store(project, Edit(added=MANY))
        assert error.value.sentence == f"The disk is full: {path} could not be written."
        assert contents(path) == before
        store(project, Edit(removed=(IBM_SPAN,), added=MANY))
        assert len(project.annotations.get(FIRST, 1).spans) == len(MANY)
    assert findings(path) == []


def test_documents_that_find_no_room_leave_nothing(path: Path) -> None:
    with Project.open(path) as project:
        before = contents(path)
        documents = [NewDocument(f"{n} {IBM * 50}") for n in range(100)]
        with full(project), pytest.raises(ProjectError, match="full"), project.transaction():
            project.documents.add(documents)
        assert contents(path) == before
        with project.transaction():
            project.documents.add(documents)
    assert findings(path) == []


def test_a_project_that_finds_no_room_is_not_made_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pragmas = (*project_module.PRAGMAS, "max_page_count = 5")
    monkeypatch.setattr(project_module, "PRAGMAS", pragmas)
    with pytest.raises(ProjectError, match="full"):
        Project.create(tmp_path / "p.annotator")
    assert list(tmp_path.iterdir()) == []


def test_a_read_only_file_is_refused_for_writing_and_can_be_read(open_folder: Path) -> None:
    path = make(open_folder / "p.annotator", IBM)
    path.chmod(0o444)
    assert as_nobody(TRY.format(how="open"), path).stdout == f"{path} is read-only.\n"
    assert as_nobody(TRY.format(how="open_to_read"), path).stdout == f"{[IBM]}\n"


def test_a_read_only_folder_is_refused_for_writing_and_can_be_read(open_folder: Path) -> None:
    path = make(open_folder / "p.annotator", IBM)
    path.chmod(0o666)
    open_folder.chmod(0o555)
    assert as_nobody(TRY.format(how="open"), path).stdout == f"{path} is read-only.\n"
    assert as_nobody(TRY.format(how="open_to_read"), path).stdout == f"{[IBM]}\n"
    assert [entry.name for entry in open_folder.iterdir()] == [path.name]


def test_a_file_of_a_read_only_folder_can_be_read_while_somebody_else_writes_it(
    open_folder: Path,
) -> None:
    path = make(open_folder / "p.annotator", IBM)
    with Project.open(path) as project:
        store(project, Edit(added=(IBM_SPAN,)))
        open_folder.chmod(0o555)
        done = as_nobody(TRY.format(how="open_to_read"), path)
    assert done.stdout == f"{[IBM]}\n", done.stderr


def test_a_file_that_may_not_be_read_is_a_sentence(open_folder: Path) -> None:
    path = make(open_folder / "p.annotator", IBM)
    path.chmod(0)
    for how in ("open", "open_to_read"):
        done = as_nobody(TRY.format(how=how), path)
        assert done.stdout == f"{path} cannot be opened.\n", done.stderr


def take_away(path: Path) -> None:
    path.unlink()


def move_away(path: Path) -> None:
    path.rename(path.with_name("moved"))


def put_another_in_place(path: Path) -> None:
    other = make(path.with_name("other"), "Another text.")
    other.replace(path)


@pytest.mark.parametrize("happens", [take_away, move_away, put_another_in_place])
def test_an_edit_of_a_file_that_is_gone_is_refused_and_a_copy_rescues_all(
    happens: object, path: Path, tmp_path: Path
) -> None:
    with Project.open(path, durable=True) as project:
        store(project, Edit(added=(IBM_SPAN,)))
        happens(path)  # type: ignore[operator]
        there = path.read_bytes() if path.exists() else None
        with pytest.raises(ProjectError, match="no longer there: the last change was not saved"):
            store(project, Edit(added=(PARIS_SPAN,)))
        assert project.annotations.get(FIRST, 1).spans == (IBM_SPAN,)
        project.save_copy(tmp_path / "rescued.annotator")
        assert there == (path.read_bytes() if path.exists() else None)
    with Project.open(tmp_path / "rescued.annotator") as rescued:
        assert rescued.documents.text(FIRST) == IBM
        assert rescued.annotations.get(FIRST, 1).spans == (IBM_SPAN,)
        store(rescued, Edit(added=(PARIS_SPAN,)))
    assert findings(tmp_path / "rescued.annotator") == []


def test_a_file_that_comes_back_can_be_edited_again(path: Path) -> None:
    with Project.open(path) as project:
        aside = path.rename(path.with_name("aside"))
        with pytest.raises(ProjectError):
            store(project, Edit(added=(IBM_SPAN,)))
        aside.rename(path)
        store(project, Edit(added=(IBM_SPAN,)))
    assert findings(path) == []


def test_a_copy_is_never_written_over_something_or_left_half_done(path: Path) -> None:
    with Project.open(path) as project:
        with pytest.raises(ProjectError, match="is there already"):
            project.save_copy(path)
        for target in (path.parent / "no" / "copy", path.parent / ("x" * 300)):
            with pytest.raises(ProjectError, match="cannot be opened"):
                project.save_copy(target)
    assert list(path.parent.iterdir()) == [path]
    assert findings(path) == []


LIMITED = """
import resource, signal, sys
from pathlib import Path
from annotator.errors import ProjectError
from annotator.storage.project import Project
with Project.open(Path(sys.argv[1])) as project:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
    try:
        project.save_copy(Path(sys.argv[2]))
    except ProjectError as error:
        print(error.sentence)
"""


@pytest.mark.skipif(os.name != "posix", reason="only there can the size of files be limited")
def test_a_copy_that_finds_no_room_is_one_sentence_and_leaves_no_file(path: Path) -> None:
    target = path.with_name("copy")
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, path, target], capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith(f"{target} cannot be read or written"), done.stderr
    assert not target.exists()
