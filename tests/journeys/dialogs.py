"""Dialogs beside the window, and keys pressed in them."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QWidget

from tests.journeys.person import Person


def dialogs(kind: type[QDialog]) -> list[QDialog]:
    """The dialogs of this kind that are shown."""
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]


def the(person: Person, kind: type[QDialog]) -> QDialog:
    """The one dialog of this kind, with the keyboard."""
    person.wait(lambda: dialogs(kind))
    (shown,) = dialogs(kind)
    assert QTest.qWaitForWindowActive(shown)
    return shown


def press(shown: QWidget, *keys: str) -> None:
    """Press keys in a dialog: they go to whatever has the keyboard there."""
    for key in keys:
        pressed = QKeySequence(key)[0]
        QTest.keyClick(shown.windowHandle(), pressed.key(), pressed.keyboardModifiers())


def type_into(shown: QWidget, text: str) -> None:
    """Type into whatever has the keyboard in a dialog."""
    for char in text:
        press(shown, "Space" if char == " " else char)


def answer_file_dialog(path: str) -> None:
    """Answer the next dialog that asks for a file, as somebody who types its name."""
    timer = QTimer(QApplication.instance(), interval=50)

    def answer() -> None:
        for asking in dialogs(QFileDialog):
            if not asking.isActiveWindow():
                return
            timer.stop()
            timer.deleteLater()
            edit = asking.findChild(QLineEdit, "fileNameEdit")
            edit.setFocus()
            edit.clear()
            QTest.keyClicks(edit, path)
            press(asking, "Return")

    timer.timeout.connect(answer)
    timer.start()
