"""The boxes round spans: where they stand, and how far out the nested ones."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor

from PySide6.QtCore import QRectF

from annotator.core.span import Ranged, Span
from annotator.ui.text.layout import LaidOut, Piece
from annotator.ui.text.typography import LEVEL_PX, LEVELS, MOST_LABEL_ROWS, Typography

SIDE_PX = 1.2
"""Between the first letter and the innermost box."""
NESTED_SHARE = 0.1
"""So many spans hang together with others before their labels get rows of their own."""

Torn = tuple[bool, bool]
"""Whether a label begins, and ends, inside a word."""
TornOf = Callable[[int, int], Torn]


@dataclass(frozen=True, slots=True)
class Box:
    """The part of a span's box in one visual line.

    `level` is 0 for the innermost; `crown` is the highest level of all boxes that hang
    together with it. `opens` and `closes` tell whether the span begins and ends here, at
    the left and right, or goes on in another line; `torn` that its
    left and its right side stand inside a word.
    """

    span: Ranged
    line: int
    rect: QRectF
    level: int
    crown: int
    opens: bool
    closes: bool
    is_first: bool
    torn: Torn = (False, False)


def boxes(
    paragraph: LaidOut, spans: Sequence[Ranged], typography: Typography, torn: TornOf
) -> list[Box]:
    """All boxes of a paragraph, the outer ones before the inner ones."""
    made = []
    for span, level, crown in _nested(spans):
        edges = torn(span.start, span.end) if isinstance(span, Span) else (False, False)
        edges = edges[::-1] if paragraph.right_to_left else edges
        for piece, opens, closes, is_first in _sides(paragraph, span):
            rect = range_rect(piece, typography, level)
            made.append(Box(span, piece.line, rect, level, crown, opens, closes, is_first, edges))
    return sorted(made, key=lambda box: -box.level)


def label_rows(spans: Sequence[Ranged]) -> int:
    """How many rows the labels of such spans need, so that those of nested ones are clear."""
    crowns = sorted((crown for _, _, crown in _nested(spans)), reverse=True)
    few = int(len(crowns) * NESTED_SHARE)
    return min(MOST_LABEL_ROWS, crowns[few] + 1) if crowns else 1


def _sides(paragraph: LaidOut, span: Ranged) -> Iterator[tuple[Piece, bool, bool, bool]]:
    """The pieces of a span; each with whether its box has a left and a right side, and
    whether the span begins in it."""
    pieces = paragraph.pieces(span.start, span.end)
    begins, ends = span.start >= paragraph.start, span.end <= paragraph.end
    for piece in pieces:
        alone = len(pieces) == 1 or sum(other.line == piece.line for other in pieces) == 1
        on_first, on_last = piece.line == pieces[0].line, piece.line == pieces[-1].line
        is_first = begins and on_first and (alone or piece.holds(paragraph.x_of(span.start)))
        sides = begins and on_first, ends and on_last
        if paragraph.right_to_left:
            sides = sides[1], sides[0]
        opens, closes = sides if alone else (True, True)
        yield piece, opens, closes, is_first


def range_rect(piece: Piece, typography: Typography, level: int = 0) -> QRectF:
    """The rectangle of the box round a piece of text, innermost unless a level is given.

    It runs through the middles of pixels, so that its thin border is crisp.
    """
    out_px = level * LEVEL_PX
    top_px = piece.line * typography.line_px
    left_px = floor(piece.left_px - SIDE_PX) - out_px
    right_px = max(ceil(piece.right_px + SIDE_PX) + out_px, left_px + 2)
    height_px = typography.box_bottom_px - typography.box_top_px + 2 * out_px - 1
    box_top_px = top_px + typography.box_top_px - out_px + 0.5
    return QRectF(left_px + 0.5, box_top_px, right_px - left_px - 1, height_px)


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
