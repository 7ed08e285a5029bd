"""The spans and suggestions of the open document, in reading order."""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from annotator.core.label import LabelSet
from annotator.core.span import Span, key_of
from annotator.core.suggestion import Suggestion
from annotator.session.article import Article, Focus
from annotator.session.changes import Changes
from annotator.session.history import maker_of
from annotator.session.session import Session
from annotator.ui.accessible import said_span
from annotator.ui.history.words import made
from annotator.ui.span_line import SpanLineDelegate
from annotator.ui.text.ink import UNKNOWN_COLOR
from annotator.ui.theme import Theme

AnyIndex = QModelIndex | QPersistentModelIndex
FEW = 20
LINE_MARGIN_PX = 8
TEXT_SHOWN = 60
ROLES = {
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.UserRole,
}
SUGGESTED, LABELLED, OFF_EDGES = "◌", "●", "⚠"


class SpanModel(QAbstractTableModel):
    """Labels and undecided suggestions of an article, kept in step change by change."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._article: Article | None = None
        self._rows: list[Focus] = []
        self._colors: dict[str, QColor] = {}
        self._unknown = QColor(UNKNOWN_COLOR)
        self.origin: Callable[[Focus], str] = lambda _: ""

    def set_theme(self, theme: Theme, labels: LabelSet) -> None:
        """Write labels in these colours, made once: a list asks for them at each painting."""
        self._colors = {one.name: QColor(*theme.label_text(one.color)) for one in labels}
        self._unknown = QColor(*theme.label_text(UNKNOWN_COLOR))

    def show(self, article: Article | None) -> None:
        """Show the spans of this article."""
        self.beginResetModel()
        self._article = article
        self._rows = _in_order(article.spans, article.suggestions) if article else []
        self.endResetModel()

    def renew(self, start: int, end: int) -> None:
        """Bring the lines of what starts at `start <= i < end` up to date."""
        assert self._article is not None
        first = bisect_left(self._rows, (start, 0, ""), key=key_of)
        last = bisect_left(self._rows, (end, 0, ""), key=key_of)
        now = _in_order(
            self._article.spans.starting_in(start, end),
            self._article.suggestions.starting_in(start, end),
        )
        if len(now) == last - first:
            self._put(first, now)
            return
        if last > first:
            self.beginRemoveRows(QModelIndex(), first, last - 1)
            del self._rows[first:last]
            self.endRemoveRows()
        if now:
            self.beginInsertRows(QModelIndex(), first, first + len(now) - 1)
            self._rows[first:first] = now
            self.endInsertRows()

    def _put(self, first: int, now: list[Focus]) -> None:
        """Replace lines by as many others: nothing moves, and no scroll bar is drawn again."""
        self._rows[first : first + len(now)] = now
        if now:
            self.dataChanged.emit(self.index(first, 0), self.index(first + len(now) - 1, 0))

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """How many spans and suggestions there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """One column."""
        return 0 if parent.isValid() else 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Label and text; suggestions have an open mark and a chance."""
        if role not in ROLES or not index.isValid():
            return None
        span = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            label, words, _ = self.parts(index.row())
            return f"{label}  {words}"
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            assert self._article is not None
            said = said_span(self._article, span)
            of = self.origin(span) if role == Qt.ItemDataRole.ToolTipRole else ""
            return f"{said}\n{of}" if of else said
        if role == Qt.ItemDataRole.UserRole:
            return span
        return None

    def parts(self, row: int) -> tuple[str, str, QColor]:
        """What a line shows: mark and label, the span's words, the label's colour."""
        span = self._rows[row]
        off = "" if self._is_whole(span) else f"  {OFF_EDGES}"
        color = self._colors.get(span.label, self._unknown)
        return f"{_mark(span)} {span.label}", f"{self._text(span)}{off}", color

    def _is_whole(self, span: Focus) -> bool:
        assert self._article is not None
        return self._article.words.is_whole(span.start, span.end)

    def _text(self, span: Focus) -> str:
        assert self._article is not None
        return " ".join(self._article.text[span.start : span.end][:TEXT_SHOWN].split())

    def row_of(self, span: Focus) -> int | None:
        """The line of a span."""
        row = bisect_left(self._rows, key_of(span), key=key_of)
        return row if row < len(self._rows) and self._rows[row] == span else None


class SpanList(QTableView):
    """The list. `chosen` carries the span that was clicked.

    It is a table because a list view lays out all its lines anew when one comes or goes.
    """

    chosen = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._model = SpanModel(self)
        self._model.origin = self._origin
        self.setModel(self._model)
        self.setItemDelegate(SpanLineDelegate(self._model, self))
        self._look_like_a_list()
        self.setAccessibleName(self.tr("Spans of this document"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        for signal in (self.clicked, self.activated):
            signal.connect(lambda i: self.chosen.emit(i.data(Qt.ItemDataRole.UserRole)))

    def _origin(self, span: Focus) -> str:
        """When, by whom and under which label set a label was made; looked up on hovering."""
        moment = maker_of(self._session, span) if isinstance(span, Span) else None
        return made(moment) if moment else ""

    def _look_like_a_list(self) -> None:
        self.setShowGrid(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        lines = self.verticalHeader()
        lines.hide()
        lines.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._fit_lines()

    def _fit_lines(self) -> None:
        height_px = self.fontMetrics().height() + LINE_MARGIN_PX
        self.verticalHeader().setDefaultSectionSize(height_px)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the system's size of text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_lines()

    def set_theme(self, theme: Theme) -> None:
        """Write labels in these colours."""
        self._model.set_theme(theme, self._session.labels)
        self.viewport().update()

    def take(self, changes: Changes) -> None:
        """Show what changed."""
        article = self._session.article
        if changes.opened or len(changes.ranges) > FEW:
            self._model.show(article)
        else:
            for start, end in changes.ranges:
                self._model.renew(start, end)
        if article and (changes.moved or changes.opened):
            self._mark(article.place.focus)

    def _mark(self, focus: Focus | None) -> None:
        row = self._model.row_of(focus) if focus else None
        if row is None:
            self.selectionModel().clear()
        else:
            index = self._model.index(row, 0)
            if not self.viewport().rect().contains(self.visualRect(index)):
                # What comes next is then in sight, and few steps scroll.
                self.scrollTo(index, QTableView.ScrollHint.PositionAtCenter)
            self.setCurrentIndex(index)


def _in_order(spans: Iterable[Span], suggestions: Iterable[Suggestion]) -> list[Focus]:
    some, more = list(spans), list(suggestions)
    both: list[Focus] = [*some, *more]
    if some and more:  # each for itself is in order
        both.sort(key=key_of)
    return both


def _mark(span: Focus) -> str:
    return SUGGESTED if isinstance(span, Suggestion) else LABELLED
