"""The documents of the Review window: the least agreement first, or one annotator's several
histories."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QListView, QProgressBar, QVBoxLayout, QWidget

from annotator.core.difference import Difference
from annotator.session.contradictions import Contradiction
from annotator.session.reviewing import Reviewing
from annotator.ui.review.words import contradicting_name

AnyIndex = QModelIndex | QPersistentModelIndex
Row = Difference | Contradiction
TO_SETTLE, SETTLED, ALL, HISTORIES = range(4)


class DocumentModel(QAbstractListModel):
    """The documents under one filter; it grows at its end as it is scrolled: a project may hold
    a million."""

    def __init__(self, at: Reviewing, parent: QWidget) -> None:
        super().__init__(parent)
        self._at = at
        self._which = TO_SETTLE
        self._rows: list[Row] = []
        self._ended = True

    def show(self, which: int) -> None:
        """Show the documents under this filter."""
        self.beginResetModel()
        self._which, self._ended = which, which == HISTORIES
        self._rows = [*self._at.contradictions()] if which == HISTORIES else [*self._next(None)]
        self.endResetModel()

    def _next(self, after: Difference | None) -> list[Difference]:
        settled = {TO_SETTLE: False, SETTLED: True}.get(self._which)
        rows = self._at.page(settled=settled, after=after)
        self._ended = not rows
        return rows

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """How many lines are loaded."""
        return 0 if parent.isValid() else len(self._rows)

    def canFetchMore(self, parent: AnyIndex) -> bool:
        """Whether there may be lines below."""
        return not parent.isValid() and not self._ended and bool(self._rows)

    def fetchMore(self, parent: AnyIndex) -> None:
        """Load the next lines below."""
        last = self._rows[-1] if self.canFetchMore(parent) else None
        rows = self._next(last) if isinstance(last, Difference) else []
        if rows:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """How far the annotators differ, and the title."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._line(row)
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._said(row)
        return row if role == Qt.ItemDataRole.UserRole else None

    def _line(self, row: Row) -> str:
        if isinstance(row, Contradiction):
            return f"{contradicting_name(self._at, row)} × {len(row.chains)}   {row.title}"
        mark = "✓" if row.is_settled else "○"
        return f"{mark} {row.differing:,}/{row.spans:,}   {row.title}"

    def _said(self, row: Row) -> str:
        if isinstance(row, Contradiction):
            said = self.tr("{0}: {1} did different things in {2} copies")
            return said.format(row.title, contradicting_name(self._at, row), len(row.chains))
        state = self.tr("settled") if row.is_settled else self.tr("to settle")
        said = self.tr("{0}: {1:,} of {2:,} spans differ between {3} annotators; {4}")
        return said.format(row.title, row.differing, row.spans, row.annotators, state)

    def row_of(self, at: Reviewing) -> int | None:
        """The line of what is open, if it is loaded."""
        article, one = at.session.article, at.contradiction
        for number, row in enumerate(self._rows):
            if isinstance(row, Contradiction):
                if one is not None and row.pair == one.pair:
                    return number
            elif article is not None and row.document_id == article.document.id:
                return number
        return None

    def row(self, number: int) -> Row | None:
        """What stands in a line."""
        return self._rows[number] if 0 <= number < len(self._rows) else None


class DocumentsPane(QWidget):
    """The list with its filter. `chosen` carries the line to be opened."""

    chosen = Signal(object)

    def __init__(self, at: Reviewing) -> None:
        super().__init__()
        self._at = at
        self.which = QComboBox()
        self.which.setAccessibleName(self.tr("Documents to list"))
        self.which.setAccessibleDescription(self.tr("Documents to list"))
        self.which.addItems(
            [
                self.tr("To settle"),
                self.tr("Settled"),
                self.tr("All that several finished"),
                self.tr("One annotator, several histories"),
            ]
        )
        self.model = DocumentModel(at, self)
        self.view = QListView(uniformItemSizes=True)
        self.view.setAccessibleName(self.tr("Documents by disagreement"))
        self.view.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setModel(self.model)
        self.count = QLabel(wordWrap=True)
        self.count.setObjectName("meta")
        self.bar = QProgressBar()
        self.bar.setAccessibleName(self.tr("Progress of the comparison"))
        self.bar.hide()
        self.setFocusProxy(self.view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 0, 6)
        for widget in (self.which, self.view, self.count, self.bar):
            layout.addWidget(widget)
        self.which.currentIndexChanged.connect(lambda _: self.renew())
        for signal in (self.view.clicked, self.view.activated):
            signal.connect(lambda index: self.chosen.emit(self.model.row(index.row())))

    def renew(self) -> None:
        """Read the list anew."""
        self.model.show(self.which.currentIndex())
        self.mark_open()

    def follow(self) -> None:
        """Something else is open, or was answered: mark it. Histories that were settled go."""
        if self.which.currentIndex() == HISTORIES:
            self.renew()
        else:
            self.mark_open()

    def mark_open(self) -> None:
        """Mark the line of what is open, and count."""
        row = self.model.row_of(self._at)
        if row is None:
            self.view.clearSelection()
        else:
            self.view.setCurrentIndex(self.model.index(row))
        documents, settled = self._at.counts()
        said = self.tr("{0:,} of {1:,} documents settled").format(settled, documents)
        self.count.setText(said if documents else self._nothing())

    def _nothing(self) -> str:
        begun = self._at.session.project.differences.count_begun()
        if not begun or self._at.settings.unfinished:
            return self.tr("No document was labelled by two annotators.")
        said = self.tr(
            "No document was finished by two annotators; {0:,} were begun by two."
            " Options > Also compare unfinished work takes these."
        )
        return said.format(begun)
