"""Where people differ, a label or words in all their contexts, and what is probably wrong."""

from typing import TYPE_CHECKING

from annotator.ui.actions.action import Action, in_window
from annotator.ui.actions.concordance import concordance
from annotator.ui.actions.label_errors import label_errors

if TYPE_CHECKING:
    from annotator.ui.annotate import AnnotateScreen


def reviewing(screen: "AnnotateScreen") -> list[Action]:
    """The menu Review."""
    title, opening = "Review where people differ …", screen.tools.reviews
    return [
        *in_window("Review", [("review", title, "Ctrl+Shift+R", opening.open)]),
        *concordance(screen),
        *label_errors(screen),
    ]
