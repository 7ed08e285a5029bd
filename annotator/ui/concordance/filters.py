"""What the Concordance window is asked for: a label, a string, whose spans, in which order."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QLineEdit, QWidget

from annotator.core.concordance import Sort
from annotator.core.label import LabelSet
from annotator.session.concordance import Wanted
from annotator.session.concordance_lines import NOT_LABELLED

TYPING_PAUSE_MS = 250
TEXT_LEAST_PX = 140


class Filters(QWidget):
    """`changed`: something else is wanted."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.label, self.annotator, self.sort = QComboBox(), QComboBox(), QComboBox()
        self.text = QLineEdit(placeholderText=self.tr("any words"), clearButtonEnabled=True)
        self.text.setMinimumWidth(TEXT_LEAST_PX)
        self.whole_words = QCheckBox(self.tr("&Whole words"))
        self.match_case = QCheckBox(self.tr("&Case"))
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        for title, sort in (
            (self.tr("document"), Sort.DOCUMENT),
            (self.tr("words before"), Sort.LEFT),
            (self.tr("match"), Sort.MATCH),
            (self.tr("words after"), Sort.RIGHT),
            (self.tr("label"), Sort.LABEL),
            (self.tr("annotator"), Sort.ANNOTATOR),
            (self.tr("doubt"), Sort.DOUBT),
        ):
            self.sort.addItem(title, sort)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for name, title, field in (
            (self.tr("Label"), self.tr("&Label"), self.label),
            (self.tr("Words"), self.tr("W&ords"), self.text),
            (self.tr("Annotator"), self.tr("&Annotator"), self.annotator),
            (self.tr("Sorted by"), self.tr("&Sorted by"), self.sort),
        ):
            shown = QLabel(title)
            shown.setBuddy(field)
            field.setAccessibleName(name)
            row.addWidget(shown)
            row.addWidget(field, 1 if field is self.text else 0)
            if field is self.text:
                row.addWidget(self.whole_words)
                row.addWidget(self.match_case)
        self.match_case.setAccessibleName(self.tr("Only words in the same case"))
        self.match_case.setToolTip(self.match_case.accessibleName())

    def _connect(self) -> None:
        self._pause.timeout.connect(self.changed)
        self.text.textChanged.connect(lambda _: self._pause.start())
        for box in (self.label, self.annotator, self.sort):
            box.currentIndexChanged.connect(lambda _: self.tell())
        for tick in (self.whole_words, self.match_case):
            tick.toggled.connect(lambda _: self.tell())

    def tell(self) -> None:
        """Something else is wanted, also what was typed just now."""
        self._pause.stop()
        self.changed.emit()

    def offer(self, labels: LabelSet, annotators: Sequence[str]) -> None:
        """Let these be chosen from; what was chosen stays, where it still is there."""
        named = [(one.name, one.name) for one in labels]
        of_places = (self.tr("not labelled"), NOT_LABELLED)
        _fill(self.label, [(self.tr("every label"), None), of_places, *named])
        _fill(self.annotator, [(self.tr("everybody"), None), *[(n, n) for n in annotators]])

    def ask(self, *, label: str | None = None, text: str = "") -> None:
        """Want a label, or a string, of everybody."""
        for box, value in ((self.label, label), (self.annotator, None)):
            box.blockSignals(True)  # noqa: FBT003 (Qt's signature)
            box.setCurrentIndex(max(0, box.findData(value)))
            box.blockSignals(False)  # noqa: FBT003 (Qt's signature)
        self.text.setText(text)
        self.tell()

    def sort_by(self, sort: Sort) -> None:
        """Want this order."""
        self.sort.setCurrentIndex(self.sort.findData(sort))

    def wanted(self) -> Wanted:
        """What is wanted."""
        return Wanted(
            label=self.label.currentData(),
            text=self.text.text(),
            annotator=self.annotator.currentData(),
            whole_words=self.whole_words.isChecked(),
            match_case=self.match_case.isChecked(),
            sort=Sort(self.sort.currentData()),
        )


def _fill(box: QComboBox, items: list[tuple[str, str | None]]) -> None:
    chosen = box.currentData()
    box.blockSignals(True)  # noqa: FBT003 (Qt's signature)
    box.clear()
    for title, value in items:
        box.addItem(title, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    box.blockSignals(False)  # noqa: FBT003 (Qt's signature)
