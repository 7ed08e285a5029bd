"""The patterns of a project as a table: label, term or tokens, and how often each is found."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from annotator.core.label import LabelSet
from annotator.core.pattern import Pattern, as_typed
from annotator.session.previewing import Found

LABEL, PATTERN, HITS = range(3)
CANNOT = "✗"
Role = Qt.ItemDataRole
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


@dataclass
class Row:
    """A pattern as it is typed."""

    label: str
    typed: str
    id: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing is looked for."""
        return not self.typed.strip()

    def pattern(self) -> Pattern:
        """What it stands for; raises ValueError, which says what is wrong with it."""
        return as_typed(self.label, self.typed, self.id)


class PatternsTable(QAbstractTableModel):
    """`edited`: a pattern is another, or gone, or new."""

    edited = Signal()

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        super().__init__()
        self.rows = [Row(one.label, one.typed, one.id) for one in patterns]
        self.faults: dict[int, str] = {}
        self._found = Found(0)
        self._places: dict[int, int] = {}

    def patterns(self) -> tuple[list[int], list[Pattern], dict[int, str]]:
        """The patterns that are sound, with their rows; and why others are not, by row."""
        rows, sound, faults = [], [], {}
        for number, row in enumerate(self.rows):
            if not row.is_blank:
                try:
                    sound.append(row.pattern())
                    rows.append(number)
                except ValueError as error:
                    faults[number] = str(error)
        return rows, sound, faults

    def show_found(self, rows: list[int], found: Found, faults: dict[int, str]) -> None:
        """Show what was found of the patterns of these rows, and what is wrong with others."""
        self._found = found
        self.faults = {**faults, **{rows[i]: why for i, why in found.faults.items()}}
        self._places = {row: place for place, row in enumerate(rows)}
        # Of the other columns it would take back what is being typed there.
        self.dataChanged.emit(self.index(0, HITS), self.index(len(self.rows) - 1, HITS))

    def place_of(self, row: int) -> int | None:
        """The place of a row among the patterns that were last looked for."""
        return self._places.get(row)

    def add(self, rows: list[Row], at: int) -> None:
        """Put rows before the row `at`."""
        if rows:
            self.beginInsertRows(NOWHERE, at, at + len(rows) - 1)
            self.rows[at:at] = rows
            self.endInsertRows()
            self._changed()

    def remove(self, numbers: Iterable[int]) -> None:
        """Take rows away."""
        for number in sorted(set(numbers), reverse=True):
            self.beginRemoveRows(NOWHERE, number, number)
            del self.rows[number]
            self.endRemoveRows()
        self._changed()

    def _changed(self) -> None:
        self.faults, self._places = {}, {}
        self.edited.emit()

    # Qt's questions

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """How many patterns."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Label, pattern, hits."""
        return 0 if parent.isValid() else HITS + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> str | int | None:
        """The names of the columns, and the numbers of the rows."""
        if role != Role.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return section + 1
        return (self.tr("Label"), self.tr("Term or tokens"), self.tr("Hits"))[section]

    def data(self, index: Index, role: int = Role.DisplayRole) -> str | None:
        """What stands in a cell; why a pattern cannot be used, on hovering over it."""
        row, fault = self.rows[index.row()], self.faults.get(index.row())
        if role in {Role.ToolTipRole, Role.AccessibleDescriptionRole}:
            return fault
        if role not in {Role.DisplayRole, Role.EditRole}:
            return None
        if index.column() != HITS:
            return row.label if index.column() == LABEL else row.typed
        place = self.place_of(index.row())
        return CANNOT if fault else "" if place is None else f"{self._found.counts[place]:,}"

    def setData(self, index: Index, value: str, role: int = Role.EditRole) -> bool:
        """Take what was typed into a cell."""
        if role != Role.EditRole:
            return False
        row = self.rows[index.row()]
        before = (row.label, row.typed)
        if index.column() == LABEL:
            row.label = value.strip()
        else:
            row.typed = value.strip()
        if before != (row.label, row.typed):
            self.dataChanged.emit(index, index)
            self._changed()
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Labels and patterns can be typed."""
        usual = super().flags(index)
        return usual if index.column() == HITS else usual | Qt.ItemFlag.ItemIsEditable


class LabelDelegate(QStyledItemDelegate):
    """Completes the names of labels while they are typed."""

    def __init__(self, labels: LabelSet, parent: QWidget) -> None:
        super().__init__(parent)
        self._names = [label.name for label in labels]

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, _index: Index
    ) -> QWidget:
        """A line to type in."""
        line = QLineEdit(parent)
        completer = QCompleter(self._names, line)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        line.setCompleter(completer)
        return line
