"""The Insights window: opened by menu and palette, read, and saved, while somebody labels."""

import csv
import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QWidget

from annotator.core.edit import Edit
from annotator.core.span import key_of
from annotator.session.curve import LATEST
from annotator.ui.insights.window import InsightsWindow
from tests.journeys.conftest import Open
from tests.journeys.person import Person
from tests.journeys.project_file import command, query
from tests.journeys.test_reachable import focusable, nameless
from tests.session.insights.cases import ADA, IBM, PARIS, Case, accepted

CURVE = {
    "points": [{"documents": n, "seed": 0, "f": n / 400, "seconds": 1.0} for n in (60, 120, 240)],
    "gain": {
        "more": 100, "f": 0.03, "low": 0.01, "high": 0.05, "curve": [[60, 0.1], [340, 0.9]],
        "reason": "",
    },
    "scored_on": 40,
    "held_out": True,
    "seconds": 3.0,
}  # fmt: skip


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """Ana accepts nearly all, Ben labels by hand, and there is a settled annotation."""
    case = Case(tmp_path)
    for document in (1, 2, 3, 4):
        case.accept("ana", document, ADA, at=(document, 1.0))
        case.accept("ana", document, IBM, at=(document, 3.0))
        case.edit("ana", document, Edit(rejected=(key_of(PARIS),)), gesture="remove")
        case.finish("ana", document, at=(document, 4.0))
        case.finish("ben", document, ADA, at=(7, 0.0))
        case.finish("gold", document, ADA, IBM, at=(8, 0.0))
    case.visit("ana", 1, 36, 10)
    case.finish("ben", 5, ADA)
    case.visit("ben", 5, 72, 9, blind=True)
    case.edit("ben", 6, Edit(added=(accepted(ADA), accepted(IBM))))
    case.set(LATEST, json.dumps(CURVE))
    return case


def opened(person: Person) -> InsightsWindow:
    window = person.screen.findChild(InsightsWindow)
    assert window is not None
    assert QTest.qWaitForWindowActive(window)
    # Off screen the first key after a menu goes to the menu, that is gone.
    person.rest()
    return window


def open_by_menu(person: Person) -> InsightsWindow:
    menu = next(a.menu() for a in person.window.menuBar().actions() if a.text() == "Review")
    menu.popup(person.window.mapToGlobal(person.window.rect().center()))
    menu.setActiveAction(next(a for a in menu.actions() if a.text() == "Insights …"))
    QTest.keyClick(menu, Qt.Key.Key_Return)
    return opened(person)


def key(widget: QWidget, pressed: Qt.Key) -> None:
    """Press a key while a widget of the window has the keyboard."""
    window = widget.window()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    QApplication.processEvents()
    widget.setFocus()
    QTest.keyClick(window.windowHandle(), pressed)


def press(button: QAbstractButton) -> None:
    """Press a button by keyboard."""
    assert button.isEnabled()
    key(button, Qt.Key.Key_Space)


def go_to(person: Person, window: InsightsWindow, page: str) -> None:
    """Choose a page by keyboard, and wait for what it shows."""
    bar = window.tabs.tabBar()
    for _ in range([one.page for one in window.pages].index(page)):
        key(bar, Qt.Key.Key_Right)
    assert window.page.page == page
    person.wait(lambda: page in window.reports)
    person.wait(window.refresh_button.isEnabled)


def bars_in(window: InsightsWindow, name: str) -> list[str]:
    found = next(w for w in focusable(window) if w.accessibleName() == name)
    return [found.item(row).text() for row in range(found.count())]


def said(window: InsightsWindow) -> str:
    labels = window.page.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible())


def test_the_menu_opens_it_and_progress_is_read(sit: Open, case: Case) -> None:
    person = sit(case.path, "ana")
    window = open_by_menu(person)
    go_to(person, window, "progress")
    assert bars_in(window, "Answers") == [
        "ana (you) 4: accepted 4", "ben 6: accepted 5, unfinished 1", "gold 4: accepted 4",
    ]  # fmt: skip
    assert bars_in(window, "Labels") == [
        "PER 14: ana (you) 4, ben 6, gold 4", "ORG 9: ana (you) 4, ben 1, gold 4",
    ]  # fmt: skip
    page = window.page
    assert "ana (you) 4" in page.chart.accessibleDescription()
    ana = next(one for one in page.chart.series if one.name == "ana (you)")
    assert [count for _, count in ana.points] == [0, 1, 2, 3, 4, 4]
    told = page.chart.told_at(page.chart.place(ana.points[2]))
    assert told == "ana (you): 2 Mar, 2"
    page.over_time.choice.setCurrentText("rejected")
    assert "No document has such an answer yet." in said(window)
    assert not page.chart.isVisible()


def test_the_palette_opens_the_same_window_again(sit: Open, case: Case) -> None:
    person = sit(case.path, "ana")
    for _ in range(2):
        person.press("Ctrl+K")
        person.type("insights")
        person.press("Return")
        window = opened(person)
        go_to(person, window, "progress")
        key(window.tabs.tabBar(), Qt.Key.Key_Escape)
        assert not window.isVisible()
    assert len(person.screen.findChildren(InsightsWindow)) == 1


def test_what_is_labelled_meanwhile_counts_when_it_is_computed_anew(sit: Open, case: Case) -> None:
    person = sit(case.path, "ana")
    window = open_by_menu(person)
    go_to(person, window, "progress")
    person.turn_here()
    person.press("Ctrl+Return")
    press(window.refresh_button)
    person.wait(lambda: bars_in(window, "Answers")[0] == "ana (you) 5: accepted 5")


def test_suggestions_are_judged_and_what_was_learnt_is_drawn(sit: Open, case: Case) -> None:
    person = sit(case.path, "ana")
    window = open_by_menu(person)
    go_to(person, window, "suggestions")
    page = window.page
    # ADA 5 of 5 at 0.925, IBM 5 of 5 at 0.525, PARIS 0 of 4 at 0.125.
    error = (5 * 0.075 + 5 * 0.475 + 4 * 0.125) / 14
    assert f"blank:en: expected calibration error {error:.3f} as said" in said(window)
    assert page.chart.series[0].name == "perfect"
    assert "92%: 100%" in page.chart.accessibleDescription()
    assert bars_in(window, "By label")[0].startswith("ORG 100% of 5 (57% to 100%)")
    assert "LOC 0% of 4" in "\n".join(bars_in(window, "By label"))
    assert "Another 100 documents: about +3.0 points of F" in said(window)
    assert "No lesson was given yet" in said(window)


def test_agreement_is_the_number_of_the_command_whatever_is_chosen(sit: Open, case: Case) -> None:
    person = sit(case.path, "ana")
    window = open_by_menu(person)
    go_to(person, window, "agreement")
    told = json.loads(command("agreement", case.path, "--json"))
    pair = next(p for p in told["pairs"] if {p["first"], p["second"]} == {"ana", "ben"})
    matrix = window.page.matrix
    assert matrix.item(0, 1).text() == matrix.item(1, 0).text() == f"{pair['exact']['f']:.2f}"
    window.page.each_pair.choice.setCurrentText("Cohen's kappa")
    assert matrix.item(0, 1).text() == f"{pair['kappa']:.2f}"
    assert bars_in(window, "All annotators")[0].startswith(f"Fleiss' kappa {told['fleiss']:.3f} (")
    chart = window.page.chart
    (period, *_), ((_, alpha), *_) = told["over_time"], chart.series[0].points
    assert alpha == period["alpha"]["value"]
    assert chart.told_at(chart.place((0, alpha))).startswith(f"alpha: {period['period']}, ")
    window.page.over_time.choice.setCurrentText("ana (you) – ben")
    assert [y for _, y in chart.series[0].points] == [
        one["exact"]["value"] for one in pair["over_time"]
    ]


def test_trust_shows_ones_own_line_and_hides_names(sit: Open, case: Case) -> None:
    person = sit(case.path, "ben")
    window = open_by_menu(person)
    go_to(person, window, "trust")
    assert "ana 100" in bars_in(window, "Documents an hour")
    assert "ben (you), without suggestions 50.0" in bars_in(window, "Documents an hour")
    assert (
        "ana: accepted 67% of 12"
        in bars_in(window, "Suggestions accepted, and what a blind look says")[0]
    )
    assert "ana 2.0 s" in bars_in(window, "Seconds to accept a suggestion")
    assert bars_in(window, "Agreement with gold") == [
        "ana 1.00 on 4 (1.00 to 1.00)", "ben (you) 0.67 on 4 (0.67 to 0.67)",
    ]  # fmt: skip
    press(window.hide_names)
    assert bars_in(window, "Agreement with gold") == [
        "A 1.00 on 4 (1.00 to 1.00)", "B (you) 0.67 on 4 (0.67 to 0.67)",
    ]  # fmt: skip
    assert "ana" not in said(window)


def test_a_page_is_saved_as_csv_as_it_is_shown(
    sit: Open, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = sit(case.path, "ana")
    window = open_by_menu(person)
    go_to(person, window, "trust")
    window.hide_names.setChecked(True)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "out"))
    press(window.csv_button)
    assert window.note.text() == f"2 files written to {tmp_path / 'out'}."
    with (tmp_path / "out" / "trust-people.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["annotator"] for row in rows] == ["A", "B"]
    assert rows[0]["documents_per_hour"] == "100.0"


def test_a_failure_is_one_sentence(
    sit: Open, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = sit(case.path, "ana")
    window = open_by_menu(person)
    go_to(person, window, "progress")
    (tmp_path / "file").touch()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "file"))
    window.csv_button.click()
    assert "cannot be" in window.note.text()


@pytest.mark.parametrize("page", ["progress", "suggestions", "agreement", "trust"])
def test_all_of_it_has_a_name_fits_a_small_window_and_an_empty_project(
    sit: Open, empty: Path, case: Case, page: str
) -> None:
    for path in (empty, case.path):
        person = sit(path, "ana")
        window = open_by_menu(person)
        window.resize(460, 360)
        go_to(person, window, page)
        assert window.width() == 460
        assert nameless(window) == []
        assert window.page.widget().width() <= window.page.viewport().width()
        bar = window.page.verticalScrollBar()
        for pressed, end in ((Qt.Key.Key_End, bar.maximum), (Qt.Key.Key_Home, bar.minimum)):
            key(window.tabs.tabBar(), pressed)
            assert bar.value() == end()
        person.close()


def test_closing_the_project_ends_what_is_computed(sit: Open, case: Case) -> None:
    person = sit(case.path, "ana")
    window = open_by_menu(person)
    window.tabs.setCurrentIndex(2)
    person.turn_here()
    person.press("Ctrl+W")
    assert person.window.screen_ is None
    assert query(case.path, "SELECT count(*) FROM edits")[0][0] > 0
