"""Undo and redo as gestures: at once, or for a long step with its progress and a way to stop it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QProgressDialog, QWidget

from annotator.session import long_undo
from annotator.session.jobs import Progress
from annotator.ui.bridge import Bridge
from annotator.ui.dialogs.beside import show_beside
from annotator.ui.train.runner import Runner


def undo(bridge: Bridge) -> None:
    """Take back the latest gesture."""
    _revert(bridge, "undo")


def redo(bridge: Bridge) -> None:
    """Make the latest undone gesture again."""
    _revert(bridge, "redo")


def _revert(bridge: Bridge, way: long_undo.Way) -> None:
    if long_undo.is_long(bridge.session, way):
        LongUndo(bridge, way).begin()
    else:
        bridge.do(bridge.session.undo if way == "undo" else bridge.session.redo)


class LongUndo(QProgressDialog):
    """Nothing can be labelled meanwhile: what is taken back would be under the hands."""

    def __init__(self, bridge: Bridge, way: long_undo.Way) -> None:
        screen = bridge.parent()
        assert isinstance(screen, QWidget)
        super().__init__(screen)
        self._screen = screen
        self._bridge, self._way = bridge, way
        self._runner = Runner(self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(self.tr("Undo") if way == "undo" else self.tr("Redo"))
        self.setLabelText(self.tr("Many documents change …"))
        self.setAutoClose(False)
        self.setAutoReset(False)
        self.canceled.connect(self._runner.cancel)
        self._runner.progressed.connect(self._show)
        self._runner.succeeded.connect(self._follow)
        self._runner.failed.connect(bridge.failed)
        self._runner.ended.connect(self.accept)
        self.finished.connect(lambda _: bridge.release())

    def begin(self) -> None:
        """Begin, and show how far it is."""
        session = self._bridge.session
        self._bridge.hold()
        show_beside(self, self._screen)
        self._runner.run(long_undo.taken_back(session.path, session.annotator, self._way))

    def _show(self, progress: Progress) -> None:
        self.setMaximum(progress.total or 0)
        self.setValue(progress.done)

    def _follow(self, note: str) -> None:
        self._bridge.release()
        self._bridge.do(lambda: long_undo.follow(self._bridge.session, note))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop: the project is closed."""
        self._runner.stop()
        super().closeEvent(event)
