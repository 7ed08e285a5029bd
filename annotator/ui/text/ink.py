"""What the boxes and labels of one theme and label set are drawn with, made once."""

from functools import lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QStaticText

from annotator.core.colors import Rgb, blend
from annotator.core.label import LabelSet
from annotator.core.span import Ranged
from annotator.core.suggestion import Suggestion
from annotator.ui.theme import UNSURE, Theme

UNKNOWN_COLOR = "#64748b"
"""For labels that are not in the label set."""
SCORE_STEPS = 10


class Ink:
    """Pens, brushes and set labels, looked up by label and score."""

    def __init__(self, theme: Theme, labels: LabelSet, label_font: QFont) -> None:
        self.theme = theme
        self._labels = labels
        self._font = label_font
        self._metrics = QFontMetricsF(label_font)
        self.cap_px = self._metrics.capHeight()
        self._ascent_px = self._metrics.ascent()
        self.text_width = lru_cache(2_000)(self._measure)
        self._label = lru_cache(2_000)(self._set_label)
        self.pen = lru_cache(2_000)(self._make_pen)
        self.fill = lru_cache(500)(self._make_fill)
        self.text = lru_cache(500)(self._make_text)
        self.shortened = lru_cache(2_000)(self._shorten)

    def _measure(self, text: str) -> float:
        # Qt's own function, cached, would be asked for its signature: 50 ms with PySide6 6.11.
        return self._metrics.horizontalAdvance(text)

    def color(self, name: str) -> str:
        """The colour of a label as `#rrggbb`."""
        label = self._labels.named(name)
        return label.color if label else UNKNOWN_COLOR

    def outline(self, span: Ranged) -> QPen:
        """The pen for a span's box."""
        if not isinstance(span, Suggestion):
            return self.pen(span.label, None)
        score = UNSURE if span.sureness is None else span.sureness
        return self.pen(span.label, round(score * SCORE_STEPS))

    def ring(self, name: str, width_px: float) -> QPen:
        """The pen for the focused span's box."""
        pen = QPen(self.text(name), width_px)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        return pen

    def tint(self, name: str, share: float) -> QColor:
        """A light ground in a label's colour."""
        return rgb_color(blend(self.theme.label_text(self.color(name)), self.theme.page, share))

    def draw_label(self, painter: QPainter, left_px: float, baseline_px: float, text: str) -> None:
        """Draw a label with the painter's pen and its own font."""
        top_left = QPointF(left_px, baseline_px - self._ascent_px)
        painter.drawStaticText(top_left, self._label(text))

    def _shorten(self, text: str, width_px: int) -> str:
        return self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, width_px)

    def _make_pen(self, name: str, score_step: int | None) -> QPen:
        score = None if score_step is None else score_step / SCORE_STEPS
        pen = QPen(rgb_color(self.theme.label_border(self.color(name), score)), 1.0)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        return pen

    def _make_fill(self, name: str) -> QBrush:
        return QBrush(rgb_color(self.theme.label_fill(self.color(name))))

    def _make_text(self, name: str) -> QColor:
        return rgb_color(self.theme.label_text(self.color(name)))

    def _set_label(self, text: str) -> QStaticText:
        made = QStaticText(text)
        made.setTextFormat(Qt.TextFormat.PlainText)
        made.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        made.prepare(font=self._font)
        return made


def rgb_color(rgb: Rgb) -> QColor:
    """The same colour for Qt."""
    return QColor(*rgb)
