"""A label or words in all their contexts."""

from typing import TYPE_CHECKING

from annotator.ui.actions.action import Action, in_window

if TYPE_CHECKING:
    from annotator.ui.annotate import AnnotateScreen


def concordance(screen: "AnnotateScreen") -> list[Action]:
    """The menu Review, as far as it is about lines in context."""
    opening = screen.tools.concordances
    return in_window(
        "Review",
        [
            ("concordance", "Concordance of this label …", "Ctrl+Shift+K", opening.of_label),
            ("concordance_words", "Concordance of these words …", "Ctrl+Alt+K", opening.of_words),
        ],
    )
