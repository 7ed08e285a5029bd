"""Going from one place that needs a look to the next, and deciding on the way."""

from typing import TYPE_CHECKING

from annotator.core.label import LabelSet
from annotator.ui.actions.action import Action, Run, in_article
from annotator.ui.bridge import Bridge

if TYPE_CHECKING:
    from annotator.ui.annotate import AnnotateScreen


def walking(screen: "AnnotateScreen") -> list[Action]:
    """The menu Walk. A label's key is a digit or a letter, so none of these marks is one; the
    F-keys are for keyboards on which a mark is hard to reach."""
    bridge = screen.bridge
    do, walk = bridge.do, bridge.walk
    return in_article(
        "Walk",
        [
            ("next_stop", "Next place to look at: in doubt, or perhaps missed", ", F2", lambda: do(walk.next)),
            ("previous_stop", "Previous place to look at", "Shift+F2", lambda: do(walk.previous)),
            ("least_sure", "Least sure suggestion not yet visited", ". F9", lambda: do(walk.least_sure)),
            ("hints", "Letters that lead to any word in sight", "; F4", screen.tools.show_hints),
            ("widen", "Widen to the whole name, or to the end of the next one", "+ = F7", lambda: do(walk.widen)),
            ("narrow", "Narrow to the first name in it", "/ Shift+F7", lambda: do(walk.narrow)),
            ("reject_everywhere", "Reject this and all the same, and go on", "- F8", lambda: do(walk.reject_everywhere)),
            ("accept_on", "Accept, and go on to the next place", "Alt+Return Alt+Enter", lambda: do(walk.accept)),
            ("remove_on", "Reject or remove, and go on", "Alt+Delete Alt+Backspace", lambda: do(walk.remove)),
        ],
    )  # fmt: skip


def labelling_on(bridge: Bridge, labels: LabelSet) -> list[Action]:
    """The menu Label and go on: one action for each label that has a key."""

    def label(name: str) -> Run:
        return lambda: bridge.do(lambda: bridge.walk.label(name))

    rows = [
        (f"label_on_{one.name}", one.name, f"Alt+{one.key}", label(one.name))
        for one in labels
        if one.key
    ]
    return in_article("Label and go on", rows)
