"""Steps: one gesture for many documents, people or the label set, and one undo."""

from pathlib import Path
from sqlite3 import IntegrityError

import pytest

from annotator.core.annotation import Answer
from annotator.core.document import DocumentId
from annotator.core.edit import Edit
from annotator.core.label import Label, LabelSet
from annotator.core.span import Span, SpanKey, key_of
from annotator.errors import ProjectError
from annotator.session import steps
from annotator.session.session import Session
from annotator.storage.project import Project
from tests.storage.projects import findings, make, sql

TEXTS = ("Ada met Ben.", "Ben met Ada.", "🗼 Ada in Paris.")
ADA = (Span(0, 3, "PER"), Span(8, 11, "PER"), Span(2, 5, "PER"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Three texts in which ana has labelled Ada, the first also ben."""
    path = make(tmp_path / "p.annotator", *TEXTS)
    with Project.open(path) as project, project.transaction():
        ana, ben = project.add_annotator("ana"), project.add_annotator("ben")
        for number, span in enumerate(ADA, 1):
            project.annotations.store(DocumentId(number), ana, Edit(added=(span,)), gesture="label")
        project.annotations.store(DocumentId(1), ben, Edit(added=(ADA[0],)), gesture="label")
    return path


def said(path: Path) -> list[tuple[str, int, SpanKey]]:
    with Project.open(path) as project:
        return [
            (name, number, key_of(span))
            for name in project.annotators()
            for number in (1, 2, 3)
            for span in project.annotations.get(
                DocumentId(number), project.annotator_id(name) or 0
            ).spans
        ]


def relabelled(session: Session, label: str) -> list[steps.PartOfStep]:
    """All Adas as another label, whoever labelled them."""
    parts = []
    for name in session.annotators():
        annotator_id = session.project.annotator_id(name) or 0
        for number in map(DocumentId, (1, 2, 3)):
            found = session.project.annotations.get(number, annotator_id).spans
            edit = Edit(removed=found, added=tuple(Span(s.start, s.end, label) for s in found))
            parts.append((number, annotator_id, edit))
    return parts


def sit(path: Path, annotator: str = "ana") -> Session:
    session = Session(path, annotator)
    session.open(DocumentId(1))
    return session


def test_a_step_changes_all_at_once_and_one_undo_takes_it_back(path: Path) -> None:
    before, session = said(path), sit(path)
    changes = steps.make(session, "re-label 4 spans", relabelled(session, "LOC"))
    assert {key[2] for _, _, key in said(path)} == {"LOC"}
    assert changes.opened
    assert set(changes.documents) == {1, 2, 3}
    assert [span.label for span in session.article.spans] == ["LOC"]
    assert session.undo().note == "Undo: re-label 4 spans"
    assert said(path) == before
    assert [span.label for span in session.article.spans] == ["PER"]
    assert session.redo().note == "Redo: re-label 4 spans"
    assert {key[2] for _, _, key in said(path)} == {"LOC"}
    assert findings(path) == []
    session.close()


def test_undo_goes_on_before_the_step_with_what_was_done_before_it(path: Path) -> None:
    session = sit(path)
    steps.make(session, "re-label", relabelled(session, "LOC"))
    session.close()
    session = sit(path)
    notes = [session.undo().note for _ in range(5)]
    assert notes == ["Undo: re-label", *["Undo: label"] * 3, "Nothing to undo."]
    assert [name for name, _, _ in said(path)] == ["ben"]
    session.close()


def test_who_made_an_edit_of_somebody_elses_annotation_is_on_record(path: Path) -> None:
    session = sit(path)
    steps.make(session, "re-label", relabelled(session, "LOC"))
    rows = "SELECT DISTINCT annotator_id, made_by FROM edits WHERE step IS NOT NULL"
    assert sql(path, rows) == [(1, None), (2, "ana")]
    session.close()


def test_ben_does_not_take_back_what_ana_did_to_his_spans(path: Path) -> None:
    session = sit(path)
    steps.make(session, "re-label", relabelled(session, "LOC"))
    session.close()
    ben = sit(path, "ben")
    assert ben.undo().note == "Undo: label"
    assert ben.undo().note == "Nothing to undo."
    ben.close()
    assert findings(path) == []


def test_what_was_changed_since_is_left_alone_by_undo(path: Path) -> None:
    session = sit(path)
    steps.make(session, "re-label", relabelled(session, "LOC"))
    with Project.open(path) as project, project.transaction():
        edit = Edit(removed=(Span(0, 3, "LOC"),), added=(Span(0, 3, "ORG"),))
        project.annotations.store(DocumentId(1), 2, edit, gesture="label ORG")
    session.undo()
    assert ("ben", 1, (0, 3, "ORG")) in said(path)
    assert findings(path) == []
    session.close()


def test_a_step_with_nothing_to_do_is_none(path: Path) -> None:
    session = sit(path)
    steps.make(session, "nothing", [(DocumentId(1), 1, Edit())])
    assert sql(path, "SELECT count(*) FROM steps") == [(0,)]
    session.close()


def test_a_step_that_fails_half_way_changes_nothing(path: Path) -> None:
    before, session = said(path), sit(path)
    twice = Edit(added=(ADA[1],))
    with pytest.raises(IntegrityError):
        steps.make(session, "add", [*relabelled(session, "LOC")[:1], (DocumentId(2), 1, twice)])
    assert said(path) == before
    assert sql(path, "SELECT count(*) FROM steps") == [(0,)]
    session.close()


def test_a_label_comes_and_goes_with_a_step_and_its_undo(path: Path) -> None:
    session = sit(path)
    before = session.labels
    after = LabelSet([Label("PERSON", "#123456", "1", "people"), *before][:1] + list(before)[1:])
    changes = steps.make(
        session, "rename PER", relabelled(session, "PERSON"), labels=(before, after)
    )
    assert changes.labels
    assert [label.name for label in session.labels] == ["PERSON", "ORG", "LOC"]
    assert session.undo().labels
    assert list(session.labels) == list(before)
    assert {key[2] for _, _, key in said(path)} == {"PER"}
    session.redo()
    assert list(session.labels) == list(after)
    assert findings(path) == []
    session.close()


def test_a_label_that_spans_have_is_not_removed(path: Path) -> None:
    session = sit(path)
    fewer = LabelSet(list(session.labels)[1:])
    with pytest.raises(ProjectError, match="spans with the label PER"):
        steps.make(session, "delete PER", (), labels=(session.labels, fewer))
    assert sql(path, "SELECT count(*) FROM labels") == [(3,)]
    session.close()


def test_answers_given_in_a_step_are_counted(path: Path) -> None:
    session = sit(path)
    done = Edit(answer=(None, Answer.ACCEPT))
    changes = steps.make(session, "finish", [(DocumentId(i), 1, done) for i in (1, 2)])
    assert changes.answered
    assert session.completion().answered == 2
    session.undo()
    assert session.completion().answered == 0
    session.close()
