"""The article view: shows an article and tells what the mouse does in it."""

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from annotator.core.label import LabelSet
from annotator.session.article import Article, Place
from annotator.ui.text.content import Content
from annotator.ui.text.ink import Ink, rgb_color
from annotator.ui.text.mouse import Mouse
from annotator.ui.text.page import Page
from annotator.ui.text.paint import ParagraphPainter
from annotator.ui.text.typography import LEAST_USUAL_POINTS, Typography, typography
from annotator.ui.theme import LIGHT, Theme

FAR_VIEWS = 3
"""A scroll bar that moves further than this many views at once jumps."""


class ArticleView(QAbstractScrollArea):
    """A passive view of an article: it is told what changed, and paints that again.

    Offsets are code points of the article's text. The keyboard is not interpreted here.

    `dragged(start, end, by_character, done)` and `edge_dragged(is_start, offset, done)` are
    told at each move, and once more at the release; start < end, and neither is snapped to
    words (with Alt, `by_character`, neither should be).
    """

    clicked = Signal(int, QPoint)
    double_clicked = Signal(int)
    dragged = Signal(int, int, bool, bool)
    edge_dragged = Signal(bool, int, bool)
    menu_requested = Signal(int, QPoint)
    scrolled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._article: Article | None = None
        self._labels = LabelSet()
        self._theme = LIGHT
        self._points = LEAST_USUAL_POINTS
        self._least_rows = 1
        self._content = Content()
        self._type = self._typography()
        self._following = False
        self._revealed: tuple[int, int] | None = None
        self._page = self._new_page()
        self._painter = self._new_painter()
        self._mouse = Mouse(self, self)
        self._mouse.clicked.connect(self.clicked)
        self._mouse.double_clicked.connect(self.double_clicked)
        self._mouse.dragged.connect(self.dragged)
        self._mouse.edge_dragged.connect(self.edge_dragged)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def show_article(self, article: Article | None, labels: LabelSet) -> None:
        """Show another article from its top, or none."""
        self._mouse.cancel()
        self._article = article
        self._revealed = None
        self._labels = labels
        self._content = Content(article)
        self._type = self._typography()
        self._page = self._new_page()
        self._painter = self._new_painter()
        self._settle()

    @property
    def article(self) -> Article | None:
        """What is shown."""
        return self._article

    @property
    def page(self) -> Page:
        """What is laid out of it."""
        return self._page

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self._set_type()

    def set_text_size(self, points: float) -> None:
        """Set the text at another size; what stands at the top stays there."""
        self._points = points
        self._set_rows()

    def set_label_rows(self, least: int) -> None:
        """Leave room for so many rows of labels at least, even if few spans are nested."""
        self._least_rows = least
        self._set_rows()

    def changed(self, start: int, end: int) -> None:
        """Spans or suggestions in this range are not what they were: paint them again."""
        self._update(self._page.changed(start, end))

    def moved(self, before: Place, after: Place) -> None:
        """Cursor, selection or focus moved: paint the places they left and came to."""
        self._page.motion.moved()
        for place in (before, after):
            for part in place.ranges:
                self._update(self._page.geometry.line_rects(*part))

    def reveal(self, start: int, end: int) -> None:
        """Scroll so that a range stands comfortably in sight, if it does not already."""
        self._revealed = start, end
        if self._page.reveal(start, end):
            self._settle()

    def offset_in_line(self, offset: int, lines: int) -> int:
        """The offset so many visual lines below (above if negative), for Up and Down.

        It stands at the x where a walk of such steps began; lines without anything to see
        are passed over; the same offset where there is no further line.
        """
        return self._page.motion.offset_in_line(offset, lines)

    def line_range(self, offset: int) -> tuple[int, int]:
        """Start and end of the visual line that holds this offset."""
        return self._page.motion.line_range(offset)

    def page_lines(self) -> int:
        """How many visual lines a page turn goes; at least one."""
        return max(1, self.viewport().height() // self._type.line_px - 1)

    def offset_at(self, point: QPoint) -> int | None:
        """The character under a point of the viewport, or None."""
        return self._page.geometry.offset_at(point)

    def nearest_offset(self, point: QPoint) -> int:
        """The character nearest to a point of the viewport."""
        return self._page.geometry.nearest_offset(point)

    def boundary_at(self, point: QPoint) -> int:
        """The place between characters nearest to a point of the viewport."""
        return self._page.geometry.boundary_at(point)

    def rectangle_of(self, start: int, end: int) -> QRect:
        """The rectangle round a range in the viewport; by estimate if it is out of sight."""
        return self._page.geometry.rectangle_of(start, end)

    def on_screen(self, start: int, end: int) -> QRect:
        """The same on the screen, as much of it as is in sight."""
        rect = self.rectangle_of(start, end) & self.viewport().rect()
        return QRect(self.viewport().mapToGlobal(rect.topLeft()), rect.size())

    def edge_at(self, point: QPoint) -> bool | None:
        """True: on the focused span's start; False: on its end; None: on neither."""
        focus = self._place().focus
        return self._page.geometry.edge_at(point, focus) if focus else None

    def beyond_px(self, point: QPoint) -> int:
        """How far a point is below the viewport (above it if negative); 0 inside."""
        return min(0, point.y()) + max(0, point.y() - self.viewport().height() + 1)

    def scroll_by(self, px: int) -> None:
        """Scroll down by so many pixels (up if negative)."""
        self._revealed = None
        self._page.scrolling.move(px)
        self._settle()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is in sight and was asked for."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), rgb_color(self._theme.page))
        if self._article is not None:
            place = self._article.place
            for sight in self._page.sights(event.region(), place, strong=self.hasFocus()):
                self._painter.paint(painter, sight)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the text into the new size; what was revealed last stays in sight."""
        super().resizeEvent(event)
        self._page.resize(self.viewport().size())
        if self._revealed is not None:
            self._page.reveal(*self._revealed)
        self._settle()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: ARG002 (Qt's signature)
        """The scroll bar was moved."""
        if self._following:
            return
        self._revealed = None
        if abs(dy) > FAR_VIEWS * self.viewport().height():
            self._page.scrolling.jump(self.verticalScrollBar().value())
        else:
            self._page.scrolling.move(-dy)
        self._settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave every key to the window (the base class takes some for scrolling)."""
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """See `Mouse`."""
        if self._article is not None and self._article.text:
            self._mouse.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """See `Mouse`; over an edge of the focused span the pointer shows it can be dragged."""
        self._mouse.move(event)
        if not event.buttons():
            on_edge = self.edge_at(event.position().toPoint()) is not None
            shape = Qt.CursorShape.SizeHorCursor if on_edge else Qt.CursorShape.IBeamCursor
            if self.viewport().cursor().shape() is not shape:
                self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """See `Mouse`."""
        self._mouse.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """See `Mouse`."""
        self._mouse.double_click(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of what is under the pointer, or of where the annotator is."""
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            offset, point = self.offset_at(event.pos()), event.globalPos()
        else:
            offset = self._place().start
            rect = self.rectangle_of(offset, offset + 1)
            point = self.viewport().mapToGlobal(rect.bottomLeft())
        if offset is not None:
            self.menu_requested.emit(offset, point)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the view has the keyboard."""
        super().focusInEvent(event)
        self._show_keyboard()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that it has not."""
        super().focusOutEvent(event)
        self._show_keyboard()

    def _show_keyboard(self) -> None:
        for part in self._place().ranges:
            self._update(self._page.geometry.line_rects(*part))

    def _place(self) -> Place:
        return self._article.place if self._article else Place()

    def _new_page(self) -> Page:
        size = self.viewport().size()
        return Page(self._content, typography=self._type, theme=self._theme, size=size)

    def _new_painter(self) -> ParagraphPainter:
        return ParagraphPainter(Ink(self._theme, self._labels, self._type.label_font), self._type)

    def _typography(self) -> Typography:
        # Rows are counted when an article is opened: labelling never moves the text.
        return typography(self._points, max(self._least_rows, self._content.label_rows()))

    def _set_rows(self) -> None:
        self._type = self._typography()
        self._set_type()

    def _set_type(self) -> None:
        self._page.set_type(self._type, self._theme)
        self._painter = self._new_painter()
        self._settle()

    def _settle(self) -> None:
        """After scrolling: let the scroll bar follow, and paint."""
        self._page.scrolling.settle()
        bar = self.verticalScrollBar()
        self._following = True
        bar.setSingleStep(self._type.line_px)
        bar.setPageStep(max(1, self.viewport().height() - self._type.line_px))
        bar.setRange(0, self._page.scrolling.maximum_px)
        bar.setValue(self._page.scrolling.value_px)
        self._following = False
        self.viewport().update()
        self.scrolled.emit()

    def _update(self, rects: Iterable[QRect]) -> None:
        for rect in rects:
            self.viewport().update(rect)
