"""What is decided about spans and documents."""

from annotator.core.annotation import Answer
from annotator.core.label import LabelSet
from annotator.ui.actions.action import Action, Run, in_article, in_window
from annotator.ui.bridge import Bridge
from annotator.ui.long_undo import redo, undo


def deciding(bridge: Bridge) -> list[Action]:
    """The menus Edit, Span and Document."""
    return [*_edit(bridge), *_span(bridge), *_document(bridge)]


def _edit(bridge: Bridge) -> list[Action]:
    return in_window(
        "Edit",
        [
            ("undo", "Undo", "Ctrl+Z", lambda: undo(bridge)),
            ("redo", "Redo", "Ctrl+Shift+Z", lambda: redo(bridge)),
        ],
    )


def _span(bridge: Bridge) -> list[Action]:
    do, gestures = bridge.do, bridge.gestures

    def start(step: int, *, by_character: bool = False) -> Run:
        return lambda: do(
            lambda: gestures.resize(is_start=True, step=step, by_character=by_character)
        )

    left, right = "Ctrl+Shift+Left", "Ctrl+Shift+Right"
    letter_left, letter_right = "Ctrl+Alt+Shift+Left", "Ctrl+Alt+Shift+Right"
    return in_article(
        "Span",
        [
            ("accept", "Accept, or go to the first suggestion", "Return Enter", lambda: do(gestures.accept)),
            ("remove", "Reject or remove", "Delete Backspace", lambda: do(gestures.remove)),
            ("mentions", "Label every other mention", "Ctrl+M", lambda: do(gestures.label_mentions)),
            ("start_left", "Start one word to the left", left, start(-1)),
            ("start_right", "Start one word to the right", right, start(1)),
            ("start_character_left", "Start one character to the left", letter_left, start(-1, by_character=True)),
            ("start_character_right", "Start one character to the right", letter_right, start(1, by_character=True)),
        ],
    )  # fmt: skip


def _document(bridge: Bridge) -> list[Action]:
    do, session, gestures = bridge.do, bridge.session, bridge.gestures

    def answer(given: Answer) -> Run:
        return lambda: do(lambda: gestures.answer(given))

    def go(step: int) -> Run:
        return lambda: do(lambda: session.open_neighbour(step))

    finish, reject = "Ctrl+Return Ctrl+Enter", "Ctrl+Shift+Return Ctrl+Shift+Enter"
    return in_window(
        "Document",
        [
            ("finish", "Finish: accept all that is suggested", finish, answer(Answer.ACCEPT)),
            ("reject_document", "Reject: unfit for use", reject, answer(Answer.REJECT)),
            ("skip", "Skip", "Ctrl+.", answer(Answer.IGNORE)),
            ("flag", "Flag for another look", "Ctrl+D", lambda: do(gestures.flag)),
            ("next", "Next document", "Ctrl+PgDown", go(1)),
            ("previous", "Previous document", "Ctrl+PgUp", go(-1)),
        ],
    )


def labelling(bridge: Bridge, labels: LabelSet) -> list[Action]:
    """The menu Label: one action for each label."""

    def label(name: str) -> Run:
        return lambda: bridge.do(lambda: bridge.gestures.label(name))

    return in_article("Label", [(f"label_{l.name}", l.name, l.key, label(l.name)) for l in labels])  # noqa: E741
