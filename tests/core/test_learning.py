"""When to train, which model is used, what models are called."""

import pytest

from annotator.core.learning import is_better, is_due, model_name, model_number


@pytest.mark.parametrize(
    ("finished", "before", "due"),
    [(0, 0, False), (19, 0, False), (20, 0, True), (39, 20, False), (40, 20, True), (5, 20, False)],
)
def test_a_training_is_due_every_so_many_finished_documents(
    finished: int, before: int, due: bool
) -> None:
    assert is_due(finished, before=before, every=20) is due


def test_with_enough_held_out_the_higher_score_wins() -> None:
    assert is_better(0.71, 0.72, lead=0.55, held_out=40)
    assert not is_better(0.72, 0.71, lead=0.4, held_out=40)


def test_what_is_no_better_is_not_used() -> None:
    assert not is_better(0.7, 0.7, lead=0.0, held_out=400)
    assert not is_better(0.0, 0.0, lead=0.0, held_out=400)


def test_with_few_held_out_the_new_model_must_be_clearly_ahead() -> None:
    assert not is_better(0.5, 0.6, lead=0.7, held_out=5)
    assert is_better(0.0, 0.4, lead=1.0, held_out=5)


def test_a_name_tells_the_number_of_a_model_and_other_names_none() -> None:
    assert model_number(model_name(12)) == 12
    assert [model_number(n) for n in ("model", "model-", "model-x", "en_core_web_sm", "")] == [
        0
    ] * 5
