"""Any document as it was at any time, who changed what, and bringing an earlier state back."""

from pathlib import Path

import pytest

from annotator.core.annotation import Answer
from annotator.core.document import DocumentId
from annotator.core.edit import Edit
from annotator.core.label_draft import LabelDraft
from annotator.core.span import Span, SpanKey, key_of
from annotator.session.gestures import Gestures
from annotator.session.history import History, bring_back, history_of, maker_of
from annotator.session.jobs import finish
from annotator.session.label_changes import change_labels
from annotator.session.session import Session
from annotator.storage.project import Project
from tests.storage.projects import findings, make, sql, store

TEXT = "Ada met Ben in Paris."
ADA, BEN, PARIS = Span(0, 3, "PER"), Span(8, 11, "PER"), Span(15, 20, "LOC")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A text that ana has labelled in three gestures, and ben in one between them."""
    path = make(tmp_path / "p.annotator", TEXT)
    with Project.open(path) as project:
        store(project, Edit(added=(ADA,)))
        store(project, Edit(added=(BEN,)), annotator="ben")
        store(project, Edit(added=(PARIS,), rejected=((8, 11, "ORG"),)))
        store(project, Edit(removed=(ADA,), answer=(None, Answer.ACCEPT)))
    return path


def sit(path: Path, annotator: str = "ana") -> Session:
    session = Session(path, annotator)
    session.open(DocumentId(1))
    return session


def past(session: Session) -> History:
    found = history_of(session)
    assert found is not None
    return found


def now(path: Path, annotator: str = "ana") -> list[SpanKey]:
    with Project.open(path) as project:
        who = project.annotator_id(annotator) or 0
        return [*map(key_of, project.annotations.get(DocumentId(1), who).spans)]


def test_each_moment_tells_who_and_shows_the_annotation_as_it_was(path: Path) -> None:
    session = sit(path)
    history = past(session)
    assert history.annotators() == ["ana", "ben"]
    shown = [(m.annotator, m.number, history.after(m).spans) for m in history.moments]
    assert shown == [
        ("ana", 1, (ADA,)),
        ("ben", 1, (BEN,)),
        ("ana", 2, (ADA, PARIS)),
        ("ana", 3, (PARIS,)),
    ]
    assert history.after(history.moments[0]).spans == (ADA,)
    assert [m.label_set for m in history.moments] == [1, 1, 1, 1]
    session.close()


def test_an_earlier_state_comes_back_as_one_edit_which_is_undone(path: Path) -> None:
    session = sit(path)
    history = past(session)
    changes = bring_back(session, history, history.moments[2])
    assert changes.opened
    assert changes.answered
    assert [*session.article.spans] == [ADA, PARIS]
    assert session.article.answer is None
    assert past(session).moments[-1].entry.gesture.startswith("bring back 20")
    session.undo()
    assert [*session.article.spans] == [PARIS]
    assert session.article.answer is Answer.ACCEPT
    session.redo()
    assert [*session.article.spans] == [ADA, PARIS]
    session.close()
    assert findings(path) == []


def test_the_state_of_somebody_elses_annotation_comes_back_to_that(path: Path) -> None:
    with Project.open(path) as project:
        store(project, Edit(removed=(BEN,)), annotator="ben")
    session = sit(path)
    history = past(session)
    bring_back(session, history, history.moments[1])
    assert (now(path), now(path, "ben")) == ([key_of(PARIS)], [key_of(BEN)])
    moment = past(session).moments[-1]
    assert (moment.annotator, moment.made_by) == ("ben", "ana")
    session.undo()
    assert now(path, "ben") == []
    session.close()
    assert findings(path) == []


def test_what_is_so_already_makes_no_edit(path: Path) -> None:
    session = sit(path)
    history = past(session)
    assert bring_back(session, history, history.moments[3]).note.startswith("Nothing is different")
    assert len(past(session).moments) == 4
    session.close()


def relabel(path: Path, **how: str) -> None:
    with Project.open(path) as project:
        draft = LabelDraft(project.labels())
    row = draft.row("PER")
    if "name" in how:
        draft.change(row, **how)
    else:
        draft.delete(row)
    finish(change_labels(path, "ana", draft.plan()))


def test_labels_that_were_renamed_since_come_back_under_their_new_names(path: Path) -> None:
    relabel(path, name="PERSON")
    session = sit(path)
    history = past(session)
    bring_back(session, history, history.moments[0])
    assert now(path) == [(0, 3, "PERSON")]
    session.close()
    assert findings(path) == []


def test_labels_that_are_gone_come_back_with_the_state_and_go_with_its_undo(path: Path) -> None:
    sql(path, "UPDATE labels SET color = '#123456', guideline = 'People.' WHERE name = 'PER'")
    with Project.open(path) as project, project.transaction():
        project.put_labels(project.labels())
    relabel(path)
    session = sit(path)
    history = past(session)
    then = history.after(history.moments[0])
    assert history.labels(session.labels, then).named("PER").color == "#123456"
    bring_back(session, history, history.moments[0])
    assert session.labels.named("PER").guideline == "People."
    assert now(path) == [key_of(ADA)]
    session.undo()
    assert session.labels.named("PER") is None
    session.close()
    assert findings(path) == []


def test_each_span_knows_who_made_it_when_and_under_which_label_set(path: Path) -> None:
    relabel(path, name="PERSON")
    session = sit(path)
    Gestures(session).put_cursor(1)
    Gestures(session).label("PERSON")
    ada, paris = session.article.spans
    one, other = maker_of(session, ada), maker_of(session, paris)
    assert (one.entry.gesture, one.label_set) == ("label", 2)
    assert (other.label_set, other.made_by) == (1, "ana")
    with Project.open(path) as project:
        versions = [each.version for each in project.label_sets.versions()]
    assert [other.entry.label_version, one.entry.label_version] == versions
    session.close()


def test_any_state_of_a_document_with_ten_thousand_edits_is_found(tmp_path: Path) -> None:
    path = make(tmp_path / "p.annotator", "word " * 10_000)
    with Project.open(path) as project, project.transaction():
        who = project.add_annotator("ana")
        for start in range(0, 50_000, 5):
            edit = Edit(added=(Span(start, start + 4, "PER"),))
            project.annotations.store(DocumentId(1), who, edit, gesture="label", text="")
    session = sit(path)
    history = past(session)
    for at in (9_999, 0, 5_000, 4_999, 9_999):
        assert len(history.after(history.moments[at]).spans) == at + 1
    session.close()
