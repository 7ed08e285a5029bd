"""Opening the window for label errors, and one of its lines in the article."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.core.label_errors.error import LabelError
from annotator.session.mending import line_of
from annotator.ui.dialogs.beside import show_beside

if TYPE_CHECKING:
    from annotator.ui.annotate import AnnotateScreen
    from annotator.ui.errors.window import ErrorsWindow


class LabelErrors(QObject):
    """Opens it for one Annotate screen, once."""

    def __init__(self, screen: "AnnotateScreen") -> None:
        super().__init__(screen)
        self._screen = screen
        self.window: ErrorsWindow | None = None

    def show(self) -> None:
        """Show what is probably wrong among the labels."""
        # What it needs is imported only then: it would delay the window.
        from annotator.ui.errors.window import ErrorsWindow

        if self.window is None:
            self.window = ErrorsWindow(self._screen)
            self.window.opened.connect(self.open)
        show_beside(self.window, self._screen)
        self.window.ask()

    def open(self, error: LabelError) -> None:
        """Open an error in the article, which gets the keyboard."""
        self._screen.tools.concordances.open_line(line_of(error))
