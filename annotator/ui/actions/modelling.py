"""What suggests, and how it is taught."""

from typing import TYPE_CHECKING

from annotator.ui.actions.action import Action, in_window

if TYPE_CHECKING:
    from annotator.ui.annotate import AnnotateScreen


def modelling(screen: "AnnotateScreen") -> list[Action]:
    """The menu Model."""
    return in_window("Model", [("patterns", "Patterns …", "", screen.tools.edit_patterns)])
