"""Undo and redo: in the document, across documents, across restarts, across sessions."""

from concurrent.futures import ThreadPoolExecutor
from json import dumps
from pathlib import Path

import pytest

from annotator.core.annotation import Answer
from annotator.core.document import DocumentId
from annotator.errors import ProjectError
from annotator.session.import_report import ImportOptions
from annotator.session.importing import import_files
from annotator.session.jobs import finish
from annotator.session.session import Session
from tests.session.conftest import Sit
from tests.session.stage import SUGGESTIONS, TEXT, Desk
from tests.storage.projects import findings, make, sql

SUGGESTED = [("Ada Lovelace", "PER"), ("IBM", "ORG"), ("Paris", "LOC"), ("Univac", "ORG")]


def test_with_nothing_done_there_is_nothing_to_undo_or_redo(desk: Desk) -> None:
    assert desk.session.undo().note == "Nothing to undo."
    assert desk.session.redo().note == "Nothing to redo."
    assert desk.spans == []


def test_undo_takes_back_one_gesture_after_another_and_redo_makes_them_again(desk: Desk) -> None:
    desk.hands.accept()
    desk.hands.accept()
    desk.hands.label("LOC")
    desk.hands.extend(1)
    desk.hands.remove()
    desk.hands.flag()
    states = [(desk.spans, desk.suggestions, desk.article.flagged)]
    while desk.session.undo().note != "Nothing to undo.":
        states.append((desk.spans, desk.suggestions, desk.article.flagged))
    assert states[-1] == ([], SUGGESTED, False)
    assert len(states) == 6
    for state in reversed(states[:-1]):
        desk.session.redo()
        assert (desk.spans, desk.suggestions, desk.article.flagged) == state
    assert desk.session.redo().note == "Nothing to redo."


def test_undo_says_what_it_took_back_and_puts_the_focus_there(desk: Desk) -> None:
    desk.focus_on("IBM", "ORG")
    desk.hands.remove()
    desk.hands.escape()
    changes = desk.session.undo()
    assert changes.note == "Undo: remove"
    assert changes.documents == (1,)
    assert desk.focus == ("IBM", "ORG")


def test_a_new_gesture_forgets_what_could_be_redone(desk: Desk) -> None:
    desk.hands.flag()
    desk.session.undo()
    desk.put_cursor("Bonn")
    desk.hands.label("LOC")
    assert desk.session.redo().note == "Nothing to redo."
    assert not desk.article.flagged


def test_undo_of_an_answer_opens_its_document_and_brings_the_suggestions_back(desk: Desk) -> None:
    desk.hands.answer(Answer.ACCEPT)
    desk.session.open(DocumentId(3))
    changes = desk.session.undo()
    assert changes.opened
    assert changes.answered
    assert desk.here == 1
    assert desk.article.answer is None
    assert (desk.spans, desk.suggestions) == ([], SUGGESTED)
    assert desk.session.completion().answered == 0
    desk.session.open(DocumentId(2))
    desk.session.redo()
    assert (desk.here, desk.spans) == (1, SUGGESTED)


def test_undo_goes_across_documents_in_the_order_of_the_gestures(desk: Desk) -> None:
    desk.hands.flag()
    desk.session.open(DocumentId(2))
    desk.hands.flag()
    desk.session.open(DocumentId(3))
    desk.hands.flag()
    seen = []
    for _ in range(3):
        desk.session.undo()
        seen.append((desk.here, desk.article.flagged))
    assert seen == [(3, False), (2, False), (1, False)]


def test_undo_and_redo_go_on_after_a_restart(sit: Sit, desk: Desk) -> None:
    desk.hands.accept()
    desk.hands.accept()
    desk.close()
    again = sit("ana", 2)
    again.session.undo()
    assert (again.here, again.spans) == (1, [])
    again.close()
    last = sit("ana", 3)
    last.session.redo()
    assert (last.here, last.spans) == (1, SUGGESTED[:1])


def test_nobody_undoes_what_somebody_else_did(sit: Sit, desk: Desk) -> None:
    desk.hands.accept()
    desk.hands.accept()
    assert sit("ben").session.undo().note == "Nothing to undo."
    assert sit().spans == SUGGESTED[:1]


def test_an_undo_that_cannot_be_written_leaves_the_document_that_was_open(desk: Desk) -> None:
    desk.hands.flag()
    desk.session.open(DocumentId(2))
    aside = desk.session.path.rename(desk.session.path.with_name("aside"))
    with pytest.raises(ProjectError, match="no longer there"):
        desk.session.undo()
    assert desk.here == 2
    aside.rename(desk.session.path)
    desk.session.undo()
    assert (desk.here, desk.article.flagged) == (1, False)


def test_what_another_session_of_the_same_annotator_did_can_be_undone(sit: Sit) -> None:
    one, other = sit(), sit()
    other.hands.accept()
    other.hands.accept()
    assert other.spans == SUGGESTED[:1]
    assert one.session.undo().note == "Undo: accept"
    assert one.spans == []
    assert other.session.undo().note == "Nothing to undo."
    other.session.redo()
    one.session.refresh()
    assert one.spans == other.spans == SUGGESTED[:1]


def bring_in(path: Path, line: str) -> None:
    file = path.with_name("in.jsonl")
    file.write_text(line + "\n")
    report = finish(import_files(path, [file], ImportOptions(annotator="ana")))
    assert report.annotations == 1


BONN = dumps(
    {"text": TEXT, "spans": [{"start": 63, "end": 67, "label": "LOC"}], "answer": "accept"}
)


def test_redo_after_an_import_of_the_same_labels_does_what_is_left_of_it(desk: Desk) -> None:
    desk.put_cursor("Bonn")
    desk.hands.label("LOC")
    desk.session.undo()
    bring_in(desk.session.path, BONN)
    desk.session.redo()
    assert desk.spans == [("Bonn", "LOC")]
    assert desk.session.redo().note == "Nothing to redo."


def test_undo_is_not_stuck_at_what_an_import_has_changed(desk: Desk) -> None:
    desk.session.open(DocumentId(2))
    desk.hands.flag()
    desk.session.open(DocumentId(1))
    desk.put_cursor("Bonn")
    desk.hands.label("LOC")
    desk.hands.remove()
    bring_in(desk.session.path, BONN)
    desk.session.undo()
    assert desk.spans == [("Bonn", "LOC")]
    desk.session.undo()
    desk.session.undo()
    assert (desk.here, desk.article.flagged) == (2, False)
    for _ in range(3):
        desk.session.redo()
    assert desk.session.redo().note == "Nothing to redo."


def test_two_sessions_that_undo_at_once_take_each_gesture_back_once(tmp_path: Path) -> None:
    path = make(tmp_path / "p.annotator", *[f"{n} {TEXT}" for n in range(3)])
    desk = Desk(path)
    for n in range(60):
        desk.session.open(DocumentId(1 + n % 3))
        desk.hands.flag()
    desk.close()

    def undo_all(_: int) -> None:
        session = Session(path, "ana")
        while session.undo().note != "Nothing to undo.":
            pass
        session.close()

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(undo_all, range(3)))
    assert sql(path, "SELECT count(*) FROM edits WHERE kind = 'undo'") == [(60,)]
    assert sql(path, "SELECT sum(flagged) FROM annotations") == [(0,)]
    assert findings(path) == []


def test_suggestions_that_come_after_a_gesture_do_not_hinder_undo(desk: Desk) -> None:
    desk.put_cursor("Bonn")
    desk.hands.label("LOC")
    assert len(SUGGESTIONS) == len(desk.suggestions)
    desk.session.undo()
    assert desk.spans == []
