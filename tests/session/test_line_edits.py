"""Many lines changed as one step: what becomes of each, and one undo."""

from pathlib import Path

import pytest

from annotator.core.document import DocumentId
from annotator.core.edit import Edit
from annotator.core.span import Span, SpanKey, key_of
from annotator.session import line_edits
from annotator.session.concordance import Wanted, concordance
from annotator.session.concordance_lines import Line, Lines
from annotator.session.jobs import finish
from annotator.session.line_edits import Account, Act, Left
from annotator.session.session import Session
from annotator.storage.project import Project
from tests.session.stage import suggestion
from tests.storage.projects import findings, make, propose, sql, store

FIRST = "Ada met Zoe\u0301 🚀 Ada."
SECOND = "Ada Lovelace"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = make(tmp_path / "p.annotator", FIRST, SECOND)
    with Project.open(path) as project:
        store(project, Edit(added=(Span(0, 3, "PER", None, None, "sure?"), Span(15, 18, "PER"))))
        store(project, Edit(added=(Span(0, 3, "PER"),)), annotator="ben", document_id=2)
    return path


@pytest.fixture
def session(path: Path):
    session = Session(path, "ana")
    session.open(DocumentId(1))
    yield session
    session.close()
    assert findings(path) == []


def lines_of(session: Session, **wanted: object) -> list[Line]:
    lines = Lines()
    finish(concordance(session.path, Wanted(**wanted), lines))
    return list(lines)


def said(session: Session) -> dict[tuple[int, int], list[SpanKey]]:
    return {
        (number, who): keys
        for number in (1, 2)
        for who in (1, 2)
        if (keys := [*map(key_of, session.project.annotations.get(DocumentId(number), who).spans)])
    }


def do(session: Session, lines: list[Line], act: Act) -> Account:
    return line_edits.do(session, "test", lines, act)[1]


def test_all_are_relabelled_at_once_and_one_undo_takes_it_back(session: Session) -> None:
    before = said(session)
    account = do(session, lines_of(session, label="PER"), line_edits.relabel("LOC"))
    assert said(session) == {
        (1, 1): [(0, 3, "LOC"), (15, 18, "LOC")],
        (2, 2): [(0, 3, "LOC")],
    }
    assert [span.note for span in session.article.spans] == ["sure?", None]
    assert account.now == lines_of(session, label="LOC")
    assert account.left == {}
    assert sql(session.path, "SELECT made_by FROM edits WHERE step IS NOT NULL ORDER BY id") == [
        (None,),
        ("ana",),
    ]
    assert session.undo().note == "Undo: test"
    assert said(session) == before
    assert session.redo().note == "Redo: test"
    assert account.now == lines_of(session, label="LOC")


def test_places_that_nobody_has_labelled_become_ones_own_spans(session: Session) -> None:
    with session.project.transaction():
        session.project.add_annotator("zoe")
    lines = lines_of(session, text="lovelace") + lines_of(session, text="met")
    account = do(session, lines, line_edits.relabel("ORG"))
    assert said(session)[2, 1] == [(4, 12, "ORG")]
    assert said(session)[1, 1][1] == (4, 7, "ORG")
    assert {line.annotator_id for line in account.now} == {1}
    session.undo()
    assert (2, 1) not in said(session)


def test_a_new_annotator_labels_places(path: Path) -> None:
    session = Session(path, "zoe")
    account = do(session, lines_of(session, text="lovelace"), line_edits.relabel("ORG"))
    assert account.now == [Line(DocumentId(2), 3, 4, 12, "ORG")]
    assert session.annotators() == ["ana", "ben", "zoe"]
    session.close()


def test_what_is_removed_does_not_come_back_as_a_suggestion(session: Session) -> None:
    propose(session.path, [suggestion("Ada", "PER", text=SECOND)], document_id=2)
    account = do(session, lines_of(session, label="PER"), line_edits.remove())
    assert said(session) == {}
    assert len(account.now) == 3
    assert session.project.annotations.get(DocumentId(2), 2).rejected == {(0, 3, "PER")}
    session.undo()
    assert session.project.annotations.get(DocumentId(2), 2).rejected == frozenset()


def test_edges_move_by_words_and_what_cannot_move_is_told(session: Session) -> None:
    account = do(session, lines_of(session), line_edits.move(is_start=False, step=1))
    assert said(session)[1, 1] == [(0, 7, "PER"), (15, 19, "PER")]
    assert said(session)[2, 2] == [(0, 12, "PER")]
    account = do(session, account.now, line_edits.move(is_start=False, step=1))
    assert account.left == {Left.EDGE: 2}
    assert said(session)[1, 1] == [(0, 12, "PER"), (15, 19, "PER")]
    account = do(session, account.now, line_edits.move(is_start=True, step=1, by_character=True))
    assert said(session)[1, 1][0] == (1, 12, "PER")
    account = do(session, lines_of(session), line_edits.move(is_start=True, step=-1))
    assert account.left == {Left.EDGE: 2}
    assert said(session)[1, 1] == [(1, 12, "PER"), (13, 19, "PER")]


def test_spans_that_move_on_behind_one_another_do_not_meet(session: Session) -> None:
    with session.project.transaction():
        session.project.annotations.store(
            DocumentId(1), 1, Edit(added=(Span(0, 7, "PER"),)), gesture="label"
        )
    session.refresh()
    lines = [line for line in lines_of(session) if line.start == 0 and line.annotator_id == 1]
    account = do(session, lines, line_edits.move(is_start=False, step=1))
    assert account.left == {}
    assert said(session)[1, 1][:2] == [(0, 7, "PER"), (0, 12, "PER")]
    account = do(session, account.now, line_edits.move(is_start=False, step=-1))
    assert said(session)[1, 1][:2] == [(0, 3, "PER"), (0, 7, "PER")]
    account = do(session, lines[:1], line_edits.move(is_start=False, step=1))
    assert account.left == {Left.TAKEN: 1}


def test_what_is_left_as_it_is_says_why(session: Session) -> None:
    lines = [*lines_of(session, text="Lovelace"), Line(DocumentId(1), 1, 8, 12, "LOC")]
    account = do(session, lines, line_edits.remove())
    assert account.left == {Left.NOT_LABELLED: 1, Left.GONE: 1}
    account = do(session, lines[:1], line_edits.move(is_start=True, step=1))
    assert account.left == {Left.NOT_LABELLED: 1}
    account = do(session, lines_of(session), line_edits.relabel("PER"))
    assert account.left == {Left.SAME: 3}
    assert sql(session.path, "SELECT count(*) FROM steps") == [(0,)]


def test_a_label_that_stands_there_already_is_not_made_twice(session: Session) -> None:
    with session.project.transaction():
        session.project.annotations.store(
            DocumentId(1), 1, Edit(added=(Span(0, 3, "LOC"),)), gesture="label"
        )
    do(session, lines_of(session, label="PER", annotator="ana"), line_edits.relabel("LOC"))
    assert said(session)[1, 1] == [(0, 3, "LOC"), (15, 18, "LOC")]
    session.undo()
    assert said(session)[1, 1] == [(0, 3, "LOC"), (0, 3, "PER"), (15, 18, "PER")]


def test_a_job_that_is_ended_early_has_changed_nothing(session: Session) -> None:
    before, lines = said(session), lines_of(session)
    job = line_edits.job(session.path, "ana", "test", lines, line_edits.relabel("LOC"))
    progress = next(job)
    assert (progress.done, progress.total) == (2, 3)
    job.close()
    assert said(session) == before
    account = finish(line_edits.job(session.path, "ana", "t", lines, line_edits.relabel("LOC")))
    assert account.now == lines_of(session, label="LOC")
    session.refresh()
    session.undo()
    assert said(session) == before
