"""Room for labels above a line."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotator.ui.text.labels import GAP_PX, Room, Wish, arrange, mirrored

LEFT, RIGHT = -20.0, 600.0


@st.composite
def wishes(draw: st.DrawFn) -> list[Wish]:
    made = []
    for number in range(draw(st.integers(0, 12))):
        left = draw(st.integers(0, 560))
        box = draw(st.integers(5, 300))
        width = draw(st.integers(15, 90))
        made.append(Wish(left, width, left + box, fixed=number == 0 and draw(st.booleans())))
    return made


@given(wishes())
def test_labels_never_overlap_nor_leave_the_page(given_wishes: list[Wish]) -> None:
    rooms = sorted(
        (r.left_px, r.width_px) for r in arrange(given_wishes, LEFT, RIGHT) if r.width_px
    )
    for (left, width), (following, _) in pairwise(rooms):
        assert left + width <= following
    assert all(left >= LEFT and left + width <= RIGHT for left, width in rooms)


@given(wishes())
def test_no_label_gets_more_than_it_wishes_and_the_fixed_one_gets_all(
    given_wishes: list[Wish],
) -> None:
    for wish, room in zip(given_wishes, arrange(given_wishes, LEFT, RIGHT), strict=True):
        assert room.width_px <= wish.width_px
        assert not wish.fixed or room.width_px == wish.width_px


def test_labels_with_room_stand_where_their_boxes_begin() -> None:
    assert arrange([Wish(0, 30, 50), Wish(80, 30, 90)], 0, 200) == [Room(0, 30), Room(80, 30)]


def test_the_label_of_a_nested_span_moves_right_past_the_outer_one() -> None:
    outer, inner = arrange([Wish(0, 40, 200), Wish(3, 30, 120)], 0, 300)
    assert outer == Room(0, 40)
    assert inner == Room(40 + GAP_PX, 30)


def test_a_label_is_shortened_where_the_next_box_is_near() -> None:
    first, second = arrange([Wish(0, 60, 20), Wish(40, 30, 60)], 0, 300)
    assert first.width_px < 60
    assert second.left_px < 60


def test_a_mirrored_wish_mirrored_again_is_itself() -> None:
    wish = Wish(10, 30, 90)
    turned = mirrored(wish, 5)
    assert mirrored(turned, -90) == Wish(10, 30, 90)
