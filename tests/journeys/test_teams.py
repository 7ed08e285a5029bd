"""Documents are handed out, labelled elsewhere, and their labels brought home, in the window."""

import os
import shutil
import subprocess
import sys
from itertools import permutations
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog

from annotator.session.agreeing import agreement
from annotator.session.handing_out import HandoutOptions, HandoutReport, hand_out
from annotator.session.import_report import ImportOptions
from annotator.session.importing import import_files
from annotator.session.jobs import finish
from annotator.session.merging import merge
from annotator.ui.dialogs.account import AccountDialog
from annotator.ui.dialogs.dropped_project import DroppedProjectDialog
from annotator.ui.dialogs.hand_out import HandOutDialog
from tests.journeys.conftest import Open
from tests.journeys.dialogs import answer_file_dialog, dialogs, press, the, type_into
from tests.journeys.person import Person, project_of, rows
from tests.journeys.project_file import check, query
from tests.journeys.test_import_dialog import drop
from tests.journeys.test_reachable import nameless
from tests.session.test_merging import state

ROOT = Path(__file__).parents[2]
KEYS, PATIENCE_S = 60, 60


def choose(person: Person, action: str) -> None:
    """Choose it in the palette."""
    person.turn_here()
    person.press("Ctrl+K")
    person.type(action)
    person.press("Return")


def done(person: Person) -> None:
    # A button whose key was pressed is clicked a moment later.
    person.wait(lambda: not dialogs(QDialog))
    person.wait(lambda: not person.window.jobs.is_busy())


def question(person: Person) -> DroppedProjectDialog:
    """What is asked about a project that was dropped."""
    shown = the(person, DroppedProjectDialog)
    assert isinstance(shown, DroppedProjectDialog)
    person.wait(shown.home.hasFocus)
    return shown


def copy(path: Path, name: str) -> Path:
    return Path(shutil.copy(path, path.with_name(f"{name}.annotator")))


def label_in(sit: Open, path: Path, annotator: str | None, *keys: str) -> None:
    """Somebody opens a project file elsewhere and presses keys."""
    person = sit(path, annotator)
    person.press(*keys)
    person.close()


def test_documents_are_handed_out_by_keys(person: Person, tmp_path: Path) -> None:
    choose(person, "Hand out")
    shown = the(person, HandOutDialog)
    assert not shown.buttons.buttons()[0].isEnabled()
    type_into(shown, "ben")
    press(shown, "Return")
    type_into(shown, "cem")
    assert shown.preview.text() == "ben: 2 documents, cem: 2 documents."
    press(shown, "Tab", "Tab", "5", "0")
    assert shown.preview.text() == (
        "ben: 3 documents, cem: 3 documents. 2 documents go to 2 people each."
    )
    press(shown, "Return")
    done(person)
    assert "Documents that everybody has: 2" in person.message
    for name in ("ben", "cem"):
        made = tmp_path / "handed out" / f"{name}.annotator"
        check(made)
        assert query(made, "SELECT count(*) FROM documents") == [(3,)]
        assert query(made, "SELECT count(*) > 0 FROM suggestions") == [(1,)]


def test_whom_the_files_were_made_for_before_cannot_get_them_again(person: Person) -> None:
    for _ in range(2):
        choose(person, "Hand out")
        shown = the(person, HandOutDialog)
        type_into(shown, "ben")
        if shown.buttons.buttons()[0].isEnabled():
            press(shown, "Alt+H")
            done(person)
        else:
            assert "is there already" in shown.preview.text()
            press(shown, "Escape")
            return
    raise AssertionError("the files were written over")


def test_settled_documents_are_handed_out_to_check(sit: Open, known: Path) -> None:
    label_in(sit, known, "gold", "Ctrl+Return")
    person = sit(known)
    choose(person, "Hand out")
    shown = the(person, HandOutDialog)
    assert shown.seeds.maximum() == 1
    type_into(shown, "ben")
    press(shown, "Alt+K", "1")
    assert "1 settled ones go to everybody" in shown.preview.text()
    press(shown, "Alt+H")
    done(person)
    assert "Settled documents among them, to check: 1." in person.message
    assert query(known, "SELECT count(*) FROM seeds") == [(1,)]


def test_a_handed_out_file_opens_for_whom_it_was_made(sit: Open, known: Path) -> None:
    report = finish(hand_out(known, HandoutOptions(known.parent / "out", ("ben",))))
    label_in(sit, Path(report.files["ben"]), None, "Ctrl+Return")
    assert query(Path(report.files["ben"]), "SELECT name FROM annotators") == [("ben",)]


@pytest.fixture
def office(known: Path, sit: Open) -> Path:
    """A copy in which ben finished one document."""
    path = copy(known, "office")
    label_in(sit, path, "ben", "Ctrl+Return")
    return path


def test_labels_are_brought_home_and_told(person: Person, office: Path) -> None:
    answer_file_dialog(str(office))
    choose(person, "Bring home")
    done(person)
    assert "Brought home 1 annotations" in person.message
    assert query(project_of(person), "SELECT count(*) FROM spans") == [(7,)]
    person.turn_here()
    person.press("Ctrl+Shift+E")
    shown = the(person, AccountDialog)
    titles = [shown.numbers.verticalHeaderItem(row).text() for row in range(2)]
    assert titles == ["Documents", "Annotations"]
    assert [shown.numbers.item(0, column).text() for column in range(4)] == ["4", "0", "4", "0"]
    assert [shown.numbers.item(1, column).text() for column in range(4)] == ["1", "1", "0", "0"]
    shown.reject()


def test_conflicts_and_new_documents_are_lines_that_open_their_document(
    sit: Open, known: Path, office: Path
) -> None:
    train = copy(known, "train")
    label_in(sit, train, "ben", "Return", "Ctrl+Return")
    (known.parent / "new.txt").write_text("A text from the field.", "utf-8")
    finish(import_files(train, [known.parent / "new.txt"], ImportOptions("ben")))
    person = sit(known)
    person.press("Ctrl+PgDown")
    assert person.title != "Ada"
    assert drop(person, office, train)
    done(person)
    assert "To be settled by a person: 1" in person.message
    person.turn_here()
    person.press("Ctrl+Shift+E")
    shown = the(person, AccountDialog)
    assert sorted(rows(shown.table)) == ["Conflict", "New document"]
    shown.table.setFocus()
    press(shown, "Return")
    assert person.title == "Ada"
    shown.reject()


def test_one_dropped_project_asks_what_it_is_for(person: Person, office: Path) -> None:
    assert drop(person, office)
    shown = question(person)
    press(shown, "Return")
    done(person)
    assert "Brought home 1 annotations" in person.message
    assert drop(person, office)
    shown = question(person)
    press(shown, "Alt+O")
    person.wait(lambda: project_of(person) == office)
    assert not dialogs(DroppedProjectDialog)


def test_the_project_itself_does_not_come_home(person: Person) -> None:
    assert drop(person, project_of(person))
    shown = question(person)
    press(shown, "Return")
    done(person)
    assert "is the project itself" in person.message


def test_everything_in_the_dialogs_has_a_name_and_a_role(person: Person, office: Path) -> None:
    choose(person, "Hand out")
    shown = the(person, HandOutDialog)
    assert nameless(shown) == []
    press(shown, "Escape")
    assert drop(person, office)
    asked = question(person)
    assert nameless(asked) == []
    press(asked, "Escape")
    done(person)
    assert person.message == ""


def labelled_apart(report: HandoutReport, *, keys: int) -> None:
    """Each file is labelled by keys, in a process of its own, as people do at the same time."""
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.labeller", path, str(seed), str(keys)],
            cwd=ROOT,
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
            stderr=subprocess.PIPE,
        )
        for seed, path in enumerate(report.files.values())
    ]
    for run in runs:
        _, errors = run.communicate(timeout=PATIENCE_S)
        assert run.returncode == 0, errors.decode()


def test_files_labelled_apart_come_home_in_any_order_with_one_result(news: Path) -> None:
    options = HandoutOptions(news.parent / "out", ("ben", "cem", "dan"), overlap=0.5)
    report = finish(hand_out(news, options))
    labelled_apart(report, keys=KEYS)
    files = list(map(Path, report.files.values()))
    results, agreements = [], []
    for number, order in enumerate(permutations(files)):
        home = copy(news, f"home-{number}")
        for path in [*order, order[0]]:
            finish(merge(home, [path]))
        results.append(state(home))
        agreements.append(finish(agreement(home)))
    assert all(result == results[0] for result in results)
    assert all(found == agreements[0] for found in agreements)
    names = {name for _, name, *_ in results[0][1]}
    assert names == {"ben", "cem", "dan"}
    assert agreements[0].documents > 0
