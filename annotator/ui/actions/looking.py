"""Finding, choosing by name, noting, and the size of the text."""

from typing import TYPE_CHECKING

from annotator.ui.actions.action import Action, in_article, in_window

if TYPE_CHECKING:
    from annotator.ui.annotate import AnnotateScreen


def looking(screen: "AnnotateScreen") -> list[Action]:
    """The menu View, and what opens something to type in."""
    find, tools = screen.article.find_bar, screen.tools
    bigger, smaller = "Ctrl++ Ctrl+=", "Ctrl+-"
    return [
        *in_article("Move", [("escape", "Close what is open; drop selection and focus", "Escape", screen.article.escape)]),
        *in_article(
            "Label",
            [
                ("pick", "Choose a label …", "Space", tools.pick_label),
                ("choose_mentions", "Label other mentions, but not all …", "Ctrl+Shift+M", tools.choose_mentions),
            ],
        ),
        *in_window(
            "Edit",
            [
                ("find", "Find in this document …", "Ctrl+F", find.open),
                ("find_next", "Next match", "F3", find.find_next),
                ("find_previous", "Previous match", "Shift+F3", lambda: find.find_next(backwards=True)),
                ("search", "Search all documents …", "Ctrl+Shift+F", tools.search),
                ("note", "Note on the span or the document …", "Ctrl+T", tools.write_note),
            ],
        ),
        *in_window(
            "View",
            [
                ("palette", "Every action by its name …", "Ctrl+K", tools.show_palette),
                ("next_pane", "Next part of the window", "F6", lambda: screen.panes.go(1)),
                ("previous_pane", "Previous part of the window", "Shift+F6", lambda: screen.panes.go(-1)),
                ("keys", "Change the keys …", "", tools.change_keys),
                ("bigger", "Bigger text", bigger, lambda: screen.article.resize_text(1)),
                ("smaller", "Smaller text", smaller, lambda: screen.article.resize_text(-1)),
                ("usual_size", "Usual size of text", "Ctrl+0", lambda: screen.article.resize_text(0)),
            ],
        ),
    ]  # fmt: skip
