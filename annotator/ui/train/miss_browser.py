"""The error browser: every difference between people and a pipeline, narrowed and opened."""

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.session.misses import Kind, Miss
from annotator.session.session import Session
from annotator.ui.train.miss_model import GOLD, KIND, PREDICTED, TITLE, MissModel

LINE_MARGIN_PX = 8
KIND_PX, TITLE_PX = 120, 150


class MissBrowser(QWidget):
    """`chosen` carries the difference that is to be opened."""

    chosen = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.model = MissModel(session, self)
        self.label = QComboBox()
        self.label.setAccessibleName(self.tr("Label"))
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("Kind of difference"))
        for title, kind in (
            (self.tr("every kind"), None),
            (self.tr("missed"), Kind.MISSED),
            (self.tr("wrong label"), Kind.LABEL),
            (self.tr("wrong boundary"), Kind.BOUNDARY),
            (self.tr("not in gold"), Kind.EXTRA),
        ):
            self.kind.addItem(title, kind)
        self.count = QLabel()
        self.table = QTableView()
        self.table.setAccessibleName(self.tr("Differences"))
        self.table.setModel(self.model)
        self._look_like_lines()
        self._lay_out()
        for box in (self.label, self.kind):
            box.currentIndexChanged.connect(self._narrow)
        self.table.activated.connect(self._choose)
        self.show_misses([])

    def _look_like_lines(self) -> None:
        table = self.table
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        height_px = self.fontMetrics().height() + LINE_MARGIN_PX
        table.verticalHeader().setDefaultSectionSize(height_px)
        across = table.horizontalHeader()
        for column in (GOLD, PREDICTED):
            across.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        across.resizeSection(KIND, KIND_PX)
        across.resizeSection(TITLE, TITLE_PX)

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        for widget in (self.label, self.kind, self.count):
            above.addWidget(widget)
        above.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(above)
        layout.addWidget(self.table, 1)

    def show_misses(self, misses: list[Miss]) -> None:
        """Show these, with the labels that they concern to choose from."""
        labels = sorted({label for miss in misses for label in miss.labels})
        self.label.blockSignals(True)  # noqa: FBT003 (Qt's signature)
        self.label.clear()
        self.label.addItem(self.tr("every label"), "")
        for label in labels:
            self.label.addItem(label, label)
        self.label.blockSignals(False)  # noqa: FBT003 (Qt's signature)
        self.model.show(misses)
        self._narrow()

    def _narrow(self) -> None:
        kind = self.kind.currentData()
        self.model.narrow(self.label.currentData() or "", Kind(kind) if kind else None)
        shown = self.model.rowCount()
        self.count.setText(self.tr("{0:,} differences; Return opens one").format(shown))
        if shown:
            self.table.setCurrentIndex(self.model.index(0, KIND))

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(self.model.miss(index.row()))
