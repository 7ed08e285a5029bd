"""Room for the labels above one visual line: side by side, shortened where it is tight."""

from collections.abc import Sequence
from dataclasses import dataclass

GAP_PX = 5.0
LEAST_PX = 28.0
"""No label is made narrower: about three letters and the sign that some are left out."""
HELD = 0.6
"""This share of a label at least stands above its own box, before others are shortened."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Where a label would like to begin, how wide it is, and where its box ends.

    `fixed` is for the focused span's label: it gets what it wishes and the others make way.
    """

    left_px: float
    width_px: float
    box_right_px: float
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """What a label gets; no width: it is left out."""

    left_px: float
    width_px: float


def arrange(wishes: Sequence[Wish], left_px: float, right_px: float) -> list[Room]:
    """Room for each label, in the order of `wishes`, none beyond `left_px` or `right_px`.

    A label moves right past the one before it while it stays above its own box; else the
    one before it is shortened. None overlap.
    """
    order = sorted(range(len(wishes)), key=lambda i: (wishes[i].left_px, -wishes[i].box_right_px))
    rooms = {i: _fixed(wishes[i], left_px, right_px) for i in order if wishes[i].fixed}
    free = [i for i in order if not wishes[i].fixed]
    blocked = list(rooms.values())
    for number, i in enumerate(free):
        wish, limit_px = wishes[i], right_px
        begin_px = max(left_px, min(wish.left_px, right_px - wish.width_px))
        if number + 1 < len(free):
            limit_px = min(right_px, _latest_end(wish, wishes[free[number + 1]], begin_px))
        rooms[i] = _beside(blocked, begin_px, limit_px, wish)
        if rooms[i].width_px:
            left_px = rooms[i].left_px + rooms[i].width_px + GAP_PX
    return [rooms[i] for i in range(len(wishes))]


def mirrored(wish: Wish, box_left_px: float) -> Wish:
    """The same wish on an axis that runs to the left, for text that is read that way."""
    return Wish(-wish.left_px - wish.width_px, wish.width_px, -box_left_px, wish.fixed)


def _fixed(wish: Wish, left_px: float, right_px: float) -> Room:
    width_px = min(wish.width_px, right_px - left_px)
    return Room(max(left_px, min(wish.left_px, right_px - width_px)), width_px)


def _latest_end(wish: Wish, following: Wish, left_px: float) -> float:
    """How far this label may reach so that the following one still stands above its box."""
    held_px = following.width_px * HELD
    can_begin_px = max(following.left_px, following.box_right_px - held_px)
    return max(can_begin_px - GAP_PX, left_px + min(LEAST_PX, wish.width_px))


def _beside(blocked: list[Room], left_px: float, limit_px: float, wish: Wish) -> Room:
    """The room between what is blocked, or none if the label would leave its own box."""
    for block in blocked:
        end_px = block.left_px + block.width_px + GAP_PX
        if block.left_px - GAP_PX <= left_px < end_px:
            left_px = end_px
        elif left_px < block.left_px:
            limit_px = min(limit_px, block.left_px - GAP_PX)
    width_px = min(wish.width_px, limit_px - left_px)
    moved_off = left_px > max(wish.left_px, wish.box_right_px - LEAST_PX / 2)
    if width_px < min(LEAST_PX, wish.width_px) or (moved_off and blocked):
        return Room(left_px, 0.0)
    return Room(left_px, width_px)
