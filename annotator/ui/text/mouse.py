"""What the mouse does in the text: clicks, drags, edges of the focused span."""

from typing import Protocol

from PySide6.QtCore import QObject, QPoint, Qt, QTimerEvent, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

SCROLL_MS = 30
SCROLL_SHARE = 4
"""Each step of scrolling goes this part of the pointer's distance beyond the edge."""


class Ground(Protocol):
    """What the mouse needs to know of the view it is in."""

    def offset_at(self, point: QPoint) -> int | None:
        """The character under a point."""
        ...

    def nearest_offset(self, point: QPoint) -> int:
        """The character nearest to a point."""
        ...

    def boundary_at(self, point: QPoint) -> int:
        """The place between characters nearest to a point."""
        ...

    def edge_at(self, point: QPoint) -> bool | None:
        """True: on the focused span's start; False: on its end; None: on neither."""
        ...

    def beyond_px(self, point: QPoint) -> int:
        """How far a point is below the view (above it if negative); 0 inside."""
        ...

    def scroll_by(self, px: int) -> None:
        """Scroll down by so many pixels."""
        ...


class Mouse(QObject):
    """Turns presses, moves and releases into what they mean.

    A drag goes by whole characters, both ends included, so that the words it is snapped
    to are those that the pointer touched; with Alt between characters.
    """

    clicked = Signal(int, QPoint)
    double_clicked = Signal(int)
    dragged = Signal(int, int, bool, bool)
    edge_dragged = Signal(bool, int, bool)

    def __init__(self, ground: Ground, parent: QObject) -> None:
        super().__init__(parent)
        self._ground = ground
        self._pressed_at: QPoint | None = None
        self._dragging = False
        self._edge: bool | None = None
        self._anchor = self._boundary = 0
        self._last = QPoint()
        self._by_character = False
        self._timer = 0

    def press(self, event: QMouseEvent) -> None:
        """A button went down."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        point = event.position().toPoint()
        self._pressed_at = self._last = point
        self._dragging = False
        self._edge = self._ground.edge_at(point)
        self._anchor = self._ground.nearest_offset(point)
        self._boundary = self._ground.boundary_at(point)

    def cancel(self) -> None:
        """Forget what was begun: the text is another."""
        self._stop_scrolling()
        self._pressed_at = None

    def move(self, event: QMouseEvent) -> None:
        """The pointer moved with the button down."""
        if self._pressed_at is None:
            return
        self._last = event.position().toPoint()
        self._by_character = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        far = (self._last - self._pressed_at).manhattanLength()
        self._dragging |= far >= QApplication.startDragDistance()
        if self._dragging:
            self._scroll_beyond_edges()
            self._tell(done=False)

    def release(self, event: QMouseEvent) -> None:
        """The button went up."""
        if self._pressed_at is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        self._stop_scrolling()
        if self._dragging:
            self._tell(done=True)
        else:
            self._click(self._pressed_at, event.globalPosition().toPoint())
        self._pressed_at = None

    def double_click(self, event: QMouseEvent) -> None:
        """The second press of a double click."""
        offset = self._ground.offset_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and offset is not None:
            self.double_clicked.emit(offset)

    def timerEvent(self, event: QTimerEvent) -> None:
        """While the pointer is held beyond an edge the text goes on scrolling."""
        beyond_px = self._ground.beyond_px(self._last)
        if event.timerId() != self._timer or beyond_px == 0:
            self._stop_scrolling()
            return
        self._ground.scroll_by(beyond_px // SCROLL_SHARE + (1 if beyond_px > 0 else 0))
        self._tell(done=False)

    def _click(self, point: QPoint, global_point: QPoint) -> None:
        offset = self._ground.offset_at(point)
        if offset is not None:
            self.clicked.emit(offset, global_point)

    def _tell(self, *, done: bool) -> None:
        here, boundary = (
            self._ground.nearest_offset(self._last),
            self._ground.boundary_at(self._last),
        )
        if self._edge is not None:
            offset = boundary if self._by_character else here + (0 if self._edge else 1)
            self.edge_dragged.emit(self._edge, offset, done)
            return
        start, end = min(self._anchor, here), max(self._anchor, here) + 1
        if self._by_character:
            start, end = sorted((self._boundary, boundary))
        if start == end:
            start, end = self._anchor, self._anchor + 1
        self.dragged.emit(start, end, self._by_character, done)

    def _scroll_beyond_edges(self) -> None:
        if self._ground.beyond_px(self._last) and not self._timer:
            self._timer = self.startTimer(SCROLL_MS)

    def _stop_scrolling(self) -> None:
        if self._timer:
            self.killTimer(self._timer)
            self._timer = 0
