"""The middle of the window: the article with its title above, and the mouse on it."""

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.core.queue import STATE_OF_ANSWER
from annotator.session.article import Article
from annotator.session.changes import Changes
from annotator.ui import accessible, settings
from annotator.ui.bridge import Bridge
from annotator.ui.find_bar import FindBar
from annotator.ui.line import Line
from annotator.ui.text.typography import usual_points
from annotator.ui.text.view import ArticleView
from annotator.ui.theme import Theme

META_SHOWN = ("source", "date", "author", "link", "url")
META_LENGTH = 80
LEAST_POINTS, MOST_POINTS = 7.0, 40.0
SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse


class ArticlePane(QWidget):
    """Shows the open document. `menu_requested` carries the place of a right click."""

    menu_requested = Signal(QPoint)
    selected_by_mouse = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._session = bridge.session
        self.title = Line("title")
        self.meta = Line("meta")
        self.view = ArticleView(self)
        self.view.setAccessibleName(self.tr("Article"))
        self._points = self._wanted_points()
        self.view.set_text_size(self._points)
        self.find_bar = FindBar(bridge)
        self.setFocusProxy(self.view)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 8, 6, 6)
        layout.setSpacing(3)
        for widget in (self.title, self.meta, self.view, self.find_bar):
            layout.addWidget(widget)
        layout.setStretchFactor(self.view, 1)

    def _connect(self) -> None:
        do, gestures, view = self._bridge.do, self._bridge.gestures, self.view
        view.clicked.connect(lambda offset, _: do(lambda: gestures.click(offset)))
        view.double_clicked.connect(self._select_word)
        view.dragged.connect(self._select)
        view.edge_dragged.connect(self._drag_edge)
        view.menu_requested.connect(self._menu)
        self.find_bar.closed.connect(view.setFocus)

    def _select_word(self, offset: int) -> None:
        self._bridge.do(lambda: self._bridge.gestures.select(offset, offset + 1))
        self.selected_by_mouse.emit()

    def _select(self, start: int, end: int, by_character: bool, done: bool) -> None:  # noqa: FBT001
        self._bridge.do(lambda: self._bridge.gestures.select(start, end, by_character=by_character))
        if done:
            self.selected_by_mouse.emit()

    def _drag_edge(self, is_start: bool, offset: int, done: bool) -> None:  # noqa: FBT001
        if done:
            self._bridge.do(
                lambda: self._bridge.gestures.drag_edge(is_start=is_start, offset=offset)
            )

    def _menu(self, offset: int, place: QPoint) -> None:
        selection = self._session.article and self._session.article.place.selection
        if not (selection and selection[0] <= offset < selection[1]):
            self._bridge.do(lambda: self._bridge.gestures.click(offset))
        self.menu_requested.emit(place)

    def escape(self) -> None:
        """Close the find bar if it is open, else drop the selection and the focus."""
        if self.find_bar.isVisible():
            self.find_bar.leave()
        else:
            self._bridge.do(self._bridge.gestures.escape)

    def resize_text(self, step: int) -> None:
        """Make the text a point bigger or smaller; 0: the usual size."""
        wanted = min(MOST_POINTS, max(LEAST_POINTS, self._points + step)) if step else None
        settings.remember_text_size(wanted)
        self._follow_size()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the system's size of text, if the user has chosen none."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._follow_size()

    def _follow_size(self) -> None:
        points = self._wanted_points()
        if points != self._points:
            self._points = points
            self.view.set_text_size(points)

    def _wanted_points(self) -> float:
        return settings.text_size() or usual_points(self.font())

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours."""
        self.view.set_theme(theme)

    def take(self, changes: Changes) -> None:
        """Show what changed."""
        article = self._session.article
        if changes.opened:
            self.view.show_article(article, self._session.labels)
            self.find_bar.renew()
        if article is None:
            self.title.show_text(self.tr("There are no texts here yet."))
            self.meta.show_text(self.tr("File > Import files brings them in."))
            return
        if changes.opened:
            self.view.setAccessibleName(self.tr("Article: {0}").format(article.document.title))
        for start, end in changes.ranges:
            self.view.changed(start, end)
        if changes.moved and not changes.opened:
            self.view.moved(*changes.moved)
        if changes.moved or changes.opened:
            self._reveal(article)
        if changes.opened or changes.documents:
            self._show_heading(article)
        accessible.tell(self.view, changes)

    def _reveal(self, article: Article) -> None:
        focus = article.place.focus
        start, end = (focus.start, focus.end) if focus else article.place.cursor
        self.view.reveal(start, end)

    def _show_heading(self, article: Article) -> None:
        answer = article.answer and STATE_OF_ANSWER[article.answer].value
        flag = self.tr("flagged") if article.flagged else ""
        known = [
            str(article.document.meta[k])[:META_LENGTH]
            for k in META_SHOWN
            if k in article.document.meta
        ]
        self.title.show_text(article.document.title)
        self.meta.show_text("  ·  ".join(filter(None, [answer, flag, *known])) or self.tr("to do"))
