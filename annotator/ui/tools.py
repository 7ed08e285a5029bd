"""What opens over the article: label picker, palette, note, search, choosing mentions."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import QMenu

from annotator.core.document import DocumentId
from annotator.session.decisions import other_mentions
from annotator.ui.concordance.concordances import Concordances
from annotator.ui.dialogs.beside import show_beside
from annotator.ui.dialogs.keys import KeysDialog
from annotator.ui.dialogs.mentions import MentionsDialog
from annotator.ui.dialogs.note import NoteDialog
from annotator.ui.dialogs.search import SearchDialog
from annotator.ui.errors.label_errors import LabelErrors
from annotator.ui.hints import HintOverlay
from annotator.ui.picker import Choice, Picker
from annotator.ui.review.reviews import Reviews

if TYPE_CHECKING:
    from annotator.ui.annotate import AnnotateScreen


class Tools(QObject):
    """Opens them for one Annotate screen."""

    def __init__(self, screen: "AnnotateScreen") -> None:
        super().__init__(screen)
        self._screen = screen
        self.concordances = Concordances(screen)
        self.label_errors = LabelErrors(screen)
        self.reviews = Reviews(screen)

    def pick_label(self) -> None:
        """Choose a label for the focused span, the selection or the word under the cursor."""
        theme = self._screen.theme
        choices = [
            Choice(
                one.name, one.key, self._labeller(one.name), QColor(*theme.label_text(one.color))
            )
            for one in self._screen.session.labels
        ]
        article = self._screen.session.article
        if article is None:
            return
        place = article.place
        range_ = (place.focus.start, place.focus.end) if place.focus else place.selection
        self._pop_up(self.tr("Label"), choices, range_ or place.cursor)

    def _labeller(self, name: str):  # type: ignore[no-untyped-def]
        bridge = self._screen.bridge
        return lambda: bridge.do(lambda: bridge.gestures.label(name))

    def _pop_up(self, title: str, choices: list[Choice], range_: tuple[int, int]) -> None:
        view = self._screen.article.view
        below = view.rectangle_of(*range_).bottomLeft() + QPoint(0, 6)
        Picker(title, choices, view).pop_up(view.viewport().mapToGlobal(below))

    def show_hints(self) -> None:
        """Show letters on the words in sight that lead there."""
        screen = self._screen
        HintOverlay(screen.bridge, screen.article.view, screen.theme).open()

    def show_palette(self) -> None:
        """Choose any action by its name."""
        choices = [
            Choice(action.text(), _whereabouts(action), action.trigger)
            for action in self._screen.window().findChildren(QAction)
            if action.objectName() and action.text() and action.isEnabled()
        ]
        view = self._screen.article.view
        place = view.mapToGlobal(QPoint(view.width() // 4, 40))
        Picker(self.tr("Every action"), choices, view).pop_up(place)

    def write_note(self) -> None:
        """Write or change the note on the focused span, or else on the document."""
        article = self._screen.session.article
        if article is None:
            return
        focus = article.place.focus
        title = self.tr("Note on the span") if focus else self.tr("Note on the document")
        note = getattr(focus, "note", None) if focus else article.note
        dialog = NoteDialog(title, note or "", self._screen)
        bridge = self._screen.bridge
        dialog.written.connect(lambda text: bridge.do(lambda: bridge.gestures.note(text)))
        show_beside(dialog, self._screen)

    def choose_mentions(self) -> None:
        """Choose which other mentions of the focused span get its label."""
        article = self._screen.session.article
        if article is None or article.place.focus is None:
            return
        if not other_mentions(article):
            self._screen.status.setText(self.tr("No other mention is free to be labelled."))
            return
        bridge = self._screen.bridge
        dialog = MentionsDialog(article, self._screen)
        dialog.excluded.connect(lambda e: bridge.do(lambda: bridge.gestures.label_mentions(e)))
        show_beside(dialog, self._screen)

    def change_keys(self) -> None:
        """Give actions other keys."""
        dialog = KeysDialog(self._screen.usual_actions, self._screen)
        dialog.changed.connect(self._screen.take_keys)
        show_beside(dialog, self._screen)

    def edit_patterns(self) -> None:
        """Change the project's patterns; a hit that is chosen is opened and selected."""
        # What reads files and starts workers would delay the window if it were imported with it.
        from annotator.ui.dialogs.patterns import PatternsDialog

        dialog = PatternsDialog(self._screen.bridge, self._screen)
        dialog.chosen.connect(self._open_match)
        show_beside(dialog, self._screen)

    def search(self) -> None:
        """Search all documents; what is chosen is opened with the match selected."""
        dialog = SearchDialog(self._screen.session.path, self._screen)
        dialog.chosen.connect(self._open_match)
        show_beside(dialog, self._screen)

    def _open_match(self, document_id: int, start: int, end: int) -> None:
        bridge, session = self._screen.bridge, self._screen.session
        bridge.do(lambda: session.open(DocumentId(document_id)))
        bridge.do(lambda: bridge.gestures.select(start, end, by_character=True))
        self._screen.article.view.setFocus()


def _whereabouts(action: QAction) -> str:
    """The menu an action is in, and its key."""
    menus = (m.title() for m in action.associatedObjects() if isinstance(m, QMenu))
    key = action.shortcut().toString(action.shortcut().SequenceFormat.NativeText)
    return "   ".join(filter(None, (next(menus, ""), key)))
