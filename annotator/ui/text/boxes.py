"""The boxes round spans: where they stand, and how far out the nested ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from annotator.core.span import Ranged
from annotator.ui.text.layout import LaidOut, Piece
from annotator.ui.text.typography import LEVEL_PX, LEVELS, Typography

SIDE_PX = 1.5
"""Between the first letter and the innermost box."""


@dataclass(frozen=True, slots=True)
class Box:
    """The part of a span's box in one visual line.

    `level` is 0 for the innermost; `crown` is the highest level of all boxes that hang
    together with it. `opens` and `closes` tell whether the span begins and ends here, at
    the left and right, or goes on in another line.
    """

    span: Ranged
    line: int
    rect: QRectF
    level: int
    crown: int
    opens: bool
    closes: bool
    is_first: bool
    right_to_left: bool


def boxes(paragraph: LaidOut, spans: Sequence[Ranged], typography: Typography) -> list[Box]:
    """All boxes of a paragraph, the outer ones before the inner ones."""
    made = []
    for span, level, crown in _nested(spans):
        pieces = paragraph.pieces(span.start, span.end)
        for number, piece in enumerate(pieces):
            starts = number == 0 and span.start >= paragraph.start
            ends = number == len(pieces) - 1 and span.end <= paragraph.end
            rtl = piece.right_to_left
            opens, closes = (ends, starts) if rtl else (starts, ends)
            rect = _rect(piece, level, typography)
            made.append(Box(span, piece.line, rect, level, crown, opens, closes, starts, rtl))
    return sorted(made, key=lambda box: -box.level)


def range_rect(piece: Piece, typography: Typography, level: int = 0) -> QRectF:
    """The rectangle of an innermost box round a piece of text."""
    return _rect(piece, level, typography)


def _rect(piece: Piece, level: int, typography: Typography) -> QRectF:
    out_px = level * LEVEL_PX
    top_px = piece.line * typography.line_px
    rect = QRectF(piece.left_px, top_px + typography.box_top_px, 0, 0)
    rect.setRight(max(piece.right_px, piece.left_px + 1))
    rect.setBottom(top_px + typography.box_bottom_px)
    return rect.adjusted(-SIDE_PX - out_px, -out_px, SIDE_PX + out_px, out_px)


def _nested(spans: Sequence[Ranged]) -> Iterator[tuple[Ranged, int, int]]:
    """Each span with its level and the highest level among those it hangs together with."""
    for group in _groups(spans):
        levels = _levels(group)
        crown = max(levels)
        for span, level in zip(group, levels, strict=True):
            yield span, level, crown


def _groups(spans: Sequence[Ranged]) -> Iterator[list[Ranged]]:
    """Runs of spans that hang together by overlapping."""
    group: list[Ranged] = []
    reach = 0
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if group and span.start >= reach:
            yield group
            group = []
        group.append(span)
        reach = max(reach, span.end) if len(group) > 1 else span.end
    if group:
        yield group


def _levels(group: list[Ranged]) -> list[int]:
    """One more than the highest level among the shorter spans that each overlaps."""
    levels = [0] * len(group)
    if len(group) == 1:
        return levels
    done: list[int] = []
    for i in sorted(range(len(group)), key=lambda i: group[i].end - group[i].start):
        a = group[i]
        inside = [levels[j] for j in done if a.start < group[j].end and group[j].start < a.end]
        levels[i] = min(max(inside, default=-1) + 1, LEVELS - 1)
        done.append(i)
    return levels
