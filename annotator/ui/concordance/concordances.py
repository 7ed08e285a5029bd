"""Opening the Concordance window on what is focused, and one of its lines in the article."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.session.article import Article
from annotator.session.concordance_lines import Line
from annotator.ui.dialogs.beside import show_beside

if TYPE_CHECKING:
    from annotator.ui.annotate import AnnotateScreen
    from annotator.ui.concordance.window import ConcordanceWindow


class Concordances(QObject):
    """Opens it for one Annotate screen, once."""

    def __init__(self, screen: "AnnotateScreen") -> None:
        super().__init__(screen)
        self._screen = screen
        self.window: ConcordanceWindow | None = None

    def of_label(self) -> None:
        """All spans with the focused one's label; without one, all places of the selected words,
        or else all spans."""
        article = self._screen.session.article
        focus = article.place.focus if article else None
        if article is None or focus is None:
            selection = article.place.selection if article else None
            self._ask(text=article.text[slice(*selection)] if article and selection else "")
            return
        id_ = self._screen.session.annotator_id
        self._ask(
            label=focus.label,
            at=Line(article.document.id, id_, focus.start, focus.end, focus.label),
        )

    def of_words(self) -> None:
        """All places of the focused span's words, of the selected ones, or of the cursor's."""
        article = self._screen.session.article
        self._ask(text=_words(article) if article else "")

    def _ask(self, *, label: str | None = None, text: str = "", at: Line | None = None) -> None:
        # What it needs is imported only then: it would delay the window.
        from annotator.ui.concordance.window import ConcordanceWindow

        if self.window is None:
            self.window = ConcordanceWindow(self._screen)
            self.window.opened.connect(self.open_line)
        show_beside(self.window, self._screen)
        self.window.ask(label=label, text=text, at=at)

    def open_line(self, line: Line) -> None:
        """Open a line in the article, which gets the keyboard: its span is focused, or its words
        are selected where this annotator has no such span."""
        session, bridge = self._screen.session, self._screen.bridge
        bridge.do(lambda: session.open(line.document_id))
        focus = session.article.focusable(line.key) if session.article else None
        if focus is not None:
            bridge.do(lambda: bridge.gestures.focus(focus))
        else:
            bridge.do(lambda: bridge.gestures.select(line.start, line.end, by_character=True))
        self._screen.window().activateWindow()
        self._screen.article.view.setFocus()


def _words(article: Article) -> str:
    place = article.place
    range_ = (place.focus.start, place.focus.end) if place.focus else place.selection
    return article.text[slice(*(range_ or place.cursor))]
