"""What is suggested and what not: the menu Model."""

from typing import TYPE_CHECKING

from annotator.ui.actions.action import Action, in_article, in_window

if TYPE_CHECKING:
    from annotator.ui.annotate import AnnotateScreen


def suggesting(screen: "AnnotateScreen") -> list[Action]:
    """The menu Model: memory, how sure suggestions have to be, and their other labels."""
    do, proposals = screen.bridge.do, screen.proposals
    remember = Action(
        "memory",
        "Propose what was labelled elsewhere",
        "Model",
        (),
        lambda: do(proposals.switch_memory),
        anywhere=True,
        is_on=lambda: proposals.memory_is_on,
    )
    return [
        *in_article("Model", [("next_label", "Next likely label", "* Ctrl+L", lambda: do(proposals.next_label))]),
        *in_window(
            "Model",
            [
                ("hide_unlikely", "Hide less sure suggestions", "Ctrl+]", lambda: do(lambda: proposals.ask_for(1))),
                ("show_unlikely", "Show less sure suggestions", "Ctrl+[", lambda: do(lambda: proposals.ask_for(-1))),
            ],
        ),
        remember,
    ]  # fmt: skip
