"""What to do with a project file that was dropped on the window of another."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget

ACCEPT = QDialogButtonBox.ButtonRole.AcceptRole


class DroppedProjectDialog(QDialog):
    """`home_wanted`: its labels are to come into the open project; `open_wanted`: it is to be
    opened instead."""

    home_wanted = Signal()
    open_wanted = Signal()

    def __init__(self, path: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(path.name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question = QLabel(
            self.tr("{0} is a project. Bring its labels into the one that is open, or open it?")
            .format(path.name),
            wordWrap=True,
        )  # fmt: skip
        question.setTextFormat(Qt.TextFormat.PlainText)
        self.home = QPushButton(self.tr("&Bring its labels home"))
        self.open_ = QPushButton(self.tr("&Open it"))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.addButton(self.home, ACCEPT)
        self.buttons.addButton(self.open_, ACCEPT)
        self.home.setDefault(True)
        self.home.clicked.connect(self.home_wanted)
        self.open_.clicked.connect(self.open_wanted)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(question)
        layout.addWidget(self.buttons)
        self.home.setFocus()
