"""Opening the Insights window beside the article, one for each project."""

from typing import TYPE_CHECKING

from annotator.ui.dialogs.beside import show_beside

if TYPE_CHECKING:
    from annotator.ui.annotate import AnnotateScreen


def show_insights(screen: "AnnotateScreen") -> None:
    """Show the Insights window, which is made when it is first asked for."""
    # What it needs would delay the window if it were imported with it.
    from annotator.ui.insights.window import InsightsWindow

    window = screen.findChild(InsightsWindow)
    show_beside(window or InsightsWindow(screen.session, screen), screen)
