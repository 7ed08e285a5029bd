"""Opening the Review window beside the article."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.errors import AnnotatorError
from annotator.ui.dialogs.beside import show_beside

if TYPE_CHECKING:
    from annotator.ui.annotate import AnnotateScreen
    from annotator.ui.review.window import ReviewWindow


class Reviews(QObject):
    """Opens it for one Annotate screen, once at a time."""

    def __init__(self, screen: "AnnotateScreen") -> None:
        super().__init__(screen)
        self._screen = screen
        self.window: ReviewWindow | None = None

    def open(self) -> None:
        """Show the window; whoever labels here is the reviewer."""
        # What it needs is imported only then: it would delay the window.
        from annotator.ui.review.window import ReviewWindow

        screen = self._screen
        if self.window is not None:
            show_beside(self.window, screen)
            return
        try:
            self.window = ReviewWindow(
                screen.session.path, screen.session.annotator, screen.theme, screen
            )
        except AnnotatorError as error:
            screen.said.emit(str(error))
            return
        show_beside(self.window, screen)
        self.window.finished.connect(self._forget)
        self.window.start()

    def _forget(self) -> None:
        window, self.window = self.window, None
        if window is not None:
            window.deleteLater()
