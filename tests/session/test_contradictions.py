"""What one annotator did differently in two copies is settled by a person, once, for all copies."""

import shutil
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.document import DocumentId
from annotator.session.reviewing import Reviewing
from annotator.session.settling import Settling
from annotator.storage.project import Project
from tests.session.stage import OTHER, TEXT
from tests.session.test_merging import bring, copy, gesture_of, label, state, work
from tests.storage.projects import make, sql

ADA, IBM, ORG_ADA = (0, 12, "PER"), (20, 23, "ORG"), (0, 12, "ORG")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A project in which ana did different things in two copies, both at home."""
    home = make(tmp_path / "home.annotator", TEXT, OTHER)
    office, train = copy(home, "office"), copy(home, "train")
    work(office, "ana", 1, label(0, 12, "PER"))
    work(train, "ana", 1, label(0, 12, "ORG"), label(20, 23))
    assert len(bring(home, office, train).conflicts) == 1
    return home


def spans(path: Path) -> list[tuple[object, ...]]:
    return [tuple(row[2:]) for row in state(path)[0]]


def settle(path: Path, choice: int | None, *, undo: bool = False) -> None:
    """Settle the first contradiction as rita, and perhaps take that back."""
    rita = Reviewing(path, "rita")
    hands = Settling(rita)
    found = rita.contradictions()
    if found:
        assert rita.open_contradiction(found[0]).opened
        if choice is None:
            hands.take_all()
        else:
            hands.take(choice % len(found[0].chains))
        if undo:
            rita.undo()
    rita.close()


def histories(path: Path) -> list[list[tuple[int, int, str]]]:
    """What the histories of the first contradiction have, the one that is shown first."""
    rita = Reviewing(path, "rita")
    (one,) = rita.contradictions()
    rita.open_contradiction(one)
    assert rita.board
    found = [
        [key for item in rita.board.items for key in item.version(number)]
        for number in range(len(one.chains))
    ]
    rita.close()
    return found


def test_a_contradiction_is_listed_and_one_history_is_taken(home: Path) -> None:
    both = histories(home)
    assert sorted(both) == [[ORG_ADA, IBM], [ADA]]
    for choice in (0, 1):
        path = copy(home, f"taken-{choice}")
        settle(path, choice)
        assert spans(path) == both[choice]
        rita = Reviewing(path, "rita")
        assert rita.contradictions() == []
        rita.close()
        made_by = sql(path, "SELECT made_by FROM edits WHERE gesture LIKE 'settle %'")
        assert made_by == [("rita",)]


def test_the_spans_of_all_histories_are_united(home: Path) -> None:
    settle(home, None)
    assert spans(home) == [ORG_ADA, ADA, IBM]


def test_settling_is_undone_and_the_contradiction_is_there_again(home: Path) -> None:
    before = histories(home)
    settle(home, 1, undo=True)
    assert histories(home) == before
    settle(home, 1)
    assert spans(home) == before[1]


def test_copies_that_come_again_open_nothing_that_was_settled(home: Path) -> None:
    both = histories(home)
    settle(home, 1)
    after = state(home)
    for name in ("office", "train"):
        report = bring(home, home.with_name(f"{name}.annotator"))
        assert (report.edits, report.conflicts) == (0, [])
    assert state(home) == after
    assert spans(home) == both[1]


def test_a_copy_that_went_on_after_it_was_settled_is_a_new_contradiction(home: Path) -> None:
    settle(home, 0)
    train = home.with_name("train.annotator")
    office = home.with_name("office.annotator")
    for path in (train, office):
        work(path, "ana", 1, label(27, 32, "LOC"))
    report = bring(home, train, office)
    assert report.conflicts != []
    settle(home, 0)
    with Project.open_to_read(home) as project:
        assert project.histories.count_branches() == 0


def test_two_reviewers_who_settle_differently_contradict_each_other(home: Path) -> None:
    other = copy(home, "other")
    settle(home, 0)
    settle(other, 1)
    first, second = copy(home, "first"), copy(other, "second")
    bring(first, other)
    bring(second, home)
    assert state(first) == state(second)
    assert len(histories(first)) == 2
    settle(first, 0)
    bring(second, first)
    assert state(first) == state(second)


def test_the_undo_of_the_annotator_leaves_what_was_settled(home: Path) -> None:
    settle(home, 1)
    before = spans(home)
    assert len(before) == len(histories_of(home))
    work(home, "ana", 1, lambda session, _: session.undo())
    with Project.open_to_read(home) as project:
        assert project.histories.count_branches() == 0


def histories_of(path: Path) -> tuple[object, ...]:
    with Project.open_to_read(path) as project:
        ana = project.annotator_id("ana")
        assert ana
        return project.annotations.get(DocumentId(1), ana).spans


steps = st.lists(
    st.tuples(
        st.sampled_from(["a", "b"]),
        st.integers(0, 10_000),
        st.sampled_from(["work", "settle", "unsettle", "bring"]),
    ),
    max_size=7,
)


@settings(max_examples=15)
@given(steps=steps)
def test_settling_in_any_copy_merges_in_any_order_to_one_result(
    steps: Sequence[tuple[str, int, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("settling")
    home = make(folder / "home.annotator", TEXT, OTHER)
    copies = {name: copy(home, name) for name in "abc"}
    work(copies["c"], "ana", 1, label(0, 12, "PER"))
    work(copies["b"], "ana", 1, label(0, 12, "ORG"))
    bring(copies["a"], copies["b"], copies["c"])
    for name, number, what in steps:
        path = copies[name]
        if what == "work":
            work(path, "ana", 1, gesture_of(number))
        elif what == "bring":
            bring(path, *(other for key, other in copies.items() if key != name))
        else:
            settle(path, [0, 1, None][number % 3], undo=what == "unsettle")
    results = []
    for number, order in enumerate(permutations(copies.values())):
        target = copy(home, f"result-{number}")
        bring(target, *order, *order[:1])
        again = state(target)
        bring(target, *reversed(order))
        assert state(target) == again
        results.append(again)
    assert all(result == results[0] for result in results)
    shutil.rmtree(folder)
