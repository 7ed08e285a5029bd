"""Changing the label set, and looking back at what a document was."""

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QDialog

from annotator.ui.actions.action import Action, in_window
from annotator.ui.dialogs.beside import show_beside

if TYPE_CHECKING:
    from annotator.ui.annotate import AnnotateScreen

D = TypeVar("D", bound=QDialog)


def relabelling(screen: "AnnotateScreen") -> list[Action]:
    """The menu Review, as far as it is about labels and history."""
    return in_window(
        "Review",
        [
            ("change_labels", "Labels …", "", lambda: _change_labels(screen)),
            ("history", "History of this document …", "", lambda: _look_back(screen)),
        ],
    )


# What the windows need is imported when they are wanted: it would delay the first one.


def _change_labels(screen: "AnnotateScreen") -> None:
    from annotator.ui.labels.labels_window import LabelsWindow

    window = _shown(screen, LabelsWindow)
    if window is None:
        window = LabelsWindow(screen.bridge, screen.theme, screen)
        window.writing.connect(lambda is_so: screen.across.setEnabled(not is_so))
    show_beside(window, screen)


def _look_back(screen: "AnnotateScreen") -> None:
    from annotator.ui.history.history_window import HistoryWindow

    window = _shown(screen, HistoryWindow)
    show_beside(window or HistoryWindow(screen.bridge, screen.theme, screen), screen)


def _shown(screen: "AnnotateScreen", kind: type[D]) -> D | None:
    return next((one for one in screen.findChildren(kind) if one.isVisible()), None)
