"""Two windows on one project: each sees what the other wrote before it decides."""

from pathlib import Path

from annotator.core.annotation import Answer
from annotator.core.document import DocumentId
from annotator.core.queue import QueueFilter, State
from annotator.session.import_report import ImportOptions
from annotator.session.importing import import_files
from annotator.session.jobs import finish
from tests.session.conftest import Sit
from tests.session.stage import TEXT, suggestion
from tests.storage.projects import propose

ALL = QueueFilter()
START = DocumentId(0)


def test_two_annotators_label_the_same_document_and_do_not_meet(sit: Sit) -> None:
    ana, ben = sit("ana"), sit("ben")
    for _ in range(3):
        for desk, label in ((ana, "PER"), (ben, "ORG")):
            desk.hands.step(1)
            desk.hands.label(label)
            desk.hands.escape()
    assert {label for _, label in ana.spans} == {"PER"}
    assert {label for _, label in ben.spans} == {"ORG"}
    assert sit("ana").spans == ana.spans
    assert sit("ben").spans == ben.spans


def test_a_second_window_of_the_same_annotator_sees_the_edit_before_it_decides(sit: Sit) -> None:
    one, other = sit(), sit()
    one.put_cursor("Bonn")
    one.hands.label("LOC")
    other.put_cursor("Grace")
    other.hands.label("PER")
    assert other.spans == [("Grace", "PER"), ("Bonn", "LOC")]
    one.session.refresh()
    assert one.spans == other.spans


def test_the_same_label_from_both_windows_stands_there_once(sit: Sit) -> None:
    one, other = sit(), sit()
    for desk in (one, other):
        desk.focus_on("IBM", "ORG")
        desk.hands.label("ORG")
    assert other.spans == one.spans == [("IBM", "ORG")]


def test_what_the_other_window_removed_is_not_removed_twice(sit: Sit) -> None:
    one, other = sit(), sit()
    one.put_cursor("Bonn")
    one.hands.label("LOC")
    other.session.refresh()
    other.focus_on("Bonn", "LOC")
    one.hands.remove()
    changes = other.hands.remove()
    assert changes.documents == ()
    assert other.spans == []


def test_an_answer_of_the_other_window_is_seen_when_the_next_is_looked_for(sit: Sit) -> None:
    one, other = sit("ana", 1), sit("ana", 2)
    one.hands.answer(Answer.ACCEPT)
    assert one.here == 2
    other.hands.answer(Answer.ACCEPT)
    assert other.here == 3
    one.hands.answer(Answer.ACCEPT)
    assert one.here == 3


def test_refresh_without_news_changes_nothing(sit: Sit) -> None:
    desk = sit()
    changes = desk.session.refresh()
    assert not changes.opened
    assert not changes.queue
    desk.hands.flag()
    assert not desk.session.refresh().opened


def test_refresh_keeps_the_place_and_what_is_still_there_of_the_focus(sit: Sit) -> None:
    one, other = sit(), sit()
    one.focus_on("IBM", "ORG")
    other.hands.flag()
    assert one.session.refresh().opened
    assert (one.focus, one.cursor, one.article.flagged) == (("IBM", "ORG"), "IBM", True)
    other.focus_on("IBM", "ORG")
    other.hands.remove()
    one.session.refresh()
    assert (one.focus, one.cursor) == (None, "IBM")


def test_refresh_shows_documents_labels_and_suggestions_that_came(path: Path, sit: Sit) -> None:
    desk = sit()
    desk.session.refresh()
    line = '{"text": "New.", "spans": [{"start": 0, "end": 3, "label": "NEW"}]}'
    path.with_name("new.jsonl").write_text(line)
    finish(import_files(path, [path.with_name("new.jsonl")], ImportOptions(annotator="ben")))
    propose(path, [suggestion("Bonn", "LOC", source="other")])
    changes = desk.session.refresh()
    assert changes.queue
    assert changes.labels
    assert "NEW" in desk.session.labels
    assert ("Bonn", "LOC") in desk.suggestions
    assert [row.title for row in desk.session.queue(ALL, after=START)][-1] == "New."


def test_the_queue_shows_states_and_filters(sit: Sit) -> None:
    desk = sit()
    desk.hands.answer(Answer.REJECT)
    desk.hands.flag()
    states = [(row.id, row.state, row.flagged) for row in desk.session.queue(ALL, after=START)]
    assert states == [
        (1, State.REJECTED, False),
        (2, State.STARTED, True),
        (3, State.TO_DO, False),
    ]
    for which, ids in (
        (QueueFilter(State.TO_DO), [2, 3]),
        (QueueFilter(State.STARTED), [2]),
        (QueueFilter(State.REJECTED), [1]),
        (QueueFilter(State.ACCEPTED), []),
        (QueueFilter(flagged=True), [2]),
        (QueueFilter(text="THIRD"), [3]),
        (QueueFilter(text="%"), []),
        (QueueFilter(State.TO_DO, text="bonn"), [2]),
    ):
        assert [row.id for row in desk.session.queue(which, after=START)] == ids
    assert [row.id for row in desk.session.queue(ALL, after=DocumentId(1), limit=1)] == [2]
    back = desk.session.queue(ALL, after=DocumentId(3), limit=5, backwards=True)
    assert [row.id for row in back] == [1, 2]
    assert desk.session.queue_row(DocumentId(1)).title == TEXT


def test_a_document_that_is_not_there_is_not_opened(sit: Sit) -> None:
    desk = sit()
    assert not desk.session.open(DocumentId(99)).opened
    assert desk.here == 1
