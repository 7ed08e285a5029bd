"""What the labels of sources come to in a project."""

import pytest

from annotator.core.meanings import NOTHING, Meanings, Meant
from annotator.core.suggestion import Suggestion

KNOWN = {"PER", "ORG"}


def said(label: str, score: float | None = 0.99) -> Suggestion:
    return Suggestion(0, 3, label, "model", score)


def meant(label: str, *got: str, score: float | None = 0.99) -> list[Meant]:
    return [Meant("model", label, score, one) for one in got]


@pytest.fixture
def meanings() -> Meanings:
    return Meanings()


def test_as_long_as_nothing_is_decided_a_suggestion_stays_as_it_is(meanings: Meanings) -> None:
    assert meanings.of(said("PER"), KNOWN) == said("PER")
    assert meanings.of(said("PERSON"), KNOWN) is None


def test_a_label_that_the_label_set_lacks_gets_the_one_that_people_gave(meanings: Meanings) -> None:
    meanings.add(meant("PERSON", "PER"))
    assert meanings.of(said("PERSON"), KNOWN) is None
    meanings.add(meant("PERSON", "PER", "PER", "ORG"))
    found = meanings.of(said("PERSON"), KNOWN)
    assert found is not None
    assert (found.label, [name for name, _ in found.runners_up]) == ("PER", ["ORG"])
    assert 0.5 < found.chance < 0.75


def test_a_label_that_mostly_means_nothing_here_is_not_proposed(meanings: Meanings) -> None:
    meanings.add(meant("DATE", "PER", "PER", NOTHING, NOTHING))
    assert meanings.of(said("DATE"), KNOWN) is None


def test_a_label_of_the_label_set_stays_until_people_mostly_gave_another(
    meanings: Meanings,
) -> None:
    meanings.add(meant("ORG", "PER"))
    assert meanings.of(said("ORG"), KNOWN).label == "ORG"
    meanings.add(meant("ORG", "PER", "PER", "PER"))
    assert meanings.of(said("ORG"), KNOWN).label == "PER"


def test_what_is_always_accepted_is_proposed_as_ever_and_surely(meanings: Meanings) -> None:
    meanings.add(meant("ORG", *["ORG"] * 50))
    found = meanings.of(said("ORG"), KNOWN)
    assert (found.label, found.chance > 0.95) == ("ORG", True)


def test_scores_are_told_apart(meanings: Meanings) -> None:
    meanings.add(meant("ORG", *["ORG"] * 10, score=0.99))
    meanings.add(meant("ORG", *[NOTHING] * 10, score=0.3))
    sure, unsure = (meanings.of(said("ORG", score), KNOWN) for score in (0.99, 0.3))
    assert sure.chance > 0.8
    assert unsure.chance < 0.35


def test_what_is_taken_back_does_not_count(meanings: Meanings) -> None:
    meanings.add(meant("PERSON", "PER", "PER", "PER"))
    meanings.add(meant("PERSON", "PER", "PER", "PER"), -1)
    assert meanings.of(said("PERSON"), KNOWN) is None
    assert meanings.of(said("PER"), KNOWN) == said("PER")


def test_what_each_label_of_a_source_mostly_means(meanings: Meanings) -> None:
    meanings.add(meant("DATE", NOTHING, NOTHING))
    meanings.add(meant("PERSON", "PER", "PER", "PER", NOTHING))
    meanings.add([Meant("other", "PERSON", None, "ORG")])
    assert meanings.names("model", KNOWN) == {"PERSON": "PER", "DATE": NOTHING}
