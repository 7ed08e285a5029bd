"""The queue and the counts, against a plain walk over all documents."""

from pathlib import Path

import pytest

from annotator.core.document import DocumentId, NewDocument
from annotator.core.queue import Completion, QueueFilter, QueueRow, State
from annotator.storage.project import Project
from tests.storage.projects import findings, sql


def test_counts_are_kept_whoever_writes(path: Path) -> None:
    with Project.open(path) as project, project.transaction():
        project.documents.add([NewDocument(f"Text {n}.") for n in range(600)])
        ana, ben = project.add_annotator("ana"), project.add_annotator("ben")
    total = sql(path, "SELECT count(*) FROM documents")[0][0]
    sql(
        path,
        "INSERT INTO annotations (document_id, annotator_id, answer, changed_at)"
        " SELECT id, ?, CASE WHEN id % 3 THEN 'accept' END, '' FROM documents",
        ana,
    )
    sql(path, "UPDATE annotations SET answer = 'reject' WHERE document_id % 2")
    sql(path, "UPDATE annotations SET answer = NULL WHERE document_id % 5 = 0")
    sql(path, "DELETE FROM annotations WHERE document_id > 500")
    (answered,) = sql(path, "SELECT count(answer) FROM annotations")[0]
    with Project.open(path) as project:
        assert project.documents.completion(ana) == Completion(total, answered)
        assert project.documents.completion(ben) == Completion(total, 0)
    assert not [found for found in findings(path) if "counted" in found]
    sql(path, "UPDATE document_counts SET documents = documents + 1")
    assert "The documents are not counted rightly." in findings(path)


PRIME = 907


def test_places_are_counted_whoever_writes(path: Path) -> None:
    with Project.open(path) as project, project.transaction():
        project.documents.add([NewDocument(f"Text {n}.") for n in range(300)])
        ana = project.add_annotator("ana")
        project.put_setting("queue_arrangement", "5")
    sql(path, "INSERT INTO places SELECT 5, 1000 - id, id FROM documents")
    sql(
        path,
        "INSERT INTO annotations (document_id, annotator_id, answer, changed_at)"
        " SELECT id, ?, CASE WHEN id % 3 THEN 'accept' END, '' FROM documents",
        ana,
    )
    with Project.open(path) as project, project.transaction():
        project.documents.add([NewDocument("One more.")])
        assert project.documents.neighbour(DocumentId(1), 1) == 302
    sql(path, "UPDATE annotations SET answer = NULL WHERE document_id % 5 = 0")
    sql(path, "UPDATE annotations SET answer = 'reject' WHERE document_id % 6 = 0")
    sql(path, "DELETE FROM annotations WHERE document_id > 200")
    sql(path, "DELETE FROM places WHERE document_id = 7")
    sql(path, "INSERT INTO places VALUES (5, 1, 7)")
    assert not [found for found in findings(path) if "counted" in found]
    sql(path, "UPDATE place_counts SET documents = documents + 1")
    assert "The places are not counted rightly." in findings(path)


@pytest.mark.parametrize("state", [None, *State])
@pytest.mark.parametrize("flagged", [False, True])
@pytest.mark.parametrize("text", ["", "7"])
@pytest.mark.parametrize("step", [1, 241])
def test_the_queue_is_what_a_plain_walk_finds(
    path: Path, state: State | None, flagged: bool, text: str, step: int
) -> None:
    with Project.open(path) as project, project.transaction():
        project.documents.add([NewDocument(f"Text {n}.") for n in range(900)])
        ana = project.add_annotator("ana")
    # Whole blocks are answered, others here and there, by her and by somebody else.
    sql(path, "INSERT INTO annotators (name) VALUES ('ben')")
    sql(
        path,
        "INSERT INTO annotations (document_id, annotator_id, answer, flagged, changed_at)"
        " SELECT documents.id, annotators.id, CASE WHEN documents.id BETWEEN 250 AND 770 OR"
        " documents.id % 7 = 0 THEN CASE documents.id % 3 WHEN 0 THEN 'accept' WHEN 1 THEN"
        " 'reject' ELSE 'ignore' END END, documents.id % 4 = 0, '' FROM documents, annotators"
        " WHERE documents.id % 5 OR documents.id BETWEEN 250 AND 770",
    )
    if step > 1:
        # Another order than that of import: there are 901 documents, and 907 is prime.
        sql(path, f"INSERT INTO places SELECT 5, id * {step} % {PRIME}, id FROM documents")
        sql(path, "INSERT INTO settings VALUES ('queue_arrangement', '5')")
    which = QueueFilter(state=state, flagged=flagged, text=text)
    with Project.open(path) as project:
        everything = project.documents.queue(ana, QueueFilter(), limit=10_000)
        order = sorted(range(1, 902), key=lambda i: i * step % PRIME)
        assert [row.id for row in everything] == order
        wanted = [row.id for row in everything if fits(row, which)]
        for after in (0, 1, 249, 256, 500, 768, 901):
            here, at = DocumentId(after), after * step % PRIME
            before = [i for i in wanted if i * step % PRIME < at]
            behind = [i for i in wanted if i * step % PRIME > at]
            found = project.documents.queue(ana, which, after=here, limit=50)
            assert [row.id for row in found] == behind[:50]
            back = project.documents.queue(ana, which, after=here, limit=50, backwards=True)
            assert [row.id for row in back] == before[-50:]
            found = project.documents.queue(ana, which, after=here, limit=50, including=True)
            assert [row.id for row in found] == [i for i in wanted if i in {here, *behind}][:50]


def fits(row: QueueRow, which: QueueFilter) -> bool:
    states = {State.TO_DO, State.STARTED} if which.state is State.TO_DO else {which.state}
    state_fits = which.state is None or row.state in states
    return state_fits and (row.flagged or not which.flagged) and which.text in row.title
