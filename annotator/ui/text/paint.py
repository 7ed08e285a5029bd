"""Painting of one paragraph: grounds, boxes, text, labels, in this order."""

from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from annotator.core.span import Ranged
from annotator.core.suggestion import Contender, Suggestion
from annotator.session.article import Place
from annotator.ui.text.boxes import Box, range_rect
from annotator.ui.text.ink import Ink, rgb_color
from annotator.ui.text.labels import Room, Wish, arrange, mirrored
from annotator.ui.text.layout import LaidOut
from annotator.ui.text.typography import LEVEL_PX, Typography

RADIUS_PX = 3.5
RING_PX = 2.0
BAR_PX = 2.5
CHIP_SIDE_PX, CHIP_PAD_PX = 5.0, 5.0
EAR_PX = 6.0
"""Sides of the corner that is turned down where a note is written on a span."""
TORN_PX = 2.0
"""The width of an edge that does not stand between words."""
LEAST_SHARE = 0.005
"""A runner-up that is less likely is not named."""
UNLIKELY = 0.5
OFF_WORDS, IN_DOUBT = "\u2009⚠", "\u2009?"
"""Marks after a label's name: its span begins or ends inside a word; less than even chances."""
BETWEEN = "\u2009·\u2009"
"""Between the numbers of those who set a span against others."""
SELECTION_SHARE = 0.65
CURSOR_SHARE = 0.13
"""How much of these colours covers the boxes under them."""
LABEL_MARGIN_PX = 4.0
"""Labels come no nearer to the view's sides."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What is to be painted of a paragraph, and where.

    `left_px` and `top_px` are the paragraph's place in the view; `right_px` is the view's
    right side as seen from there. `strong` tells whether the view has the
    keyboard.
    """

    paragraph: LaidOut
    boxes: list[Box]
    lines: Container[int]
    place: Place
    left_px: int
    top_px: int
    right_px: float
    strong: bool


class ParagraphPainter:
    """Paints paragraphs in one theme and type."""

    def __init__(self, ink: Ink, typography: Typography) -> None:
        self._ink = ink
        self._typography = typography

    def paint(self, painter: QPainter, sight: Sight) -> None:
        """Paint the lines of a paragraph that are asked for."""
        shown = [box for box in sight.boxes if box.line in sight.lines]
        focus = sight.place.focus
        painter.translate(sight.left_px, sight.top_px)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for box in shown:
            self._paint_box(painter, box)
        for box in shown:
            if box.span == focus:
                self._paint_focus(painter, box, strong=sight.strong)
        self._paint_selection(painter, sight)
        self._paint_cursor(painter, sight)
        self._paint_text(painter, sight)
        self._paint_labels(painter, sight, shown)
        painter.translate(-sight.left_px, -sight.top_px)

    def _paint_selection(self, painter: QPainter, sight: Sight) -> None:
        if sight.place.selection is None:
            return
        color = rgb_color(self._ink.theme.selection)
        color.setAlphaF(SELECTION_SHARE)
        for piece in sight.paragraph.pieces(*sight.place.selection):
            if piece.line in sight.lines:
                painter.fillRect(range_rect(piece, self._typography), color)

    def _paint_box(self, painter: QPainter, box: Box) -> None:
        painter.setPen(self._ink.outline(box.span))
        if isinstance(box.span, Suggestion):
            painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            painter.setBrush(self._ink.fill(box.span.label))
        _draw_outline(painter, box, box.rect)
        if any(box.torn):
            self._paint_torn(painter, box)
        if box.closes and getattr(box.span, "note", None):
            self._paint_ear(painter, box)

    def _paint_torn(self, painter: QPainter, box: Box) -> None:
        color = rgb_color(self._ink.theme.problem)
        sides = (box.opens, box.rect.left()), (box.closes, box.rect.right())
        for is_torn, (is_side, x_px) in zip(box.torn, sides, strict=True):
            if is_torn and is_side:
                rect = QRectF(x_px - TORN_PX / 2, box.rect.top(), TORN_PX, box.rect.height())
                painter.fillRect(rect, color)

    def _paint_ear(self, painter: QPainter, box: Box) -> None:
        corner, side = box.rect.topRight(), EAR_PX
        ear = [corner, corner - QPointF(side, 0), corner + QPointF(0, side)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ink.text(box.span.label))
        painter.drawPolygon(ear)

    def _paint_focus(self, painter: QPainter, box: Box, *, strong: bool) -> None:
        """A ring, with a halo in the accent colour while the view has the keyboard."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if isinstance(box.span, Suggestion):
            painter.setBrush(self._ink.tint(box.span.label, 0.1))
        painter.setPen(self._ink.ring(box.span.label, RING_PX if strong else 1.5))
        _draw_outline(painter, box, box.rect)

    def _paint_cursor(self, painter: QPainter, sight: Sight) -> None:
        place = sight.place
        if place.focus is not None or place.cursor[0] >= place.cursor[1]:
            return
        theme = self._ink.theme
        for piece in sight.paragraph.pieces(*place.cursor):
            if piece.line not in sight.lines:
                continue
            rect = range_rect(piece, self._typography)
            bar = QRectF(rect.left(), rect.bottom() - BAR_PX, rect.width(), BAR_PX)
            if not sight.strong:
                painter.setPen(rgb_color(theme.muted))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(bar.adjusted(0.5, 0.5, -0.5, -0.5))
                continue
            if place.selection is None:
                ground = rgb_color(theme.cursor)
                ground.setAlphaF(CURSOR_SHARE)
                painter.fillRect(rect, ground)
            painter.fillRect(bar, rgb_color(theme.cursor))

    def _paint_text(self, painter: QPainter, sight: Sight) -> None:
        painter.setPen(rgb_color(self._ink.theme.text))
        for line in range(len(sight.paragraph)):
            if line in sight.lines:
                sight.paragraph.draw(painter, line, 0, 0)

    def _paint_labels(self, painter: QPainter, sight: Sight, shown: list[Box]) -> None:
        painter.setFont(self._typography.label_font)
        rows: dict[tuple[int, int], list[Box]] = defaultdict(list)
        for box in shown:
            if box.is_first:
                rows[box.line, self._row(box)].append(box)
        for row in rows.values():
            texts = [self._label_text(box, sight.place.focus) for box in row]
            wishes = [self._wish(box, t, sight) for box, t in zip(row, texts, strict=True)]
            for box, text, wish, room in zip(
                row, texts, wishes, _rooms(row, wishes, sight), strict=True
            ):
                if wish.fixed:
                    self._paint_chip(painter, box, text, room, strong=sight.strong)
                elif room.width_px:
                    tight = room.width_px < wish.width_px
                    name = self._ink.shortened(text, int(room.width_px)) if tight else text
                    self._paint_label(painter, box, name, room)

    def _label_text(self, box: Box, focus: Ranged | None) -> str:
        span, name = box.span, box.span.label.upper()
        if not isinstance(span, Suggestion):
            return name + OFF_WORDS if any(box.torn) else name
        if isinstance(span, Contender):
            return f"{name} {BETWEEN.join(map(str, span.numbers))}"
        if span != focus:
            in_doubt = span.sureness is not None and span.sureness < UNLIKELY
            return name + IN_DOUBT if in_doubt else name
        others = [(n, share) for n, share in span.runners_up[:1] if share >= LEAST_SHARE]
        scored = [(name, span.sureness), *others]
        return " · ".join(_with_percent(n.upper(), score) for n, score in scored)

    def _row(self, box: Box) -> int:
        """The row of its label, from the lowest: nested ones stand above one another."""
        return min(box.level, self._typography.label_rows - 1)

    def _wish(self, box: Box, text: str, sight: Sight) -> Wish:
        """A label stands above the beginning of its box; the focused one's is a chip."""
        rtl, rect = sight.paragraph.right_to_left, box.rect
        fixed = box.span == sight.place.focus
        inset_px = 0.0 if fixed else 1.0
        width_px = self._ink.text_width(text) + (2 * CHIP_SIDE_PX if fixed else 0.0)
        left_px = rect.right() - width_px - inset_px if rtl else rect.left() + inset_px
        return Wish(left_px, width_px, rect.right(), fixed)

    def _label_bottom(self, box: Box) -> float:
        """Just above the outermost box that this one hangs together with."""
        top_px = box.line * self._typography.line_px + self._typography.box_top_px
        up_px = self._row(box) * self._typography.label_height_px
        return top_px - box.crown * LEVEL_PX - 2 - up_px

    def _paint_label(self, painter: QPainter, box: Box, text: str, room: Room) -> None:
        painter.setPen(self._ink.text(box.span.label))
        self._ink.draw_label(painter, room.left_px, self._label_bottom(box), text)

    def _paint_chip(
        self, painter: QPainter, box: Box, text: str, room: Room, *, strong: bool
    ) -> None:
        """A label filled with its colour; only framed while the keyboard is elsewhere."""
        color = self._ink.color(box.span.label)
        ground, ink = self._ink.theme.label_chip(color)
        bottom_px = self._label_bottom(box) + 2.5
        line_top_px = box.line * self._typography.line_px + 1
        top_px = max(line_top_px, bottom_px - self._ink.cap_px - CHIP_PAD_PX)
        rect = QRectF(room.left_px, top_px, room.width_px, bottom_px - top_px)
        painter.setPen(self._ink.ring(box.span.label, 1))
        painter.setBrush(rgb_color(ground if strong else self._ink.theme.page))
        painter.drawRoundedRect(rect, RADIUS_PX, RADIUS_PX)
        painter.setPen(rgb_color(ink) if strong else self._ink.text(box.span.label))
        baseline_px = rect.center().y() + self._ink.cap_px / 2
        self._ink.draw_label(painter, room.left_px + CHIP_SIDE_PX, baseline_px, text)


def _rooms(row: list[Box], wishes: list[Wish], sight: Sight) -> list[Room]:
    """Room for the labels of one line, given out in the direction of reading."""
    left_px, right_px = LABEL_MARGIN_PX - sight.left_px, sight.right_px - LABEL_MARGIN_PX
    if not sight.paragraph.right_to_left:
        return arrange(wishes, left_px, right_px)
    turned = [mirrored(wish, box.rect.left()) for wish, box in zip(wishes, row, strict=True)]
    rooms = arrange(turned, -right_px, -left_px)
    return [Room(-room.left_px - room.width_px, room.width_px) for room in rooms]


def _with_percent(name: str, score: float | None) -> str:
    return name if score is None else f"{name} {score:.0%}".replace("%", "\u202f%")


def _draw_outline(painter: QPainter, box: Box, rect: QRectF) -> None:
    """A rounded box, open on the side where the span goes on in another line."""
    if box.opens and box.closes:
        painter.drawRoundedRect(rect, RADIUS_PX, RADIUS_PX)
        return
    brush, pen = painter.brush(), painter.pen()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawRect(rect)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(_open_path(rect, opens=box.opens, closes=box.closes))
    painter.setBrush(brush)


def _open_path(rect: QRectF, *, opens: bool, closes: bool) -> QPainterPath:
    path = QPainterPath(rect.bottomRight() if not closes else rect.bottomLeft())
    if opens:
        path.lineTo(rect.bottomLeft())
        path.lineTo(rect.topLeft())
        path.lineTo(rect.topRight())
    elif closes:
        path.lineTo(rect.bottomRight())
        path.lineTo(rect.topRight())
        path.lineTo(rect.topLeft())
    else:
        path.lineTo(rect.bottomLeft())
        path.moveTo(rect.topLeft())
        path.lineTo(rect.topRight())
    return path
