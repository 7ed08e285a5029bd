"""The real window, off screen, with its own home; what must not be left behind by a test."""

import json
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from traceback import format_exception

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.ui import theme
from annotator.ui.app import application
from annotator.ui.main_window import SIZE_PX, MainWindow
from annotator.ui.settings import remembered
from tests.journeys.person import Person
from tests.journeys.project_file import command
from tests.processes import children

SAMPLES = Path(__file__).parents[2] / "resources" / "samples"
PATIENCE_S = 5
EXPECTED = ("This plugin does not support", "OpenType support missing for")
"""What Qt's plugin without a screen says of what windows on screens have, and what Qt says of
scripts for which this machine has no font."""

ADA = (
    "Ada Lovelace met Charles Babbage in London.\n\n"
    "The University of Oxford opened its doors on Monday, and nobody came at first because "
    "the doors were painted on the wall by a painter with a sense of humour.\n"
    "Babbage paid 500 pounds."
)
DOCUMENTS = {
    "Ada": (
        ADA,
        [
            ("Ada Lovelace", "PERSON"),
            ("Charles Babbage", "PERSON"),
            ("London", "GPE"),
            ("University of Oxford", "ORG"),
            ("Oxford", "GPE"),
            ("Monday", "DATE"),
            ("500 pounds", "MONEY"),
        ],
    ),
    "Bern": ("Bern lies on the Aare.", [("Bern", "GPE"), ("Aare", "LOC")]),
    "Cash": ("Nothing to suggest here, not a word.", []),
    "Dora": ("Dora Maar painted in Paris.", [("Dora Maar", "PERSON"), ("Paris", "GPE")]),
}

Open = Callable[..., Person]


@pytest.fixture(scope="session")
def qt() -> Iterator[QApplication]:
    """The application as the program makes it; its looks are taken back at the end."""
    app = application()
    yield app
    app.setStyleSheet("")
    app.setPalette(QPalette())


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of one's own: settings, data, and the folder that dialogs begin in."""
    folder = tmp_path / "home"
    folder.mkdir()
    for name, place in (("HOME", ""), ("XDG_CONFIG_HOME", "config"), ("XDG_DATA_HOME", "data")):
        monkeypatch.setenv(name, str(folder / place))
    # Qt reads the variable only once.
    scope = QSettings.Scope.UserScope
    QSettings.setPath(QSettings.Format.IniFormat, scope, str(folder / "config"))
    monkeypatch.setenv("LOGNAME", "tester")
    return folder


@pytest.fixture(autouse=True)
def complaints(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What Qt says unasked, and errors in slots: there must be none."""
    heard: list[str] = []

    def hear(kind: QtMsgType, context: object, message: str) -> None:
        if not message.startswith(EXPECTED):
            heard.append(message)

    before = qInstallMessageHandler(hear)
    monkeypatch.setattr(
        sys, "excepthook", lambda *error: heard.append("".join(format_exception(*error)))
    )
    yield heard
    qInstallMessageHandler(before)
    assert heard == []


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """No thread and no process outlives a test."""
    before = {thread.ident for thread in threading.enumerate()}
    processes = children()
    yield
    end = time.monotonic() + PATIENCE_S
    while left(before, processes) and time.monotonic() < end:
        time.sleep(0.02)
    assert left(before, processes) == []


def left(threads: set[int | None], processes: set[str]) -> list[object]:
    """Threads and processes that are new."""
    alive: list[object] = [t for t in threading.enumerate() if t.ident not in threads]
    return [*alive, *(children() - processes)]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the projects that tests open copies of, made by commands."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "known.jsonl").write_text("\n".join(map(line, DOCUMENTS)), "utf-8")
    known, news = folder / "known.annotator", folder / "news.annotator"
    fresh, empty = folder / "fresh.annotator", folder / "empty.annotator"
    command("new", empty, "--labels", "conll", "--pipeline", "blank:en")
    command("new", known, "--labels", "ontonotes", "--pipeline", "blank:en")
    command("import", known, folder / "known.jsonl", "--as", "suggestions")
    command("suggest", known)
    command("new", fresh, "--labels", "ontonotes")
    command("import", fresh, SAMPLES)
    shutil.copy(fresh, news)
    command("suggest", news)
    return folder


def line(title: str) -> str:
    """A document of ours with its suggestions, as a line of JSONL."""
    text, said = DOCUMENTS[title]
    spans = [
        {"start": text.index(words), "end": text.index(words) + len(words), "label": label}
        for words, label in said
    ]
    return json.dumps({"text": text, "spans": spans, "meta": {"title": title}})


@pytest.fixture
def known(made: Path, tmp_path: Path) -> Path:
    """A project of four short texts with suggestions that the tests know."""
    return Path(shutil.copy(made / "known.annotator", tmp_path))


@pytest.fixture
def empty(made: Path, tmp_path: Path) -> Path:
    """A project without texts."""
    return Path(shutil.copy(made / "empty.annotator", tmp_path))


@pytest.fixture
def fresh(made: Path, tmp_path: Path) -> Path:
    """A project of the sample articles, not suggested yet."""
    return Path(shutil.copy(made / "fresh.annotator", tmp_path))


@pytest.fixture
def news(made: Path, tmp_path: Path) -> Path:
    """A project of the sample articles with the embedded pipeline's suggestions."""
    return Path(shutil.copy(made / "news.annotator", tmp_path))


@pytest.fixture
def sit(qt: QApplication) -> Iterator[Open]:
    """Open windows as the program does: on a project, or on the start screen."""
    windows: list[MainWindow] = []

    def open_(project: Path | None = None, annotator: str | None = "tester") -> Person:
        window = MainWindow(annotator, theme.current(qt))
        windows.append(window)
        if remembered("geometry") is None:
            # Qt's screen off screen is too small for lines as a person has them.
            window.resize(*SIZE_PX)
        if project is not None:
            window.show_project(project)
        window.show()
        window.activateWindow()
        assert QTest.qWaitForWindowActive(window)
        return Person(window)

    yield open_
    for window in windows:
        window.close()
        window.deleteLater()
    qt.processEvents()


@pytest.fixture
def person(sit: Open, known: Path) -> Person:
    """Somebody before the project of known texts."""
    return sit(known)
