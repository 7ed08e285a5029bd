"""What the window for label errors is asked for: kind, annotator, and what models say."""

from collections import Counter
from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QWidget

from annotator.core.label_errors.error import Kind, LabelError
from annotator.ui.errors.words import kind_name


class ErrorFilters(QWidget):
    """`narrowed`: others of those that were found are wanted. `wanted`: they are to be found
    anew, with (True) or without what models say."""

    narrowed = Signal()
    wanted = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.kind, self.annotator = QComboBox(), QComboBox()
        self.kind.setAccessibleName(self.tr("Kind of error"))
        self.annotator.setAccessibleName(self.tr("Whose labels"))
        self.again = QPushButton(self.tr("&Find again"))
        self.ask_models = QPushButton(self.tr("Ask &models, too"))
        self.ask_models.setToolTip(
            self.tr(
                "Three models are trained, each on two thirds of the finished documents, and judge"
                " the labels of the other third. It takes minutes."
            )
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.kind, self.annotator):
            row.addWidget(widget)
        row.addStretch(1)
        for button in (self.again, self.ask_models):
            button.setAutoDefault(False)
            row.addWidget(button)
        self.show_counts(())
        self.kind.currentIndexChanged.connect(lambda _: self.narrowed.emit())
        self.annotator.currentIndexChanged.connect(lambda _: self.again.click())
        self.again.clicked.connect(lambda: self.wanted.emit(False))  # noqa: FBT003 (Qt's signature)
        self.ask_models.clicked.connect(lambda: self.wanted.emit(True))  # noqa: FBT003

    def offer(self, annotators: Sequence[str]) -> None:
        """Let one of these be chosen, or all."""
        self.annotator.blockSignals(True)  # noqa: FBT003 (Qt's signature)
        chosen = self.annotator.currentData()
        self.annotator.clear()
        self.annotator.addItem(self.tr("everyone"), None)
        for name in annotators:
            self.annotator.addItem(name, name)
        self.annotator.setCurrentIndex(max(0, self.annotator.findData(chosen)))
        self.annotator.blockSignals(False)  # noqa: FBT003 (Qt's signature)
        self.annotator.setVisible(len(annotators) > 1)

    def show_counts(self, errors: Iterable[LabelError]) -> None:
        """Say how many there are of each kind; the choice stays."""
        counts, chosen = Counter(error.kind for error in errors), self.kind.currentData()
        self.kind.blockSignals(True)  # noqa: FBT003 (Qt's signature)
        self.kind.clear()
        self.kind.addItem(self.tr("every kind ({0:,})").format(counts.total()), "")
        for kind in Kind:
            self.kind.addItem(f"{kind_name(kind)} ({counts[kind]:,})", kind)
        self.kind.setCurrentIndex(max(0, self.kind.findData(chosen)))
        self.kind.blockSignals(False)  # noqa: FBT003 (Qt's signature)

    def is_wanted(self, error: LabelError) -> bool:
        """Whether an error is of the kind that is chosen."""
        chosen = self.kind.currentData()
        return not chosen or error.kind == chosen

    def stand_still(self, *, is_busy: bool) -> None:
        """Ask for nothing while something is being found."""
        for button in (self.again, self.ask_models):
            button.setEnabled(not is_busy)
