"""What was labelled in a project is proposed elsewhere in it, and what was turned down is not."""

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.core.annotation import Answer
from annotator.core.calibration import Calibration
from annotator.core.document import DocumentId
from annotator.core.suggestion import AND, Suggestion
from annotator.session.proposals import Proposals, likely_labels
from annotator.session.recall import PIECE
from tests.session.stage import Desk, suggestion
from tests.storage.projects import findings, make, propose

FIRST = "Ada met Bo in Rome. Bo left Rome. Ada and Bo stayed."
SECOND = "In Rome Bo met Ada, and Bo wrote to ADA."
LONG = "Nothing. " * PIECE + "Bo came back. " + "Nothing. " * PIECE + "Bo went."
Sit = Callable[..., Desk]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make(tmp_path / "p.annotator", FIRST, SECOND, LONG)


@pytest.fixture
def sit(path: Path) -> Sit:
    desks: list[Desk] = []

    def sit(annotator: str = "ana", document_id: int = 1) -> Desk:
        desks.append(Desk(path, annotator, document_id))
        return settled(desks[-1])

    yield sit
    for desk in desks:
        desk.close()
    assert findings(path) == []


def settled(desk: Desk) -> Desk:
    while desk.session.recall.is_busy:
        desk.session.recall_more()
    return desk


def make_label(desk: Desk, words: str, label: str) -> None:
    desk.select(words)
    desk.hands.label(label)


def go(desk: Desk, document_id: int) -> Desk:
    desk.session.open(DocumentId(document_id))
    return settled(desk)


def test_what_is_made_is_proposed_at_its_other_mentions_at_once(sit: Sit) -> None:
    desk = sit()
    make_label(desk, "Bo", "PER")
    assert desk.suggestions == [("Bo", "PER"), ("Bo", "PER")]
    assert desk.focus == ("Bo", "PER")


def test_taking_it_back_takes_them_back_and_redoing_brings_them_again(sit: Sit) -> None:
    desk = sit()
    make_label(desk, "Bo", "PER")
    desk.session.undo()
    assert (desk.spans, desk.suggestions) == ([], [])
    desk.session.redo()
    assert len(desk.suggestions) == 2
    desk.focus_on("Bo", "PER")
    desk.hands.remove()
    assert (desk.spans, desk.suggestions) == ([], [])


def test_another_label_for_what_was_made_is_another_proposal(sit: Sit) -> None:
    desk = sit()
    make_label(desk, "Bo", "PER")
    desk.hands.label("LOC")
    assert desk.suggestions == [("Bo", "LOC"), ("Bo", "LOC")]


def test_what_is_merely_accepted_or_relabelled_changes_nothing_else_in_its_document(
    path: Path, sit: Sit
) -> None:
    propose(path, [suggestion("Ada", "PER", text=FIRST), suggestion("Rome", "LOC", text=FIRST)])
    desk = sit()
    desk.focus_on("Ada", "PER")
    desk.hands.accept()
    desk.focus_on("Rome", "LOC")
    desk.hands.label("ORG")
    assert desk.suggestions == []
    assert settled(go(desk, 1)).suggestions == []
    assert settled(sit()).suggestions == []
    assert go(desk, 2).suggestions == [("Rome", "ORG"), ("Ada", "PER")]


def test_what_was_labelled_is_proposed_in_documents_opened_later_by_whoever(sit: Sit) -> None:
    desk = sit()
    make_label(desk, "Rome", "LOC")
    assert go(desk, 2).suggestions == [("Rome", "LOC")]
    assert sit("ben", 2).suggestions == [("Rome", "LOC")]


def test_accepting_what_memory_proposes_records_it_as_the_source(sit: Sit) -> None:
    desk = sit()
    make_label(desk, "Bo", "PER")
    desk.hands.focus_next()
    desk.hands.accept()
    (one,) = [s for s in desk.article.spans if s.source]
    assert (one.source, one.score) == ("memory", pytest.approx(2 / 3, abs=1e-3))
    (outcome,) = desk.session.project.experience.outcomes()
    assert (outcome.source, outcome.accepted) == ("memory", 1)


def test_turning_down_what_memory_proposes_is_counted_and_taken_back(sit: Sit) -> None:
    desk = sit()
    make_label(desk, "Bo", "PER")
    desk.hands.focus_next()
    desk.hands.remove()
    outcomes = desk.session.project.experience.outcomes
    assert [(o.source, o.turned_down) for o in outcomes()] == [("memory", 1)]
    desk.session.undo()
    assert outcomes() == []


def test_what_was_turned_down_is_not_proposed_in_documents_opened_later(
    path: Path, sit: Sit
) -> None:
    propose(path, [suggestion("Rome", "PER", text=FIRST)])
    propose(path, [suggestion("Rome", "PER", 0.9, "other", text=SECOND)], document_id=2)
    desk = sit()
    assert go(desk, 2).suggestions == [("Rome", "PER")]
    go(desk, 1)
    desk.focus_on("Rome", "PER")
    desk.hands.remove()
    assert go(desk, 2).suggestions == []
    assert sit("ben", 2).suggestions == []
    desk.session.undo()
    assert go(desk, 2).suggestions == [("Rome", "PER")]


def test_sources_that_agree_are_shown_once_and_both_learn(path: Path, sit: Sit) -> None:
    propose(path, [suggestion("Rome", "LOC", 0.9, text=SECOND)], document_id=2)
    desk = sit()
    make_label(desk, "Rome", "LOC")
    go(desk, 2)
    (found,) = desk.article.suggestions
    assert (found.source, found.sureness) == (f"model{AND}memory", 0.9)
    desk.focus_on("Rome", "LOC")
    desk.hands.accept()
    outcomes = desk.session.project.experience.outcomes()
    assert [(o.source, o.bin, o.accepted) for o in outcomes] == [
        ("memory", 13, 1),
        ("model", 18, 1),
    ]


def test_nothing_is_proposed_in_a_document_that_is_done(sit: Sit) -> None:
    desk = sit("ana", 2)
    desk.hands.answer(Answer.ACCEPT)
    go(desk, 1)
    make_label(desk, "Rome", "LOC")
    assert go(desk, 2).suggestions == []
    desk.session.undo()
    desk.session.undo()
    assert desk.here == 2


def test_nothing_is_proposed_on_what_is_labelled_already(sit: Sit) -> None:
    desk = sit()
    make_label(desk, "Rome", "LOC")
    go(desk, 2)
    make_label(desk, "In Rome", "LOC")
    assert desk.suggestions == []
    desk.session.undo()
    assert desk.suggestions == [("Rome", "LOC")]


def test_a_long_document_is_gone_through_in_steps_and_what_is_near_comes_first(sit: Sit) -> None:
    desk = sit()
    make_label(desk, "Bo", "PER")
    desk.session.open(DocumentId(3))
    assert desk.suggestions == []
    assert desk.session.recall.is_busy
    steps = 0
    while desk.session.recall.is_busy:
        changes = desk.session.recall_more()
        assert all(end - start <= 2 * PIECE for start, end in changes.ranges)
        steps += 1
    assert steps > len(LONG) / PIECE
    assert desk.suggestions == [("Bo", "PER"), ("Bo", "PER")]


def test_what_others_decide_meanwhile_is_known_too(sit: Sit) -> None:
    desk, other = sit("ana", 2), sit("ben", 1)
    make_label(other, "Rome", "LOC")
    desk.session.refresh()
    assert settled(desk).suggestions == [("Rome", "LOC")]
    other.session.undo()
    desk.session.refresh()
    assert settled(desk).suggestions == []


def test_memory_is_switched_off_for_the_whole_project(sit: Sit) -> None:
    desk = sit()
    make_label(desk, "Bo", "PER")
    assert Proposals(desk.session).switch_memory().note == "Memory is off."
    assert settled(desk).suggestions == []
    assert sit("ben", 2).suggestions == []
    Proposals(desk.session).switch_memory()
    assert len(settled(desk).suggestions) == 2


def test_what_is_less_sure_is_hidden_and_not_accepted_at_the_end(path: Path, sit: Sit) -> None:
    propose(
        path,
        [suggestion("Ada", "PER", 0.95, text=FIRST), suggestion("Rome", "LOC", 0.35, text=FIRST)],
    )
    desk = sit()
    proposals = Proposals(desk.session)
    for _ in range(4):
        note = proposals.ask_for(1).note
    assert note == "1 less sure than 40% hidden"
    assert desk.suggestions == [("Ada", "PER")]
    desk.hands.answer(Answer.ACCEPT)
    assert go(desk, 1).spans == [("Ada", "PER")]
    for _ in range(9):
        note = proposals.ask_for(-1).note
    assert note == "All suggestions are shown."
    assert desk.suggestions == [("Rome", "LOC")]


def test_one_verb_goes_through_the_likely_labels_and_undo_takes_each_back(
    path: Path, sit: Sit
) -> None:
    propose(path, [suggestion("Rome", "LOC", 0.6, text=FIRST)])
    propose(path, [suggestion("Rome", "ORG", 0.3, "other", text=FIRST)])
    desk = sit()
    proposals = Proposals(desk.session)
    assert proposals.next_label().note == "No other label is likely here."
    desk.focus_on("Rome", "LOC")
    assert likely_labels(desk.article) == [("LOC", 0.6), ("ORG", 0.3)]
    seen = []
    for _ in range(3):
        proposals.next_label()
        seen.append(desk.focus)
    assert seen == [("Rome", "ORG"), ("Rome", "LOC"), ("Rome", "ORG")]
    for _ in range(3):
        desk.session.undo()
    assert (desk.spans, desk.suggestions) == ([], [("Rome", "LOC")])


def test_calibrated_chances_settle_what_stands_in_documents_opened_later(
    path: Path, sit: Sit
) -> None:
    propose(path, [suggestion("In Rome", "LOC", 0.9, text=SECOND)], document_id=2)
    propose(path, [suggestion("Rome", "ORG", 0.6, "other", text=SECOND)], document_id=2)
    desk = sit()
    assert go(desk, 2).suggestions == [("In Rome", "LOC")]
    known = Calibration({"model": ((0.0, 0.1), (1.0, 0.3))})
    Proposals(desk.session).calibrate(known)
    assert desk.suggestions == [("In Rome", "LOC")]
    assert go(desk, 2).suggestions == [("Rome", "ORG")]
    assert sit("ben", 2).suggestions == [("Rome", "ORG")]


def test_what_is_decided_before_the_memory_is_read_is_not_counted_twice(
    path: Path, sit: Sit
) -> None:
    desk = sit()
    make_label(desk, "Bo", "PER")
    early = Desk(path)
    early.focus_on("Bo", "PER")
    early.session.undo()
    assert settled(early).suggestions == []
    early.session.redo()
    assert settled(early).suggestions == [("Bo", "PER"), ("Bo", "PER")]
    early.close()


def test_what_is_made_at_once_has_its_way_against_a_source_not_proven_here(
    path: Path, sit: Sit
) -> None:
    again = FIRST.rindex("Rome")
    propose(path, [Suggestion(again, again + 4, "PER", "model", 0.9)])
    desk = sit()
    make_label(desk, "Rome", "LOC")
    assert desk.suggestions == [("Rome", "LOC")]
    desk.session.undo()
    assert desk.suggestions == [("Rome", "PER")]


def finish(desk: Desk) -> None:
    desk.hands.answer(Answer.ACCEPT)


def test_labels_that_are_always_corrected_alike_are_proposed_so_in_later_documents(
    path: Path, sit: Sit
) -> None:
    propose(path, [suggestion(w, "HUMAN", text=FIRST) for w in ("Ada", "Bo", "Rome")])
    propose(path, [suggestion("Ada", "HUMAN", text=SECOND)], document_id=2)
    propose(path, [suggestion("Nothing", "HUMAN", text=LONG)], document_id=3)
    desk = sit()
    assert desk.suggestions == []
    for words in ("Ada", "Bo", "Rome"):
        make_label(desk, words, "PER")
    assert not [s for s in desk.article.suggestions if s.source == "model"]
    finish(desk)
    go(desk, 3)
    assert ("Nothing", "PER") in desk.suggestions
    assert settled(sit("ben", 3)).suggestions == desk.suggestions


def test_nothing_that_is_decided_in_a_document_changes_what_its_model_proposes_there(
    path: Path, sit: Sit
) -> None:
    said = [suggestion(words, "ORG", 0.6, text=FIRST) for words in ("Ada", "Bo", "Rome")]
    propose(path, said)
    desk = sit()
    for words in ("Ada", "Bo"):
        desk.focus_on(words, "ORG")
        desk.hands.label("PER")
    for _ in range(2):
        there = [s for s in desk.article.all_suggestions if s.source == "model"]
        assert [(s.label, s.chance) for s in there] == [("ORG", None)] * 3
        finish(desk)
        go(desk, 1)


def test_accepting_all_in_one_document_after_the_other_gives_what_the_model_proposes(
    path: Path, sit: Sit
) -> None:
    propose(path, [suggestion(words, "ORG", 0.3, text=FIRST) for words in ("Ada", "Rome")])
    propose(
        path,
        [suggestion(words, "ORG", 0.3, text=SECOND) for words in ("Rome", "Bo")],
        document_id=2,
    )
    desk = sit()
    for document_id in (1, 2):
        go(desk, document_id)
        # "Ada" stands in both, and was accepted in the first.
        assert len(desk.suggestions) == 2
        finish(desk)
        go(desk, document_id)
        assert [s.label for s in desk.article.spans] == ["ORG", "ORG"]


def test_after_a_correction_what_was_accepted_elsewhere_is_proposed_too(
    path: Path, sit: Sit
) -> None:
    propose(path, [suggestion("Ada", "PER", text=FIRST)])
    desk = sit()
    desk.focus_on("Ada", "PER")
    desk.hands.accept()
    assert go(desk, 2).suggestions == []
    go(desk, 1)
    make_label(desk, "left", "ORG")
    assert go(desk, 2).suggestions == [("Ada", "PER")]
    assert sit("ben", 2).suggestions == [("Ada", "PER")]


def test_what_people_mostly_turn_down_is_hidden_and_can_be_asked_for(path: Path, sit: Sit) -> None:
    propose(path, [suggestion(words, "ORG", text=FIRST) for words in ("Ada", "Bo", "Rome")])
    propose(path, [suggestion("wrote", "ORG", text=SECOND)], document_id=2)
    desk = sit()
    for words in ("Ada", "Bo", "Rome"):
        desk.focus_on(words, "ORG")
        desk.hands.remove()
    finish(desk)
    go(desk, 2)
    proposals = Proposals(desk.session)
    assert (desk.suggestions, proposals.hidden()) == ([], "1 less sure than 35% hidden")
    proposals.ask_for(-1)
    assert (desk.suggestions, proposals.hidden()) == ([("wrote", "ORG")], "")


def test_a_name_that_is_part_of_a_longer_one_does_not_take_its_place(path: Path, sit: Sit) -> None:
    propose(path, [suggestion("Ada, and Bo", "ORG", 0.5, text=SECOND)], document_id=2)
    desk = sit()
    make_label(desk, "Bo", "PER")
    go(desk, 2)
    assert ("Ada, and Bo", "ORG") in desk.suggestions
