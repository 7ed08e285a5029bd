"""Training, scoring and walking through errors, in the window, while somebody labels."""

import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from annotator.session.curve import CurveProgress, CurveReport
from annotator.session.evaluating import EvaluateOptions, EvaluateReport, evaluate
from annotator.session.jobs import finish
from annotator.session.misses import Kind, Miss
from annotator.session.trainer_process import TrainProgress
from annotator.train.curve import Gain, Point
from annotator.train.request import Step
from annotator.ui.train.evaluate_window import EvaluateWindow
from annotator.ui.train.train_window import TrainWindow
from tests.journeys.conftest import Open
from tests.journeys.person import Person
from tests.journeys.project_file import command, query
from tests.processes import children, descendants
from tests.session.learnable import erring, learnable

PATIENCE_S = 110


@pytest.fixture(scope="module")
def made_here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("learnable")
    path = learnable(folder)
    erring(folder / "erring")
    return path


@pytest.fixture(scope="module")
def report(made_here: Path) -> EvaluateReport:
    return finish(evaluate(made_here, EvaluateOptions(str(made_here.parent / "erring"))))


@pytest.fixture
def project(made_here: Path, tmp_path: Path) -> Path:
    path = tmp_path / "p.annotator"
    path.write_bytes(made_here.read_bytes())
    (path.parent / "erring").symlink_to(made_here.parent / "erring")
    return path


def key(widget: QWidget, pressed: Qt.Key, held: Qt.KeyboardModifier = Qt.NoModifier) -> None:
    QTest.keyClick(widget.window().windowHandle(), pressed, held)


def press(button: QPushButton) -> None:
    """Press a button by keyboard."""
    assert button.isEnabled()
    button.setFocus()
    key(button, Qt.Key.Key_Space)


def open_train(person: Person, *, steps: int) -> TrainWindow:
    person.press("Ctrl+Shift+T")
    window = person.screen.models.train_window
    assert window is not None
    assert QTest.qWaitForWindowActive(window)
    window.form.base.setCurrentIndex(0)
    window.form.steps.setValue(steps)
    return window


def open_evaluate(person: Person, pipeline: Path) -> EvaluateWindow:
    person.press("Ctrl+Shift+V")
    window = person.screen.models.evaluate_window
    assert window is not None
    assert QTest.qWaitForWindowActive(window)
    window.pipeline.take_folder(pipeline)
    return window


def shown(person: Person, report: EvaluateReport) -> EvaluateWindow:
    """The Evaluate window with a report that was made before."""
    window = open_evaluate(person, Path(report.pipeline))
    window.runner.succeeded.emit(report)
    return window


def wait_for(person: Person, until: Callable[[], object]) -> None:
    person.wait(until, PATIENCE_S)


def test_a_pipeline_is_trained_while_somebody_labels_and_then_suggests(
    sit: Open, project: Path
) -> None:
    person = sit(project, "ana")
    window = open_train(person, steps=60)
    wait_for(person, lambda: "120 are finished" in window.form.parts.text())
    press(window.train_button)
    assert not window.train_button.isEnabled()
    person.turn_here()
    person.press("Escape", "Right", "1")
    assert window.runner.is_busy
    labels = person.labels
    assert labels
    wait_for(person, lambda: "steps" in person.screen.models.status.text())
    wait_for(person, lambda: not window.runner.is_busy)
    assert "F " in person.message
    assert "held-out" in person.message
    assert person.screen.models.status.text() == ""
    assert len(window.progress_panel.steps) >= 3
    assert {bar.name for bar in window.progress_panel.labels.bars} == {"PER", "CITY"}
    assert "F " in window.progress_panel.scores.accessibleDescription()
    assert person.labels == labels
    pipeline = Path(window.trained)
    assert spacy.load(pipeline).meta["annotator"]["labels"] == ["PER", "CITY"]
    person.press("Ctrl+Shift+T")
    person.wait(window.isActiveWindow)
    assert window.use_button.hasFocus()
    key(window, Qt.Key.Key_Return)
    assert query(project, "SELECT value FROM settings WHERE name = 'pipeline'") == [
        (window.trained,)
    ]
    person.wait(lambda: query(project, "SELECT 1 FROM sources WHERE name = ?", window.trained))
    assert person.labels == labels


def test_a_training_is_cancelled_and_gone_on_with(sit: Open, project: Path) -> None:
    person = sit(project, "ana")
    window = open_train(person, steps=300)
    before = children()
    press(window.train_button)
    wait_for(person, lambda: len(window.progress_panel.steps) > 1)
    output = Path(window.form.output.text())
    press(window.cancel_button)
    person.wait(lambda: not window.runner.is_busy)
    assert window.note.text() == "Stopped."
    assert not output.exists()
    assert window.resume_button.isEnabled()
    assert not window.use_button.isEnabled()
    window.form.steps.setValue(2)
    press(window.resume_button)
    wait_for(person, lambda: not window.runner.is_busy)
    assert spacy.load(output)
    assert window.trained == str(output)
    assert not window.resume_button.isEnabled()
    person.wait(lambda: children() <= before)


def test_a_training_that_dies_is_one_sentence(sit: Open, project: Path) -> None:
    person = sit(project, "ana")
    window = open_train(person, steps=3_000)
    wait_for(person, lambda: not window.counter.is_busy)
    before = descendants(children())
    press(window.train_button)
    wait_for(person, lambda: window.progress_panel.steps)
    for number in descendants(children()) - before:
        os.kill(int(number), signal.SIGKILL)
    person.wait(lambda: not window.runner.is_busy)
    assert "stopped" in window.note.text()
    assert window.note.text().count("\n") == 0
    assert window.train_button.isEnabled()
    assert json.loads(command("check", project, "--json"))["sound"]


def test_closing_the_window_or_the_project_ends_a_training(sit: Open, project: Path) -> None:
    person = sit(project, "ana")
    window = open_train(person, steps=3_000)
    press(window.train_button)
    wait_for(person, lambda: window.progress_panel.steps)
    key(window, Qt.Key.Key_Escape)
    assert not window.isVisible()
    assert window.runner.is_busy, "closing the Train window ends no training"
    began = time.monotonic()
    person.turn_here()
    person.press("Ctrl+W")
    assert time.monotonic() - began < 8
    assert not window.runner.is_busy


def test_what_is_no_pipeline_is_refused_in_one_sentence(sit: Open, project: Path) -> None:
    person = sit(project, "ana")
    window = open_train(person, steps=10)
    chosen = window.form.base.name
    window.form.base.take_folder(project.parent)
    assert "no pipeline" in window.note.text()
    assert window.form.base.name == chosen
    window.form.base.take_folder(project.parent / "erring")
    assert Path(window.form.base.name).name == "erring"
    assert "code" in " ".join(label.text() for label in window.form.findChildren(type(window.note)))


def test_the_scores_and_confusions_are_those_of_the_command(sit: Open, project: Path) -> None:
    person = sit(project, "ana")
    pipeline = project.parent / "erring"
    window = open_evaluate(person, pipeline)
    assert window.held_out.isChecked()
    window.held_out.setChecked(False)
    press(window.run_button)
    wait_for(person, lambda: not window.runner.is_busy)
    told = json.loads(command("evaluate", project, "--pipeline", pipeline, "--json"))
    assert f"F {told['exact']['f']:.1%}" in window.note.text()
    rows = [window.scores.verticalHeaderItem(i).text() for i in range(window.scores.rowCount())]
    assert rows == ["all labels", "boundaries alone", "CITY", "PER"]
    cells = [window.scores.item(0, i).text() for i in range(7)]
    assert cells[4:] == [str(told["exact"][name]) for name in ("gold", "predicted", "right")]
    per_as_city = next(
        c["count"] for c in told["confusion"] if (c["gold"], c["predicted"]) == ("PER", "CITY")
    )
    assert window.confusion.item(1, 0).text() == str(per_as_city)
    hoppers = sum(m["predicted"] is not None and m["gold"] is not None for m in told["misses"])
    begins_late = int(window.edges.item(2, 1).text())
    assert begins_late == hoppers - per_as_city
    assert window.browser.model.rowCount() == len(told["misses"])


def test_errors_are_narrowed_and_opened_in_the_article_by_keys(
    sit: Open, project: Path, report: EvaluateReport
) -> None:
    person = sit(project, "ana")
    window = shown(person, report)
    browser = window.browser
    window.tabs.setCurrentWidget(browser)
    everything = browser.model.rowCount()
    browser.kind.setCurrentIndex(browser.kind.findData(Kind.BOUNDARY))
    browser.label.setCurrentIndex(browser.label.findData("PER"))
    assert 0 < browser.model.rowCount() < everything
    assert {browser.model.miss(i).kind for i in range(browser.model.rowCount())} == {Kind.BOUNDARY}
    row = [browser.model.index(0, i).data() for i in range(4)]
    assert row[0] == "wrong boundary"
    assert "[Grace Hopper: PER]" in row[1]
    assert "[Hopper: PER]" in row[2]
    browser.table.setFocus()
    key(browser.table, Qt.Key.Key_Down)
    miss = browser.model.miss(1)
    key(browser.table, Qt.Key.Key_Return)
    assert QTest.qWaitForWindowActive(person.window)
    assert person.has_article
    assert person.article.document.key == miss.key
    assert person.focused == ("Grace Hopper", "PER")


def test_words_without_a_span_of_mine_are_selected(
    sit: Open, project: Path, report: EvaluateReport
) -> None:
    person = sit(project, "ana")
    browser = shown(person, report).browser
    browser.kind.setCurrentIndex(browser.kind.findData(Kind.EXTRA))
    key_of = browser.model.miss(0).key
    browser.table.setFocus()
    key(browser.table, Qt.Key.Key_Return)
    assert person.article.document.key == key_of
    assert person.selected == "train"


def test_a_hundred_thousand_errors_are_no_trouble(sit: Open, project: Path) -> None:
    person = sit(project, "ana")
    window = open_evaluate(person, project.parent / "erring")
    keys = [key for (key,) in query(project, "SELECT key FROM documents")]
    misses = [
        Miss(keys[i % len(keys)], (0, 1, "PER"), None if i % 2 else (0, 2, "CITY"))
        for i in range(100_000)
    ]
    began = time.process_time()
    window.browser.show_misses(misses)
    window.tabs.setCurrentWidget(window.browser)
    person.rest()
    window.browser.kind.setCurrentIndex(window.browser.kind.findData(Kind.MISSED))
    person.rest()
    window.browser.table.scrollToBottom()
    person.rest()
    assert window.browser.model.rowCount() == 50_000
    assert time.process_time() - began < 10


def test_a_label_map_that_cannot_be_read_is_one_sentence(sit: Open, project: Path) -> None:
    person = sit(project, "ana")
    window = open_evaluate(person, project.parent / "erring")
    window.map.setText("PERSON")
    press(window.run_button)
    assert "PERSON=PER" in window.note.text()
    assert not window.runner.is_busy


def test_progress_and_curve_are_drawn_and_told(sit: Open, project: Path) -> None:
    person = sit(project, "ana")
    window = open_train(person, steps=10)
    window._take(
        TrainProgress(200, 400, "steps", Step(200, 9.0, 55.0, 0.5, 0.4, 0.45, {"PER": 0.4}))
    )
    assert "F 45.0%" in window.progress_panel.scores.accessibleDescription()
    assert window.bar.value() == 200
    points = [Point(n, s, 0.5 + n / 1_000, 3.0) for s in (0, 1) for n in (25, 50, 75, 100)]
    for done, point in enumerate(points, start=1):
        window._take(CurveProgress(done, 8, "trainings", point))
    said = window.curve_panel.chart.accessibleDescription()
    assert said.startswith("25 documents: F 52.5%")
    gain = Gain(100, 0.021, 0.01, 0.03, ((25.0, 0.52), (200.0, 0.63)))
    window._finish(CurveReport(points, gain, 12, held_out=True, seconds=75))
    assert "+2.1 points" in window.note.text()
    assert "1:15" in window.note.text()
    assert [one.name for one in window.curve_panel.chart.series] == ["trained", "mean", "fitted"]
    window._finish(CurveReport(points, Gain(100, reason="it is too far to tell"), 12))
    assert "cannot be said: it is too far to tell" in window.curve_panel.said.text()
