"""The article view, through its interface, on texts that tear offsets apart."""

from itertools import pairwise
from unicodedata import bidirectional, category

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from annotator.ui.text.encoding import shown
from annotator.ui.text.view import ArticleView
from tests.ui.text.conftest import LABELS, Show, words_of
from tests.ui.text.texts import PLAIN, WELL_FORMED

LONG = "\n\n".join(f"Paragraph {i} tells of one thing and another. " * 6 for i in range(3_000))

on_any_text = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def has_shape(word: str) -> bool:
    """Whether something of it is drawn with a width of its own."""
    return any(category(char)[0] in "LNPS" or shown(char) not in {char, " "} for char in word)


def stands_together(word: str) -> bool:
    """Whether it has one direction; a word of two can stand in two places of a line.

    Digits count for themselves: they go with the letters before them, wherever those are.
    """
    directions = {bidirectional(char) for char in word}
    kinds = {"L"}, {"R", "AL"}, {"EN", "AN", "ES", "ET", "CS"}
    return sum(not kind.isdisjoint(directions) for kind in kinds) <= 1


@on_any_text
@given(WELL_FORMED)
def test_the_centre_of_a_words_rectangle_is_in_the_word(show: Show, text: str) -> None:
    view = show(text)
    for start, end in words_of(text):
        view.reveal(start, end)
        on_one_line = view.line_range(start) == view.line_range(end - 1)
        word = text[start:end]
        if on_one_line and has_shape(word) and stands_together(word):
            offset = view.offset_at(view.rectangle_of(start, end).center())
            assert offset is not None
            assert start <= offset < end


@on_any_text
@given(PLAIN)
def test_visual_lines_partition_the_text(show: Show, text: str) -> None:
    view = show(text)
    at = 0
    while at < len(text):
        start, end = view.line_range(at)
        assert start == at < end
        assert view.line_range(end - 1) == (start, end)
        at = end


@on_any_text
@given(PLAIN, st.data())
def test_up_then_down_returns_to_the_same_line(show: Show, text: str, data: st.DataObject) -> None:
    words = words_of(text)
    if not words:
        return
    view = show(text)
    start, _ = data.draw(st.sampled_from(words))
    up = view.offset_in_line(start, -1)
    down = view.offset_in_line(up, 1)
    assert up == start or view.line_range(down) == view.line_range(start)


def test_up_and_down_keep_to_the_column_where_they_began(show: Show) -> None:
    text = "a long line of words to begin with in here\nno\nanother long line of words to end on it"
    view = show(text)
    begin = text.index("words")
    short = view.offset_in_line(begin, 1)
    assert text[short] == "o"
    last = view.offset_in_line(short, 1)
    x_px = view.rectangle_of(begin, begin + 1).center().x()
    assert abs(view.rectangle_of(last, last + 1).center().x() - x_px) < 12


def test_up_and_down_pass_over_lines_with_nothing_to_see(show: Show) -> None:
    text = "first\n\n \t\nsecond"
    view = show(text)
    assert view.offset_in_line(0, 1) == text.index("second")
    assert view.offset_in_line(text.index("second"), -1) == 0


def test_at_the_edges_of_the_text_up_and_down_stay(show: Show) -> None:
    view = show("only line")
    assert view.offset_in_line(3, -1) == 3
    assert view.offset_in_line(3, 1) == 3
    assert show("").offset_in_line(0, 1) == 0


def test_a_text_opened_before_the_view_has_its_size_begins_at_its_top(show: Show) -> None:
    view = show(LONG, size=(300, 60))
    view.reveal(0, 9)
    view.resize(900, 700)
    assert view.verticalScrollBar().value() == 0


def test_what_was_revealed_stays_in_sight_when_the_view_shrinks(show: Show) -> None:
    view = show(LONG, size=(900, 700))
    view.reveal(1_500, 1_510)
    view.resize(400, 200)
    assert view.viewport().rect().contains(view.rectangle_of(1_500, 1_510))


def test_after_scrolling_another_size_does_not_go_back_to_the_place_left(show: Show) -> None:
    view = show(LONG, size=(900, 700))
    view.reveal(1_500, 1_510)
    view.scroll_by(5_000)
    view.resize(900, 300)
    assert not view.viewport().rect().intersects(view.rectangle_of(1_500, 1_510))


def test_a_page_down_goes_about_as_far_as_is_seen(show: Show) -> None:
    view = show(LONG)
    assert 5 < view.page_lines() < 20
    offset = view.offset_in_line(0, view.page_lines())
    rect = view.rectangle_of(offset, offset + 1)
    assert view.viewport().height() / 2 < rect.top() < view.viewport().height()


@pytest.mark.parametrize("share", [0, 0.3, 0.5, 0.9, 1])
def test_any_place_of_a_long_text_is_revealed_comfortably(show: Show, share: float) -> None:
    view = show(LONG)
    words = words_of(LONG[-400:])
    start = int(share * (len(LONG) - 1)) if share < 1 else len(LONG) - 400 + words[-1][0]
    view.reveal(start, start + 1)
    rect = view.rectangle_of(start, start + 1)
    height_px = view.viewport().height()
    assert rect.top() > 0
    assert rect.bottom() < 0.75 * height_px
    assert share == 0 or rect.top() > 0.15 * height_px


def test_what_is_comfortably_in_sight_does_not_move(show: Show) -> None:
    view = show(LONG)
    view.reveal(300_000, 300_010)
    before = view.rectangle_of(300_000, 300_010)
    view.reveal(300_020, 300_030)
    assert view.rectangle_of(300_000, 300_010) == before


def test_walking_down_scrolls_little_by_little(show: Show) -> None:
    view = show(LONG)
    offset, tops = 0, []
    for _ in range(60):
        offset = view.offset_in_line(offset, 1)
        view.reveal(offset, offset + 1)
        tops.append(view.rectangle_of(offset, offset + 1).top())
    assert max(tops) <= 0.75 * view.viewport().height()
    assert min(tops[20:]) >= 0.5 * view.viewport().height()


def test_the_scroll_bar_reaches_both_ends(show: Show) -> None:
    view = show(LONG)
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert view.viewport().rect().contains(view.rectangle_of(len(LONG) - 5, len(LONG) - 2))
    assert bar.value() == bar.maximum()
    bar.setValue(0)
    assert view.viewport().rect().contains(view.rectangle_of(0, 5))
    assert bar.value() == 0


def test_scrolling_through_the_whole_text_by_pages_never_jumps(show: Show) -> None:
    view = show(LONG[:60_000])
    bar = view.verticalScrollBar()
    seen = [view.nearest_offset(QPoint(300, 5))]
    while bar.value() < bar.maximum():
        bar.setValue(bar.value() + bar.pageStep())
        seen.append(view.nearest_offset(QPoint(300, 5)))
    steps = [after - before for before, after in pairwise(seen)]
    assert min(steps) >= 0
    assert max(steps) < 1_500


def test_the_wheel_scrolls(show: Show, app: QApplication) -> None:
    view = show(LONG)
    app.sendEvent(
        view.viewport(),
        QWheelEvent(
            QPointF(100, 100), QPointF(100, 100), QPoint(), QPoint(0, -120),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        ),
    )  # fmt: skip
    assert view.verticalScrollBar().value() > 50


def test_the_line_at_the_top_stays_there_at_another_size(show: Show, app: QApplication) -> None:
    view = show(LONG)
    view.reveal(400_000, 400_001)
    top = view.line_range(view.nearest_offset(QPoint(300, 5)))[0]
    view.resize(460, 500)
    app.processEvents()
    assert abs(view.rectangle_of(top, top + 1).top()) < 60
    view.set_text_size(20)
    assert abs(view.rectangle_of(top, top + 1).top()) < 90


def test_a_view_without_an_article_can_be_asked_everything(app: QApplication) -> None:
    view = ArticleView()
    view.show()
    app.processEvents()
    view.changed(0, 10)
    view.reveal(0, 10)
    assert view.offset_at(QPoint(50, 50)) is None
    assert view.line_range(0) == (0, 0)
    assert view.rectangle_of(0, 1).isEmpty()
    view.close()


def test_another_article_is_shown_from_its_top(show: Show, app: QApplication) -> None:
    view = show(LONG)
    view.reveal(500_000, 500_001)
    other = show("another text")
    view.show_article(other.article, LABELS)
    assert view.verticalScrollBar().value() == 0
    assert view.offset_at(view.rectangle_of(0, 7).center()) in range(7)


def test_a_text_without_any_break_is_shown_to_its_end(show: Show) -> None:
    text = "字" * 50_000
    view = show(text)
    view.reveal(49_990, 49_995)
    assert view.offset_at(view.rectangle_of(49_990, 49_991).center()) == 49_990


def test_keys_are_left_to_the_window(app: QApplication, show: Show) -> None:
    class Parent(QWidget):
        keys = 0

        def keyPressEvent(self, event: object) -> None:  # noqa: N802 (Qt's name)
            self.keys += 1

    parent = Parent()
    view = ArticleView(parent)
    other = show("some text")
    view.show_article(other.article, LABELS)
    keys = (Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_A)
    for key in keys:
        app.sendEvent(view, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier))
    assert parent.keys == len(keys)
