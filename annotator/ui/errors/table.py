"""The table of label errors: as that of a concordance, but Return mends and Space opens."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHeaderView, QWidget

from annotator.ui.concordance.model import MATCH
from annotator.ui.concordance.table import LineTable
from annotator.ui.errors.model import DOCUMENT, FIX, LIKELIHOOD, NOW, WHY, ErrorModel

WIDTHS_PX = {MATCH: 180, FIX: 150, NOW: 90, LIKELIHOOD: 56, WHY: 170, DOCUMENT: 110}


class ErrorTable(LineTable):
    """`keys` come before all that a table does with a key."""

    def __init__(self, model: ErrorModel, parent: QWidget) -> None:
        super().__init__(model, parent)
        self.setAccessibleName(self.tr("Probable label errors"))
        across = self.horizontalHeader()
        across.setSectionsClickable(False)
        across.setSortIndicatorShown(False)
        for column, width_px in WIDTHS_PX.items():
            across.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            across.resizeSection(column, width_px)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a key stands for."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        name = QKeySequence(held.value | event.key()).toString().lower()
        if name in self.keys:
            self.keys[name]()
        else:
            super().keyPressEvent(event)
