"""Going from one place that needs a look to the next, and deciding on the way."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.core.suggestion import Suggestion
from annotator.session.changes import Changes
from annotator.session.hints import Hint, codes, hints
from annotator.session.proposals import Proposals
from annotator.session.walk import NOTHING_INSIDE, NOTHING_MORE, NOTHING_NEAR, Walk
from tests.session.stage import Desk, suggestion
from tests.storage.projects import findings, make, propose

TEXT = (
    "On a grey day in the middle of May the painter Dora Maar met Max Ernst in Paris,"
    " and Bonn was far away.\n"
    "The Council on Foreign Relations invited Max Ernst, and the Louvre lent a picture. Later"
    " Max Ernst went to Paris with the picture."
)
MAX, PARIS, BONN = ("Max Ernst", "PER"), ("Paris", "LOC"), ("Bonn", "LOC")
SURE, DOUBTED = 0.99, 0.6


def every(words: str, label: str, score: float) -> Iterator[Suggestion]:
    """A suggestion for these words wherever they stand."""
    start = TEXT.find(words)
    while start >= 0:
        yield Suggestion(start, start + len(words), label, "model", score)
        start = TEXT.find(words, start + 1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Suggested: all of "Max Ernst" and "Paris" surely, "Bonn" in doubt, "Dora Maar" not."""
    path = make(tmp_path / "p.annotator", TEXT, "A second text.")
    bonn = suggestion("Bonn", "LOC", DOUBTED, text=TEXT)
    propose(path, [*every(*MAX, SURE), *every(*PARIS, SURE), bonn])
    desk = Desk(path)
    yield desk
    desk.close()
    assert findings(path) == []


@pytest.fixture
def walk(desk: Desk) -> Walk:
    """The walk of whoever sits at the desk."""
    return Walk(desk.session)


def seen(desk: Desk) -> object:
    """What is focused, else what is selected."""
    return desk.focus or desk.selection


def hint_on(desk: Desk, words: str) -> Hint:
    """The hint that stands on these words."""
    article = desk.article
    start = TEXT.index(words)
    return next(h for h in hints(article, 0, len(TEXT)) if h.start == start)


# Going


def test_next_passes_what_is_sure_and_stops_at_doubts_and_names_that_are_missing(
    desk: Desk, walk: Walk
) -> None:
    stops = []
    for _ in range(5):
        walk.next()
        stops.append(seen(desk))
    assert stops == ["Dora Maar", BONN, "Council", "Foreign Relations", "Louvre"]


def test_after_the_last_place_next_says_so_and_stays(desk: Desk, walk: Walk) -> None:
    for _ in range(5):
        walk.next()
    assert walk.next() == Changes(note=NOTHING_MORE)
    assert seen(desk) == "Louvre"


def test_previous_is_the_way_back(desk: Desk, walk: Walk) -> None:
    for _ in range(3):
        walk.next()
    walk.previous()
    assert seen(desk) == BONN
    walk.previous()
    assert seen(desk) == "Dora Maar"


def test_the_least_sure_suggestion_comes_first_and_each_one_once(desk: Desk, walk: Walk) -> None:
    found = []
    for _ in range(7):
        walk.least_sure()
        assert desk.article.place.focus
        found.append(desk.article.place.focus.start)
    assert found[0] == TEXT.index("Bonn")
    assert len(set(found[:6])) == 6
    assert found[6] == found[0]


def test_a_suggestion_refused_once_is_in_doubt_elsewhere(desk: Desk, walk: Walk) -> None:
    desk.focus_on(*MAX)
    walk.remove()
    stops = [seen(desk)]
    for _ in range(5):
        walk.next()
        stops.append(seen(desk))
    assert stops == [BONN, "Council", "Foreign Relations", MAX, "Louvre", MAX]


def test_words_labelled_once_are_a_place_to_look_at_elsewhere(desk: Desk, walk: Walk) -> None:
    desk.put_cursor("picture")
    desk.hands.label("ORG")
    assert desk.suggestions[-1] == ("picture", "ORG")
    Proposals(desk.session).switch_memory()
    desk.put_cursor("picture")
    walk.next()
    assert desk.article.place.selection == (TEXT.rindex("picture"), len(TEXT) - 1)


# Deciding on the way


def test_a_label_on_the_way_leads_to_the_next_place(desk: Desk, walk: Walk) -> None:
    walk.next()
    walk.label("PER")
    assert ("Dora Maar", "PER") in desk.spans
    assert seen(desk) == BONN
    walk.accept()
    assert BONN in desk.spans
    assert seen(desk) == "Council"


def test_removing_on_the_way_leads_to_the_next_place(desk: Desk, walk: Walk) -> None:
    desk.focus_on(*BONN)
    walk.remove()
    assert BONN not in desk.suggestions
    assert seen(desk) == "Council"


def test_what_was_decided_last_keeps_the_focus(desk: Desk, walk: Walk) -> None:
    desk.put_cursor("Louvre")
    walk.label("ORG")
    assert desk.focus == ("Louvre", "ORG")


def test_rejecting_everywhere_is_one_step_and_one_undo(desk: Desk, walk: Walk) -> None:
    desk.focus_on(*MAX)
    walk.reject_everywhere()
    assert MAX not in desk.suggestions
    assert PARIS in desk.suggestions
    desk.session.undo()
    assert desk.suggestions.count(MAX) == 3


def test_a_label_is_removed_alone(desk: Desk, walk: Walk) -> None:
    desk.focus_on(*MAX)
    desk.hands.label("PER")
    walk.reject_everywhere()
    assert desk.suggestions.count(MAX) == 2


def test_a_place_that_is_nothing_is_passed_from_then_on(desk: Desk, walk: Walk) -> None:
    walk.next()
    walk.reject_everywhere()
    assert seen(desk) == BONN
    walk.previous()
    assert seen(desk) == BONN
    assert desk.spans == []


# Widening


def test_widening_takes_the_name_round_the_cursor(desk: Desk, walk: Walk) -> None:
    desk.put_cursor("Maar")
    walk.widen()
    assert desk.selection == "Dora Maar"


def test_widening_again_goes_to_the_end_of_the_next_name(desk: Desk, walk: Walk) -> None:
    desk.put_cursor("Council")
    walk.widen()
    assert desk.selection == "Council on Foreign Relations"
    desk.hands.label("ORG")
    assert ("Council on Foreign Relations", "ORG") in desk.spans


def test_widening_moves_the_end_of_the_focused_span(desk: Desk, walk: Walk) -> None:
    desk.put_cursor("Council")
    desk.hands.label("ORG")
    walk.widen()
    assert desk.focus == ("Council on Foreign Relations", "ORG")
    desk.session.undo()
    assert desk.spans == [("Council", "ORG")]


def test_widening_a_suggestion_accepts_it(desk: Desk, walk: Walk) -> None:
    desk.focus_on(*PARIS)
    walk.widen()
    assert desk.focus == ("Paris, and Bonn", "LOC")
    assert desk.suggestions.count(PARIS) == 1


def test_widening_stays_in_the_sentence_and_near(desk: Desk, walk: Walk) -> None:
    for words in ("away", "On", "picture"):
        desk.put_cursor(words)
        before = desk.article.place
        assert walk.widen() == Changes(note=NOTHING_NEAR)
        assert desk.article.place == before


# Narrowing


def test_narrowing_leaves_the_first_name_of_a_selection(desk: Desk, walk: Walk) -> None:
    desk.select("the painter Dora Maar met Max")
    walk.narrow()
    assert desk.selection == "Dora Maar"
    assert walk.narrow() == Changes(note=NOTHING_INSIDE)
    assert desk.selection == "Dora Maar"


def test_narrowing_the_focused_span_is_undone_like_any_move_of_an_edge(
    desk: Desk, walk: Walk
) -> None:
    desk.select("the Louvre lent")
    desk.hands.label("ORG")
    walk.narrow()
    assert desk.focus == ("Louvre", "ORG")
    desk.session.undo()
    assert desk.spans == [("the Louvre lent", "ORG")]


def test_where_no_name_is_inside_narrowing_says_so(desk: Desk, walk: Walk) -> None:
    for words in ("far away", "middle"):
        desk.select(words)
        assert walk.narrow() == Changes(note=NOTHING_INSIDE)
        assert desk.selection == words
    desk.hands.escape()
    assert walk.narrow() == Changes(note=NOTHING_INSIDE)


# Hints


def test_no_code_begins_another_and_the_short_ones_come_first() -> None:
    for count in (0, 1, 26, 27, 300, 676):
        found = codes(count)
        assert len(found) == len(set(found)) == count
        assert found == sorted(found, key=len)
        single = {code for code in found if len(code) == 1}
        assert not single & {code[0] for code in found if len(code) > 1}


def test_places_that_need_a_look_have_one_letter(desk: Desk) -> None:
    assert len(hint_on(desk, "Dora Maar").letters) == 1
    assert len(hint_on(desk, "Bonn").letters) == 1
    assert len(hint_on(desk, "On").letters) == 2


def test_a_hint_leads_to_a_word_a_name_or_a_span(desk: Desk, walk: Walk) -> None:
    walk.jump(hint_on(desk, "painter"))
    assert (desk.cursor, seen(desk)) == ("painter", None)
    walk.jump(hint_on(desk, "Dora Maar"))
    assert seen(desk) == "Dora Maar"
    walk.jump(hint_on(desk, "Paris"))
    assert desk.focus == PARIS


def test_a_hint_of_what_is_gone_leads_to_its_word(desk: Desk, walk: Walk) -> None:
    hint = hint_on(desk, "Paris")
    desk.focus_on(*PARIS)
    desk.hands.remove()
    walk.jump(hint)
    assert (desk.cursor, desk.focus) == ("Paris", None)


def test_nothing_open_is_nothing_to_walk_in(tmp_path: Path) -> None:
    desk = Desk(make(tmp_path / "empty.annotator"))
    walk = Walk(desk.session)
    for verb in (walk.next, walk.previous, walk.least_sure):
        assert verb() == Changes(note=NOTHING_MORE)
    assert walk.widen() == Changes(note=NOTHING_NEAR)
    assert walk.narrow() == Changes(note=NOTHING_INSIDE)
    for verb in (walk.accept, walk.remove, walk.reject_everywhere):
        assert verb() == Changes()
    desk.close()
