"""The worker beside the window: ahead of the annotator, and replaced if it dies."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.core.memory import SOURCE as MEMORY
from annotator.core.suggestion import Suggestion
from annotator.ui import suggester
from tests.journeys.conftest import Open
from tests.journeys.person import Person
from tests.journeys.project_file import query
from tests.processes import children

DONE = "SELECT count(*) FROM suggested_pieces WHERE document_id = ?"
IMPORTED = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from annotator.ui import app
from annotator.ui.main_window import MainWindow

def look():
    window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
    session = window.screen_.session
    if len(session.article.suggestions) == 0:
        QTimer.singleShot(50, look)
        return
    print(sorted({"spacy", "thinc", "numpy"} & set(sys.modules)))
    window.close()

app.application()
QTimer.singleShot(100, look)
sys.exit(app.show(Path(sys.argv[1]), "tester"))
"""


def worker_of(person: Person, others: set[str]) -> int:
    person.wait(lambda: children() - others)
    (number,) = children() - others
    return int(number)


def is_done(project: Path, document: int) -> bool:
    return query(project, DONE, document) == [(1,)]


def by_model(person: Person) -> list[Suggestion]:
    """What is suggested by more than the memory of what was just labelled."""
    return [one for one in person.article.suggestions if one.source != MEMORY]


def test_documents_ahead_in_the_queue_are_suggested_before_they_are_opened(
    sit: Open, fresh: Path
) -> None:
    person = sit(fresh)
    person.wait(lambda: is_done(fresh, 5))
    assert person.article.document.id == 1
    assert person.suggested
    for _ in range(4):
        person.press("Ctrl+PgDown")
        assert person.suggested


def test_the_window_is_usable_while_the_model_loads(sit: Open, fresh: Path) -> None:
    person = sit(fresh)
    assert person.suggested == []
    person.press("1", "Right", "Shift+Right", "2", "Ctrl+D")
    before = person.labels
    assert [label for _, label in before] == ["PERSON", "ORG"]
    assert "oading" in person.screen.model_status.text() or not by_model(person)
    focused = person.focused
    person.wait(lambda: by_model(person))
    assert person.labels == before
    assert person.focused == focused
    person.press("Escape", "Return")
    assert person.focus_is_suggestion


def test_a_worker_that_is_killed_is_started_again_and_labelling_goes_on(
    sit: Open, fresh: Path
) -> None:
    others = children()
    person = sit(fresh)
    first = worker_of(person, others)
    os.kill(first, signal.SIGKILL)
    person.wait(lambda: "stopped" in person.screen.model_status.text())
    assert person.message == ""
    person.press("1")
    assert len(person.labels) == 1
    second = worker_of(person, others)
    assert second != first
    person.wait(lambda: person.suggested)
    assert "stopped" not in person.screen.model_status.text()
    os.kill(second, signal.SIGKILL)
    person.wait(lambda: "stopped" in person.screen.model_status.text())
    person.press("Escape", "Tab")
    assert person.focused is not None


def test_a_window_closed_while_its_worker_is_to_be_restarted_leaves_none(
    sit: Open, fresh: Path
) -> None:
    others = children()
    person = sit(fresh)
    os.kill(worker_of(person, others), signal.SIGKILL)
    person.wait(lambda: "stopped" in person.screen.model_status.text())
    person.press("Ctrl+W")
    person.rest(1.3)
    assert children() == others


def test_a_pipeline_that_is_not_there_is_said_and_labelling_works(sit: Open, known: Path) -> None:
    with sqlite3.connect(known) as connection:
        connection.execute("UPDATE settings SET value = 'xx_gone' WHERE name = 'pipeline'")
    connection.close()
    person = sit(known)
    person.wait(lambda: "No suggestions" in person.screen.model_status.text())
    assert "xx_gone" in person.screen.model_status.text()
    person.press("Tab", "Return")
    assert person.labels == [("Ada Lovelace", "PERSON")]


def test_a_worker_that_talks_rubbish_is_ended_and_said_and_labelling_works(
    sit: Open, known: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = "import time; print('rubbish', flush=True); time.sleep(600)"
    monkeypatch.setattr(suggester, "command", lambda _: [sys.executable, "-c", talk])
    others = children()
    person = sit(known)
    person.wait(lambda: "No suggestions" in person.screen.model_status.text())
    assert "rubbish" in person.screen.model_status.text()
    person.wait(lambda: children() == others)
    person.press("Tab", "Return")
    assert person.labels == [("Ada Lovelace", "PERSON")]


def test_the_windows_own_process_never_imports_spacy(fresh: Path) -> None:
    typed = [sys.executable, "-c", IMPORTED, str(fresh)]
    done = subprocess.run(typed, capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr
