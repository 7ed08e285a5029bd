"""Copies of a project are handed out, labelled apart, and brought home."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.annotation import Answer
from annotator.core.document import DocumentId
from annotator.core.edit import Edit
from annotator.core.label import Label, LabelSet
from annotator.core.span import Span, key_of
from annotator.errors import ProjectError
from annotator.session import steps
from annotator.session.gestures import Gestures
from annotator.session.jobs import finish
from annotator.session.merge_report import MergeReport
from annotator.session.merging import merge
from annotator.session.session import Session
from annotator.storage.project import Project
from tests.session.stage import OTHER, TEXT
from tests.storage.projects import findings, make, sql

Hands = Callable[[Session, Gestures], object]
STATE = (
    (
        "SELECT key, name, start, end, label FROM spans"
        " JOIN documents ON documents.id = document_id"
        " JOIN annotators ON annotators.id = annotator_id ORDER BY 1, 2, 3, 4, 5"
    ),
    (
        "SELECT key, name, answer, flagged, annotations.note FROM annotations JOIN documents ON"
        " documents.id = document_id JOIN annotators ON annotators.id = annotator_id"
        " WHERE answer IS NOT NULL OR flagged OR note IS NOT NULL ORDER BY 1, 2"
    ),
    (
        "SELECT key, name, uuid, step, made_by, label_version FROM edits"
        " JOIN documents ON documents.id = document_id"
        " JOIN annotators ON annotators.id = annotator_id ORDER BY 1, 2, edits.id"
    ),
    (
        "SELECT key, name, head FROM branches JOIN documents ON documents.id = document_id"
        " JOIN annotators ON annotators.id = annotator_id ORDER BY 1, 2, 3"
    ),
    ("SELECT name, color, key, guideline FROM labels ORDER BY position"),
    (
        "SELECT surface, label, labelled, turned_down FROM remembered"
        " WHERE labelled OR turned_down ORDER BY 1, 2"
    ),
)


def state(path: Path) -> list[Any]:
    assert findings(path) == []
    return [sql(path, query) for query in STATE]


def copy(path: Path, name: str) -> Path:
    target = path.with_name(f"{name}.annotator")
    with Project.open_to_read(path) as project:
        project.save_copy(target)
    return target


def work(path: Path, annotator: str, document: int, *hands: Hands) -> None:
    session = Session(path, annotator)
    session.open(DocumentId(document))
    for gesture in hands:
        gesture(session, Gestures(session))
    session.close()


def label(start: int, end: int, name: str = "ORG") -> Hands:
    def gesture(session: Session, hands: Gestures) -> None:
        hands.select(start, end)
        hands.label(name)

    return gesture


def bring(home: Path, *others: Path) -> MergeReport:
    return finish(merge(home, list(others)))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return make(tmp_path / "home.annotator", TEXT, OTHER, "A third text.")


def test_labels_of_others_come_home_and_coming_again_changes_nothing(home: Path) -> None:
    away = copy(home, "away")
    work(away, "ben", 1, label(0, 12, "PER"), lambda _, hands: hands.answer(Answer.ACCEPT))
    report = bring(home, away)
    assert (report.annotations, report.edits, report.conflicts) == (1, 2, [])
    assert report.annotators_added == ["ben"]
    before = state(home)
    assert before[:2] == state(away)[:2]
    again = bring(home, away, away)
    assert (again.annotations, again.edits, again.documents_added) == (0, 0, 0)
    assert state(home) == before


def test_one_annotator_on_two_machines_is_united(home: Path) -> None:
    office, train = copy(home, "office"), copy(home, "train")
    work(office, "ana", 1, label(0, 12, "PER"))
    work(train, "ana", 2, label(0, 7))
    assert bring(home, train, office).conflicts == []
    assert len(state(home)[0]) == 2


def test_a_copy_that_went_on_after_it_came_home_is_taken(home: Path) -> None:
    away = copy(home, "away")
    work(away, "ana", 1, label(0, 12, "PER"))
    bring(home, away)
    work(away, "ana", 1, label(20, 23), lambda session, _: session.undo())
    report = bring(home, away)
    assert (report.edits, report.conflicts) == (2, [])
    assert state(home)[0] == state(away)[0]


def test_undo_goes_on_with_what_came_home(home: Path) -> None:
    away = copy(home, "away")
    work(away, "ana", 1, label(0, 12, "PER"), label(20, 23))
    bring(home, away)
    work(home, "ana", 1, lambda session, _: session.undo(), lambda session, _: session.undo())
    assert state(home)[0] == []


def test_contradictions_are_listed_and_none_is_lost(home: Path) -> None:
    office, train = copy(home, "office"), copy(home, "train")
    work(office, "ana", 1, label(0, 12, "PER"))
    work(train, "ana", 1, label(0, 12, "ORG"))
    report = bring(home, office, train)
    (conflict,) = report.conflicts
    assert "ana labelled this text differently in 2 copies" in conflict.reason
    assert len(state(home)[0]) == len(state(home)[3]) == 1
    assert len(bring(home, train).conflicts) == 1


def test_a_contradiction_that_went_on_comes_home_in_its_latest_state(home: Path) -> None:
    office, train = copy(home, "office"), copy(home, "train")
    work(office, "ana", 1, label(0, 12, "PER"))
    work(train, "ana", 1, label(0, 12, "ORG"))
    bring(home, office, train)
    work(office, "ana", 1, label(20, 23))
    work(train, "ana", 1, label(20, 23))
    bring(home, office, train)
    heads = {state(path)[2][-1][2] for path in (office, train)}
    shown, branches = state(home)[2], state(home)[3]
    assert {shown[-1][2], branches[0][2]} == heads


def test_new_documents_and_labels_come_home_too(home: Path) -> None:
    away = copy(home, "away")
    with Project.open(away) as project, project.transaction():
        project.put_labels(LabelSet([*project.labels(), Label("SHIP", guideline="Vessels.")]))
    other = make(away.with_name("field.annotator"), "A text from the field.")
    work(away, "ben", 1, label(0, 12, "SHIP"))
    report = bring(home, away, other)
    assert report.labels_added[0] == "SHIP"
    assert report.documents_added == 1
    remarks = [(one.left_out, Path(one.path).name, one.reason) for one in report.remarks]
    assert ("label", "away.annotator", "The label SHIP is new here.") in remarks
    assert [kind for kind, name, _ in remarks if name == "field.annotator"] == ["new"]
    assert report.account.documents.written == 1
    assert (report.account.annotations.written, report.account.annotations.left_out) == (1, 0)
    with Project.open_to_read(home) as project:
        found = project.labels().named("SHIP")
    assert found is not None
    assert found.guideline == "Vessels."


def test_the_project_itself_is_no_other(home: Path) -> None:
    with pytest.raises(ProjectError, match="is the project itself"):
        bring(home, home)


def gesture_of(number: int) -> Hands:
    pick = Random(number)
    start = pick.randrange(0, 50)
    return [
        label(start, start + pick.randrange(1, 15), pick.choice(["PER", "ORG"])),
        lambda session, _: session.undo(),
        lambda session, _: session.redo(),
        lambda _, hands: hands.flag(),
        lambda _, hands: hands.note(f"note {number}"),
        lambda _, hands: (hands.focus_next(), hands.remove()),
        lambda session, _: step(session, Span(start % 20, start % 20 + 1, "LOC")),
        lambda session, _: invent(session, Label(f"FIELD-{number % 3}", guideline=str(number))),
    ][number % 8]


def step(session: Session, span: Span) -> None:
    """Label something in what everybody said of the document, also of others, as one step."""
    project, article = session.project, session.article
    assert article

    def parts() -> Iterator[tuple[DocumentId, int, Edit]]:
        for name in ("ana", "ben"):
            number = project.add_annotator(name)
            said = project.annotations.get(article.document.id, number)
            if key_of(span) not in map(key_of, said.spans):
                yield article.document.id, number, Edit(added=(span,))

    steps.make(session, "label everybody", parts())


def invent(session: Session, label: Label) -> None:
    with session.project.transaction():
        if label.name not in session.project.labels():
            session.project.put_labels(LabelSet([*session.project.labels(), label]))


histories = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from(["ana", "ben"]),
        st.integers(1, 2),
        st.integers(0, 10_000),
        st.booleans(),
    ),
    max_size=8,
)


@settings(max_examples=12)
@given(did=histories)
def test_any_histories_merged_in_any_order_have_one_result(
    did: Sequence[tuple[str, str, int, int, bool]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("merge")
    home = make(folder / "home.annotator", TEXT, OTHER)
    copies = {name: copy(home, name) for name in "abc"}
    saved = []
    for name, annotator, document, number, save in did:
        work(copies[name], annotator, document, gesture_of(number))
        if save:
            saved.append(shutil.copy(copies[name], folder / f"early-{len(saved)}.annotator"))
    results = []
    for number, order in enumerate(permutations(copies.values())):
        target = copy(home, f"result-{number}")
        bring(target, *map(Path, saved[: number % 3]), *order, *map(Path, saved), *order[:1])
        results.append(state(target))
    assert all(result == results[0] for result in results)
    shutil.rmtree(folder)


def test_labels_that_two_copies_invented_are_the_same_in_any_order(home: Path) -> None:
    looks = {"one": [("ZOO", "Beasts."), ("ART", "")], "two": [("ZOO", ""), ("BAR", "Drinks.")]}
    copies = []
    for name, labels in looks.items():
        copies.append(copy(home, name))
        with Project.open(copies[-1]) as project, project.transaction():
            new = [Label(label, guideline=guideline) for label, guideline in labels]
            project.put_labels(LabelSet([*project.labels(), *new]))
    ends = []
    for number, order in enumerate(permutations(copies)):
        target = copy(home, f"end-{number}")
        for other in order:
            bring(target, other)
        with Project.open_to_read(target) as project:
            ends.append(list(project.labels()))
    assert ends[0] == ends[1]
    assert [(one.name, one.guideline) for one in ends[0][3:]] == [
        ("ART", ""),
        ("BAR", "Drinks."),
        ("ZOO", "Beasts."),
    ]
    assert len({one.key for one in ends[0]}) == 6


def test_a_label_that_was_changed_at_home_stays_so(home: Path) -> None:
    away = copy(home, "away")
    with Project.open(away) as project, project.transaction():
        project.put_labels(LabelSet([*project.labels(), Label("ZOO"), Label("ART")]))
    bring(home, away)
    with Project.open(home) as project, project.transaction():
        ours = [
            replace(one, guideline="Mine.") if one.name == "ZOO" else one
            for one in project.labels()
        ]
        project.put_labels(LabelSet(ours))
    other = make(home.with_name("other.annotator"), labels="PER BAR")
    report = bring(home, away, other)
    with Project.open_to_read(home) as project:
        found = {one.name: one.guideline for one in project.labels()}
    assert [*found] == ["PER", "ORG", "LOC", "ART", "ZOO", "BAR"]
    assert found["ZOO"] == "Mine."
    assert any("The guideline of ZOO is another there" in one.reason for one in report.remarks)


def test_a_label_that_is_gone_in_a_copy_is_told(home: Path) -> None:
    away = copy(home, "away")
    with Project.open(away) as project, project.transaction():
        gone = LabelSet(one for one in project.labels() if one.name != "LOC")
        project.put_labels(gone, leaving=["LOC"])
        project.remove_labels(["LOC"])
    reasons = [one.reason for one in bring(home, away).remarks]
    assert reasons == ["The label LOC was deleted there; here it stays."]
