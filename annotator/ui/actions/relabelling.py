"""Changing the label set, and looking back at what a document was."""

from typing import TYPE_CHECKING

from annotator.ui.actions.action import Action, in_window
from annotator.ui.dialogs.beside import show_beside

if TYPE_CHECKING:
    from annotator.ui.annotate import AnnotateScreen


def relabelling(screen: "AnnotateScreen") -> list[Action]:
    """The menu Review, as far as it is about labels and history."""
    return in_window("Review", [("change_labels", "Labels …", "", lambda: _change_labels(screen))])


def _change_labels(screen: "AnnotateScreen") -> None:
    from annotator.ui.labels.labels_window import LabelsWindow

    there = (one for one in screen.findChildren(LabelsWindow) if one.isVisible())
    window = next(there, None)
    if window is None:
        window = LabelsWindow(screen.bridge, screen.theme, screen)
        window.writing.connect(lambda is_so: screen.across.setEnabled(not is_so))
    show_beside(window, screen)
