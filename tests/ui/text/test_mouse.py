"""What the mouse does in the article view."""

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from annotator.core.suggestion import Suggestion
from annotator.ui.text.view import ArticleView
from tests.ui.text.conftest import Show

TEXT = "Alibaba shares rose in Hong Kong on Tuesday."
HONG_KONG = Suggestion(23, 32, "GPE", "m", 0.6)
LONG = "\n".join(f"line {i} of many lines" for i in range(400))
NONE = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier


class Heard(QObject):
    """Keeps what the view tells."""

    def __init__(self, view: ArticleView) -> None:
        super().__init__(view)
        self.told: list[tuple[object, ...]] = []
        view.clicked.connect(lambda offset, _point: self.told.append(("click", offset)))
        view.double_clicked.connect(lambda offset: self.told.append(("double", offset)))
        view.dragged.connect(lambda *what: self.told.append(("drag", *what)))
        view.edge_dragged.connect(lambda *what: self.told.append(("edge", *what)))
        view.menu_requested.connect(lambda offset, _point: self.told.append(("menu", offset)))


def send(
    view: ArticleView,
    kind: QEvent.Type,
    point: QPoint,
    modifiers: Qt.KeyboardModifier = NONE,
    *,
    held: bool = True,
) -> None:
    left = Qt.MouseButton.LeftButton
    button = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else left
    buttons = left if held else Qt.MouseButton.NoButton
    at = view.viewport().mapToGlobal(QPointF(point))
    event = QMouseEvent(kind, QPointF(point), at, button, buttons, modifiers)
    QApplication.sendEvent(view.viewport(), event)


def drag(
    view: ArticleView, start: QPoint, end: QPoint, modifiers: Qt.KeyboardModifier = NONE
) -> None:
    send(view, QEvent.Type.MouseButtonPress, start, modifiers)
    send(view, QEvent.Type.MouseMove, end, modifiers)
    send(view, QEvent.Type.MouseButtonRelease, end, modifiers, held=False)


def middle_of(view: ArticleView, offset: int) -> QPoint:
    return view.rectangle_of(offset, offset + 1).center()


def left_of(view: ArticleView, offset: int) -> QPoint:
    rect = view.rectangle_of(offset, offset + 1)
    return QPoint(rect.left() + 2, rect.center().y())


def test_a_click_tells_the_character_under_it(show: Show) -> None:
    view = show(TEXT)
    heard = Heard(view)
    point = middle_of(view, 10)
    send(view, QEvent.Type.MouseButtonPress, point)
    send(view, QEvent.Type.MouseButtonRelease, point, held=False)
    assert heard.told == [("click", 10)]


def test_a_click_beside_the_text_tells_nothing(show: Show) -> None:
    view = show(TEXT)
    heard = Heard(view)
    point = QPoint(300, 400)
    send(view, QEvent.Type.MouseButtonPress, point)
    send(view, QEvent.Type.MouseButtonRelease, point, held=False)
    assert heard.told == []


def test_a_double_click_is_told_once(show: Show) -> None:
    view = show(TEXT)
    heard = Heard(view)
    point = middle_of(view, 10)
    send(view, QEvent.Type.MouseButtonDblClick, point)
    send(view, QEvent.Type.MouseButtonRelease, point, held=False)
    assert heard.told == [("double", 10)]


@pytest.mark.parametrize("backwards", [False, True])
def test_a_drag_sweeps_whole_characters_in_either_direction(show: Show, backwards: bool) -> None:
    view = show(TEXT)
    heard = Heard(view)
    ends = middle_of(view, 10), middle_of(view, 25)
    drag(view, *(reversed(ends) if backwards else ends))
    assert heard.told == [("drag", 10, 26, False, False), ("drag", 10, 26, False, True)]


def test_a_drag_with_alt_goes_between_characters(show: Show) -> None:
    view = show(TEXT)
    heard = Heard(view)
    drag(view, left_of(view, 10), left_of(view, 25), ALT)
    assert heard.told[-1] == ("drag", 10, 25, True, True)


def test_a_drag_that_goes_nowhere_is_a_click(show: Show) -> None:
    view = show(TEXT)
    heard = Heard(view)
    point = middle_of(view, 10)
    drag(view, point, point + QPoint(1, 1))
    assert heard.told == [("click", 10)]


def test_an_edge_of_the_focused_span_can_be_dragged(show: Show) -> None:
    view = show(TEXT, suggestions=[HONG_KONG], focus=HONG_KONG)
    heard = Heard(view)
    box = view.rectangle_of(HONG_KONG.start, HONG_KONG.end)
    y_px = box.center().y()
    drag(view, QPoint(box.right(), y_px), middle_of(view, 38))
    assert heard.told == [("edge", False, 39, False), ("edge", False, 39, True)]
    heard.told.clear()
    drag(view, QPoint(box.left(), y_px), middle_of(view, 15))
    assert heard.told[-1] == ("edge", True, 15, True)


def test_the_pointer_shows_where_an_edge_can_be_dragged(show: Show) -> None:
    view = show(TEXT, suggestions=[HONG_KONG], focus=HONG_KONG)
    box = view.rectangle_of(HONG_KONG.start, HONG_KONG.end)
    for x_px, shape in (
        (box.right(), Qt.CursorShape.SizeHorCursor),
        (box.center().x(), Qt.CursorShape.IBeamCursor),
        (box.left(), Qt.CursorShape.SizeHorCursor),
    ):
        send(view, QEvent.Type.MouseMove, QPoint(x_px, box.center().y()), held=False)
        assert view.viewport().cursor().shape() is shape


def test_the_edge_of_a_right_to_left_span_is_on_its_reading_side(show: Show) -> None:
    text = "שלום עולם טוב"
    focus = Suggestion(5, 9, "GPE", "m", 0.6)
    view = show(text, suggestions=[focus], focus=focus)
    box = view.rectangle_of(5, 9)
    assert view.edge_at(QPoint(box.right(), box.center().y())) is True
    assert view.edge_at(QPoint(box.left(), box.center().y())) is False


def test_a_right_click_asks_for_the_menu_of_what_is_under_it(show: Show) -> None:
    view = show(TEXT)
    heard = Heard(view)
    point = middle_of(view, 30)
    at = view.viewport().mapToGlobal(point)
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(view.viewport(), QContextMenuEvent(reason, point, at))
    assert heard.told == [("menu", 30)]


def test_the_menu_key_asks_for_the_menu_of_the_focused_span(show: Show) -> None:
    view = show(TEXT, suggestions=[HONG_KONG], focus=HONG_KONG)
    heard = Heard(view)
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(view.viewport(), QContextMenuEvent(reason, QPoint(), QPoint()))
    assert heard.told == [("menu", HONG_KONG.start)]


def test_dragging_beyond_the_edge_scrolls_and_goes_on_selecting(
    show: Show, app: QApplication
) -> None:
    view = show(LONG)
    heard = Heard(view)
    send(view, QEvent.Type.MouseButtonPress, middle_of(view, 3))
    below = QPoint(200, view.viewport().height() + 200)
    send(view, QEvent.Type.MouseMove, below)
    first = heard.told[-1]
    while view.verticalScrollBar().value() < 300:
        app.processEvents()
    assert heard.told[-1][2] > first[2]  # type: ignore[operator]
    send(view, QEvent.Type.MouseButtonRelease, below, held=False)
    stopped_at = view.verticalScrollBar().value()
    app.processEvents()
    assert view.verticalScrollBar().value() == stopped_at
    assert heard.told[-1][-1] is True
