"""Learning while labelling: its switch, and what is done with the model."""

from typing import TYPE_CHECKING

from annotator.ui.actions.action import Action

if TYPE_CHECKING:
    from annotator.ui.learner import Learner


def learning(learner: "Learner") -> list[Action]:
    """The menu Model."""
    return [
        Action("learning", "Learn while labelling", "Model", (), learner.switch, anywhere=True, is_on=lambda: learner.is_on),
        Action("learn_every", "Learn after how many documents …", "Model", (), learner.ask_interval, anywhere=True),
        Action("learn_now", "Learn now from what is finished", "Model", (), learner.learn, anywhere=True),
        Action("forget", "Forget what was learnt: the pipeline suggests again", "Model", (), learner.forget, anywhere=True),
    ]  # fmt: skip
