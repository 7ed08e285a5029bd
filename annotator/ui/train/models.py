"""What the menu Model does: the windows for training and evaluating, and what comes of them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel

from annotator.core.span import SpanKey
from annotator.session.misses import Miss
from annotator.ui.dialogs.beside import show_beside

if TYPE_CHECKING:
    from annotator.ui.annotate import AnnotateScreen
    from annotator.ui.train.evaluate_window import EvaluateWindow
    from annotator.ui.train.train_window import TrainWindow


class Models(QObject):
    """Opens them for one Annotate screen, once each. `ended` says how a training ended.

    What they need is imported only then: it would delay the window by 40 ms.
    """

    ended = Signal(str)

    def __init__(self, screen: "AnnotateScreen") -> None:
        super().__init__(screen)
        self._screen = screen
        self.status = QLabel()
        self.train_window: TrainWindow | None = None
        self.evaluate_window: EvaluateWindow | None = None

    def train(self) -> None:
        """Show the Train window."""
        from annotator.ui.train.train_window import TrainWindow

        if self.train_window is None:
            self.train_window = TrainWindow(self._screen.session, self._screen)
            self.train_window.wanted.connect(self._screen.use_pipeline)
            self.train_window.told.connect(self.status.setText)
            self.train_window.ended.connect(self._tell)
        show_beside(self.train_window, self._screen)

    def evaluate(self) -> None:
        """Show the Evaluate window."""
        from annotator.ui.train.evaluate_window import EvaluateWindow

        if self.evaluate_window is None:
            self.evaluate_window = EvaluateWindow(self._screen.session, self._screen)
            self.evaluate_window.opened.connect(self.open_miss)
        if self.train_window is not None and self.train_window.trained:
            self.evaluate_window.pipeline.add(self.train_window.trained)
        show_beside(self.evaluate_window, self._screen)

    def stop(self) -> None:
        """End what the windows do."""
        for window in (self.train_window, self.evaluate_window):
            if window is not None:
                window.stop()
                window.close()

    def _tell(self, sentence: str) -> None:
        """Say it where somebody labels; the Train window itself has said it already."""
        if self.train_window is not None and not self.train_window.isActiveWindow():
            self.ended.emit(sentence)

    def open_miss(self, miss: Miss) -> None:
        """Open a difference in the article, which gets the keyboard: its span is focused, or
        its words are selected where this annotator has no such span."""
        session, bridge = self._screen.session, self._screen.bridge
        document = session.document_of(miss.key)
        if document is None:
            return
        bridge.do(lambda: session.open(document.id))
        keys = [key for key in (miss.gold, miss.predicted) if key]
        focus = next(filter(None, map(self._focusable, keys)), None)
        if focus is not None:
            bridge.do(lambda: bridge.gestures.focus(focus))
        else:
            start, end, _ = keys[0]
            bridge.do(lambda: bridge.gestures.select(start, end, by_character=True))
        self._screen.window().activateWindow()
        self._screen.article.view.setFocus()

    def _focusable(self, key: SpanKey):  # type: ignore[no-untyped-def]
        article = self._screen.session.article
        return article.focusable(key) if article else None
