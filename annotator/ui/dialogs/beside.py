"""Showing a dialog so that it gets the keyboard, and the window gets it back."""

from PySide6.QtWidgets import QDialog, QWidget


def show_beside(dialog: QDialog, window: QWidget) -> None:
    """Show a dialog that does not block the window.

    Where no window manager hands the keyboard round (a bare X server), a new window would
    stay without it, and what is typed would label the article.
    """
    dialog.finished.connect(lambda _: window.window().activateWindow())
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
