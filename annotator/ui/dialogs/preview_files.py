"""The files of an import, a line each, with what their first parts hold."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from annotator.session.preview import FilePreview
from annotator.ui.format_words import title_of

AnyIndex = QModelIndex | QPersistentModelIndex
FILE, FORMAT = 0, 1


class PreviewModel(QAbstractTableModel):
    """A line for each file that was looked into, in the order in which they come in."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.files: list[FilePreview] = []
        self._headings = [
            self.tr("File"),
            self.tr("Read as"),
            self.tr("Documents"),
            self.tr("Annotations"),
            self.tr("Spans"),
            self.tr("Suggestions"),
            self.tr("Problems"),
        ]
        self._cells: list[Callable[[FilePreview], str]] = [
            lambda one: one.path.name,
            _read_as,
            *(_counted(name) for name in ("documents", "annotations", "spans", "suggestions")),
            lambda one: _more(len(one.problems), one),
        ]

    def add(self, files: list[FilePreview]) -> None:
        """Show more files below."""
        if files:
            first = len(self.files)
            self.beginInsertRows(QModelIndex(), first, first + len(files) - 1)
            self.files += files
            self.endInsertRows()

    def replace(self, one: FilePreview) -> int | None:
        """Show a file as it was read anew; its line."""
        for row, old in enumerate(self.files):
            if old.path == one.path:
                self.files[row] = one
                last = self.columnCount() - 1
                self.dataChanged.emit(self.index(row, 0), self.index(row, last))
                return row
        return None

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """How many files."""
        return 0 if parent.isValid() else len(self.files)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """File, format, and the counts."""
        return 0 if parent.isValid() else len(self._headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """What the columns are."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Names and numbers; `50+` where there is more than was read."""
        if not index.isValid():
            return None
        one = self.files[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cells[index.column()](one)
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(one.path) if index.column() == FILE else None
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() > FORMAT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None


def _read_as(one: FilePreview) -> str:
    name = one.chosen or one.found
    return title_of(name) if name else "–"


def _counted(name: str) -> Callable[[FilePreview], str]:
    return lambda one: _more(getattr(one, name), one)


def _more(count: int, one: FilePreview) -> str:
    return f"{count:,}" if one.ended else f"{count:,}+"


class PreviewTable(QTableView):
    """The table of them; several lines can be marked."""

    def __init__(self, model: PreviewModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName(self.tr("Files"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        lines = self.verticalHeader()
        lines.hide()
        lines.setDefaultSectionSize(self.fontMetrics().height() + 8)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for column in (FILE, FORMAT):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(50)

    def marked(self) -> list[int]:
        """The lines that are marked."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())
