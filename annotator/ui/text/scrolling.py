"""Which part of a sheet is in sight: an anchor that stays true while heights are guessed."""

from annotator.ui.text.sheet import Sheet

TOP_PX = 20
"""Room above the first line."""
COMFORT_TOP, COMFORT_BOTTOM = 0.2, 0.7
"""Between these shares of the view's height a place is comfortably in sight."""
LANDING = 0.35
"""Where in the view a place comes to stand after a jump."""


class Scrolling:
    """The view's top edge: `within_px` below the top of paragraph `paragraph`.

    Only paragraphs near the top edge are laid out to move by little; a jump lands by
    estimate. `visible` lays out what it returns, so that it is exact.
    """

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self.paragraph = 0
        self.within_px = -TOP_PX
        self._view_px = 0

    @property
    def value_px(self) -> int:
        """How far the view is scrolled down (partly by estimate)."""
        return self._sheet.heights.top(self.paragraph) + self.within_px + TOP_PX

    @property
    def maximum_px(self) -> int:
        """How far it can be."""
        return max(0, TOP_PX + self._sheet.heights.total_px + self._room_px() - self._view_px)

    def set_view(self, height_px: int) -> None:
        """Tell how tall the view is."""
        self._view_px = height_px

    def visible(self) -> list[tuple[int, int]]:
        """The paragraphs in sight, each with its top in the view."""
        index, top_px = self.paragraph, -self.within_px
        found = []
        while top_px < self._view_px and index < len(self._sheet):
            found.append((index, top_px))
            top_px += self._sheet.measure(index)
            index += 1
        return found

    def top_of(self, paragraph: int) -> int:
        """Where a paragraph's top is in the view, by estimate if it is far out of sight."""
        heights = self._sheet.heights
        return heights.top(paragraph) - heights.top(self.paragraph) - self.within_px

    def settle(self) -> None:
        """Lay out what is in sight, and stay within the sheet."""
        self.visible()
        self.move(0)

    def jump(self, value_px: int) -> None:
        """Go to this distance from the top of the sheet."""
        if value_px >= self.maximum_px:
            self.place(len(self._sheet) - 1, 0, 0)
            return
        self.paragraph, self.within_px = self._sheet.heights.at(value_px - TOP_PX)
        self.move(0)

    def place(self, paragraph: int, within_px: int, at_px: int) -> None:
        """Bring this place of a paragraph to this height of the view."""
        self.paragraph, self.within_px = paragraph, within_px - at_px
        self.move(0)

    def move(self, by_px: int) -> None:
        """Scroll down by so many pixels (up if negative), no further than there is text."""
        self.within_px += by_px
        self._normalise()
        excess_px = self._below_end_px()
        if excess_px > 0:
            self.within_px -= excess_px
            self._normalise()
        if self.paragraph == 0:
            self.within_px = max(self.within_px, -TOP_PX)

    def reveal(self, paragraph: int, top_px: int, bottom_px: int) -> None:
        """Bring a part of a paragraph comfortably into sight; nothing if it is already."""
        low, high = int(self._view_px * COMFORT_TOP), int(self._view_px * COMFORT_BOTTOM)
        at_px = self.top_of(paragraph) + top_px
        if not -self._view_px < at_px < 2 * self._view_px:
            self.place(paragraph, top_px, int(self._view_px * LANDING))
        elif at_px < low or bottom_px - top_px > high - low:
            self.place(paragraph, top_px, low)
        elif at_px + bottom_px - top_px > high:
            self.place(paragraph, bottom_px, high)

    def top_line(self) -> tuple[int, int]:
        """The offset that begins the line at the view's top edge, and where it is in the view."""
        paragraph = self._sheet.laid_out(self.paragraph)
        line = paragraph.line_at(self.within_px)
        top_px = paragraph.line_y(line)[0] - self.within_px
        return paragraph.line_range(line)[0], top_px

    def keep_line(self, offset: int, at_px: int) -> None:
        """Bring the line that holds this offset to this height of the view."""
        index = self._sheet.paragraphs.index_at(offset)
        paragraph = self._sheet.laid_out(index)
        top_px = paragraph.line_y(paragraph.line_of(offset))[0]
        self.place(index, top_px, at_px)

    def _normalise(self) -> None:
        while self.within_px < 0 and self.paragraph > 0:
            self.paragraph -= 1
            self.within_px += self._sheet.measure(self.paragraph)
        while self.paragraph < len(self._sheet) - 1:
            height_px = self._sheet.measure(self.paragraph)
            if self.within_px < height_px:
                break
            self.within_px -= height_px
            self.paragraph += 1

    def _below_end_px(self) -> int:
        """By how much the view shows more room below the last line than it should."""
        shown_px = self._view_px - self._room_px() + self.within_px
        for index in range(self.paragraph, len(self._sheet)):
            if shown_px <= 0:
                return 0
            shown_px -= self._sheet.measure(index)
        return shown_px

    def _room_px(self) -> int:
        """Room below the last line, so that it can stand comfortably too."""
        return int(self._view_px * (1 - COMFORT_BOTTOM))
