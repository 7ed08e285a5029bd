"""What a project tells of itself."""

from functools import partial
from typing import TYPE_CHECKING

from annotator.ui.actions.action import Action, in_window
from annotator.ui.insights.opening import show_insights

if TYPE_CHECKING:
    from annotator.ui.annotate import AnnotateScreen


def insights(screen: "AnnotateScreen") -> list[Action]:
    """The menu Review, as far as it is about figures."""
    return in_window("Review", [("insights", "Insights …", "", partial(show_insights, screen))])
