"""Probable errors among the labels of a project, found by what else is labelled there."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from shutil import rmtree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core.annotation import Answer
from annotator.core.edit import Edit
from annotator.core.label_errors.error import Kind, LabelError
from annotator.core.span import Span
from annotator.errors import AnnotatorError, ProjectError
from annotator.session import mending
from annotator.session.away import away
from annotator.session.finding_errors import ErrorOptions, ErrorsReport, find_errors
from annotator.session.jobs import finish
from annotator.session.session import Session
from annotator.storage.project import Project
from tests.formats.torture import texts
from tests.storage.projects import findings, make, quick_folder, sql, store

EMOJI = "👩‍👩‍👧\r\n"


def label(path: Path, number: int, words: str, name: str = "LOC", annotator: str = "ana") -> None:
    """Label words of a document and finish it."""
    with Project.open(path) as project:
        text = project.documents.text(number)  # type: ignore[arg-type]
        start = text.index(words)
        added = (Span(start, start + len(words), name),) if words else ()
        edit = Edit(added=added, answer=(None, Answer.ACCEPT))
        store(project, edit, annotator=annotator, document_id=number)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Eight documents in which Paris is LOC, one each in which it is PER, nothing, nothing but
    not finished, and LOC with a comma."""
    texts = [f"{EMOJI}{n} went to Paris, by train" for n in range(12)]
    path = make(tmp_path / "p.annotator", *texts)
    for number in range(1, 9):
        label(path, number, "Paris")
    label(path, 9, "Paris", "PER")
    label(path, 10, "")
    with Project.open(path) as project:
        store(project, Edit(flagged=(False, True)), document_id=11)
    label(path, 12, "Paris,")
    return path


def found(path: Path, annotator: str | None = None) -> list[LabelError]:
    return finish(find_errors(path, ErrorOptions(annotator))).errors


def brief(path: Path, errors: list[LabelError]) -> list[tuple[str, int, str, str]]:
    """Kind, document, words, and what they should be."""
    with Project.open_to_read(path) as project:
        return [
            (
                one.kind.value,
                one.document_id,
                project.documents.text(one.document_id)[one.place[0] : one.place[1]],
                one.fix[2] if one.fix else "",
            )
            for one in errors
        ]


def test_other_labels_missing_labels_and_stray_edges_are_found(path: Path) -> None:
    errors = found(path)
    assert sorted(brief(path, errors)) == [
        ("different", 9, "Paris", "LOC"),
        ("edges", 12, "Paris,", "LOC"),
        ("unlabelled", 10, "Paris", "LOC"),
    ]
    assert [one.likelihood for one in errors] == sorted(
        (one.likelihood for one in errors), reverse=True
    )
    assert {one.kind: one.evidence for one in errors} == {
        Kind.DIFFERENT: (8, 9),
        Kind.UNLABELLED: (8, 9),
        Kind.EDGES: None,
    }
    (stray,) = [one for one in errors if one.kind is Kind.EDGES]
    assert stray.span
    assert stray.fix
    assert stray.fix[:2] == (stray.span[0], stray.span[1] - 1)


def test_what_was_turned_down_or_rejected_is_no_missing_label(path: Path) -> None:
    (missing,) = [one for one in found(path) if one.kind is Kind.UNLABELLED]
    with Project.open(path) as project:
        store(project, Edit(rejected=((*missing.place[:2], "PER"),)), document_id=10)
    assert Kind.UNLABELLED not in {one.kind for one in found(path)}
    label(path, 11, "")
    assert Kind.UNLABELLED in {one.kind for one in found(path)}
    with Project.open(path) as project:
        change = Answer.ACCEPT, Answer.REJECT
        store(project, Edit(answer=change), document_id=11)
    assert Kind.UNLABELLED not in {one.kind for one in found(path)}


def test_an_edge_that_is_a_habit_is_no_error(tmp_path: Path) -> None:
    path = make(tmp_path / "p.annotator", *(f"{n} said: hello!" for n in range(30)))
    for number in range(1, 31):
        label(path, number, "hello!")
    assert found(path) == []


def test_only_one_annotators_labels_are_looked_at_where_that_is_asked_for(path: Path) -> None:
    label(path, 1, "Paris", "PER", annotator="ben")
    assert {one.annotator_id for one in found(path)} == {1, 2}
    assert found(path, "ben") == []
    assert {one.annotator_id for one in found(path, "ana")} == {1}
    with pytest.raises(ProjectError, match="zoe has labelled nothing"):
        found(path, "zoe")


def test_nothing_is_found_where_nothing_is_labelled(tmp_path: Path) -> None:
    report = finish(find_errors(make(tmp_path / "p.annotator", "Paris", "Paris")))
    assert report == ErrorsReport()


@pytest.fixture
def session(path: Path) -> Iterator[Session]:
    session = Session(path, "ana")
    yield session
    session.close()
    assert findings(path) == []


def test_a_fix_is_one_step_and_undo_brings_all_back(path: Path, session: Session) -> None:
    errors = found(path)
    before = sql(path, "SELECT * FROM spans ORDER BY 1, 2, 3, 4, 5")
    changes, account = mending.fix(session, errors)
    assert set(changes.documents) == {9, 10, 12}
    assert len(account.now) == 3
    assert mending.standing(session.project, errors) == [False] * 3
    assert found(path) == []
    assert "fix 3 label errors" in session.undo().note
    assert sql(path, "SELECT * FROM spans ORDER BY 1, 2, 3, 4, 5") == before
    assert mending.standing(session.project, errors) == [True] * 3
    session.redo()
    assert found(path) == []


def test_a_fix_of_another_label_and_range_at_once(path: Path, session: Session) -> None:
    (stray,) = [one for one in found(path) if one.kind is Kind.EDGES]
    assert stray.fix
    mending.fix(session, [replace(stray, kind=Kind.MODEL, fix=(*stray.fix[:2], "ORG"))])
    rows = sql(path, "SELECT start, end, label FROM spans WHERE document_id = 12")
    assert rows == [(*stray.fix[:2], "ORG")]
    mending.fix(session, [replace(stray, span=(*stray.fix[:2], "ORG"), fix=None)])
    assert sql(path, "SELECT * FROM spans WHERE document_id = 12") == []


def test_what_has_changed_meanwhile_is_left_as_it_is(path: Path, session: Session) -> None:
    errors = found(path)
    mending.relabel(session, errors, "ORG")
    _, account = mending.fix(session, errors)
    assert account.now == []
    assert account.left.total() == 3


def test_dismissals_are_remembered_taken_back_and_made_again(path: Path, session: Session) -> None:
    errors = found(path)
    mending.dismiss(session, errors[:2])
    assert found(path) == errors[2:]
    assert mending.standing(session.project, errors) == [False, False, True]
    assert "dismiss 2 label errors" in session.undo().note
    assert found(path) == errors
    session.redo()
    mending.dismiss(session, errors[:1])
    assert found(path) == errors[2:]
    session.undo()
    assert mending.standing(session.project, errors) == [True, False, True]


def test_a_fix_of_somebody_elses_label_says_who_did_it(path: Path) -> None:
    session = Session(path, "reviewer")
    errors = found(path)
    mending.fix(session, errors)
    session.close()
    assert sql(path, "SELECT DISTINCT name FROM spans JOIN annotators ON id = annotator_id") == [
        ("ana",)
    ]
    said = (
        "SELECT DISTINCT name, made_by FROM edits JOIN annotators ON annotators.id = annotator_id"
    )
    assert sql(path, f"{said} WHERE step IS NOT NULL") == [("ana", "reviewer")]
    assert findings(path) == []


def test_the_job_in_a_process_of_its_own_finds_the_same(path: Path) -> None:
    report = finish(away("errors", path, ErrorOptions()))
    assert report == finish(find_errors(path))
    with pytest.raises(AnnotatorError, match="zoe has labelled nothing"):
        finish(away("errors", path, ErrorOptions("zoe")))


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(text=texts.filter(lambda text: len(text) > 1), data=st.data())
def test_whatever_the_text_an_error_lies_in_it_and_can_be_mended_and_taken_back(
    text: str, data: st.DataObject
) -> None:
    folder = quick_folder()
    start = data.draw(st.integers(0, len(text) - 2))
    end = data.draw(st.integers(start + 1, len(text)))
    path = make(folder / "p.annotator", text, f"{text} ", f"{text}  ")
    for number, name in enumerate(("LOC", "LOC", "PER"), start=1):
        with Project.open(path) as project:
            edit = Edit(added=(Span(start, end, name),), answer=(None, Answer.ACCEPT))
            store(project, edit, document_id=number)
    errors = found(path)
    for one in errors:
        for key in filter(None, (one.span, one.fix)):
            assert 0 <= key[0] < key[1] <= len(text) + 2
    before = sql(path, "SELECT * FROM spans")
    session = Session(path, "ana")
    for one in errors:
        mending.fix(session, [one])
        session.undo()
        assert sql(path, "SELECT * FROM spans") == before
    session.close()
    assert findings(path) == []
    rmtree(folder)
