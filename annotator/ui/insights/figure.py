"""One figure of a page: its title, what is chosen in it, its chart, and what that means."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

GAP_PX = 6


class Figure(QWidget):
    """`meaning` is a sentence on how to read it, with its source. `said`: what the figures come
    to, in words. Without anything to draw it says why."""

    def __init__(self, title: str, meaning: str, *charts: QWidget) -> None:
        super().__init__()
        self.charts = charts
        self.heading = QLabel(title, wordWrap=True)
        self.heading.setObjectName("title")
        self.choice = QComboBox()
        self.choice.setAccessibleName(title)
        self.choice.hide()
        self.said = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.meaning = QLabel(meaning, wordWrap=True)
        self.meaning.setObjectName("meta")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._lay_out()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        top.addWidget(self.choice)
        layout = QVBoxLayout(self)
        layout.setSpacing(GAP_PX)
        layout.addLayout(top)
        for chart in self.charts:
            layout.addWidget(chart)
        layout.addWidget(self.said)
        layout.addWidget(self.meaning)
        layout.addStretch(1)

    def say(self, sentence: str, *, drawn: bool = True) -> None:
        """Say what the figures come to; with nothing `drawn` the chart is hidden."""
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))
        for chart in self.charts:
            chart.setVisible(drawn)

    def offer(self, names: Sequence[str]) -> str:
        """Let one of these be chosen, and return it: the one that was chosen before if it is
        still among them, "" if there is none."""
        before = self.choice.currentText()
        if list(names) != [self.choice.itemText(i) for i in range(self.choice.count())]:
            self.choice.blockSignals(True)  # noqa: FBT003 (Qt's signature)
            self.choice.clear()
            self.choice.addItems(list(names))
            self.choice.setCurrentIndex(max(0, self.choice.findText(before)))
            self.choice.blockSignals(False)  # noqa: FBT003
        self.choice.setVisible(len(names) > 1)
        return self.choice.currentText()
