"""What is probably wrong among the labels."""

from typing import TYPE_CHECKING

from annotator.ui.actions.action import Action, in_window

if TYPE_CHECKING:
    from annotator.ui.annotate import AnnotateScreen


def label_errors(screen: "AnnotateScreen") -> list[Action]:
    """The menu Review, as far as it is about errors."""
    opening = screen.tools.label_errors
    return in_window("Review", [("label_errors", "Label errors …", "Ctrl+Shift+L", opening.show)])
