"""The labels of a draft as a table: names and keys are typed where they stand."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from annotator.core.label import LabelSet
from annotator.core.label_draft import DraftLabel, LabelDraft
from annotator.core.label_use import Use

NAME, COLOR, KEY, WAS, SPANS, DOCUMENTS, GUIDELINE = range(7)
TYPED = {NAME: "name", KEY: "key"}
WIDTHS_PX = (150, 95, 45, 120, 75, 85)
Role = Qt.ItemDataRole
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class LabelTable(QAbstractTableModel):
    """`changed`: the draft is another; `refused` carries why something typed was not taken."""

    changed = Signal()
    refused = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.draft = LabelDraft(LabelSet())
        self._uses: Mapping[str, Use] = {}
        self._headings = (
            self.tr("Name"),
            self.tr("Colour"),
            self.tr("Key"),
            self.tr("Until now"),
            self.tr("Spans"),
            self.tr("Documents"),
            self.tr("Guideline"),
        )
        self._cells: dict[int, Callable[[DraftLabel], str]] = {
            NAME: lambda row: row.name,
            COLOR: lambda row: row.label.color,
            KEY: lambda row: row.label.key,
            WAS: self._was,
            SPANS: lambda row: self._counted(row, "spans"),
            DOCUMENTS: lambda row: self._counted(row, "documents"),
            GUIDELINE: lambda row: row.label.guideline.split("\n", 1)[0],
        }

    def show(self, draft: LabelDraft) -> None:
        """Work on this draft."""
        self.beginResetModel()
        self.draft = draft
        self.endResetModel()

    def show_uses(self, uses: Mapping[str, Use]) -> None:
        """Show how often each label of the label set is used."""
        self._uses = uses
        self.renew()

    def renew(self) -> None:
        """Show the draft as it is now, with the same rows."""
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, GUIDELINE))

    def renew_all(self) -> None:
        """Show the draft as it is now, also with other rows."""
        self.beginResetModel()
        self.endResetModel()
        self.changed.emit()

    def _was(self, row: DraftLabel) -> str:
        if not row.sources:
            return self.tr("new")
        return "" if row.sources == [row.name] else ", ".join(row.sources)

    def _counted(self, row: DraftLabel, what: str) -> str:
        if what == "documents" and len(row.sources) > 1:
            return "–"  # they may share documents: the preview has the number
        return f"{sum(getattr(self._uses.get(s, Use()), what) for s in row.sources):,}"

    # Qt's questions

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """How many labels."""
        return 0 if parent.isValid() else len(self.draft.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Name to guideline."""
        return 0 if parent.isValid() else len(self._headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> str | None:
        """The names of the columns."""
        if role == Role.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self._headings[section]
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """What stands in a cell; the colour as a swatch."""
        row, column = self.draft.rows[index.row()], index.column()
        if role in {Role.DisplayRole, Role.EditRole}:
            return self._cells[column](row)
        if role == Role.DecorationRole and column == COLOR:
            return QColor(row.label.color)
        if role == Role.ToolTipRole and column == GUIDELINE:
            return row.label.guideline or None
        if role == Role.TextAlignmentRole and column in {SPANS, DOCUMENTS}:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def setData(self, index: Index, value: str, role: int = Role.EditRole) -> bool:
        """Take what was typed, unless it cannot be."""
        field = TYPED.get(index.column())
        if field is None or role != Role.EditRole:
            return False
        typed = value.strip()
        if typed == self.data(index):
            return True
        return self.change(index.row(), **{field: typed})

    def change(self, row: int, **given: str) -> bool:
        """Change a label; False, and told why, if it cannot be."""
        try:
            self.draft.change(self.draft.rows[row], **given)
        except ValueError as error:
            self.refused.emit(str(error))
            return False
        self.renew()
        self.changed.emit()
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Names and keys can be typed."""
        usual = super().flags(index)
        return usual | Qt.ItemFlag.ItemIsEditable if index.column() in TYPED else usual


class LabelTableView(QTableView):
    """The table; several lines can be marked."""

    def __init__(self, model: LabelTable) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName(self.tr("Labels"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        lines = self.verticalHeader()
        lines.hide()
        lines.setDefaultSectionSize(self.fontMetrics().height() + 8)
        for column, width in enumerate(WIDTHS_PX):
            self.setColumnWidth(column, width)
        self.horizontalHeader().setSectionResizeMode(GUIDELINE, QHeaderView.ResizeMode.Stretch)

    def marked(self) -> list[int]:
        """The lines that are marked, the current one last."""
        current = self.currentIndex().row()
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return sorted(rows, key=lambda row: row == current)
