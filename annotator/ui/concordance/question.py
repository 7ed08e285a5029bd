"""A question in the Concordance window before other people's work is changed."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from annotator.ui.accessible import say


class Question(QWidget):
    """A sentence, and two buttons: Return does it, Escape leaves it. `closed`: it is gone."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sentence = QLabel(wordWrap=True)
        self.yes = QPushButton(self.tr("&Do it"), autoDefault=True)
        self.no = QPushButton(self.tr("Leave it"), autoDefault=True)
        self._do: Callable[[], None] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.yes)
        row.addWidget(self.no)
        self.yes.clicked.connect(lambda: self._answer(do=True))
        self.no.clicked.connect(lambda: self._answer(do=False))
        self.hide()

    def ask(self, sentence: str, do: Callable[[], None]) -> None:
        """Ask, and do it if that is the answer."""
        self._do = do
        self.sentence.setText(sentence)
        self.show()
        self.yes.setFocus()
        say(self.yes, sentence)

    def drop(self) -> None:
        """What was asked is no longer to the point."""
        self._do = None
        self.hide()

    def _answer(self, *, do: bool) -> None:
        chosen, self._do = self._do, None
        self.hide()
        self.closed.emit()
        if do and chosen is not None:
            chosen()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves things as they are, and the window open."""
        if event.key() == Qt.Key.Key_Escape:
            self._answer(do=False)
        else:
            super().keyPressEvent(event)
