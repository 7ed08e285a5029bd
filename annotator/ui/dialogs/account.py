"""The account of an import, export or homecoming: the numbers, and every omission and remark."""

from dataclasses import fields
from typing import Protocol

from PySide6.QtCore import QItemSelection, QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.core.record import Problem, Verdict
from annotator.session.account import Account, Tally
from annotator.ui.dialogs.account_model import (
    DOCUMENT,
    FILE,
    KIND,
    LINE,
    SPAN,
    AccountModel,
    ByKeys,
    rows_of,
)

SIZE_PX = (980, 600)
WIDTHS_PX = {KIND: 140, FILE: 130, LINE: 50, DOCUMENT: 170, SPAN: 120}
PLAIN = Qt.KeyboardModifier.NoModifier


class Report(Protocol):
    """What an import, an export and a homecoming report alike."""

    account: Account

    @property
    def problems(self) -> list[Problem]:
        """What was left out, and remarks."""
        ...


class AccountDialog(QDialog):
    """Numbers above, lines below. `chosen` carries the document's number and the span (start,
    end, label as the account has them, or None) of a line that was clicked."""

    chosen = Signal(int, object)

    def __init__(self, title: str, report: Report, by_keys: ByKeys, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.report = report
        verdicts: list[Verdict] = getattr(report, "verdicts", [])
        self.model = AccountModel(rows_of(verdicts, report.problems), by_keys, self)
        self.numbers = _numbers(report.account)
        self.kind = QComboBox()
        self.table = QTableView()
        self.note = QLabel(wordWrap=True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._fill()
        self._connect()
        layout = QVBoxLayout(self)
        layout.addWidget(self.numbers)
        layout.addWidget(self.kind)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.note)
        layout.addWidget(self.buttons)
        self.resize(*SIZE_PX)
        self.table.setFocus()

    def _fill(self) -> None:
        self.kind.setAccessibleName(self.tr("What is listed"))
        total = self.tr("Everything ({0:,})")
        self.kind.addItem(total.format(self.model.rowCount()), None)
        for kind, name, count in self.model.kinds():
            self.kind.addItem(f"{name} ({count:,})", kind)
        self.table.setAccessibleName(self.tr("What was left out, and remarks"))
        self.table.setModel(self.model)
        _look_like_lines(self.table)
        self._mark_first()

    def _connect(self) -> None:
        self.kind.activated.connect(self._filter)
        self.table.activated.connect(self._take)
        self.table.clicked.connect(self._click)
        self.table.selectionModel().selectionChanged.connect(self._say_what_it_does)
        self.buttons.rejected.connect(self.reject)
        # Return opens a line: it must not reach the button.
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.table, self.copy)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)

    def _filter(self, index: int) -> None:
        self.model.show(self.kind.itemData(index))
        self._mark_first()

    def _mark_first(self) -> None:
        if self.model.rowCount():
            self.table.selectRow(0)
        self._say()

    def copy(self) -> None:
        """Put the marked lines on the clipboard, their cells divided by tabs."""
        numbers = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        lines = ("\t".join(map(_on_one_line, self.model.cells(n))) for n in numbers)
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _click(self, index: QModelIndex) -> None:
        if QGuiApplication.keyboardModifiers() == PLAIN:
            self._take(index)

    def _take(self, index: QModelIndex) -> None:
        document = self.model.document(index.row())
        if document is not None:
            self.chosen.emit(document, self.model.row(index.row()).span)

    def _say_what_it_does(self, _now: QItemSelection, _before: QItemSelection) -> None:
        self._say()

    def _say(self) -> None:
        index = self.table.currentIndex()
        if not index.isValid():
            self.note.setText(self.tr("Nothing was left out, and there is nothing to remark."))
            return
        opens = self.model.document(index.row()) is not None
        way = self.tr("Return opens the document.") if opens else self.tr("No document to open.")
        whole = self.model.row(index.row())
        place = f"{whole.file}: " if whole.file else ""
        self.note.setText(f"{place}{whole.reason}\n{way} {self.tr('Ctrl+C copies.')}")


def _numbers(account: Account) -> QTableWidget:
    """Rows: documents, annotations, spans, suggestions, as far as there are any."""
    table = QTableWidget()
    rows = {each.name: getattr(account, each.name) for each in fields(account)}
    said: dict[str, Tally] = {name: one for name, one in rows.items() if one != Tally()}
    names = {
        "documents": table.tr("Documents"),
        "annotations": table.tr("Annotations"),
        "spans": table.tr("Spans"),
        "suggestions": table.tr("Suggestions"),
    }
    headings = [table.tr("Read"), table.tr("Written"), table.tr("Known"), table.tr("Left out")]
    table.setAccessibleName(table.tr("Numbers: read is written, known and left out"))
    table.setRowCount(len(said))
    table.setColumnCount(len(headings))
    table.setHorizontalHeaderLabels(headings)
    table.setVerticalHeaderLabels([names.get(name, name) for name in said])
    for row, tally in enumerate(said.values()):
        for column, each in enumerate(fields(tally)):
            table.setItem(row, column, _number(getattr(tally, each.name)))
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.resizeColumnsToContents()
    _fit(table)
    return table


def _number(count: int) -> QTableWidgetItem:
    item = QTableWidgetItem(f"{count:,}")
    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return item


def _fit(table: QTableWidget) -> None:
    lines = sum(table.rowHeight(row) for row in range(table.rowCount()))
    table.setFixedHeight(lines + table.horizontalHeader().sizeHint().height() + 4)


def _look_like_lines(table: QTableView) -> None:
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setWordWrap(False)
    lines = table.verticalHeader()
    lines.hide()
    lines.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    lines.setDefaultSectionSize(table.fontMetrics().height() + 8)
    for column, width in WIDTHS_PX.items():
        table.setColumnWidth(column, width)
    table.horizontalHeader().setStretchLastSection(True)


def _on_one_line(cell: str) -> str:
    return " ".join(cell.split())
