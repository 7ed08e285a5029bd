"""The lines of the Concordance window, read when they are in sight."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from annotator.core.concordance import Context, Sort, in_one_line, is_right_to_left
from annotator.core.label import LabelSet
from annotator.session.concordance_lines import Line, Lines
from annotator.session.concordance_reading import Reading
from annotator.session.session import Session
from annotator.ui.text.ink import UNKNOWN_COLOR
from annotator.ui.theme import Theme

AnyIndex = QModelIndex | QPersistentModelIndex
BEFORE, MATCH, AFTER, LABEL, ANNOTATOR, DOUBT, SOURCE, DOCUMENT = range(8)
SORTS = {
    BEFORE: Sort.LEFT,
    MATCH: Sort.MATCH,
    AFTER: Sort.RIGHT,
    LABEL: Sort.LABEL,
    ANNOTATOR: Sort.ANNOTATOR,
    DOUBT: Sort.DOUBT,
    DOCUMENT: Sort.DOCUMENT,
}
"""What a click on a column's heading sorts by."""
LONGEST_TIP = 1_000
ALIGN = Qt.AlignmentFlag
HEADING_ALIGN = {
    BEFORE: ALIGN.AlignRight,
    MATCH: ALIGN.AlignHCenter,
    DOUBT: ALIGN.AlignRight,
}


class ConcordanceModel(QAbstractTableModel):
    """One line for each row of `lines`, which may grow while it is shown."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines = Lines()
        self._shown = 0
        self._reading = Reading(session.project)
        self._inks: dict[str, tuple[QColor, QColor]] = {}
        self._unknown = QColor(UNKNOWN_COLOR), QColor(Qt.GlobalColor.transparent)
        self._headings = (
            self.tr("Before"),
            self.tr("Match"),
            self.tr("After"),
            self.tr("Label"),
            self.tr("Annotator"),
            self.tr("Doubt"),
            self.tr("Proposed by"),
            self.tr("Document"),
        )

    def set_theme(self, theme: Theme, labels: LabelSet) -> None:
        """Write labels in these colours."""
        self._inks = {
            one.name: (QColor(*theme.label_text(one.color)), QColor(*theme.label_fill(one.color)))
            for one in labels
        }

    def show(self, lines: Lines) -> None:
        """Show these lines instead of those that were shown."""
        self.beginResetModel()
        self._reading.forget()
        self.lines, self._shown = lines, len(lines)
        self.endResetModel()

    def grow(self) -> None:
        """Show what was added to the lines since."""
        there = len(self.lines)
        if there > self._shown:
            self.beginInsertRows(QModelIndex(), self._shown, there - 1)
            self._shown = there
            self.endInsertRows()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """How many are shown."""
        return 0 if parent.isValid() else self._shown

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """Before, match, after, label, annotator, doubt, source, document."""
        return 0 if parent.isValid() else len(self._headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """What stands in a column."""
        if orientation is Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self._headings[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return HEADING_ALIGN.get(section, ALIGN.AlignLeft) | ALIGN.AlignVCenter
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell; all of the line as its tip and to those who hear it."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._said(row, (BEFORE, MATCH, AFTER))[:LONGEST_TIP]
        if role == Qt.ItemDataRole.AccessibleTextRole and column == BEFORE:
            return self._said(row, range(len(self._headings)))
        if role == Qt.ItemDataRole.TextAlignmentRole and column == DOUBT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def cell(self, row: int, column: int) -> str:
        """What a cell shows."""
        line = self.lines[row]
        if column <= AFTER:
            return in_one_line(self.context(row)[column])
        if column == LABEL:
            return line.label or self.tr("–")
        if column == ANNOTATOR:
            return self._reading.annotator(line)
        if column == DOCUMENT:
            return in_one_line(self._reading.title(line.document_id))
        return self._doubt(row) if column == DOUBT else self._source(line)

    def _said(self, row: int, columns: Any) -> str:
        return " ".join(filter(None, (self.cell(row, column) for column in columns)))

    def _doubt(self, row: int) -> str:
        doubt = self.lines.doubt(row)
        return "" if doubt is None else f"{doubt:.0%}"

    def _source(self, line: Line) -> str:
        origin = self._reading.origin(line) if line.is_labelled else None
        if origin is None or origin.source is None:
            return ""
        return origin.source if origin.score is None else f"{origin.score:.0%} {origin.source}"

    def context(self, row: int) -> Context:
        """The text of a line as it stands in its document."""
        line = self.lines[row]
        return self._reading.context(line.document_id, line.start, line.end)

    def is_right_to_left(self, row: int) -> bool:
        """Whether a line reads from the right."""
        return is_right_to_left(self.context(row))

    def inks(self, row: int) -> tuple[QColor, QColor]:
        """The colour of the line's label, and the ground of its words."""
        return self._inks.get(self.lines[row].label, self._unknown)

    def annotator_of(self, line: Line) -> str:
        """Whose span it is; "" for a place that nobody has labelled."""
        return self._reading.annotator(line)
