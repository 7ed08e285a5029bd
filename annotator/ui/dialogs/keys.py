"""Changing the keys of actions."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QKeySequenceEdit,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.ui import settings
from annotator.ui.actions import Action

TITLE, KEYS = 0, 1


class KeysDialog(QDialog):
    """Every action with its keys; the one that is marked gets the keys typed below.

    `changed` says that actions have other keys now.
    """

    changed = Signal()

    def __init__(self, actions: list[Action], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._actions = {action.name: action for action in actions}
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(self.tr("Actions and their keys"))
        self.tree.setHeaderLabels([self.tr("Action"), self.tr("Keys")])
        self.tree.setRootIsDecorated(False)
        self.edit = QKeySequenceEdit()
        self.edit.setAccessibleName(self.tr("New key"))
        self.edit.setMaximumSequenceLength(1)
        self.note = QLabel(wordWrap=True)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Close | QDialogButtonBox.StandardButton.RestoreDefaults
        )
        self._lay_out()
        self._fill()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.addWidget(self.tree)
        layout.addWidget(QLabel(self.tr("New key for the marked action:")))
        for widget in (self.edit, self.note, self.buttons):
            layout.addWidget(widget)
        self.resize(560, 620)
        self.edit.editingFinished.connect(self._assign)
        self.buttons.rejected.connect(self.reject)
        restore = self.buttons.button(QDialogButtonBox.StandardButton.RestoreDefaults)
        restore.clicked.connect(self._restore)

    def _fill(self) -> None:
        for action in self._actions.values():
            item = QTreeWidgetItem([f"{action.menu}: {action.title}", _shown(self._keys(action))])
            item.setData(TITLE, Qt.ItemDataRole.UserRole, action.name)
            self.tree.addTopLevelItem(item)
        self.tree.resizeColumnToContents(TITLE)
        self.tree.setCurrentIndex(self.tree.model().index(0, TITLE))

    def _keys(self, action: Action) -> tuple[str, ...]:
        return settings.keys(action.name) or action.keys

    def _assign(self) -> None:
        item, sequence = self.tree.currentItem(), self.edit.keySequence()
        if item is None or sequence.isEmpty():
            return
        name = item.data(TITLE, Qt.ItemDataRole.UserRole)
        taken = self._taken(sequence, name)
        if taken is not None:
            self.note.setText(self.tr("That key belongs to: {0}.").format(taken.title))
            return
        keys = (sequence.toString(QKeySequence.SequenceFormat.PortableText),)
        settings.remember_keys(name, keys)
        item.setText(KEYS, _shown(keys))
        self.edit.clear()
        self.note.clear()
        self.changed.emit()

    def _taken(self, sequence: QKeySequence, name: str) -> Action | None:
        for action in self._actions.values():
            if action.name != name and sequence in map(QKeySequence, self._keys(action)):
                return action
        return None

    def _restore(self) -> None:
        settings.forget_keys()
        self.tree.clear()
        self._fill()
        self.changed.emit()


def _shown(keys: tuple[str, ...]) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(QKeySequence(key).toString(native) for key in keys)
