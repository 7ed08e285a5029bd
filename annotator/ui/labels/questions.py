"""What the Labels window asks: which label, what becomes of spans, which colour, which rule."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog, QDialog, QInputDialog

from annotator.core.colors import contrast, difference
from annotator.core.label_draft import DraftLabel
from annotator.core.split_rule import Rule
from annotator.ui.dialogs.beside import show_beside
from annotator.ui.labels.label_table import COLOR, GUIDELINE
from annotator.ui.labels.split_dialog import SplitDialog
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.ui.labels.labels_window import LabelsWindow

ALIKE = 0.05
"""Colours that differ less (see `difference`) are hard to tell apart."""


class Questions(QObject):
    """Asks them for one Labels window, and puts the answers into its draft."""

    def __init__(self, window: "LabelsWindow", theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme

    def ask_about(self, index: QModelIndex) -> None:
        """A cell was double-clicked that is not typed into."""
        if index.column() == COLOR:
            self.color()
        elif index.column() == GUIDELINE:
            self._window.guideline.setFocus()

    # Merge and delete

    def merge(self) -> None:
        """Ask into which label the marked ones go."""
        marked = self._window.marked()
        alone = marked[0] if len(marked) == 1 else None
        names = [row.name for row in self._window.draft.rows if row is not alone]
        if not marked or not names:
            self._window.say(self.tr("Mark the labels that are to be merged."))
            return
        title = self.tr("Merge {0} into").format(", ".join(row.name for row in marked))
        first = names[0] if alone else marked[-1].name
        self._choose(title, names, first, lambda name: self._merge(marked, name))

    def _merge(self, marked: list[DraftLabel], name: str) -> None:
        draft = self._window.draft
        into = draft.row(name)
        draft.merge(marked, into)
        self._window.renew(draft.rows.index(into))

    def delete(self) -> None:
        """Ask what becomes of the spans of the marked labels."""
        marked = self._window.marked()
        names = [row.name for row in self._window.draft.rows if row not in marked]
        if not marked:
            return
        removed = self.tr("removed")
        title = self.tr("Delete {0}. Its spans are, or get the label:").format(
            ", ".join(row.name for row in marked)
        )
        self._choose(title, [removed, *names], removed, lambda n: self._delete(marked, n, removed))

    def _delete(self, marked: list[DraftLabel], name: str, removed: str) -> None:
        draft = self._window.draft
        at = self._window.view.currentIndex().row()
        if name == removed:
            for row in marked:
                draft.delete(row)
        else:
            draft.merge(marked, draft.row(name))
        self._window.renew(at)

    def _choose(self, title: str, names: list[str], first: str, then) -> None:  # type: ignore[no-untyped-def]
        dialog = QInputDialog(self._window)
        dialog.setWindowTitle(self.tr("Labels"))
        dialog.setLabelText(title)
        dialog.setComboBoxItems(names)
        dialog.setTextValue(first)
        dialog.textValueSelected.connect(then)
        self._ask(dialog)

    def _ask(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        show_beside(dialog, self._window)

    # Split

    def split(self) -> None:
        """Ask which spans of the current label go to which other one."""
        row = self._window.row()
        if row is None:
            return
        others = [one.name for one in self._window.draft.rows if one is not row]
        dialog = SplitDialog(row.name, others, self._window)
        dialog.chosen.connect(lambda rule, name: self._split(row, rule, name))
        self._ask(dialog)

    def _split(self, row: DraftLabel, rule: Rule, name: str) -> None:
        draft = self._window.draft
        there = next((one for one in draft.rows if one.name == name), None)
        try:
            draft.split(row, rule, there or draft.add(name, draft.rows.index(row) + 1))
        except ValueError as error:
            self._window.say(str(error))
        self._window.renew(draft.rows.index(row))

    # Colour

    def color(self) -> None:
        """Ask for the colour of the current label."""
        row = self._window.row()
        if row is None:
            return
        dialog = QColorDialog(QColor(row.label.color), self._window)
        dialog.setWindowTitle(self.tr("Colour of {0}").format(row.name))
        dialog.colorSelected.connect(lambda color: self.take_color(row, color.name()))
        self._ask(dialog)

    def take_color(self, row: DraftLabel, color: str) -> None:
        """Give a label this colour (#rrggbb), and say how it can be told apart and read."""
        rows = self._window.draft.rows
        self._window.table.change(rows.index(row), color=color)
        drawn = self._theme.label_border(color)
        alike = [
            one.name
            for one in rows
            if one is not row
            and difference(drawn, self._theme.label_border(one.label.color)) < ALIKE
        ]
        ratio = contrast(self._theme.label_text(color), self._theme.page)
        said = self.tr("{0}: its name is written with a contrast of {1:.1f} : 1.").format(
            row.name, ratio
        )
        if alike:
            said += self.tr(" Its colour is hard to tell from that of {0}.").format(
                ", ".join(alike)
            )
        self._window.say(said)
