"""The keys of the contract, as what they do to a small document."""

import pytest

from annotator.core.annotation import Answer
from annotator.core.span import Span, key_of
from tests.session.conftest import Sit
from tests.session.stage import SUGGESTIONS, TEXT, Desk, span, suggestion
from tests.storage.projects import make, propose, sql

ADA, IBM, PARIS, UNIVAC = (
    ("Ada Lovelace", "PER"),
    ("IBM", "ORG"),
    ("Paris", "LOC"),
    ("Univac", "ORG"),
)


def test_a_document_opens_with_the_cursor_on_its_first_word_and_nothing_focused(desk: Desk) -> None:
    assert (desk.cursor, desk.focus, desk.selection) == ("Ada", None, None)
    assert desk.suggestions == [ADA, IBM, PARIS, UNIVAC]
    assert desk.spans == []


# Tab


def test_tab_goes_through_suggestions_and_labels_alike_and_round(desk: Desk) -> None:
    desk.select("Grace Hopper")
    desk.hands.label("PER")
    desk.hands.escape()
    desk.put_cursor("Ada")
    seen = []
    for _ in range(6):
        desk.hands.focus_next()
        seen.append(desk.focus)
    assert seen == [ADA, IBM, PARIS, ("Grace Hopper", "PER"), UNIVAC, ADA]
    desk.hands.focus_previous()
    assert desk.focus == UNIVAC
    desk.hands.focus_previous()
    assert desk.focus == ("Grace Hopper", "PER")


def test_tab_goes_on_from_the_cursor(desk: Desk) -> None:
    desk.put_cursor("in Paris")
    desk.hands.focus_next()
    assert desk.focus == PARIS
    desk.put_cursor("in Paris")
    desk.hands.focus_previous()
    assert desk.focus == IBM


def test_tab_from_the_word_that_a_span_begins_with_takes_that_span(desk: Desk) -> None:
    desk.put_cursor("Univac")
    desk.hands.focus_next()
    assert desk.focus == UNIVAC


def test_tab_puts_the_cursor_on_the_span_and_drops_the_selection(desk: Desk) -> None:
    desk.select("joined")
    desk.hands.focus_next()
    assert (desk.focus, desk.cursor, desk.selection) == (IBM, "IBM", None)


def test_tab_where_there_is_nothing_to_focus_does_nothing(sit: Sit) -> None:
    desk = sit("ana", 2)
    for verb in (desk.hands.focus_next, desk.hands.focus_previous):
        verb()
        assert (desk.focus, desk.cursor) == (None, "Nothing")


def test_tab_reaches_both_of_two_spans_on_the_same_words(desk: Desk) -> None:
    desk.focus_on(*IBM)
    desk.hands.accept()
    desk.put_cursor("IBM")
    desk.hands.label("LOC")
    desk.hands.escape()
    desk.hands.focus_next()
    first = desk.focus
    desk.hands.focus_next()
    assert [first, desk.focus] == [("IBM", "LOC"), IBM]


# Return


def test_return_accepts_the_focused_suggestion_and_focuses_the_next_undecided(desk: Desk) -> None:
    desk.hands.focus_next()
    desk.hands.accept()
    assert desk.spans == [ADA]
    assert desk.suggestions == [IBM, PARIS, UNIVAC]
    assert desk.focus == IBM
    (accepted,) = desk.article.spans
    assert (accepted.source, accepted.score) == ("model", 0.5)


def test_return_with_nothing_focused_focuses_the_first_undecided_and_accepts_nothing(
    desk: Desk,
) -> None:
    desk.put_cursor("Bonn")
    desk.hands.accept()
    assert desk.focus == ADA
    assert desk.spans == []


def test_return_after_return_accepts_everything_and_then_does_nothing(desk: Desk) -> None:
    for _ in range(9):
        desk.hands.accept()
    assert desk.spans == [ADA, IBM, PARIS, UNIVAC]
    assert desk.suggestions == []
    assert desk.focus == UNIVAC


def test_return_goes_round_to_what_was_passed_over(desk: Desk) -> None:
    desk.focus_on(*UNIVAC)
    desk.hands.accept()
    assert desk.focus == ADA


def test_return_on_a_label_changes_nothing_and_focuses_the_next_undecided(desk: Desk) -> None:
    desk.focus_on(*IBM)
    desk.hands.accept()
    desk.focus_on(*IBM)
    changes = desk.hands.accept()
    assert changes.documents == ()
    assert desk.focus == PARIS
    assert desk.spans == [IBM]


def test_of_two_labels_for_the_same_words_the_surest_stands_and_has_the_other_as_runner_up(
    sit: Sit, desk: Desk
) -> None:
    propose(desk.session.path, [suggestion("IBM", "LOC", 0.9, "other")])
    desk.session.refresh()
    assert desk.suggestions.count(("IBM", "LOC")) == 1
    assert IBM not in desk.suggestions
    desk.focus_on("IBM", "LOC")
    desk.hands.accept()
    assert "IBM" not in dict(desk.suggestions)
    desk.focus_on("IBM", "LOC")
    desk.hands.remove()
    assert "IBM" not in dict(desk.suggestions)


def test_return_on_the_article_when_no_document_is_open_does_nothing(tmp_path) -> None:
    desk = Desk(make(tmp_path / "empty.annotator"))
    assert desk.session.article is None
    for verb in (desk.hands.accept, desk.hands.remove, desk.hands.flag, desk.hands.focus_next):
        verb()
    desk.hands.label("ORG")
    desk.hands.answer(Answer.ACCEPT)
    assert desk.session.undo().note == "Nothing to undo."
    desk.close()


# Delete


def test_delete_turns_the_focused_suggestion_down_and_focuses_the_next(desk: Desk) -> None:
    desk.focus_on(*IBM)
    desk.hands.remove()
    assert desk.suggestions == [ADA, PARIS, UNIVAC]
    assert desk.spans == []
    assert desk.focus == PARIS


def test_what_was_turned_down_stays_away_after_a_restart(sit: Sit, desk: Desk) -> None:
    desk.focus_on(*IBM)
    desk.hands.remove()
    assert sit().suggestions == [ADA, PARIS, UNIVAC]
    assert sit("ben").suggestions == [ADA, IBM, PARIS, UNIVAC]


def test_delete_removes_a_label_and_its_suggestion_does_not_come_back(sit: Sit, desk: Desk) -> None:
    desk.focus_on(*IBM)
    desk.hands.accept()
    desk.focus_on(*IBM)
    desk.hands.remove()
    assert desk.spans == []
    assert desk.suggestions == [ADA, PARIS, UNIVAC]
    assert desk.focus == PARIS
    assert sit().suggestions == [ADA, PARIS, UNIVAC]


def test_removing_one_of_two_labels_on_the_same_words_leaves_the_other(desk: Desk) -> None:
    desk.put_cursor("Grace")
    desk.hands.label("PER")
    desk.put_cursor("Grace")
    desk.hands.label("ORG")
    desk.hands.remove()
    assert desk.spans == [("Grace", "PER")]


def test_delete_of_the_last_one_leaves_nothing_focused(sit: Sit) -> None:
    desk = sit("ana", 2)
    desk.put_cursor("Bonn")
    desk.hands.label("LOC")
    desk.hands.remove()
    assert (desk.spans, desk.focus, desk.cursor) == ([], None, "Bonn")


def test_delete_with_nothing_focused_does_nothing(desk: Desk) -> None:
    desk.select("IBM in Paris")
    desk.hands.remove()
    assert desk.suggestions == [ADA, IBM, PARIS, UNIVAC]
    assert desk.selection == "IBM in Paris"


# A label's key


def test_a_label_key_on_a_suggestion_makes_it_that_label_and_keeps_the_focus(desk: Desk) -> None:
    desk.focus_on(*PARIS)
    desk.hands.label("PER")
    assert desk.spans == [("Paris", "PER")]
    assert desk.suggestions == [ADA, IBM, UNIVAC]
    assert desk.focus == ("Paris", "PER")
    assert key_of(suggestion(*PARIS)) in desk.article.rejected


def test_the_suggestions_own_label_key_accepts_it(desk: Desk) -> None:
    desk.focus_on(*PARIS)
    desk.hands.label("LOC")
    assert desk.spans == [PARIS]
    assert desk.focus == PARIS
    assert [s.source for s in desk.article.spans] == ["model"]


def test_a_label_key_on_a_label_changes_it_and_keeps_its_note(desk: Desk) -> None:
    desk.focus_on(*IBM)
    desk.hands.note("which one?")
    desk.hands.label("LOC")
    assert desk.spans == [("IBM", "LOC")]
    assert desk.focus == ("IBM", "LOC")
    (changed,) = desk.article.spans
    assert (changed.note, changed.source) == ("which one?", None)


def test_a_label_key_on_the_same_label_does_nothing(desk: Desk) -> None:
    desk.put_cursor("Grace")
    desk.hands.label("PER")
    assert desk.hands.label("PER").documents == ()


def test_a_label_key_for_selected_words_adds_a_span_and_focuses_it(desk: Desk) -> None:
    desk.select("Grace Hopper")
    desk.hands.label("PER")
    assert desk.spans == [("Grace Hopper", "PER")]
    assert desk.focus == ("Grace Hopper", "PER")
    assert desk.selection is None


def test_a_label_key_with_nothing_selected_labels_the_word_under_the_cursor(desk: Desk) -> None:
    desk.put_cursor("Bonn")
    desk.hands.label("LOC")
    assert desk.spans == [("Bonn", "LOC")]
    assert desk.focus == ("Bonn", "LOC")


def test_the_same_span_is_never_added_twice(desk: Desk) -> None:
    for _ in range(2):
        desk.select("Grace Hopper")
        desk.hands.label("PER")
    assert desk.spans == [("Grace Hopper", "PER")]
    assert desk.focus == ("Grace Hopper", "PER")


def test_a_span_over_the_words_of_a_suggestion_is_that_suggestion_accepted(desk: Desk) -> None:
    desk.select("Paris")
    desk.hands.label("LOC")
    assert desk.suggestions == [ADA, IBM, UNIVAC]
    assert [s.source for s in desk.article.spans] == ["model"]


def test_what_was_turned_down_can_be_labelled_all_the_same(desk: Desk) -> None:
    desk.focus_on(*PARIS)
    desk.hands.remove()
    desk.select("Paris")
    desk.hands.label("LOC")
    assert desk.spans == [PARIS]
    desk.session.undo()
    desk.session.undo()
    assert desk.suggestions == [ADA, IBM, PARIS, UNIVAC]


def test_relabelling_onto_a_label_that_is_there_leaves_one(desk: Desk) -> None:
    for label in ("PER", "ORG"):
        desk.put_cursor("Grace")
        desk.hands.escape()
        desk.hands.label(label)
        desk.hands.escape()
    desk.focus_on("Grace", "ORG")
    desk.hands.label("PER")
    assert desk.spans == [("Grace", "PER")]
    assert desk.focus == ("Grace", "PER")
    desk.session.undo()
    assert desk.spans == [("Grace", "ORG"), ("Grace", "PER")]


# Arrows


def test_arrows_move_by_words_and_punctuation_is_a_word(desk: Desk) -> None:
    desk.put_cursor("Paris")
    seen = []
    for _ in range(3):
        desk.hands.step(1)
        seen.append(desk.cursor)
    for _ in range(2):
        desk.hands.step(-1)
        seen.append(desk.cursor)
    assert seen == [".", "Grace", "Hopper", "Grace", "."]


def test_arrows_stay_at_both_ends(desk: Desk) -> None:
    desk.hands.step(-1)
    assert desk.cursor == "Ada"
    for _ in range(50):
        desk.hands.step(1)
    assert desk.cursor == "."
    assert desk.article.place.cursor[1] == len(TEXT)


@pytest.mark.parametrize(("step", "word"), [(1, "joined"), (-1, "Ada")])
def test_arrows_leave_the_focused_span_to_the_word_beside_it(
    desk: Desk, step: int, word: str
) -> None:
    desk.hands.focus_next()
    desk.hands.step(step)
    assert (desk.focus, desk.cursor) == (None, word)
    desk.focus_on(*PARIS)
    desk.hands.step(step)
    assert (desk.focus, desk.cursor) == (None, "." if step > 0 else "in")


def test_shift_and_arrows_select_by_words_both_ways_round(desk: Desk) -> None:
    desk.put_cursor("joined")
    seen = []
    for step in (1, 1, -1, -1, -1):
        desk.hands.extend(step)
        seen.append(desk.selection)
    assert seen == ["joined IBM", "joined IBM in", "joined IBM", "joined", "Lovelace joined"]
    desk.hands.step(1)
    assert desk.selection is None


def test_shift_and_arrows_move_the_end_of_the_focused_span(sit: Sit, desk: Desk) -> None:
    desk.focus_on(*IBM)
    desk.hands.extend(1)
    assert desk.focus == ("IBM in", "ORG")
    assert desk.spans == [("IBM in", "ORG")]
    desk.hands.extend(1)
    assert desk.spans == [("IBM in Paris", "ORG")]
    desk.hands.extend(-1)
    assert desk.spans == [("IBM in", "ORG")]
    assert "IBM" not in dict(desk.suggestions)
    assert sit().spans == [("IBM in", "ORG")]


def test_control_shift_and_arrows_move_its_start(desk: Desk) -> None:
    desk.focus_on(*ADA)
    desk.hands.resize(is_start=True, step=1)
    assert desk.spans == [("Lovelace", "PER")]
    desk.hands.resize(is_start=True, step=1)
    assert desk.spans == [("Lovelace", "PER")]
    desk.hands.resize(is_start=True, step=-1)
    desk.hands.resize(is_start=True, step=-1)
    assert desk.spans == [ADA]


def test_an_edge_never_leaves_the_text_nor_passes_the_other(desk: Desk) -> None:
    desk.put_cursor("Ada")
    desk.hands.label("ORG")
    for is_start, step in ((True, -1), (True, 1), (False, -1)):
        assert desk.hands.resize(is_start=is_start, step=step).documents == ()
    for _ in range(40):
        desk.hands.resize(is_start=False, step=1)
    assert desk.spans == [(TEXT, "ORG")]


def test_an_edge_dragged_goes_to_the_word_it_is_dropped_on(desk: Desk) -> None:
    desk.focus_on(*IBM)
    desk.hands.drag_edge(is_start=False, offset=TEXT.index("aris"))
    assert desk.focus == ("IBM in Paris", "ORG")
    desk.hands.drag_edge(is_start=True, offset=TEXT.index("Lovelace") + 3)
    assert desk.focus == ("Lovelace joined IBM in Paris", "ORG")


def test_moving_an_edge_keeps_the_note(desk: Desk) -> None:
    desk.focus_on(*IBM)
    desk.hands.note("which one?")
    desk.hands.extend(1)
    assert [(s.label, s.note) for s in desk.article.spans] == [("ORG", "which one?")]


def test_moving_an_edge_back_to_where_a_suggestion_was_is_accepting_it(desk: Desk) -> None:
    desk.focus_on(*IBM)
    desk.hands.extend(1)
    desk.hands.extend(-1)
    assert desk.spans == [IBM]
    assert key_of(suggestion(*IBM)) not in desk.article.rejected


# Mouse


def test_a_click_focuses_the_innermost_span_and_again_the_one_round_it(desk: Desk) -> None:
    desk.select("IBM in Paris")
    desk.hands.label("ORG")
    desk.hands.escape()
    at = TEXT.index("Paris")
    seen = []
    for _ in range(3):
        desk.hands.click(at)
        seen.append(desk.focus)
    assert seen == [PARIS, ("IBM in Paris", "ORG"), PARIS]
    desk.hands.click(TEXT.index("joined"))
    assert (desk.focus, desk.cursor) == (None, "joined")


def test_a_selection_snaps_to_words_and_by_character_does_not(desk: Desk) -> None:
    at = TEXT.index("Univac")
    desk.hands.select(at + 1, at + 8)
    assert desk.selection == "Univac for"
    desk.hands.select(at + 1, at + 7, by_character=True)
    assert desk.selection == "nivac"
    desk.hands.label("ORG")
    assert ("nivac", "ORG") in desk.spans


def test_escape_drops_selection_and_focus_and_leaves_the_cursor(desk: Desk) -> None:
    desk.select("Grace Hopper")
    desk.hands.escape()
    assert (desk.selection, desk.focus, desk.cursor) == (None, None, "Hopper")
    desk.focus_on(*IBM)
    desk.hands.escape()
    assert (desk.selection, desk.focus, desk.cursor) == (None, None, "IBM")


# Answers


def test_finishing_accepts_what_is_suggested_and_opens_the_next_to_do(sit: Sit, desk: Desk) -> None:
    desk.focus_on(*PARIS)
    desk.hands.remove()
    desk.hands.answer(Answer.ACCEPT)
    assert desk.here == 2
    again = sit()
    assert again.spans == [ADA, IBM, UNIVAC]
    assert again.suggestions == []
    assert again.article.answer is Answer.ACCEPT


def test_finishing_takes_the_surest_of_several_suggestions_for_the_same_words(
    path, sit: Sit
) -> None:
    propose(path, [suggestion("Bonn", "PER", 0.2, "a"), suggestion("Bonn", "LOC", 0.9, "b")])
    desk = sit()
    desk.hands.answer(Answer.ACCEPT)
    assert ("Bonn", "LOC") in sit().spans
    assert ("Bonn", "PER") not in sit().spans


@pytest.mark.parametrize("answer", [Answer.REJECT, Answer.IGNORE])
def test_rejecting_and_skipping_accept_nothing_and_open_the_next(
    sit: Sit, desk: Desk, answer: Answer
) -> None:
    desk.hands.answer(answer)
    assert desk.here == 2
    again = sit()
    assert (again.spans, again.article.answer) == ([], answer)
    assert again.suggestions == [ADA, IBM, PARIS, UNIVAC]


def test_the_next_to_do_is_looked_for_from_here_on_and_then_from_the_start(sit: Sit) -> None:
    desk = sit("ana", 2)
    desk.hands.answer(Answer.ACCEPT)
    assert desk.here == 3
    desk.hands.answer(Answer.IGNORE)
    assert desk.here == 1
    changes = desk.hands.answer(Answer.REJECT)
    assert desk.here == 1
    assert changes.note == "All documents have an answer."
    assert desk.session.completion().answered == 3


def test_one_annotators_answers_are_not_anothers(sit: Sit, desk: Desk) -> None:
    desk.hands.answer(Answer.ACCEPT)
    ben = sit("ben")
    assert ben.article.answer is None
    ben.session.open_next_to_do()
    assert ben.here == 2
    assert ben.session.completion().answered == 0


def test_after_the_last_answer_the_hands_may_go_on_where_they_are(path, sit: Sit) -> None:
    for n in (2, 3):
        sit("ana", n).hands.answer(Answer.ACCEPT)
    desk = sit()
    desk.session.refresh()
    desk.hands.focus_next()
    desk.hands.answer(Answer.ACCEPT)
    assert (desk.here, desk.focus) == (1, ADA)
    desk.hands.accept()
    desk.focus_on(*ADA)
    desk.hands.remove()
    assert desk.spans == [IBM, PARIS, UNIVAC]


def test_an_answer_given_again_writes_nothing(path, desk: Desk) -> None:
    desk.hands.answer(Answer.REJECT)
    desk.session.open_neighbour(-1)
    written = sql(path, "SELECT count(*) FROM edits")
    desk.hands.answer(Answer.REJECT)
    assert sql(path, "SELECT count(*) FROM edits") == written


def test_the_flag_goes_up_and_down_and_is_no_answer(sit: Sit, desk: Desk) -> None:
    desk.hands.flag()
    assert sit().article.flagged
    assert desk.session.completion().answered == 0
    desk.hands.flag()
    assert not sit().article.flagged


def test_next_and_previous_document_give_no_answer_and_stop_at_the_ends(desk: Desk) -> None:
    seen = []
    for step in (-1, 1, 1, 1, -1):
        desk.session.open_neighbour(step)
        seen.append(desk.here)
    assert seen == [1, 2, 3, 3, 2]
    assert desk.session.completion().answered == 0


# Whatever happens


def test_moving_writes_nothing(path, desk: Desk) -> None:
    before = sql(path, "SELECT count(*) FROM edits")
    for verb in (desk.hands.focus_next, desk.hands.focus_previous, desk.hands.escape):
        verb()
    desk.hands.step(1)
    desk.hands.extend(1)
    desk.hands.click(3)
    assert sql(path, "SELECT count(*) FROM edits") == before


def test_suggestions_of_labels_that_the_set_lacks_are_not_shown(path, sit: Sit) -> None:
    propose(path, [suggestion("Bonn", "GPE")])
    desk = sit()
    assert ("Bonn", "GPE") not in desk.suggestions
    desk.hands.answer(Answer.ACCEPT)
    assert "Bonn" not in dict(sit().spans)


def test_spans_say_who_proposed_them() -> None:
    assert [s.accepted() for s in SUGGESTIONS[:1]] == [Span(0, 12, "PER", "model", 0.5)]
    assert span("IBM", "ORG") == Span(20, 23, "ORG")
