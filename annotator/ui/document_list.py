"""The queue: documents with their state, filtered by state and title."""

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from annotator.core.document import DocumentId
from annotator.core.queue import QueueFilter, QueueRow, State
from annotator.session.changes import Changes
from annotator.session.session import Session
from annotator.ui.order_box import OrderBox

AnyIndex = QModelIndex | QPersistentModelIndex
BEFORE = 60
TYPING_PAUSE_MS = 150
MARKS = {
    State.TO_DO: "○",
    State.STARTED: "◐",
    State.ACCEPTED: "✓",
    State.REJECTED: "✗",
    State.SKIPPED: "–",
}
FLAG = "⚑"
FILTERS = (
    ("All documents", QueueFilter()),
    ("To do", QueueFilter(state=State.TO_DO)),
    ("Started", QueueFilter(state=State.STARTED)),
    ("Accepted", QueueFilter(state=State.ACCEPTED)),
    ("Rejected", QueueFilter(state=State.REJECTED)),
    ("Skipped", QueueFilter(state=State.SKIPPED)),
    ("Flagged", QueueFilter(flagged=True)),
)


class QueueModel(QAbstractListModel):
    """A stretch of the queue round a document; it grows at both ends as it is scrolled.

    Never the whole queue: a project may hold a million documents.
    """

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._which = QueueFilter()
        self._rows: list[QueueRow] = []
        self._row_of: dict[DocumentId, int] = {}
        self._ended = False

    def show(self, which: QueueFilter, around: DocumentId) -> None:
        """Show the queue under this filter, from a little before a document on."""
        self.beginResetModel()
        self._which = which
        before = self._session.queue(which, after=around, limit=BEFORE, backwards=True)
        self._put([*before, *self._fetch_after(around, including=True)])
        self.endResetModel()

    def _fetch_after(self, document_id: DocumentId, *, including: bool = False) -> list[QueueRow]:
        rows = self._session.queue(self._which, after=document_id, including=including)
        self._ended = not rows
        return rows

    def _put(self, rows: list[QueueRow]) -> None:
        self._rows = rows
        self._row_of = {row.id: i for i, row in enumerate(rows)}

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """How many lines are loaded."""
        return 0 if parent.isValid() else len(self._rows)

    def canFetchMore(self, parent: AnyIndex) -> bool:
        """Whether there may be lines below."""
        return not parent.isValid() and not self._ended and bool(self._rows)

    def fetchMore(self, parent: AnyIndex) -> None:
        """Load the next lines below."""
        if not self.canFetchMore(parent):
            return
        rows = self._fetch_after(self._rows[-1].id)
        if rows:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self._put(self._rows + rows)
            self.endInsertRows()

    def fetch_before(self) -> None:
        """Load lines above the first."""
        if not self._rows:
            return
        rows = self._session.queue(self._which, after=self._rows[0].id, backwards=True)
        if rows:
            self.beginInsertRows(QModelIndex(), 0, len(rows) - 1)
            self._put(rows + self._rows)
            self.endInsertRows()

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Title with its state, as a mark to see and a word to hear."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            flag = f" {FLAG}" if row.flagged else ""
            return f"{MARKS[row.state]}{flag}  {row.title}"
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return f"{row.title} ({row.state.value}{', flagged' if row.flagged else ''})"
        if role == Qt.ItemDataRole.UserRole:
            return row.id
        return None

    def row_of(self, document_id: DocumentId) -> int | None:
        """The line of a document, if it is loaded."""
        return self._row_of.get(document_id)

    def renew(self, document_id: DocumentId) -> None:
        """Read one line anew; it keeps its place even if the filter no longer fits."""
        row = self.row_of(document_id)
        if row is not None:
            self._rows[row] = self._session.queue_row(document_id)
            self.dataChanged.emit(self.index(row), self.index(row))


class DocumentList(QWidget):
    """The queue with its filters. `chosen` carries the number of the document to open."""

    chosen = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.order = OrderBox()
        self.state_filter = QComboBox()
        self.state_filter.setAccessibleName(self.tr("Documents to list"))
        # Where Qt names a combo box by what is chosen in it (Linux), this still says what for.
        self.state_filter.setAccessibleDescription(self.tr("Documents to list"))
        self.state_filter.addItems([self.tr(title) for title, _ in FILTERS])
        self.text_filter = QLineEdit(
            placeholderText=self.tr("Filter by title"), clearButtonEnabled=True
        )
        self.text_filter.setAccessibleName(self.tr("Filter by title"))
        self.model = QueueModel(session, self)
        self.view = _list_view(self.model)
        self.setFocusProxy(self.view)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 0, 6)
        for widget in (self.order, self.state_filter, self.text_filter, self.view):
            layout.addWidget(widget)

    def _connect(self) -> None:
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.renew)
        self.text_filter.textChanged.connect(lambda _: self._pause.start())
        self.state_filter.currentIndexChanged.connect(lambda _: self.renew())
        for signal in (self.view.clicked, self.view.activated):
            signal.connect(lambda i: self.chosen.emit(i.data(Qt.ItemDataRole.UserRole)))
        self.view.verticalScrollBar().valueChanged.connect(self._grow_upwards)

    def _grow_upwards(self, value: int) -> None:
        if value == self.view.verticalScrollBar().minimum():
            top = self.view.indexAt(self.view.rect().topLeft())
            kept = QPersistentModelIndex(top)
            self.model.fetch_before()
            if kept.isValid() and kept.row() != top.row():
                at_top = QAbstractItemView.ScrollHint.PositionAtTop
                self.view.scrollTo(self.model.index(kept.row()), at_top)

    def which(self) -> QueueFilter:
        """The filter that is set."""
        _, chosen = FILTERS[self.state_filter.currentIndex()]
        text = self.text_filter.text().strip()
        return QueueFilter(chosen.state, chosen.flagged, text)

    def renew(self) -> None:
        """Read the queue anew round the open document."""
        document = self._session.document()
        self.model.show(self.which(), document.id if document else DocumentId(0))
        self._mark_open()

    def stop(self) -> None:
        """Read nothing more: the file is about to be closed."""
        self._pause.stop()
        # An emptied view scrolls to its top a moment later.
        self.view.verticalScrollBar().blockSignals(True)  # noqa: FBT003 (Qt's signature)
        self.view.setModel(None)

    def take(self, changes: Changes) -> None:
        """Show what changed."""
        for document_id in changes.documents:
            self.model.renew(document_id)
        document = self._session.document()
        lost = changes.opened and document and self.model.row_of(document.id) is None
        if changes.queue or (lost and self.which() == QueueFilter()):
            self.renew()
        elif changes.opened:
            self._mark_open()

    def _mark_open(self) -> None:
        document = self._session.document()
        row = self.model.row_of(document.id) if document else None
        if row is not None:
            self.view.setCurrentIndex(self.model.index(row))
            self.view.scrollTo(self.model.index(row))
        else:
            self.view.clearSelection()


def _list_view(model: QueueModel) -> QListView:
    view = QListView(uniformItemSizes=True)
    view.setAccessibleName(view.tr("Documents"))
    view.setTextElideMode(Qt.TextElideMode.ElideRight)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setModel(model)
    return view
