"""The lines of the window for label errors, read when they are in sight."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from annotator.core.concordance import Context, in_one_line, is_right_to_left
from annotator.core.document import DocumentId
from annotator.core.label import LabelSet
from annotator.core.label_errors.error import LabelError
from annotator.session.concordance_reading import Reading
from annotator.session.mending import line_of
from annotator.session.session import Session
from annotator.ui.concordance.model import AFTER, BEFORE, LABEL, MATCH
from annotator.ui.errors.words import fix_name, reason
from annotator.ui.text.ink import UNKNOWN_COLOR
from annotator.ui.theme import Theme

AnyIndex = QModelIndex | QPersistentModelIndex
FIX = LABEL
"""It stands where the label of a concordance's line does, and is painted so."""
NOW, LIKELIHOOD, WHY, DOCUMENT = range(FIX + 1, FIX + 5)


class ErrorModel(QAbstractTableModel):
    """One line for each error that is shown."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.errors: Sequence[LabelError] = ()
        self._reading = Reading(session.project)
        self._words: Callable[[DocumentId, int, int], str] = lru_cache(4_000)(self._read)
        self._inks: dict[str, tuple[QColor, QColor]] = {}
        self._unknown = QColor(UNKNOWN_COLOR), QColor(Qt.GlobalColor.transparent)
        self._headings = (
            self.tr("Before"),
            self.tr("Words"),
            self.tr("After"),
            self.tr("Return makes it"),
            self.tr("Label now"),
            self.tr("Likely"),
            self.tr("Why"),
            self.tr("Document"),
        )

    def set_theme(self, theme: Theme, labels: LabelSet) -> None:
        """Write labels in these colours."""
        self._inks = {
            one.name: (QColor(*theme.label_text(one.color)), QColor(*theme.label_fill(one.color)))
            for one in labels
        }

    def show(self, errors: Sequence[LabelError]) -> None:
        """Show these instead of those that were shown."""
        self.beginResetModel()
        self._reading.forget()
        self.errors = errors
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """How many are shown."""
        return 0 if parent.isValid() else len(self.errors)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """Before, words, after, fix, label, likelihood, why, document."""
        return 0 if parent.isValid() else len(self._headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """What stands in a column."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self._headings[section]
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell; all of the line as its tip and to those who hear it."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{self._said(row, (BEFORE, MATCH, AFTER))}\n{self._said(row, (WHY,))}"
        if role == Qt.ItemDataRole.AccessibleTextRole and column == BEFORE:
            return self._said(row, range(len(self._headings)))
        return None

    def cell(self, row: int, column: int) -> str:
        """What a cell shows."""
        error = self.errors[row]
        if column <= AFTER:
            return in_one_line(self.context(row)[column])
        if column == NOW:
            return error.span[2] if error.span else self.tr("–")
        if column == FIX:
            return fix_name(error, self._mended(error))
        if column == LIKELIHOOD:
            return f"{error.likelihood:.0%}"
        if column == WHY:
            return self._why(error)
        return in_one_line(self._reading.title(error.document_id))

    def _why(self, error: LabelError) -> str:
        name = self._reading.annotator(line_of(error))
        return f"{reason(error)} · {name}" if self._reading.are_several else reason(error)

    def _said(self, row: int, columns: Any) -> str:
        return " ".join(filter(None, (self.cell(row, column) for column in columns)))

    def _mended(self, error: LabelError) -> str:
        return self._words(error.document_id, *error.fix[:2]) if error.fix else ""

    def _read(self, document_id: DocumentId, start: int, end: int) -> str:
        return in_one_line(self._reading.context(document_id, start, end).match)

    def context(self, row: int) -> Context:
        """The text of a line as it stands in its document."""
        error = self.errors[row]
        start, end, _ = error.place
        return self._reading.context(error.document_id, start, end)

    def is_right_to_left(self, row: int) -> bool:
        """Whether a line reads from the right."""
        return is_right_to_left(self.context(row))

    def inks(self, row: int) -> tuple[QColor, QColor]:
        """The colour of what is proposed, and the ground of the words as they are labelled."""
        error = self.errors[row]
        wanted = self._inks.get(error.fix[2], self._unknown) if error.fix else self._unknown
        now = self._inks.get(error.span[2], self._unknown) if error.span else self._unknown
        return wanted[0], now[1]
