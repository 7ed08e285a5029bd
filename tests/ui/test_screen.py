"""Without a screen, or without what windows need, the program says so and does what it can."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from annotator.session.creating import create

NO_SCREEN = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_SESSION_TYPE")
NOBODY = ":987"
SIGABRT = -6


def run(*words: str | Path, home: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Type a command on a machine without a screen, or with what `more` says."""
    environment = {k: v for k, v in os.environ.items() if k not in NO_SCREEN}
    environment |= {"HOME": str(home), "XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    typed = [sys.executable, "-m", "annotator", *map(str, words)]
    return subprocess.run(
        typed,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**environment, "XDG_RUNTIME_DIR": str(home), **more},
    )


def assert_says(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """One line on standard error with these words, and nothing else anywhere."""
    assert done.returncode == 1, done.stderr
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("Error: ")
    for word in words:
        assert word in line


def without(library: str, folder: Path) -> str:
    """A folder for LD_LIBRARY_PATH that makes the system's loader fail at this library."""
    broken = folder / "broken"
    broken.mkdir()
    (broken / library).touch()
    return str(broken)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "some.annotator"
    create(path, labels="conll")
    return path


def test_without_a_display_open_says_how_to_get_one(project: Path, tmp_path: Path) -> None:
    assert_says(run("open", project, home=tmp_path), "DISPLAY", "xvfb")


def test_without_a_display_the_start_screen_says_so_too(tmp_path: Path) -> None:
    assert_says(run(home=tmp_path), "DISPLAY", "xvfb")


def test_a_display_that_does_not_answer_is_named(project: Path, tmp_path: Path) -> None:
    assert_says(run("open", project, home=tmp_path, DISPLAY=NOBODY), NOBODY, "does not answer")


@pytest.mark.parametrize("more", [{}, {"QT_QPA_PLATFORM": "wayland"}, {"DISPLAY": NOBODY}])
def test_a_wayland_that_does_not_answer_is_named(
    project: Path, tmp_path: Path, more: dict[str, str]
) -> None:
    done = run("open", project, home=tmp_path, WAYLAND_DISPLAY="wayland-9", **more)
    assert_says(done, more.get("DISPLAY", "wayland-9"), "does not answer")


def test_a_wayland_socket_that_nobody_listens_to_is_no_screen(
    project: Path, tmp_path: Path
) -> None:
    with socket.socket(socket.AF_UNIX) as left_over:
        left_over.bind(str(tmp_path / "wayland-9"))
    done = run("open", project, home=tmp_path, WAYLAND_DISPLAY="wayland-9")
    assert_says(done, "wayland-9")


def test_a_platform_that_qt_does_not_know_is_named(project: Path, tmp_path: Path) -> None:
    done = run("open", project, home=tmp_path, QT_QPA_PLATFORM="nonsense")
    assert_says(done, "nonsense", "QT_QPA_PLATFORM")


@pytest.mark.parametrize(
    ("library", "package"), [("libEGL.so.1", "libegl1"), ("libxkbcommon.so.0", "libxkbcommon0")]
)
def test_a_library_that_qt_needs_is_named_with_its_package(
    project: Path, tmp_path: Path, library: str, package: str
) -> None:
    done = run("open", project, home=tmp_path, LD_LIBRARY_PATH=without(library, tmp_path))
    assert_says(done, library, "apt install ", f" {package}")


def test_a_project_that_is_not_there_is_said_where_there_is_a_screen(tmp_path: Path) -> None:
    done = run("open", tmp_path / "none.annotator", home=tmp_path, QT_QPA_PLATFORM="offscreen")
    assert_says(done, "none.annotator", "annotator new")


def test_demo_without_a_screen_makes_project_picture_and_labels(tmp_path: Path) -> None:
    done = run("demo", home=tmp_path)
    assert done.returncode == 0, done.stderr
    (project,) = tmp_path.rglob("*.annotator")
    (picture,) = tmp_path.rglob("*.png")
    (labels,) = tmp_path.rglob("*.jsonl")
    assert str(picture) in done.stdout
    assert str(labels) in done.stdout
    assert "DISPLAY" in done.stdout
    assert "Traceback" not in done.stderr
    assert colors_of(picture) > 100
    items = [json.loads(line) for line in labels.read_text("utf-8").split("\n") if line]
    assert len(items) == 5
    for item in items:
        assert len(item["spans"]) > 10
        assert all(item["text"][s["start"] : s["end"]] == s["text"] for s in item["spans"])
    checked = run("check", project, "--json", home=tmp_path)
    assert json.loads(checked.stdout)["sound"]
    assert not list(tmp_path.rglob("*.ini"))


def colors_of(picture: Path) -> int:
    image = QImage(str(picture))
    assert image.width() > 1_000
    places = ((x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2))
    return len({image.pixel(x, y) for x, y in places})


def test_demo_without_the_libraries_makes_project_and_labels(tmp_path: Path) -> None:
    done = run("demo", home=tmp_path, LD_LIBRARY_PATH=without("libEGL.so.1", tmp_path))
    assert done.returncode == 0, done.stderr
    assert len(list(tmp_path.rglob("*.annotator"))) == 1
    assert len(list(tmp_path.rglob("*.jsonl"))) == 1
    assert "apt install libegl1" in done.stdout


def test_commands_without_a_window_need_no_library_of_windows(
    project: Path, tmp_path: Path
) -> None:
    broken = without("libEGL.so.1", tmp_path)
    done = run("stats", project, "--json", home=tmp_path, LD_LIBRARY_PATH=broken)
    assert json.loads(done.stdout)["documents"] == 0
