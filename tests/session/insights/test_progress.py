"""Progress counts answers by the day they were given, and labels."""

from pathlib import Path

import pytest

from annotator.core.annotation import Answer
from annotator.core.edit import Edit
from annotator.core.span import Span
from tests.session.insights.cases import ADA, IBM, PARIS, Case


@pytest.fixture
def case(tmp_path: Path) -> Case:
    case = Case(tmp_path)
    case.finish("ana", 1, ADA, IBM, at=(1, 0))
    case.finish("ana", 2, PARIS, at=(1, 5))
    case.edit("ana", 3, Edit(answer=(None, Answer.REJECT)), gesture="reject", at=(2, 0))
    case.edit("ben", 1, Edit(added=(ADA,)), at=(3, 0))
    return case


def test_documents_are_counted_on_the_day_of_their_answer(case: Case) -> None:
    # A note that comes later gives no answer, whatever stands in it.
    case.edit("ana", 1, Edit(note=(None, 'said "answer":["accept"]')), gesture="note", at=(9, 0))
    assert case.report("progress").table("progress", "answered").rows == [
        ("ana", "2026-03-01", "accept", 2),
        ("ana", "2026-03-02", "reject", 1),
    ]


def test_an_answer_that_was_taken_back_counts_on_no_day_and_a_new_one_on_its_own(
    case: Case,
) -> None:
    case.edit("ana", 1, Edit(answer=(Answer.ACCEPT, None)), kind="undo", at=(4, 0))
    case.edit("ana", 2, Edit(answer=(Answer.ACCEPT, Answer.IGNORE)), gesture="ignore", at=(5, 0))
    report = case.report("progress")
    assert report.table("progress", "answered").rows == [
        ("ana", "2026-03-02", "reject", 1),
        ("ana", "2026-03-05", "ignore", 1),
    ]
    assert report.table("progress", "answers").rows == [
        ("ana", "ignore", 1),
        ("ana", "reject", 1),
        ("ana", "unfinished", 1),
        ("ben", "unfinished", 1),
    ]


def test_labels_are_counted_for_each_annotator(case: Case) -> None:
    case.edit("ana", 2, Edit(added=(Span(0, 3, "PER"),)))
    assert case.report("progress").table("progress", "labels").rows == [
        ("ana", "PER", 2),
        ("ana", "LOC", 1),
        ("ana", "ORG", 1),
        ("ben", "PER", 1),
    ]


def test_names_are_hidden_in_the_order_in_which_people_came(case: Case) -> None:
    report = case.report("progress").hidden()
    assert report.annotators == ["A", "B"]
    assert [row[0] for row in report.table("progress", "labels").rows] == ["A", "A", "A", "B"]
