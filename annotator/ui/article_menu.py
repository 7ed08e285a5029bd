"""The menu of a right click in the article."""

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from annotator.core.suggestion import Suggestion
from annotator.session.proposals import likely_labels

if TYPE_CHECKING:
    from annotator.ui.annotate import AnnotateScreen

MENU_LABELS = 20
"""With more labels the menu leads to the picker for the others."""


def pop_up(screen: "AnnotateScreen", shortcuts: dict[str, QAction], place: QPoint) -> None:
    """Show what can be done with the focused span, or the words that are chosen."""
    here = screen.session.article and screen.session.article.place
    menu = QMenu(screen)
    if here and isinstance(here.focus, Suggestion):
        menu.addAction(shortcuts["accept"])
    if here and here.focus:
        menu.addAction(shortcuts["remove"])
        menu.addSeparator()
    _add_likely(screen, menu)
    for label in islice(screen.session.labels, MENU_LABELS):
        menu.addAction(shortcuts[f"label_{label.name}"])
    if len(screen.session.labels) > MENU_LABELS:
        menu.addSeparator()
        menu.addAction(shortcuts["pick"])
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(place)


def _add_likely(screen: "AnnotateScreen", menu: QMenu) -> None:
    """The likely labels with their chances, if there is a choice."""
    likely = likely_labels(screen.session.article)
    for name, share in likely:
        title = name if share is None else f"{name} ({share:.0%})"
        menu.addAction(title, partial(screen.label, name))
    if likely:
        menu.addSeparator()
