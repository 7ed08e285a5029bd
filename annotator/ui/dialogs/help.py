"""F1: the keys of every action, the guideline of every label, and the formats."""

from html import escape

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from annotator.core.label import LabelSet
from annotator.errors import AnnotatorError
from annotator.ui.actions import Action

MOUSE = (
    ("Drag", "select words; with Alt, characters"),
    ("Double click", "select a word"),
    ("Click", "focus the innermost span, again: the one round it"),
    ("Drag an edge of the focused span", "move that edge"),
    ("Right click", "menu"),
)
FORMAT_HEADINGS = "<tr><td></td><td></td><td>Suffixes</td><td></td><td>Has no room for</td></tr>"

FEWEST = (
    (", then Alt+1", "go to the next place that needs a look, label it, and go on to the next"),
    ("Ctrl+Return", "what is suggested rightly needs no key of its own: finishing accepts it"),
    ("; then letters", "go to any word in sight; to a name or a span as a whole"),
    ("+", "take in the whole name, then go on to the next: Bank, Bank for Trade"),
    ("/", "cut down to the first name in it: the Bank's, Bank"),
    (
        "*",
        "give the suggestion its next likely label; what you make is proposed elsewhere by itself",
    ),
    ("-", "reject this wherever it is suggested; pass a name that needs no label everywhere"),
)
"""How the keys of the walk are used together."""


class HelpDialog(QDialog):
    """Keys and guidelines, beside the window."""

    def __init__(
        self, actions: list[Action], labels: LabelSet | None, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys and guidelines"))
        self.text = QTextBrowser()
        self.text.setAccessibleName(self.tr("Keys and guidelines"))
        self.text.setHtml(
            (_table("The fewest keys", FEWEST) if labels else "")
            + _keys(actions)
            + _table("Mouse", MOUSE)
            + _guidelines(labels or LabelSet())
            + _formats()
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.text)
        self.resize(620, 720)


def _keys(actions: list[Action]) -> str:
    menus = dict.fromkeys(action.menu for action in actions if action.menu != "Label")
    return "".join(_table(menu, _rows(menu, actions)) for menu in menus)


def _rows(menu: str, actions: list[Action]) -> tuple[tuple[str, str], ...]:
    native = QKeySequence.SequenceFormat.NativeText
    return tuple(
        (" or ".join(QKeySequence(key).toString(native) for key in action.keys), action.title)
        for action in actions
        if action.menu == menu
    )


def _guidelines(labels: LabelSet) -> str:
    rows = ((f"{one.key}  {one.name}", one.guideline) for one in labels)
    return _table("Labels", tuple(rows)) if len(labels) else ""


def _formats() -> str:
    # The formats are imported only now: they would delay the window.
    from annotator.formats import formats
    from annotator.ui.format_words import listed, suffixes, ways

    try:
        each = formats()
    except AnnotatorError as error:
        return f"<h3>Formats</h3><p>{escape(str(error))}</p>"
    cells = (
        (known.name, known.title, suffixes(known), ways(known), listed(known.lacks))
        for known in each
    )
    lines = "".join(
        f"<tr><td><b>{escape(name)}</b></td>{''.join(f'<td>{escape(c)}</td>' for c in rest)}</tr>"
        for name, *rest in cells
    )
    return f"<h3>Formats</h3><table cellpadding='3'>{FORMAT_HEADINGS}{lines}</table>"


def _table(title: str, rows: tuple[tuple[str, str], ...]) -> str:
    lines = "".join(
        f"<tr><td><b>{escape(left)}</b>&nbsp;&nbsp;</td><td>{escape(right)}</td></tr>"
        for left, right in rows
    )
    return f"<h3>{escape(title)}</h3><table cellpadding='3'>{lines}</table>"
