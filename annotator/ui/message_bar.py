"""One sentence in place, above the article, when something went wrong or is worth knowing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from annotator.ui.accessible import say


class MessageBar(QFrame):
    """Shows a sentence until it is closed or replaced, or until what it speaks of has passed.

    Beside it may stand a button that leads to more; `wanted` says that it was pressed.
    """

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.text = QLabel(wordWrap=True)
        self.text.setObjectName("message")
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.close_button = close = QToolButton(autoRaise=True)
        close.setText("✕")
        close.setToolTip(self.tr("Close"))
        close.setAccessibleName(self.tr("Close the message"))
        close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        close.clicked.connect(self.hide)
        self.more = QPushButton()
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more.clicked.connect(lambda _: self.wanted.emit())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 4, 4)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.more)
        layout.addWidget(close)
        self._stays = False
        self._offer("")
        self.hide()

    def _offer(self, more: str) -> None:
        self.more.setText(more)
        self.more.setVisible(bool(more))
        self.setFocusProxy(self.more if more else self.close_button)

    def say(self, sentence: str, *, stay: bool = False, more: str = "") -> None:
        """Show a sentence; with `stay` it is not taken back. `more`: the title of the button."""
        self._stays = stay
        self._offer(more)
        self.text.setText(sentence)
        self.close_button.setAccessibleDescription(sentence)
        self.show()
        say(self.close_button, sentence)

    def take_back(self) -> None:
        """What failed has worked since."""
        if not self._stays:
            self.hide()
