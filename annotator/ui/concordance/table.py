"""The table of lines: keys that act on the selected ones, as they do in the article."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from annotator.core.concordance import Sort
from annotator.ui.concordance.line_painter import LinePainter
from annotator.ui.concordance.model import (
    AFTER,
    ANNOTATOR,
    BEFORE,
    DOCUMENT,
    DOUBT,
    LABEL,
    MATCH,
    SORTS,
    SOURCE,
    ConcordanceModel,
)

if TYPE_CHECKING:
    from annotator.ui.errors.model import ErrorModel

LINE_MARGIN_PX = 8
WIDTHS_PX = {MATCH: 180, LABEL: 100, ANNOTATOR: 84, DOUBT: 64, SOURCE: 100, DOCUMENT: 130}
Flag = QItemSelectionModel.SelectionFlag
Run = Callable[[], None]


class LineTable(QTableView):
    """`keys`: what a key does while the table has the keyboard, by the key's name. `chosen`
    carries the number of the line that is to be opened, `selected` that others are selected."""

    chosen = Signal(int)
    selected = Signal()

    def __init__(self, model: "ConcordanceModel | ErrorModel", parent: QWidget) -> None:
        super().__init__(parent)
        self.keys: dict[str, Run] = {}
        self.setModel(model)
        self.setItemDelegate(LinePainter(model, self))
        self.setAccessibleName(self.tr("Lines in their context"))
        self._look_like_lines()
        self.doubleClicked.connect(lambda index: self.chosen.emit(index.row()))
        self.selectionModel().selectionChanged.connect(lambda _, __: self.selected.emit())

    def _look_like_lines(self) -> None:
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        lines, across = self.verticalHeader(), self.horizontalHeader()
        # Otherwise the headings ask each line, a million times, whether the whole column is
        # selected (QHeaderView of Qt 6.11).
        across.setSelectionModel(QItemSelectionModel(self.model(), self))
        lines.hide()
        lines.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setHighlightSections(False)
        across.setSectionsClickable(True)
        across.setSortIndicatorShown(True)
        for column in (BEFORE, AFTER):
            across.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        for column, width_px in WIDTHS_PX.items():
            across.resizeSection(column, width_px)
        self._fit_lines()

    def _fit_lines(self) -> None:
        height_px = self.fontMetrics().height() + LINE_MARGIN_PX
        self.verticalHeader().setDefaultSectionSize(height_px)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the system's size of text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_lines()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a key stands for; the rest moves and selects, and nothing is searched for."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        name = QKeySequence(held.value | event.key()).toString().lower()
        if name in {"return", "enter"} and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex().row())
        elif name in {"home", "end"} and self.model().rowCount():
            self.select_rows([0 if name == "home" else self.model().rowCount() - 1])
        elif name in self.keys:
            self.keys[name]()
        elif not _is_typed(event):
            super().keyPressEvent(event)

    def hide_facts(self, *, annotators: int, is_proposed: bool) -> None:
        """Leave out the columns that would say nothing with so many annotators, or without any
        machine that has proposed something."""
        self.setColumnHidden(ANNOTATOR, annotators <= 1)
        self.setColumnHidden(SOURCE, not is_proposed)
        self.setColumnHidden(DOUBT, annotators <= 1 and not is_proposed)

    def mark_sort(self, sort: Sort) -> None:
        """Show in the headings what the lines are sorted by."""
        column = next(column for column, its in SORTS.items() if its is sort)
        self.horizontalHeader().setSortIndicator(column, Qt.SortOrder.AscendingOrder)

    # What is selected

    def ranges(self) -> list[tuple[int, int]]:
        """First and last line of each stretch that is selected, in order."""
        found = ((r.top(), r.bottom()) for r in self.selectionModel().selection().toList())
        return sorted(set(found))

    def count(self) -> int:
        """How many lines are selected."""
        return sum(last - first + 1 for first, last in self.ranges())

    def rows(self) -> Iterator[int]:
        """The numbers of the selected lines."""
        for first, last in self.ranges():
            yield from range(first, last + 1)

    def select_rows(self, rows: list[int]) -> None:
        """Select these lines, given in order, go to the first of them, and show it."""
        model, selection = self.model(), QItemSelection()
        for first, last in _stretches(rows):
            selection.select(model.index(first, BEFORE), model.index(last, DOCUMENT))
        chosen = self.selectionModel()
        chosen.select(selection, Flag.ClearAndSelect | Flag.Rows)
        if rows:
            index = model.index(rows[0], BEFORE)
            chosen.setCurrentIndex(index, Flag.NoUpdate)
            self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)


def _is_typed(event: QKeyEvent) -> bool:
    """Whether a key writes a character, which a table would search for."""
    shift = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
    return bool(event.text()) and event.text().isprintable() and not event.modifiers() & ~shift


def _stretches(rows: list[int]) -> Iterator[tuple[int, int]]:
    """The first and last of each stretch of numbers that follow on one another."""
    start = None
    for i, row in enumerate(rows):
        start = row if start is None else start
        if i + 1 == len(rows) or rows[i + 1] != row + 1:
            yield start, row
            start = None
