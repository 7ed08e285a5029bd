"""A text set in a column: its paragraphs, laid out when they are needed."""

from collections import OrderedDict

from PySide6.QtGui import QColor

from annotator.ui.text.heights import Estimate, Heights
from annotator.ui.text.layout import LaidOut
from annotator.ui.text.paragraphs import Paragraphs
from annotator.ui.text.typography import Typography

KEPT_PARAGRAPHS = 400
KEPT_CHARS = 120_000
"""A layout holds on to some hundred bytes for each character."""
SAMPLE_CHARS = 2_000
RAGGED = 0.96
"""Share of a line that is filled on average."""


class Sheet:
    """The text of one document at one size and column width.

    The paragraphs used last stay laid out; the height of a paragraph is measured when it
    is laid out, and estimated before.
    """

    def __init__(self, text: str, typography: Typography, column_px: int, muted: QColor) -> None:
        self.text = text
        self.paragraphs = Paragraphs(text)
        self.set_type(typography, column_px, muted)

    def set_type(self, typography: Typography, column_px: int, muted: QColor) -> None:
        """Set the same text anew."""
        self.typography = typography
        self.column_px = column_px
        self.muted = muted
        self._kept: OrderedDict[int, LaidOut] = OrderedDict()
        self._kept_chars = 0
        chars = RAGGED * column_px / typography.char_px(_sample(self.text))
        estimate = Estimate(max(1.0, chars), typography.line_px, typography.blank_px)
        self.heights = Heights(self.paragraphs.starts, len(self.text), estimate)

    def __len__(self) -> int:
        """How many paragraphs there are; at least one."""
        return len(self.paragraphs)

    def laid_out(self, index: int) -> LaidOut:
        """A paragraph, laid out now or before."""
        kept = self._kept.get(index)
        if kept is not None:
            self._kept.move_to_end(index)
            return kept
        start, end = self.paragraphs.extent(index)
        made = LaidOut(self.text[start:end], start, self.typography, self.column_px, self.muted)
        self.heights.put(index, made.height_px)
        self._keep(index, made)
        return made

    def measure(self, index: int) -> int:
        """The true height of a paragraph in pixels."""
        return self.laid_out(index).height_px

    def _keep(self, index: int, paragraph: LaidOut) -> None:
        self._kept[index] = paragraph
        self._kept_chars += len(paragraph.text)
        while len(self._kept) > KEPT_PARAGRAPHS or self._kept_chars > KEPT_CHARS:
            _, dropped = self._kept.popitem(last=False)
            self._kept_chars -= len(dropped.text)


def _sample(text: str) -> str:
    """The longest lines of the text's beginning: what its characters measure on average."""
    lines = sorted(text[:SAMPLE_CHARS].splitlines(), key=len)
    return "".join(lines[-8:]) or "n"
