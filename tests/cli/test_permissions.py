"""Commands on what may only be read, typed by somebody to whom permissions apply."""

from pathlib import Path

from tests.storage.projects import IBM, as_nobody, contents, make

TYPED = """
from annotator.cli.app import run
sys.argv[0] = "annotator"
os.chdir("/")
sys.exit(run())
"""


def test_a_read_only_project_is_exported_and_checked_but_not_changed(open_folder: Path) -> None:
    path = make(open_folder / "p.annotator", IBM)
    text = open_folder / "a.txt"
    text.write_text("Another text.")
    path.chmod(0o444)
    open_folder.chmod(0o555)
    before = contents(path)
    refused = f"Error: {path} is read-only. Make the file and its folder writable, or work on a"
    for arguments, code in (
        (("import", path, text), 1),
        (("suggest", path), 1),
        (("export", path, "-"), 0),
        (("stats", path), 0),
        (("check", path), 0),
        (("import", path, text, "--dry-run"), 0),
    ):
        done = as_nobody(TYPED, *arguments)
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        assert done.stderr.startswith(refused) == bool(code)
    assert contents(path) == before


def test_what_may_not_be_read_or_written_is_one_sentence(open_folder: Path) -> None:
    path = make(open_folder / "p.annotator", IBM)
    text, closed = open_folder / "a.txt", open_folder / "closed"
    text.write_text("A text.")
    text.chmod(0)
    closed.mkdir(mode=0o700)
    path.chmod(0)
    done = as_nobody(TYPED, "stats", path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"Error: {path} cannot be opened.")
    path.chmod(0o666)
    done = as_nobody(TYPED, "import", path, text)
    assert done.returncode == 3, done.stderr
    assert "a.txt: cannot be read: Permission denied" in done.stderr
    for arguments in (
        ("new", closed / "new.annotator"),
        ("stats", closed / "p.annotator"),
        ("import", path, closed / "a.txt"),
        ("export", path, closed / "out.jsonl"),
    ):
        done = as_nobody(TYPED, *arguments)
        assert done.returncode == 1, done.stderr
        assert done.stderr.startswith("Error: ")
        assert done.stderr.count("\n") == 1
