"""A box to tick that is ticked as soon as its key is pressed."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QCheckBox


class TickBox(QCheckBox):
    """Qt's own waits a tenth of a second, in which Return would accept what was not chosen."""

    def event(self, event: QEvent) -> bool:
        """Tick at once."""
        if event.type() is QEvent.Type.Shortcut:
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.click()
            return True
        return super().event(event)
