"""The differences of the open document as a list, and what each annotator says of one."""

from bisect import bisect_left
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QListView, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.core.adjudication import Version
from annotator.session.board import Board, Stage
from annotator.session.reviewing import Reviewing
from annotator.ui.review.words import (
    MARKS,
    item_words,
    kind_word,
    left_words,
    name_of,
    outcome_words,
    stage_word,
    version_words,
)
from annotator.ui.span_line import SpanLineDelegate
from annotator.ui.theme import LIGHT, Theme

AnyIndex = QModelIndex | QPersistentModelIndex
BOTH, NONE = -1, -2
KEYED = 9
"""So many annotators have a key of their own."""
VERSION_LINES = 7


class ItemModel(QAbstractListModel):
    """The conflicts in reading order, each with how far it is."""

    def __init__(self, at: Reviewing, parent: QWidget) -> None:
        super().__init__(parent)
        self._at = at
        self._board: Board | None = None
        self.theme = LIGHT

    def show(self) -> None:
        """Show those of the document that is open now."""
        self.beginResetModel()
        self._board = self._at.board
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """How many conflicts there are."""
        return 0 if parent.isValid() or self._board is None else len(self._board.conflicts)

    def parts(self, row: int) -> tuple[str, str, QColor]:
        """Mark and kind, words, and the colour of the stage."""
        assert self._board is not None
        number = self._board.conflicts[row]
        stage = self._board.stage(number)
        colors = {Stage.OPEN: self.theme.problem, Stage.SETTLED: self.theme.done}
        kind = kind_word(self._board.items[number].kind)
        color = QColor(*colors.get(stage, self.theme.muted))
        return f"{MARKS[stage]} {kind}", item_words(self._board, number), color

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A line in words."""
        if not index.isValid() or self._board is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return "  ".join(self.parts(index.row())[:2])
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            number = self._board.conflicts[index.row()]
            words, kind = item_words(self._board, number), self._board.items[number].kind
            return f"{words} ({kind_word(kind)}, {stage_word(self._board.stage(number))})"
        return None

    def row_of(self, number: int | None) -> int | None:
        """The line of an item."""
        conflicts = self._board.conflicts if self._board else []
        row = bisect_left(conflicts, -1 if number is None else number)
        return row if row < len(conflicts) and conflicts[row] == number else None

    def changed(self) -> None:
        """Stages are not what they were."""
        if self.rowCount():
            self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))


class ItemsPane(QWidget):
    """`chosen` carries the number of an item to go to, `taken` that of an annotator whose version
    is to be taken, or BOTH, or NONE."""

    chosen = Signal(int)
    taken = Signal(int)

    def __init__(self, at: Reviewing) -> None:
        super().__init__()
        self._at = at
        self.left = QLabel(wordWrap=True)
        self.model = ItemModel(at, self)
        self.view = QListView(uniformItemSizes=True)
        self.view.setAccessibleName(self.tr("Differences"))
        self.view.setModel(self.model)
        self.view.setItemDelegate(SpanLineDelegate(self.model, self.view))
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.versions = QListWidget()
        self.versions.setAccessibleName(self.tr("Versions"))
        self.versions.setWordWrap(True)
        self.outcome = QLabel(wordWrap=True)
        self.outcome.setObjectName("meta")
        self.outcome.setTextFormat(Qt.TextFormat.PlainText)
        self._theme = LIGHT
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 6, 6)
        for widget, share in ((self.left, 0), (self.view, 3), (self.versions, 2)):
            layout.addWidget(widget, share)
        layout.addWidget(self.outcome)
        self.versions.setMinimumHeight(VERSION_LINES * (self.fontMetrics().height() + 8))
        self.setFocusProxy(self.view)
        for signal in (self.view.clicked, self.view.activated):
            signal.connect(self._choose)
        self.versions.itemClicked.connect(self._take)
        self.versions.itemActivated.connect(self._take)

    def _choose(self, index: QModelIndex) -> None:
        board = self._at.board
        if board is not None:
            self.chosen.emit(board.conflicts[index.row()])

    def _take(self, item: QListWidgetItem) -> None:
        self.taken.emit(item.data(Qt.ItemDataRole.UserRole))

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours."""
        self._theme = self.model.theme = theme
        self.show_item()

    def show_document(self) -> None:
        """Another document is open."""
        self.model.show()
        self.show_item()

    def show_item(self) -> None:
        """Another item has the focus, or it is settled now."""
        board = self._at.board
        self.left.setText(left_words(board) if board else "")
        self.view.viewport().update()
        row = self.model.row_of(self._at.here)
        if row is not None:
            self.view.setCurrentIndex(self.model.index(row))
        else:
            self.view.clearSelection()
        self._show_versions()

    def _show_versions(self) -> None:
        self.versions.clear()
        board, item = self._at.board, self._at.item
        self.outcome.setText(outcome_words(self._at, item) if item else "")
        if board is None or item is None:
            return
        outcome = board.outcome(self._at.here or 0)
        for number in range(item.people):
            self._add_version(board, number, item.version(number), outcome)
        self._add("B", self.tr("all of these"), BOTH)
        if self._at.contradiction is None:
            self._add("0", self.tr("nothing here"), NONE)

    def _add_version(self, board: Board, number: int, version: Version, outcome: Version) -> None:
        key = str(number + 1) if number < KEYED else " "
        mark = "  ◂" if version == outcome else ""
        said = f"{name_of(self._at, number)}:  {version_words(board, version)}{mark}"
        made = self._add(key, said, number)
        label = self._at.session.labels.named(version[0][2]) if version else None
        color = self._theme.label_text(label.color) if label else self._theme.muted
        made.setForeground(QColor(*color))

    def _add(self, key: str, said: str, choice: int) -> QListWidgetItem:
        made = QListWidgetItem(f"{key}   {said}")
        made.setData(Qt.ItemDataRole.UserRole, choice)
        self.versions.addItem(made)
        return made
