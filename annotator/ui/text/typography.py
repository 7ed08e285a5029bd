"""Type and measures of the page: fonts, line height, the room for labels, the column."""

from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

COLUMN_CHARS = 72
MARGIN_PX = 28
"""The least room beside the column."""
LEVELS = 3
"""Nested boxes are told apart up to this many levels."""
LEVEL_PX = 2
"""How much further out each level stands."""
RING_ROOM_PX = 1
"""What the focused span's thick border needs below its box."""
CHIP_ROW_PX = 4
"""Between the labels of nested spans, so that the focused one's frame touches no other."""
PAD_PX = 3
"""Between the tallest capitals and the innermost box."""
MOST_LABEL_ROWS = 3
LABEL_SHARE = 0.6
"""Size of the labels' letters beside the text's."""
LEAST_LABEL_PX = 9
LEAST_USUAL_POINTS = 13.0
SHARE_OF_SYSTEM = 1.3
"""Size of the article's text beside that of the system's font."""
SAMPLE = "The company will soon add to a plan laid out in February to spend more than it has"


@dataclass(frozen=True)
class Typography:
    """Fonts and the heights inside one visual line, from its top, in pixels.

    Every line is as tall as any other, whatever is labelled in it or written in what script:
    label rows, outer boxes, innermost box with the text, outer boxes.
    """

    font: QFont
    label_font: QFont
    label_height_px: int
    label_rows: int
    box_top_px: int
    baseline_px: int
    box_bottom_px: int
    line_px: int
    blank_px: int
    column_px: int

    def char_px(self, text: str) -> float:
        """Average width of a character of this text."""
        width = QFontMetricsF(self.font).horizontalAdvance(text)
        return max(1.0, width / max(1, len(text)))


def usual_points(system: QFont) -> float:
    """The text size, in points, of those who have chosen none: it follows the system's."""
    return max(LEAST_USUAL_POINTS, SHARE_OF_SYSTEM * system.pointSizeF())


def typography(points: float, label_rows: int = 1) -> Typography:
    """The page set in the system's own font at this size, with so many rows for labels."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPointSizeF(points)
    metrics = QFontMetricsF(font)
    label_font = _label_font(font, metrics)
    caps_px = QFontMetricsF(label_font).capHeight()
    label_height_px = round(caps_px) + (3 if label_rows == 1 else CHIP_ROW_PX)
    outer_px = LEVEL_PX * (LEVELS - 1)
    box_top_px = label_height_px * label_rows + outer_px
    baseline_px = box_top_px + PAD_PX + round(metrics.capHeight())
    box_bottom_px = baseline_px + round(metrics.descent()) + 1
    line_px = box_bottom_px + outer_px + RING_ROOM_PX
    return Typography(
        font=font,
        label_font=label_font,
        label_height_px=label_height_px,
        label_rows=label_rows,
        box_top_px=box_top_px,
        baseline_px=baseline_px,
        box_bottom_px=box_bottom_px,
        line_px=line_px,
        blank_px=round(line_px * 0.45),
        column_px=round(metrics.horizontalAdvance(SAMPLE) / len(SAMPLE) * COLUMN_CHARS),
    )


def _label_font(font: QFont, metrics: QFontMetricsF) -> QFont:
    label_font = QFont(font)
    size_px = metrics.ascent() / 1.07 * LABEL_SHARE
    label_font.setPixelSize(max(LEAST_LABEL_PX, round(size_px)))
    label_font.setBold(True)
    label_font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 103)
    return label_font
