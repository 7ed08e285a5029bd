"""The blind slice of the random sample: its switch."""

from typing import TYPE_CHECKING

from annotator.session import blind
from annotator.ui.actions.action import Action

if TYPE_CHECKING:
    from annotator.ui.annotate import AnnotateScreen


def sampling(screen: "AnnotateScreen") -> list[Action]:
    """The menu Model."""
    session, do = screen.session, screen.bridge.do
    return [
        Action(
            "blind",
            "Hide suggestions in a blind sample",
            "Model",
            (),
            lambda: do(lambda: blind.switch(session)),
            anywhere=True,
            is_on=lambda: blind.is_on(session.project),
        )
    ]
