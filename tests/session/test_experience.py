"""What decisions teach is counted with them, and taken back with them."""

import pytest

from annotator.errors import ProjectError
from annotator.storage.experience import BINS, Experiences, Outcome, bin_of
from tests.session.stage import Desk


def strings(desk: Desk) -> dict[tuple[str, str], tuple[int, int]]:
    each = desk.session.project.experience.each()
    return {(e.surface, e.label): (e.labelled, e.turned_down) for e in each}


def outcomes(desk: Desk) -> list[Outcome]:
    return desk.session.project.experience.outcomes()


def test_accepting_teaches_the_string_and_the_source(desk: Desk) -> None:
    desk.focus_on("IBM", "ORG")
    score = desk.article.place.focus.score  # type: ignore[union-attr]
    desk.hands.accept()
    assert strings(desk) == {("IBM", "ORG"): (1, 0)}
    assert outcomes(desk) == [Outcome("model", "ORG", bin_of(score), 1, 0)]


def test_turning_down_teaches_both_and_undo_takes_it_back(desk: Desk) -> None:
    desk.focus_on("IBM", "ORG")
    desk.hands.remove()
    assert strings(desk)["IBM", "ORG"] == (0, 1)
    assert [(o.accepted, o.turned_down) for o in outcomes(desk)] == [(0, 1)]
    desk.session.undo()
    assert strings(desk) == {}
    assert outcomes(desk) == []


def test_another_label_turns_the_suggested_one_down(desk: Desk) -> None:
    desk.focus_on("IBM", "ORG")
    desk.hands.label("LOC")
    assert strings(desk) == {("IBM", "LOC"): (1, 0), ("IBM", "ORG"): (0, 1)}


def test_what_is_taken_back_with_its_transaction_was_never_counted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.focus_on("Paris", "LOC")
    with monkeypatch.context() as patch:
        patch.setattr(Experiences, "flush", fail)
        with pytest.raises(ProjectError):
            desk.hands.accept()
    desk.focus_on("IBM", "ORG")
    desk.hands.accept()
    assert set(strings(desk)) == {("IBM", "ORG")}


def fail(*_: object) -> None:
    raise ProjectError("the disk is full")


def test_scores_fall_into_equal_bins() -> None:
    assert [bin_of(score) for score in (0.0, 0.049, 0.05, 0.999, 1.0)] == [0, 0, 1, 19, BINS - 1]
    assert bin_of(None) == -1
