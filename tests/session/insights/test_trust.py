"""Trust: speed, taking suggestions beside a blind look, and being right, counted by hand."""

from pathlib import Path

import pytest

from annotator.core.document import DocumentId
from annotator.core.edit import Edit
from annotator.core.sample import is_blind, is_reserved
from annotator.core.span import Span, key_of
from annotator.session.blind import PARTS
from annotator.session.reports import stats
from annotator.storage.project import Project
from tests.session.insights.cases import ADA, FINISH, IBM, PARIS, Case, accepted


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path)


def row_of(case: Case, who: str = "ana") -> dict[str, object]:
    return next(
        row
        for row in case.report("trust").table("trust", "people").each()
        if row["annotator"] == who
    )


def test_speed_is_told_for_answered_documents_with_suggestions_and_blind(case: Case) -> None:
    case.finish("ana", 1, ADA, IBM)
    case.visit("ana", 1, 30, 6)
    case.visit("ana", 1, 30, 2)
    case.finish("ana", 2, PARIS)
    case.visit("ana", 2, 180, 12, blind=True)
    # Nothing is said of a document that is not answered.
    case.visit("ana", 3, 1_000, 100)
    row = row_of(case)
    assert (row["documents"], row["hours"]) == (1, pytest.approx(1 / 60))
    assert (row["documents_per_hour"], row["entities_per_hour"]) == (60, 120)
    assert row["keys_per_entity"] == 4
    assert row["blind_documents_per_hour"] == 20
    assert row["blind_keys_per_entity"] == 12


def test_the_time_to_accept_is_the_median_since_the_gesture_before_in_the_document(
    case: Case,
) -> None:
    case.accept("ana", 1, ADA, at=(1, 0.0))
    case.accept("ana", 1, IBM, at=(1, 1.5))
    case.edit("ana", 2, Edit(added=(ADA,)), at=(1, 2.0))
    case.accept("ana", 1, PARIS, at=(1, 4.0))
    case.accept("ana", 2, IBM, at=(1, 10.0))
    # Finishing takes what is left, which is no decision about one suggestion.
    edit = Edit(added=(accepted(PARIS),), answer=FINISH.answer)
    case.edit("ana", 2, edit, gesture="accept", at=(1, 10.1))
    # Whoever comes back on another day has not thought it over all night.
    case.accept("ana", 3, ADA, at=(1, 20.0))
    case.accept("ana", 3, IBM, at=(2, 20.0))
    row = row_of(case)
    # 1.5, 2.5 and 8 seconds.
    assert row["seconds_to_accept"] == pytest.approx(2.5, abs=0.01)
    assert row["accepted_by_finishing"] == pytest.approx(1 / 7)


def test_rubber_stamping_shows_beside_the_blind_look(case: Case) -> None:
    # In the documents with suggestions seven of eight are accepted.
    for document in (1, 2):
        edit = Edit(added=tuple(map(accepted, (ADA, IBM, PARIS))), answer=FINISH.answer)
        case.edit("ana", document, edit, gesture="accept")
    case.edit("ana", 3, Edit(added=(accepted(ADA),), rejected=(key_of(IBM),)))
    # In the blind ones two of six are what she says herself.
    case.finish("ana", 5, ADA, Span(4, 7, "PER"))
    case.finish("ana", 6, ADA)
    for document in (5, 6):
        case.visit("ana", document, 10, 5, blind=True)
    row = row_of(case)
    assert (row["decided"], row["acceptance"]) == (8, 7 / 8)
    assert (row["blind_suggestions"], row["blind_acceptance"]) == (6, pytest.approx(1 / 3))
    assert row["contradicted_accepted"] == pytest.approx((7 / 8 - 1 / 3) / (2 / 3))
    assert row["acceptance_low"] < 7 / 8 < row["acceptance_high"]


def test_one_who_accepts_no_more_than_a_blind_look_confirms_waves_nothing_through(
    case: Case,
) -> None:
    case.edit("ana", 1, Edit(added=(accepted(ADA),), rejected=(key_of(IBM), key_of(PARIS))))
    case.finish("ana", 2, ADA, IBM)
    case.visit("ana", 2, 10, 5, blind=True)
    row = row_of(case)
    assert row["contradicted_accepted"] == 0
    # What an unfinished blind document says of suggestions is not known yet.
    case.visit("ana", 3, 10, 5, blind=True)
    assert row_of(case) == row


def test_agreement_with_gold_counts_what_both_accepted(case: Case) -> None:
    case.finish("gold", 1, ADA, IBM)
    case.finish("gold", 2, PARIS)
    case.finish("ana", 1, ADA, Span(4, 7, "LOC"), PARIS)
    case.finish("ana", 3, ADA)
    case.edit("ana", 2, Edit(added=(PARIS,)))
    row = row_of(case)
    assert (row["gold_documents"], row["gold_f"]) == (1, pytest.approx(2 / 5))
    assert (row["gold_low"], row["seeds_f"]) == (None, None)


def test_agreement_on_seeds_counts_them_alone(case: Case) -> None:
    case.finish("gold", 1, ADA)
    case.finish("gold", 2, PARIS)
    case.finish("ana", 1, ADA)
    case.finish("ana", 2, ADA)
    with Project.open(case.path) as project, project.transaction():
        project.seeds.add([DocumentId(2)])
    row = row_of(case)
    assert (row["gold_documents"], row["gold_f"]) == (2, 0.5)
    assert (row["seeds_documents"], row["seeds_f"]) == (1, 0)
    assert row["gold_low"] < 0.5 < row["gold_high"]


def test_gold_is_whoever_the_project_says(case: Case) -> None:
    case.finish("umpire", 1, ADA)
    case.finish("ana", 1, ADA)
    assert case.report("trust").table("trust", "people").rows == []
    case.set("gold", "umpire")
    assert row_of(case)["gold_f"] == 1


def test_a_project_in_which_nobody_did_anything_has_nobody_to_trust(case: Case) -> None:
    assert case.report("trust").table("trust", "people").rows == []


def test_what_suggestions_save_is_the_number_of_stats(case: Case) -> None:
    with Project.open(case.path) as project:
        keys = {one: project.documents.get(DocumentId(one)).key for one in range(1, 9)}
    blind = [one for one, key in keys.items() if is_blind(key)]
    usual = [one for one, key in keys.items() if is_reserved(key) and one not in blind]
    for number, documents in ((20, blind), (10, usual)):
        for document in documents:
            case.finish("ana", document, ADA)
            case.visit("ana", document, number, 4, blind=number > 10)
    told = stats(case.path)["blind"]
    rows = list(case.report("trust").table("trust", "blind").each())
    known = [name for name in PARTS if told[name]["difference"]]
    assert [row["measure"] for row in rows] == known
    assert (blind, usual) == ([7], [4, 8])
    assert "seconds_per_document" in known
    for row in rows:
        assert row["blind"] == told[row["measure"]]["blind"]["value"]
        assert row["difference_low"] == told[row["measure"]]["difference"]["low"]
