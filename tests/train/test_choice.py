"""Which of two pipelines is ahead on the same documents."""

from annotator.train.choice import lead

GOLD = {(0, 3, "ORG"), (10, 14, "PER")}


def test_a_pipeline_that_finds_more_in_every_document_is_always_ahead() -> None:
    old, new = [(GOLD, set())] * 4, [(GOLD, GOLD)] * 4
    assert lead(old, new) == 1.0
    assert lead(new, old) == 0.0


def test_two_that_find_the_same_are_level() -> None:
    assert lead([(GOLD, GOLD)] * 4, [(GOLD, GOLD)] * 4) == 0.0


def test_a_gain_in_one_document_and_a_loss_in_another_leave_doubt() -> None:
    old, new = [(GOLD, GOLD), (GOLD, set())] * 3, [(GOLD, set()), (GOLD, GOLD)] * 3
    assert 0.1 < lead(old, new) < 0.9


def test_without_documents_nobody_is_ahead() -> None:
    assert lead([], []) == 0.0
