"""Letters over the words in sight: typing them leads there."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from annotator.core.words import Range
from annotator.session.hints import Hint, hints
from annotator.ui.bridge import Bridge
from annotator.ui.text.view import ArticleView
from annotator.ui.theme import Theme

PADDING_PX = 2
CORNER_PX = 3
SHARE_OF_TEXT = 0.62
FADED = 0.3


def in_sight(view: ArticleView) -> Range:
    """The range of the text that stands in the viewport."""
    size = view.viewport().size()
    first = view.nearest_offset(QPoint(0, 0))
    return first, view.nearest_offset(QPoint(size.width() - 1, size.height() - 1)) + 1


class HintOverlay(QWidget):
    """Lies over the article and has the keyboard until a hint is typed, or any other key:
    that one only takes the letters away."""

    def __init__(self, bridge: Bridge, view: ArticleView, theme: Theme) -> None:
        super().__init__(view.viewport())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(self.tr("Type the letters of a word to go there"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._bridge = bridge
        self._view = view
        self._theme = theme
        self.typed = ""
        article = bridge.session.article
        self.hints = hints(article, *in_sight(view)) if article and article.text else []
        self._font = QFont(view.font())
        self._font.setBold(True)
        self._font.setPixelSize(max(9, int(self._line_px() * SHARE_OF_TEXT)))
        view.scrolled.connect(self.leave)

    def _line_px(self) -> int:
        first = self.hints[0] if self.hints else None
        height = self._view.rectangle_of(first.start, first.start + 1).height() if first else 0
        return min(height, QFontMetrics(self._view.font()).height()) or 16

    def open(self) -> None:
        """Show the letters and take the keyboard."""
        self.setGeometry(self._view.viewport().rect())
        self.show()
        self.raise_()
        self.setFocus()

    def leave(self) -> None:
        """Take the letters away; the article has the keyboard again."""
        if self.isVisible():
            self.close()
            self._view.setFocus()

    def event(self, event: QEvent) -> bool:
        """No key is a shortcut while the letters are shown."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self.keyPressEvent(event)  # also for Tab, which would go to the next widget
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Another letter, or the end of it."""
        if event.key() in {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta}:
            return
        if event.key() == Qt.Key.Key_Backspace and self.typed:
            self.typed = self.typed[:-1]
            self.update()
        else:
            self._type(event.text().lower())

    def _type(self, letter: str) -> None:
        typed = self.typed + letter
        left = [hint for hint in self.hints if letter and hint.letters.startswith(typed)]
        if len(left) == 1 and left[0].letters == typed:
            self.leave()
            self._bridge.do(lambda: self._bridge.walk.jump(left[0]))
        elif left:
            self.typed = typed
            self.update()
        else:
            self.leave()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever goes elsewhere needs no letters."""
        super().focusOutEvent(event)
        self.close()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Each hint at the head of its word; those that do not go on as typed are faded."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        for hint in reversed(self.hints):
            rect = self.rect_of(hint)
            if rect.intersects(event.rect()):
                self._paint(painter, hint, rect)
        painter.end()

    def rect_of(self, hint: Hint) -> QRect:
        """Where the letters of a hint stand: at the upper left of its word."""
        word = self._view.rectangle_of(hint.start, hint.start + 1)
        metrics = QFontMetrics(self._font)
        width = metrics.horizontalAdvance(hint.letters.upper()) + 2 * PADDING_PX
        corner = word.topLeft() - QPoint(PADDING_PX, metrics.height() // 2)
        return QRect(corner, QSize(width, metrics.height()))

    def _paint(self, painter: QPainter, hint: Hint, rect: QRect) -> None:
        theme = self._theme
        ground, ink = (theme.accent, theme.on_accent) if hint.is_stop else (theme.text, theme.page)
        painter.setOpacity(1.0 if hint.letters.startswith(self.typed) else FADED)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(*ground))
        painter.drawRoundedRect(rect, CORNER_PX, CORNER_PX)
        painter.setPen(QColor(*ink))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, hint.letters.upper())
