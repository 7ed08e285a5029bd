"""Going round the parts of the window by keyboard: in the article Tab goes to the next span."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


class Panes:
    """A ring of widgets; the keyboard goes to each one's focus proxy, if it has one."""

    def __init__(self, *parts: QWidget) -> None:
        self._parts = list(parts)

    def add(self, *parts: QWidget) -> None:
        """Put further parts at the ring's end."""
        self._parts += parts

    def go(self, step: int) -> None:
        """Give the keyboard to the next part that is in sight (-1: to the one before)."""
        holder = QApplication.focusWidget()
        ring = [p for p in self._parts if _holds(p, holder) or not p.visibleRegion().isEmpty()]
        here = next((i for i, part in enumerate(ring) if _holds(part, holder)), 0)
        ring[(here + step) % len(ring)].setFocus(Qt.FocusReason.TabFocusReason)


def _holds(part: QWidget, holder: QWidget | None) -> bool:
    return holder is not None and (part is holder or part.isAncestorOf(holder))
