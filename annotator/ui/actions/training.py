"""Training a pipeline and scoring one."""

from typing import TYPE_CHECKING

from annotator.ui.actions.action import Action, in_window

if TYPE_CHECKING:
    from annotator.ui.annotate import AnnotateScreen


def training(screen: "AnnotateScreen") -> list[Action]:
    """The menu Model, as far as it is about a pipeline's quality."""
    models = screen.models
    return in_window(
        "Model",
        [
            ("train", "Train …", "Ctrl+Shift+T", models.train),
            ("evaluate", "Evaluate …", "Ctrl+Shift+V", models.evaluate),
        ],
    )
