"""The edits of a document as a table, the latest first."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from annotator.session.history import Moment
from annotator.ui.history.words import done, made

WHEN, WHO, WHAT = range(3)
WIDTHS_PX = (150, 110)
Role = Qt.ItemDataRole
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class MomentsTable(QAbstractTableModel):
    """Moments, all or those of one annotator's annotation; put into words when they are drawn."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = ""
        self._all: Sequence[Moment] = ()
        self.moments: list[Moment] = []

    def show(self, moments: Sequence[Moment], text: str, annotator: str = "") -> None:
        """Show the moments of an annotator ("": of all) to a document with this text."""
        self.beginResetModel()
        self._text = text
        self.moments = [m for m in reversed(moments) if annotator in {"", m.annotator}]
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """How many moments."""
        return 0 if parent.isValid() else len(self.moments)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """When, who, what."""
        return 0 if parent.isValid() else WHAT + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> str | None:
        """The names of the columns."""
        if role == Role.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return (self.tr("When"), self.tr("Who"), self.tr("What was done"))[section]
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """A moment in words; on hovering also the label set it was made under."""
        moment = self.moments[index.row()]
        if role == Role.ToolTipRole:
            return f"{done(moment, self._text)}\n{made(moment)}"
        if role != Role.DisplayRole:
            return None
        if index.column() == WHEN:
            return f"{moment.made_at:%d %b %Y %H:%M:%S}"
        return self._who(moment) if index.column() == WHO else done(moment, self._text)

    def _who(self, moment: Moment) -> str:
        if moment.made_by == moment.annotator:
            return moment.annotator
        return self.tr("{0}, for {1}").format(moment.made_by, moment.annotator)


class MomentsView(QTableView):
    """The table, a line at a time."""

    def __init__(self, model: MomentsTable) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName(self.tr("What was done"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        lines = self.verticalHeader()
        lines.hide()
        lines.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        lines.setDefaultSectionSize(self.fontMetrics().height() + 8)
        for column, width in enumerate(WIDTHS_PX):
            self.setColumnWidth(column, width)
        self.horizontalHeader().setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
