"""What the system is asked for is heeded: size of text, contrast, and rest for the eyes."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QAbstractAnimation, Qt
from PySide6.QtGui import QStyleHints
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from annotator.session.jobs import Progress
from annotator.ui import theme
from annotator.ui.app import look_as_system
from tests.journeys.conftest import Open
from tests.journeys.person import Person

GESTURES = (
    "Tab", "1", "Right", "Shift+Right", "Escape", "Ctrl+End", "PgUp", "Ctrl+Home", "Ctrl+PgDown",
    "Ctrl++", "Ctrl+0", "F6", "Shift+F6", "Ctrl+F", "Escape", "Ctrl+Return", "Ctrl+Z",
)  # fmt: skip
SETTLED_S = 0.12
"""What is put off for a moment (the guideline, the suggester's state) is there by then."""
A_WHILE_S = 0.15


@pytest.fixture
def system_font(qt: QApplication) -> Iterator[None]:
    before = qt.font()
    yield
    qt.setFont(before)
    look_as_system(qt)


def set_system_points(qt: QApplication, points: float) -> None:
    font = qt.font()
    font.setPointSizeF(points)
    qt.setFont(font)


def measures(person: Person) -> dict[str, int]:
    """Heights in pixels of what is written in the window."""
    screen = person.screen
    return {
        "article": screen.article.view.rectangle_of(0, 3).height(),
        "article's width": screen.article.view.rectangle_of(0, 3).width(),
        "title": screen.article.title.fontMetrics().height(),
        "labels": screen.labels.sizeHintForRow(0),
        "spans": screen.spans.rowHeight(0),
        "queue": screen.documents.view.sizeHintForRow(0),
        "guideline": screen.guideline.fontMetrics().height(),
        "menus": person.window.menuBar().height(),
    }


def test_everything_grows_with_the_system_s_size_of_text(
    qt: QApplication, sit: Open, known, system_font: None
) -> None:
    set_system_points(qt, 9)
    look_as_system(qt)
    small = measures(sit(known))
    set_system_points(qt, 20)
    look_as_system(qt)
    large = measures(sit(known))
    assert {name for name in small if large[name] < 1.5 * small[name]} == set()


def test_an_open_window_follows_the_system_s_size_of_text(
    qt: QApplication, person: Person, system_font: None
) -> None:
    person.window.font_changed.connect(lambda: look_as_system(qt))
    small = measures(person)
    set_system_points(qt, 20)
    person.rest()
    large = measures(person)
    assert {name for name in small if large[name] < 1.5 * small[name]} == set()


def test_a_size_of_text_chosen_by_the_user_stays_until_the_usual_one_is_wanted(
    qt: QApplication, person: Person, system_font: None
) -> None:
    person.window.font_changed.connect(lambda: look_as_system(qt))
    usual = measures(person)["article"]
    person.press("Ctrl++")
    chosen = measures(person)["article"]
    set_system_points(qt, 20)
    person.rest()
    assert measures(person)["article"] == chosen
    person.press("Ctrl+0")
    assert measures(person)["article"] > 1.5 * usual


def test_the_heading_of_the_start_screen_grows(
    qt: QApplication, sit: Open, system_font: None
) -> None:
    set_system_points(qt, 9)
    look_as_system(qt)
    small = sit().window.findChild(QLabel, "heading").sizeHint().height()
    set_system_points(qt, 18)
    look_as_system(qt)
    assert sit().window.findChild(QLabel, "heading").sizeHint().height() > 1.5 * small


@pytest.mark.parametrize(
    ("wish", "chosen"),
    [
        (Qt.ContrastPreference.NoPreference, {theme.LIGHT, theme.DARK}),
        (Qt.ContrastPreference.HighContrast, {theme.HIGH_LIGHT, theme.HIGH_DARK}),
    ],
)
def test_the_contrast_is_what_the_system_is_asked_for(
    qt: QApplication,
    monkeypatch: pytest.MonkeyPatch,
    wish: Qt.ContrastPreference,
    chosen: set[theme.Theme],
) -> None:
    class Hints:
        """What Qt tells of a system: no system can be made to say it off screen."""

        def contrastPreference(self) -> Qt.ContrastPreference:  # noqa: N802
            return wish

    monkeypatch.setattr(QStyleHints, "accessibility", lambda _: Hints(), raising=False)
    assert theme.current(qt) in chosen


@pytest.fixture
def no_blinking(qt: QApplication) -> Iterator[None]:
    """The system's blinking caret is the system's to stop."""
    before = qt.cursorFlashTime()
    qt.setCursorFlashTime(0)
    yield
    qt.setCursorFlashTime(before)


def is_still(person: Person, shown: QWidget) -> bool:
    """Whether something looks the same a while later, and nothing is set in motion."""
    before = shown.grab().toImage()
    person.rest(A_WHILE_S)
    each = person.window.findChildren(QAbstractAnimation)
    moving = [a for a in each if a.state() is QAbstractAnimation.State.Running]
    return shown.grab().toImage() == before and not moving


def test_nothing_moves_after_a_key(person: Person, no_blinking: None) -> None:
    moved = []
    for key in GESTURES:
        person.press(key)
        person.rest(SETTLED_S)
        if not is_still(person, person.screen):
            moved.append(key)
    assert moved == []


def test_the_text_stands_at_once_where_it_was_scrolled_to(news, sit: Open) -> None:
    person = sit(news)
    view = person.screen.article.view
    for key in ("Ctrl+End", "Ctrl+Home", "PgDown"):
        before = view.grab().toImage()
        person.press(key)
        there = view.grab().toImage()
        assert there != before
        person.rest(A_WHILE_S)
        assert view.grab().toImage() == there


def test_nothing_moves_while_a_job_runs_whose_end_nobody_knows(
    person: Person, no_blinking: None
) -> None:
    jobs = person.window.jobs
    jobs.show()
    jobs.show_progress(Progress(7, None, "documents"))
    person.rest(SETTLED_S)
    assert jobs.bar.text() == "7 documents"
    assert is_still(person, jobs)


def test_what_moves_is_found(person: Person, no_blinking: None) -> None:
    jobs = person.window.jobs
    jobs.show()
    jobs.bar.setRange(0, 0)
    person.rest(SETTLED_S)
    assert not all(is_still(person, jobs) for _ in range(4))
