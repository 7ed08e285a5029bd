"""The start screen: recent projects, a new one, opening one, the sample."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.settings import recent_projects

WIDTH_PX = 520


class StartScreen(QWidget):
    """What is there before a project is open. Return opens the project that was open last."""

    new_wanted = Signal()
    open_wanted = Signal()
    sample_wanted = Signal()
    project_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.recent = QListWidget()
        self.recent.setMaximumWidth(WIDTH_PX)
        self.recent.setAccessibleName(self.tr("Recent projects"))
        self.recent.itemActivated.connect(self._choose)
        self.recent.itemClicked.connect(self._choose)
        self._lay_out()
        self.renew()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        heading = QLabel(self.tr("Annotator"))
        heading.setObjectName("heading")
        layout.addWidget(heading)
        for text, signal in (
            (self.tr("&New project …"), self.new_wanted),
            (self.tr("&Open a project …"), self.open_wanted),
            (self.tr("Try the &sample"), self.sample_wanted),
        ):
            button = QPushButton(text, autoDefault=True)
            button.setMinimumWidth(WIDTH_PX)
            button.clicked.connect(lambda _=False, wanted=signal: wanted.emit())
            layout.addWidget(button)
        layout.addSpacing(16)
        layout.addWidget(QLabel(self.tr("Recent projects")))
        layout.addWidget(self.recent, 3)
        layout.addStretch(1)

    def renew(self) -> None:
        """List the recent projects anew."""
        self.recent.clear()
        for path in recent_projects():
            item = QListWidgetItem(f"{path.name}\n{path.parent}")
            item.setData(Qt.ItemDataRole.UserRole, str(path))
            self.recent.addItem(item)
        self._go_to_latest()

    def showEvent(self, event: QShowEvent) -> None:
        """Give the keyboard to what is most likely wanted."""
        super().showEvent(event)
        self._go_to_latest()

    def _go_to_latest(self) -> None:
        if self.recent.count():
            self.recent.setCurrentRow(0)
            self.recent.setFocus()
        elif button := self.findChild(QPushButton):
            button.setFocus()

    def _choose(self, item: QListWidgetItem) -> None:
        self.project_chosen.emit(Path(item.data(Qt.ItemDataRole.UserRole)))
