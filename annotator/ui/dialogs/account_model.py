"""The lines of an account: every omission, every remark, and how offsets were read."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from annotator.core.document import DocumentId
from annotator.core.record import Problem, Verdict
from annotator.session.merge_report import CONFLICT, LABEL, NEW

AnyIndex = QModelIndex | QPersistentModelIndex
ByKeys = Callable[[Sequence[str]], dict[str, tuple[DocumentId, str]]]
KIND, FILE, LINE, DOCUMENT, SPAN, REASON = range(6)
OFFSETS, REMARK = "offsets", "nothing"
BLOCK = 500
"""So many titles are looked up at once, when the first of them is shown."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: `kind` is what was left out, `REMARK`, or `OFFSETS`."""

    kind: str
    file: str
    line: int | None
    reason: str
    key: str = ""
    span: tuple[Any, Any, Any] | None = None


def rows_of(verdicts: Iterable[Verdict], problems: Iterable[Problem]) -> list[Row]:
    """The lines of an account, verdicts on offsets first."""
    judged = [Row(OFFSETS, v.path, None, v.sentence) for v in verdicts]
    return [*judged, *map(_row, problems)]


def _row(problem: Problem) -> Row:
    # What goes out has no file: where it stands is the document.
    file = "" if problem.key and problem.path.endswith(problem.key) else problem.path
    left_out = problem.left_out
    return Row(left_out, file, problem.line, problem.reason, problem.key, problem.span)


class AccountModel(QAbstractTableModel):
    """Lines of one kind or of all. Titles of documents are looked up as they are shown."""

    def __init__(self, rows: list[Row], by_keys: ByKeys, parent: QWidget) -> None:
        super().__init__(parent)
        self._all = rows
        self._rows = rows
        self._by_keys = by_keys
        self._known: dict[str, tuple[DocumentId, str] | None] = {}
        self._headings = [
            self.tr("What"),
            self.tr("File"),
            self.tr("Line"),
            self.tr("Document"),
            self.tr("Span"),
            self.tr("Reason"),
        ]
        self._kinds = {
            OFFSETS: self.tr("How it was read"),
            REMARK: self.tr("Remark"),
            "document": self.tr("Document left out"),
            "annotation": self.tr("Annotation left out"),
            "span": self.tr("Span left out"),
            "suggestion": self.tr("Suggestion left out"),
            "relation": self.tr("Relation left out"),
            CONFLICT: self.tr("Conflict"),
            NEW: self.tr("New document"),
            LABEL: self.tr("Label set"),
        }

    def kinds(self) -> list[tuple[str, str, int]]:
        """The kinds that there are: kind, its name, how many lines."""
        counts = Counter(row.kind for row in self._all)
        return [(kind, self._name(kind), count) for kind, count in counts.items()]

    def _name(self, kind: str) -> str:
        return self._kinds.get(kind, kind)

    def show(self, kind: str | None) -> None:
        """Show the lines of this kind, or all."""
        self.beginResetModel()
        self._rows = self._all if kind is None else [r for r in self._all if r.kind == kind]
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """How many lines are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """What, where, why."""
        return 0 if parent.isValid() else len(self._headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """What the columns are."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The cells; whole paths and reasons as hints; all of a line to those who hear it."""
        if not index.isValid():
            return None
        cells = self.cells(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            cell = cells[index.column()]
            return Path(cell).name if index.column() == FILE else cell
        if role == Qt.ItemDataRole.ToolTipRole:
            return cells[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == KIND:
            return ", ".join(filter(None, cells))
        return None

    def row(self, number: int) -> Row:
        """What stands in a line."""
        return self._rows[number]

    def document(self, number: int) -> DocumentId | None:
        """The document that a line speaks of, if it is in the project."""
        found = self._document(number)
        return found[0] if found else None

    def cells(self, number: int) -> list[str]:
        """A line as it is copied."""
        row = self._rows[number]
        document = self._document(number)
        return [
            self._name(row.kind),
            row.file,
            "" if row.line is None else str(row.line),
            document[1] if document else "",
            _shown(row.span) if row.span else "",
            row.reason,
        ]

    def _document(self, number: int) -> tuple[DocumentId, str] | None:
        key = self._rows[number].key
        if key and key not in self._known:
            block = self._rows[number : number + BLOCK]
            keys = [k for k in {row.key for row in block} if k and k not in self._known]
            self._known |= dict.fromkeys(keys)
            self._known |= self._by_keys(keys)
        return self._known.get(key)


def _shown(span: tuple[Any, Any, Any]) -> str:
    start, end, label = span
    return f"{start}–{end} {label}"
