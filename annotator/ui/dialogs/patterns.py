"""Changing the patterns of a project, with where each is found shown beside it."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.core.record import Problem
from annotator.errors import AnnotatorError
from annotator.session.patterning import patterns_of, put_patterns, read_file, write_file
from annotator.session.previewing import Found
from annotator.session.searching import Hit
from annotator.ui.bridge import Bridge
from annotator.ui.dialogs.patterns_look import PatternsLook
from annotator.ui.dialogs.patterns_table import (
    HITS,
    LABEL,
    PATTERN,
    LabelDelegate,
    PatternsTable,
    Row,
)

MOST_SHOWN = 1_000
WIDTHS_PX = (130, 420, 70)
TERMS = ".txt"
"""A file that ends so is a list of terms."""


class PatternsDialog(QDialog):
    """Nothing is kept before OK. `chosen` carries the document's number and the range of a hit."""

    chosen = Signal(int, int, int)

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Patterns"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._bridge = bridge
        self._session = bridge.session
        self.table = PatternsTable(patterns_of(self._session))
        self.look = PatternsLook(self._session.path, self)
        self.view = QTableView()
        self.hits = QListWidget()
        self.status = QLabel(wordWrap=True)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self._set_up_lists()
        self._lay_out()
        self._connect()
        self._look()

    def _set_up_lists(self) -> None:
        view = self.view
        view.setModel(self.table)
        view.setAccessibleName(self.tr("Patterns"))
        view.setItemDelegateForColumn(LABEL, LabelDelegate(self._session.labels, self))
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setTabKeyNavigation(False)
        view.setWordWrap(False)
        header = view.horizontalHeader()
        for column, width in enumerate(WIDTHS_PX):
            view.setColumnWidth(column, width)
        header.setSectionResizeMode(PATTERN, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(HITS, QHeaderView.ResizeMode.Fixed)
        self.hits.setAccessibleName(self.tr("Where they are found"))
        self.hits.setUniformItemSizes(True)

    def _lay_out(self) -> None:
        how = self.tr(
            "Each pattern proposes its label wherever it is found. A term is found as it is"
            " written; tokens are written as spaCy has them: [{0}]. The hits of the rows that are"
            " selected stand below; a double click opens one."
        ).format('{"LOWER": "green"}, {"LOWER": "tea"}')
        lists = QSplitter(Qt.Orientation.Vertical)
        for part in (self.view, self.hits):
            lists.addWidget(part)
        lists.setStretchFactor(0, 3)
        lists.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel(how, wordWrap=True))
        layout.addLayout(self._button_row())
        layout.addWidget(lists, 1)
        layout.addWidget(self.status)
        layout.addWidget(self.buttons)
        self.resize(820, 640)

    def _button_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for title, run in (
            (self.tr("&Add"), self.add),
            (self.tr("&Remove"), self.remove),
            (self.tr("&Import …"), self._ask_for_file),
            (self.tr("&Export …"), self._ask_for_target),
        ):
            button = QPushButton(title, autoDefault=False)
            button.clicked.connect(run)
            row.addWidget(button)
        row.addStretch()
        return row

    def _connect(self) -> None:
        self.table.edited.connect(self._look)
        self.look.grown.connect(self._show_found)
        self.look.failed.connect(self.status.setText)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._list_hits())
        self.hits.itemActivated.connect(self._choose)
        self.buttons.accepted.connect(self._keep)
        self.buttons.rejected.connect(self.reject)
        self.finished.connect(lambda _: self.look.stop())
        QShortcut(QKeySequence("Delete"), self.view, self.remove).setContext(
            Qt.ShortcutContext.WidgetShortcut
        )

    # The patterns

    def add(self) -> None:
        """Put a new row below the current one, with its label, and begin to type into it."""
        current = self.view.currentIndex().row()
        at = current + 1 if current >= 0 else len(self.table.rows)
        self.table.add([Row(self._label(), "")], at)
        self.view.setFocus()
        index = self.table.index(at, PATTERN if self.table.rows[at].label else LABEL)
        self.view.setCurrentIndex(index)
        # The click on the button ends first: it would end the typing too.
        QTimer.singleShot(0, self.view, lambda: self.view.edit(index))

    def _label(self) -> str:
        current, rows = self.view.currentIndex().row(), self.table.rows
        if rows:
            return rows[current].label
        return next((label.name for label in self._session.labels), "")

    def remove(self) -> None:
        """Take the selected rows away."""
        self.table.remove(index.row() for index in self.view.selectionModel().selectedRows())

    def _ask_for_file(self) -> None:
        kinds = self.tr("Patterns and lists of terms (*.jsonl *.json *.txt);;All files (*)")
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Import patterns"), "", kinds)
        if chosen:
            self.import_file(Path(chosen))

    def import_file(self, file: Path) -> None:
        """Add the patterns of a file that are not there yet, or its terms with the label of the
        current row."""
        label = self._label() if file.suffix.lower() == TERMS else None
        try:
            patterns, problems = read_file(file, label)
        except AnnotatorError as error:
            self.status.setText(str(error))
            return
        there = {(row.label, row.typed) for row in self.table.rows}
        rows = [Row(p.label, p.typed, p.id) for p in patterns if (p.label, p.typed) not in there]
        self.table.add(rows, len(self.table.rows))
        self._account(len(rows), problems)

    def _account(self, added: int, problems: list[Problem]) -> None:
        said = self.tr("{0:,} patterns are new.").format(added)
        if problems:
            wrong = self.tr("{0:,} lines were left out; the first: {1}.")
            said += " " + wrong.format(len(problems), problems[0])
        self.status.setText(said)

    def _ask_for_target(self) -> None:
        kinds = self.tr("JSON lines (*.jsonl)")
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Export patterns"), "", kinds)
        if chosen:
            self.export(Path(chosen))

    def export(self, out: Path) -> None:
        """Write the patterns, as they are typed, to a file."""
        patterns = self.table.patterns()[1]
        try:
            write_file(patterns, out)
        except AnnotatorError as error:
            self.status.setText(str(error))
        else:
            said = self.tr("{0:,} patterns were written to {1}.")
            self.status.setText(said.format(len(patterns), out))

    def _keep(self) -> None:
        _, patterns, faults = self.table.patterns()
        faults |= self.table.faults
        if faults:
            self._complain(faults)
            return
        self._bridge.do(lambda: put_patterns(self._session, patterns))
        self.accept()

    def _complain(self, faults: dict[int, str]) -> None:
        row, reason = min(faults.items())
        self.status.setText(self.tr("Row {0} cannot be used: {1}.").format(row + 1, reason))
        self.view.selectRow(row)

    # What is found

    def _look(self) -> None:
        self._rows, patterns, self._wrong = self.table.patterns()
        self.hits.clear()
        self.look.begin(patterns)

    def _show_found(self, found: Found) -> None:
        if not found.begun:
            self.status.setText(self.tr("Loading the model …"))
            return
        self.table.show_found(self._rows, found, self._wrong)
        self._list_hits()
        if self.table.faults:
            row, reason = min(self.table.faults.items())
            said = self.tr("{0:,} cannot be used; the first, in row {1}: {2}.")
            self.status.setText(said.format(len(self.table.faults), row + 1, reason))
        else:
            said = self.tr("{0:,} hits in {1}.")
            self.status.setText(said.format(sum(found.counts), self.look.progress))

    def _list_hits(self) -> None:
        hits = self._hits()[:MOST_SHOWN]
        shown = self.hits.count()
        before = [self.hits.item(row).data(Qt.ItemDataRole.UserRole) for row in range(shown)]
        if before == hits[:shown]:
            hits = hits[shown:]  # more of the same
        else:
            self.hits.clear()
        for hit in hits:
            self.hits.addItem(_line(hit))

    def _hits(self) -> list[Hit]:
        selected = [index.row() for index in self.view.selectionModel().selectedRows()]
        places = map(self.table.place_of, selected or range(len(self.table.rows)))
        return [h for place in places if place is not None for h in self.look.found.hits[place]]

    def _choose(self, item: QListWidgetItem) -> None:
        hit: Hit = item.data(Qt.ItemDataRole.UserRole)
        self.chosen.emit(hit.document_id, *hit.range)


def _line(hit: Hit) -> QListWidgetItem:
    context = " ".join(f"{hit.before}[{hit.match}]{hit.after}".split())
    item = QListWidgetItem(f"{context}   ({hit.title})")
    item.setData(Qt.ItemDataRole.UserRole, hit)
    return item
