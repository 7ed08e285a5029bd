"""Sees what the annotator does in the window, for the time and keys that documents cost."""

from contextlib import suppress

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QWidget

from annotator.errors import AnnotatorError
from annotator.session.changes import Changes
from annotator.session.visiting import Visiting
from annotator.ui.bridge import Bridge

WRITE_MS = 200
"""After a document is left: what is shown next comes first."""
ACTS = {
    QEvent.Type.ShortcutOverride,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
}
"""Qt sends ShortcutOverride for each press, whether it is a shortcut or typed."""
HELD = {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr}


class Watch(QObject):
    """Watches the window with the article, and what pops up over it, while it has the keyboard."""

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.visiting = Visiting(bridge.session)
        self._bridge = bridge
        self._screen = parent
        self._is_watching = False
        self._timer = QTimer(self, singleShot=True, interval=WRITE_MS)
        self._timer.timeout.connect(lambda: bridge.look(self._write))

    def start(self) -> None:
        """Watch from now on."""
        _application().focusWindowChanged.connect(self._follow)
        self._follow(QGuiApplication.focusWindow())

    def stop(self) -> None:
        """The window closes: keep what is measured."""
        _application().focusWindowChanged.disconnect(self._follow)
        self._follow(None)
        self.visiting.leave()
        # Who closes the window is not to be held up for a measurement.
        with suppress(AnnotatorError):
            self.visiting.write()

    def _follow(self, window: QWindow | None) -> None:
        """Watch the window that has the keyboard now, if it is of ours."""
        self._is_watching = window is not None and self._is_ours(window)
        if window is None or not self._is_watching:
            self.visiting.pause()
            return
        # It is never removed: what popped up may be gone by then. Twice is the same as once.
        window.installEventFilter(self)
        self.visiting.act()

    def _is_ours(self, window: QWindow) -> bool:
        return window is self._screen.window().windowHandle() or window.type() in {
            Qt.WindowType.Popup,
            Qt.WindowType.Tool,
        }

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        """Count a key, or only that something is done."""
        if self._is_watching and event.type() in ACTS:
            self.visiting.act(keys=int(_is_press(event)))
        return False

    def take(self, changes: Changes) -> None:
        """See what is open now."""
        self.visiting.look(decided=bool(changes.documents))
        if self.visiting.is_waiting:
            self._timer.start()

    def _write(self) -> Changes:
        self.visiting.write()
        return Changes()


def _application() -> QGuiApplication:
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    return application


def _is_press(event: QEvent) -> bool:
    """Whether a key is pressed down: not held, and not one that is only held with others."""
    return (
        isinstance(event, QKeyEvent)
        and not event.isAutoRepeat()
        and Qt.Key(event.key()) not in HELD
    )
